"""Rows made into records, the sealed columns among them opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import RowMapping

from storage.encryption import Place, Vault

R = TypeVar("R")


class Rows(Protocol):
    """What a statement found: SQLAlchemy's result, or what stands for it."""

    def keys(self) -> Iterable[str]:
        """Return the names of the columns."""
        ...

    def fetchall(self) -> Sequence[Sequence[Any]]:
        """Return the rows that are left."""
        ...


class Shape(NamedTuple):
    """Which values of a row make a record of `cls`, and which of them are sealed.

    `places` are those of the columns that `names`, the fields, are read from. The first `leading`
    fields are the class's own first ones, and handed over without their names. `sealed` has the
    place among the fields, and the column; sealed words are bound to the value at `key`.
    """

    cls: Any
    names: Sequence[str]
    places: Sequence[int]
    leading: int
    sealed: Sequence[tuple[int, str]]
    key: int | None

    def made(self, row: Sequence[Any], table: str, vault: Vault, row_id: int | None = None) -> Any:
        """Return the record of a row of `table`, with `row_id` for what stands at `key`."""
        values = [row[place] for place in self.places]
        for place, column in self.sealed:
            if values[place] is not None:
                bound = row[self.key] if row_id is None else row_id  # type: ignore[index]
                values[place] = vault.open(values[place], Place(table, column, bound))
        if self.leading == len(values):
            return self.cls(*values)
        named = zip(self.names[self.leading :], values[self.leading :], strict=True)
        return self.cls(*values[: self.leading], **dict(named))


def record(
    cls: type[R],
    row: Mapping[str, Any] | RowMapping,
    *,
    table: str,
    vault: Vault,
    row_id: int | None = None,
) -> R:
    """Return `row` as the dataclass `cls`, its sealed columns opened.

    A field `words` is read from the column `words`, or opened from `words_sealed`.
    """
    shape = shape_of(cls, tuple(row))  # type: ignore[arg-type]
    made: R = shape.made(tuple(row.values()), table, vault, row_id)
    return made


def records(cls: type[R], found: Rows, *, table: str, vault: Vault, key: str = "id") -> Sequence[R]:
    """Return what was found as the dataclass `cls`; sealed words are bound to the column `key`."""
    shape = shape_of(cls, tuple(found.keys()), key)
    return [shape.made(row, table, vault) for row in found.fetchall()]


def shape_of(cls: type[Any], columns: tuple[str, ...], key: str = "id") -> Shape:
    """Return how rows of these columns are made records of the dataclass `cls`."""
    return _shape_of(cls, columns, key)  # type: ignore[arg-type]


@cache
def _shape_of(cls: type[Any], columns: tuple[str, ...], key: str) -> Shape:
    known = [one.name for one in fields(cls)]
    names = [name for name in known if name in columns or f"{name}_sealed" in columns]
    read = [name if name in columns else f"{name}_sealed" for name in names]
    return Shape(
        cls,
        names,
        [columns.index(one) for one in read],
        sum(one == other for one, other in zip(known, names, strict=False)),
        [(at, one) for at, (name, one) in enumerate(zip(names, read, strict=True)) if one != name],
        columns.index(key) if key in columns else None,
    )
