"""What stands in a database, counted and hashed alike on either engine."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, RowMapping, Table, select

from storage.tables import metadata

BATCH = 1000
_BITS = 256


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a table has, and a hash over all of them in any order."""

    rows: int
    digest: str


@dataclass(slots=True)
class Tallying:
    """Count and hash rows as they pass.

    The hashes of the rows are added up, because the engines sort text differently.
    """

    _count: int = 0
    _sum: int = 0

    def add(self, rows: Iterable[RowMapping]) -> None:
        """Take note of some rows."""
        for row in rows:
            self._count += 1
            self._sum = (self._sum + _hash(row)) % (1 << _BITS)

    @property
    def tally(self) -> Tally:
        """Return what has passed so far."""
        return Tally(self._count, f"{self._sum:064x}")


def batches(connection: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    """Yield all rows of the table, as the program's own types, without holding them all."""
    found = connection.execute(
        select(table), execution_options={"stream_results": True, "yield_per": BATCH}
    )
    yield from found.mappings().partitions()


def inventory(connection: Connection) -> dict[str, Tally]:
    """Return the tally of every table."""
    return {table.name: _tally(connection, table) for table in metadata.sorted_tables}


def first_filled(connection: Connection) -> str | None:
    """Return the name of a table that has rows, if any has."""
    for table in metadata.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is not None:
            return table.name
    return None


def _tally(connection: Connection, table: Table) -> Tally:
    tallying = Tallying()
    for rows in batches(connection, table):
        tallying.add(rows)
    return tallying.tally


def _hash(row: RowMapping) -> int:
    plain = {name: _plain(value) for name, value in row.items()}
    line = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(line.encode()).digest())


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return ["at", value.astimezone(UTC).isoformat(timespec="microseconds")]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    if isinstance(value, bytes | memoryview):
        return ["bytes", bytes(value).hex()]
    return value
