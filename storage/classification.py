"""What stands in each column: its class, who reads it, how long it is kept.

`python -m storage.classification FILE` writes `docs/data-classification.md`. A column tells its
class by its name (sealed, keyed fingerprint) or is named in `storage.rooms`: so no column comes
into the tables without somebody having asked what it tells of whom.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, LargeBinary, Table

from storage.rooms import MEANING, NOBODY, OFFICE, ROOMS, Class, Room
from storage.tables import Moment, metadata


@dataclass(frozen=True, slots=True)
class Line:
    """One column, classified."""

    column: str
    kind: Class
    readers: str
    kept: str


class Unclassified(Exception):
    """Say that a column has no class; name it in `ROOMS`."""


def class_of(column: Column[object], room: Room) -> Class:
    """Return the class of a column.

    Raises:
        Unclassified: neither its name nor its room tells.
    """
    named = (room.columns or {}).get(column.name)
    if named is not None:
        return named
    if column.name.endswith("_sealed"):
        return Class.PERSONAL
    if column.name.endswith("_key") and isinstance(column.type, LargeBinary):
        return Class.LOOK_UP
    if isinstance(column.type, Moment):
        return room.moments
    raise Unclassified(f"{column.table.name}.{column.name} has no class; name it in ROOMS")


def classified(table: Table) -> Iterator[Line]:
    """Yield each column of the table with its class, its readers and how long it is kept."""
    room = ROOMS.get(table.name)
    if room is None:
        raise Unclassified(f"the table {table.name} has no room in ROOMS")
    for column in table.columns:
        kind = class_of(column, room)
        is_sealed = kind is Class.PERSONAL
        readers = room.readers if is_sealed else _readers_in_the_clear(kind)
        kept = room.erased if is_sealed and room.erased else room.kept
        yield Line(column.name, kind, readers, kept)


def _readers_in_the_clear(kind: Class) -> str:
    match kind:
        case Class.CASE:
            return OFFICE + "; statistics"
        case Class.STAFF:
            return "colleagues"
        case Class.PUBLIC:
            return "everybody"
        case _:
            return NOBODY


def page(tables: Iterable[Table]) -> str:
    """Return the whole page."""
    lines = [_HEAD, "| class | what stands there |", "|---|---|"]
    lines += [f"| {kind} | {MEANING[kind]} |" for kind in Class]
    # In the order of the rooms: in which order tables are registered hangs on who imports first.
    for table in sorted(tables, key=lambda one: list(ROOMS).index(one.name)):
        lines += ["", f"## {table.name}", "", "| column | class | who reads it | kept |"]
        lines += ["|---|---|---|---|"]
        lines += [
            f"| {one.column} | {one.kind} | {one.readers} | {one.kept} |"
            for one in classified(table)
        ]
    return "\n".join(lines) + "\n"


_HEAD = """# Data classification

Every table and column: what stands there, who reads it, how long it is kept. Written by
`make classification` from the tables; not by hand. The spans stand in `config.yaml` under
`retention`; whoever holds the keys and the database can read everything that is sealed.
"""


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(metadata.tables.values()), encoding="utf-8")
