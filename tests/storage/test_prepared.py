"""Statements by their plan: whatever is run again finds and changes what SQLAlchemy would."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Executable,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    func,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, StatementError

from storage.prepared import Found, Plans, SwiftConnection
from storage.repositories import shapes
from storage.tables import Moment

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
things = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(20), unique=True, nullable=False),
    Column("is_good", Boolean, nullable=False, default=False),
    Column("count", Integer, nullable=False, default=7),
    Column("content", LargeBinary),
    Column("made_at", Moment),
)
_NAMED = select(things).where(things.c.name.in_(bindparam("names", expanding=True)))
_BY_NAME = _NAMED.order_by(things.c.name)
_RAISED = (
    update(things)
    .where(things.c.count.in_((7, 8)), things.c.name == bindparam("called"))
    .values(count=things.c.count + 1, is_good=bindparam("good"))
    .returning(things.c.id, things.c.count)
)
_BROUGHT_BACK = (
    update(things).where(bindparam("at") < things.c.made_at).values(made_at=bindparam("at"))
)
_MOST = select(func.max(things.c.count))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{tmp_path / 'things.db'}")
    with engine.connect() as connection, connection.begin():
        things.create(connection)
        yield connection
    engine.dispose()


@pytest.fixture
def swift(connection: Connection) -> SwiftConnection:
    return SwiftConnection(connection, Plans())


def _again(swift: SwiftConnection, statement: Executable, given: object = None) -> Any:
    """Run it as often as it takes to be run by its plan, and once more."""
    for _ in range(2):
        swift.execute(statement, given)
    found = swift.execute(statement, given)
    assert isinstance(found, Found), "it was left to SQLAlchemy"
    return found


def _add(swift: SwiftConnection, *names: str) -> None:
    for name in names:
        swift.execute(shapes.added(things), {"name": name, "made_at": NOON, "content": b"\x00"})


def test_a_statement_that_is_run_again_finds_what_it_found_before(
    swift: SwiftConnection, connection: Connection
) -> None:
    _add(swift, "one", "two", "three")
    given = {"names": ["one", "three", "four"]}

    found = _again(swift, _BY_NAME, given)

    theirs = connection.execute(_BY_NAME, given).mappings().all()
    assert found.mappings().all() == [dict(row) for row in theirs]
    assert found.mappings().first()["made_at"] == NOON
    assert found.mappings().first()["is_good"] is False
    assert [row.name for row in found] == ["one", "three"]
    assert list(found.scalars()) == [1, 3]
    assert found.scalar() == found.first().id == 1


@pytest.mark.parametrize("names", [[], ["one"], ["one", "two"], ["nobody"]])
def test_a_list_may_have_another_length_each_time(
    swift: SwiftConnection, names: Sequence[str]
) -> None:
    _add(swift, "one", "two")
    _again(swift, _BY_NAME, {"names": ["one", "two", "three"]})
    found = _again(swift, _BY_NAME, {"names": list(names)})
    assert [row.name for row in found.all()] == [name for name in names if name != "nobody"]


def test_a_row_is_added_with_what_a_new_row_has(
    swift: SwiftConnection, connection: Connection
) -> None:
    _add(swift, "one", "two", "three", "four")
    rows = connection.execute(select(things.c.is_good, things.c.count)).all()
    assert set(rows) == {(False, 7)}


def test_a_change_tells_what_became_of_the_rows_and_how_many(swift: SwiftConnection) -> None:
    _add(swift, "one")
    # Found at 7, then at 8; the third time it stands at 9, which is not asked for.
    assert _again(swift, _RAISED, {"called": "one", "good": True}).first() is None
    assert _again(swift, _MOST).scalar_one() == 9
    changed = shapes.changed(things, ("name",))
    assert _again(swift, changed, {"is_name": "one", "content": None}).rowcount == 1
    assert _again(swift, changed, {"is_name": "two", "content": b"x"}).rowcount == 0


def test_a_value_is_kept_as_its_column_keeps_it_wherever_else_it_stands(
    swift: SwiftConnection, connection: Connection
) -> None:
    _add(swift, "one")
    for hours in (1, 2, 3):
        swift.execute(_BROUGHT_BACK, {"at": NOON - timedelta(hours=hours)})
        kept = connection.execute(select(things.c.made_at)).scalar()
        assert kept == NOON - timedelta(hours=hours)


def test_many_rows_are_added_at_once_and_the_known_stay_away(
    swift: SwiftConnection, connection: Connection
) -> None:
    once = shapes.put_once(things, "name", "sqlite")
    for names in (["one"], ["one", "two"], ["two", "three", "four"]):
        swift.execute(once, [{"name": name, "count": 1} for name in names])
    assert connection.execute(select(func.count()).select_from(things)).scalar() == 4


def test_what_sqlite_refuses_is_the_same_error_as_ever(swift: SwiftConnection) -> None:
    _add(swift, "one", "two", "three")
    with pytest.raises(IntegrityError):
        _add(swift, "one")


def test_a_value_that_nobody_gave_or_that_cannot_be_kept_is_refused(
    swift: SwiftConnection,
) -> None:
    _add(swift, "one", "two", "three")
    _again(swift, _BY_NAME, {"names": ["one"]})
    for _ in range(3):
        with pytest.raises(StatementError):
            swift.execute(_BY_NAME, {})
        with pytest.raises(StatementError):
            swift.execute(
                shapes.added(things),
                {"name": "x", "made_at": NOON.replace(tzinfo=None), "content": b""},
            )


def test_a_step_apart_is_undone_alone(swift: SwiftConnection) -> None:
    _add(swift, "one", "two")
    with pytest.raises(IntegrityError), swift.apart():
        _add(swift, "three", "one")
    with swift.apart():
        _add(swift, "four")
    names = select(things.c.name).order_by(things.c.id)
    assert [row.name for row in _again(swift, names)] == ["one", "two", "four"]


def test_one_row_is_asked_for_and_no_other_number_will_do(swift: SwiftConnection) -> None:
    _add(swift, "one", "two")
    names = select(things.c.name)
    with pytest.raises(LookupError):
        _again(swift, names).scalar_one()


def test_statements_that_are_made_anew_leave_nothing_behind(connection: Connection) -> None:
    plans = Plans()
    swift = SwiftConnection(connection, plans)
    for number in range(50):
        swift.execute(select(things).where(things.c.id == number))
    assert len(plans._of) <= 1
