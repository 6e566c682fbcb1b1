"""Spans as people write them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.duty.words import span_in

ZONE = ZoneInfo("Asia/Shanghai")
# A Tuesday.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)


def read(text: str) -> str | None:
    span = span_in(text, NOW, time(8, 30))
    return span and " ".join(f"{one.astimezone(ZONE):%y-%m-%d %H:%M}" for one in span)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("今天", "26-11-24 10:00 26-11-25 08:30"),
        ("明天", "26-11-25 08:30 26-11-26 08:30"),
        ("明天到后天", "26-11-25 08:30 26-11-27 08:30"),
        ("11月26日到28日", "26-11-26 08:30 26-11-29 08:30"),
        ("11-26 到 11-28", "26-11-26 08:30 26-11-29 08:30"),
        ("11月26号 8:30 至 17:30", "26-11-26 08:30 26-11-26 17:30"),
        ("11-26 20:00 - 11-27 8:00", "26-11-26 20:00 26-11-27 08:00"),
        ("11/26 20:00-8:00", "26-11-26 20:00 26-11-27 08:00"),
        ("周三下午2点半到晚上8点", "26-11-25 14:30 26-11-25 20:00"),
        ("下周一", "26-11-30 08:30 26-12-01 08:30"),
        ("星期二", "26-11-24 10:00 26-11-25 08:30"),
        ("3日", "26-12-03 08:30 26-12-04 08:30"),
        ("1月3日到1月5日", "27-01-03 08:30 27-01-06 08:30"),
        ("2027-02-05 到 2027-02-12", "27-02-05 08:30 27-02-13 08:30"),
        ("从明天到后天", "26-11-25 08:30 26-11-27 08:30"),
        ("from 11-26 to 11-28", "26-11-26 08:30 26-11-29 08:30"),
        ("后天晚上8点到大后天早上8点", "26-11-26 20:00 26-11-27 08:00"),
        ("周五到周日", "26-11-27 08:30 26-11-30 08:30"),
        ("明天一天", "26-11-25 08:30 26-11-26 08:30"),
        ("明天起3天", "26-11-25 08:30 26-11-28 08:30"),
        ("两天", "26-11-24 10:00 26-11-26 08:30"),
        ("tomorrow", "26-11-25 08:30 26-11-26 08:30"),
        ("11-26 08:30 to 11-27 12:00", "26-11-26 08:30 26-11-27 12:00"),
        ("明天 18:00 到 24:00", "26-11-25 18:00 26-11-26 00:00"),
        ("１１月２６日　８：３０到１７：３０", "26-11-26 08:30 26-11-26 17:30"),
        ("11-23 到 11-25", "26-11-24 10:00 26-11-26 08:30"),
        ("11-20 到 11-22", None),
        ("8:30", None),
        ("13月1日", None),
        ("2月30日", None),
        ("不知道", None),
        ("", None),
        ("到", None),
        ("明天到今天", None),
        ("零天", None),
        ("11-26到11-27到11-28", None),
    ],
)
def test_a_span_is_understood_as_it_is_written(text: str, span: str | None) -> None:
    assert read(text) == span


@given(st.text("0123456789月日号到至-:/点半今明后天周一三下起 ", max_size=20))
def test_whatever_is_written_is_a_span_ahead_or_not_understood(text: str) -> None:
    span = span_in(text, NOW, time(8, 30))

    assert span is None or NOW <= span[0] < span[1] <= NOW + timedelta(days=740)
