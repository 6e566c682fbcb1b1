"""What is on its way in the inbox and the outbox, in the very words of the indexes of that.

Such an index holds a handful of rows where its table holds years of them. An engine uses it only
where a statement says the same as the index in the same words, so the states stand in the statement
and are no values of it. Were one a value, SQLite would compile the statement anew whenever it is
given, as it might be one that the index has.

Each queue has two conditions that mean the same, and an index for each: one for who looks for what
is next, one for who looks at what a chat or a person has waiting. Were they one, either question
could be asked of the other's index; and an engine that last counted when nothing waited does that,
and looks at the whole queue for each row of it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Index,
    ScalarSelect,
    Select,
    func,
    literal_column,
)

WAITING = ("waiting",)
WORKED_ON = ("done", "dead")
UNSETTLED = ("pending", "sending", "uncertain")
SETTLED = ("sent", "failed", "superseded")


def is_in(of: FromClause, *states: str) -> ColumnElement[bool]:
    """Say that a row is in one of these states, in words that an index may know."""
    return of.c.state.in_(_words(states))


def is_not_in(of: FromClause, *states: str) -> ColumnElement[bool]:
    """Say that a row is in none of these states, in words that an index may know."""
    return of.c.state.not_in(_words(states))


def word(state: str) -> ColumnElement[str]:
    """Return a state as a word of the statement, to be compared with that of a row."""
    return literal_column(f"'{state}'")


def unindexed(column: Column[Any]) -> ColumnElement[Any]:
    """Return what stands in the column in words that no index knows.

    For where an index of the column would find nearly everything, and another one little.
    """
    return func.coalesce(column, column)


def one_of(query: Select[*tuple[Any, ...]]) -> ScalarSelect[Any]:
    """Return one of what the query finds, or null; asked anew for each row, whatever is reckoned.

    An engine may turn `EXISTS` into a join, and then reckons which side to look at as a whole.
    """
    return query.limit(1).scalar_subquery()


def index_in(name: str, *columns: str, states: Sequence[str]) -> Index:
    """Return the index of the rows of which `is_in` holds."""
    return index_where(name, *columns, words=f"state IN ({_listed(states)})")


def index_not_in(name: str, *columns: str, states: Sequence[str]) -> Index:
    """Return the index of the rows of which `is_not_in` holds."""
    return index_where(name, *columns, words=f"state NOT IN ({_listed(states)})")


def index_where(name: str, *columns: str, words: str) -> Index:
    """Return the index of the rows of which the words hold."""
    # The migration says it to the engines. Said here in theirs, it would load both at each start.
    return Index(name, *columns, info={"where": words})


def _words(states: Sequence[str]) -> list[ColumnElement[str]]:
    return [word(state) for state in states]


def _listed(states: Sequence[str]) -> str:
    return ", ".join(f"'{state}'" for state in states)
