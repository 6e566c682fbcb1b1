from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import DateTime
from sqlalchemy.dialects import sqlite

from storage.tables import Moment

SQLITE = sqlite.dialect()


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_is_kept_as_sqlalchemy_keeps_it_and_comes_back(moment: datetime) -> None:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        return
    kind = Moment().dialect_impl(SQLITE)
    bind, read = kind.bind_processor(SQLITE), kind.result_processor(SQLITE, None)
    theirs = DateTime().dialect_impl(SQLITE).bind_processor(SQLITE)
    assert bind is not None
    assert theirs is not None
    assert read is not None
    assert bind(moment) == theirs(utc.replace(tzinfo=None))
    assert read(bind(moment)) == utc
