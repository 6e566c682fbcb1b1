"""A hotline in which every table has rows, with values that do not survive a careless copy."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
    update,
)

from storage.tables import Moment, metadata, outbox
from storage.work import UnitOfWork
from tests.storage.test_secrecy import _tell_everything
from tests.storage.world import COUNTY

# A moment with microseconds, in the hour that summer time takes away elsewhere.
ODD_MOMENT = datetime(2027, 3, 28, 1, 30, 15, 123456, tzinfo=UTC)
ODD_BYTES = bytes(range(256))
STATES = {"duty_swaps": "asked", "handovers": "waiting"}
ODD_JSON = '{"said":"他说：\\"别怕\\"\\n👧","empty":"","level":null,"share":0.1}\ud83d'


def lay_everything(work: UnitOfWork, now: datetime) -> None:
    """Put at least one row into every table."""
    _tell_everything(work, now)
    odd = now + timedelta(microseconds=123457)
    staff = work.staff.in_office(COUNTY.code)[0]
    work.inbox.take(8, ODD_JSON, now=odd, trouble="unreadable")
    person = work.people.get(staff.person_id)
    work.outbox.put(
        person_id=person.id, kind="text", priority=2, now=odd, payload=ODD_JSON, dedupe_key="odd"
    )
    work.connection.execute(
        update(outbox)
        .where(outbox.c.dedupe_key == "odd")
        .values(state="sending", lease_token="t" * 32, lease_until_at=odd)
    )
    for table in metadata.sorted_tables:
        if work.connection.execute(select(table).limit(1)).first() is None:
            work.connection.execute(insert(table).values(**_made_up(work, table)))


def _made_up(work: UnitOfWork, table: Table) -> dict[str, object]:
    return {column.name: _value(work, column) for column in table.columns}


def _value(work: UnitOfWork, column: Column[object]) -> object:
    for key in column.foreign_keys:
        return work.connection.execute(select(key.column).limit(1)).scalar()
    if column.primary_key and isinstance(column.type, Integer):
        return work.ids()
    if isinstance(column.type, Moment):
        late = column.name.endswith(("ends_at", "closed_at"))
        return ODD_MOMENT + timedelta(hours=int(late))
    if isinstance(column.type, Date):
        return ODD_MOMENT.date()
    if isinstance(column.type, LargeBinary):
        return ODD_BYTES
    if isinstance(column.type, Boolean):
        return True
    if column.name == "phone":
        return "other"
    if column.name == "state":
        return STATES.get(column.table.name, "x")
    return "x" if isinstance(column.type, String) else 6
