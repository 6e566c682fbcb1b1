"""What every repository stands on: a connection, a vault and an id factory."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    String,
    Table,
    bindparam,
    func,
    select,
    text,
)

from storage.encryption import Place, SealBroken, Vault
from storage.identifiers import IdFactory
from storage.repositories import shapes
from storage.shaping import Rows, records, shape_of

R = TypeVar("R")
_LOOKING_AT_THE_PRESENT = text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
_LOCKED = select(
    func.set_config("enable_sort", bindparam("sorts", type_=String), True),
    func.pg_advisory_xact_lock(bindparam("lock", type_=BigInteger)),
)
IN_COMPANY = "weibao_in_company"
"""The option of a connection in whose transaction there are several steps."""
DAMAGED = "damaged"
"""The trouble of a row whose sealed words do not open any more."""
TROUBLE_LENGTH = 80


class WantsToBeAlone(Exception):
    """Say that a step did nothing, because it must not share its transaction with others."""


class Repository:
    """Ask and answer questions about one noun inside the caller's transaction."""

    def __init__(self, connection: Connection, vault: Vault, ids: IdFactory) -> None:
        self._connection = connection
        self._vault = vault
        self._ids = ids

    def _seal(self, table: Table, column: str, row: int, words: str | None) -> bytes | None:
        return None if words is None else self._vault.seal(words, Place(table.name, column, row))

    def _add_new(self, table: Table, unique: str | tuple[str, ...], **values: object) -> bool:
        """Insert the row unless one has the same value in `unique`; say whether it is new.

        Asked in one statement: between a question and an insert another process may insert.
        """
        once = shapes.added_once(table, unique, self._connection.dialect.name)
        return self._connection.execute(once, values).first() is not None

    def _add(self, table: Table, **values: object) -> None:
        """Insert the row."""
        self._connection.execute(shapes.added(table), values)

    def _set(self, table: Table, where: Mapping[str, object], **values: object) -> int:
        """Change the rows in which the columns have these values, none of them null; count them."""
        given = {shapes.key(name): value for name, value in where.items()}
        changed = shapes.changed(table, tuple(where))
        return self._connection.execute(changed, {**values, **given}).rowcount

    def _with(self, cls: type[R], table: Table, **values: object) -> R | None:
        """Return the row in which the columns have these values, none of them null."""
        given = {shapes.key(name): value for name, value in values.items()}
        return self._one(cls, table, shapes.where(table, tuple(values)), given)

    def _all_with(self, cls: type[R], table: Table, *order: str, **values: object) -> Sequence[R]:
        """Return the rows in which the columns have these values, ordered by other columns."""
        given = {shapes.key(name): value for name, value in values.items()}
        return self._all(cls, table, shapes.where(table, tuple(values), order), given)

    def _put_in_place(self, table: Table, key: str, row: object, **values: object) -> None:
        """Insert the row with this key, or change it where there is one."""
        put = shapes.put_in_place(table, key, tuple(values), self._connection.dialect.name)
        self._connection.execute(put, {key: row, **values})

    def _claim_alone(self, lock: int, *, in_order: bool = False) -> None:
        """Let only one claimer at a time look, and let it see what the one before took.

        To be the first thing that a step does. Row locks keep a row from two claimers, but not
        two rows of one person, and a snapshot older than the lock would not show what was taken.
        SQLite has one writer anyway. With `in_order` what is next is read off an index that has it
        in its order: a server that last counted when nothing waited would sort all that waits.
        """
        if self._connection.dialect.name == "postgresql":
            if self._connection.get_execution_options().get(IN_COMPANY):
                raise WantsToBeAlone
            self._connection.execute(_LOOKING_AT_THE_PRESENT)
            given = {"lock": lock, "sorts": "off" if in_order else "on"}
            self._connection.execute(_LOCKED, given)

    def _one(
        self,
        cls: type[R],
        table: Table,
        query: Select[*tuple[Any, ...]],
        given: Mapping[str, object] | None = None,
    ) -> R | None:
        found = self._connection.execute(query, given)
        row = found.first()
        if row is None:
            return None
        shape = shape_of(cls, tuple(found.keys()))
        made: R = shape.made(row, table.name, self._vault)
        return made

    def _all(
        self,
        cls: type[R],
        table: Table,
        query: Select[*tuple[Any, ...]],
        given: Mapping[str, object] | None = None,
    ) -> Sequence[R]:
        found = self._connection.execute(query, given)
        return records(cls, found, table=table.name, vault=self._vault)

    def _readable(
        self,
        cls: type[R],
        table: Table,
        query: Select[*tuple[Any, ...]],
        given: Mapping[str, object] | None = None,
    ) -> tuple[Sequence[R], Sequence[int]]:
        """Return the rows whose sealed fields open, and the identifiers of the others."""
        return self._unsealed(cls, table, self._connection.execute(query, given))

    def _unsealed(
        self, cls: type[R], table: Table, found: Rows
    ) -> tuple[Sequence[R], Sequence[int]]:
        """Return the rows whose sealed fields open, and the identifiers of the others.

        For batches: one damaged row must not keep all others from their turn.
        """
        readable: list[R] = []
        damaged: list[int] = []
        shape = shape_of(cls, tuple(found.keys()))
        for row in found.fetchall():
            try:
                readable.append(shape.made(row, table.name, self._vault))
            except SealBroken:
                damaged.append(row[shape.key or 0])
        return readable, damaged


def shortened(trouble: str | None) -> str | None:
    """Return a word for the record, cut to what its column takes."""
    return trouble if trouble is None else trouble[:TROUBLE_LENGTH]


def as_json(value: object) -> str:
    """Return `value` as compact JSON with its characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
