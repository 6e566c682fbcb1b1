"""Statements by their shape: each is made once and run with other values ever after.

Making a statement takes SQLAlchemy three times as long as running it, and one step runs dozens.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Insert, Select, Table, Update, bindparam, insert, select, update
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Chosen = Select[*tuple[Any, ...]]


def key(column: str) -> str:
    """Return the name under which the value is handed in that `column` is to be equal to."""
    # Not the column's own name: that is the value a change gives it.
    return f"is_{column}"


@cache
def where(table: Table, columns: tuple[str, ...], order: tuple[str, ...] = ()) -> Chosen:
    """Return the selection of the rows in which these columns have given values, none of them null.

    `order` names the columns by which the rows are ordered.
    """
    wanted = select(table).where(*_equal(table, columns))
    return wanted.order_by(*(table.c[name] for name in order))


@cache
def changed(table: Table, columns: tuple[str, ...]) -> Update:
    """Return the change of the rows in which these columns have given values."""
    return update(table).where(*_equal(table, columns))


@cache
def added(table: Table) -> Insert:
    """Return the insertion of a row."""
    return insert(table)


@cache
def added_once(table: Table, unique: str | tuple[str, ...], dialect: str) -> Insert:
    """Return the insertion of a row unless one has its value in `unique`; it tells the new key."""
    return put_once(table, unique, dialect).returning(*table.primary_key)


@cache
def put_once(table: Table, unique: str | tuple[str, ...], dialect: str) -> Insert:
    """Return the insertion of rows, of which those stay away whose value in `unique` is known."""
    columns = [unique] if isinstance(unique, str) else unique
    return _insert(table, dialect).on_conflict_do_nothing(index_elements=columns)


@cache
def put_in_place(table: Table, unique: str, columns: tuple[str, ...], dialect: str) -> Insert:
    """Return the insertion of a row that changes these columns of one with the same `unique`."""
    put = _insert(table, dialect)
    return put.on_conflict_do_update(
        index_elements=[unique], set_={name: put.excluded[name] for name in columns}
    )


def _equal(table: Table, columns: tuple[str, ...]) -> list[Any]:
    return [table.c[name] == bindparam(key(name)) for name in columns]


def _insert(table: Table, dialect: str) -> "sqlite.Insert | postgresql.Insert":
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
