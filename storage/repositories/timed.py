"""What is to be looked at again by itself, at a moment that stands in its row."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import ClassVar

from sqlalchemy import Column, ColumnElement, Select, Update, bindparam, func, select, update

from storage.repositories.repository import Repository

Waiting = tuple[ColumnElement[bool], ...]


class Timed(Repository):
    """Ask whose moment has come.

    Attributes:
        MOMENT: The column that holds the moment, and null where there is nothing to look at.
        WAITING: What else holds of a row that waits, so that an index finds it.
    """

    MOMENT: ClassVar[Column[datetime]]
    WAITING: ClassVar[Waiting] = ()

    def due_ids(self, now: datetime, limit: int = 100) -> Sequence[int]:
        """Return the keys of the rows whose moment has come, the soonest first.

        Nothing that is sealed in them is opened.
        """
        come = _come(self.MOMENT, self.WAITING)
        return list(self._connection.execute(come, {"now": now, "few": limit}).scalars())

    def next_due(self) -> datetime | None:
        """Return the soonest moment at which there will be something to look at."""
        return self._connection.execute(soonest(self.MOMENT, self.WAITING)).scalar()

    def bring_back(self, at: datetime) -> None:
        """Let none wait longer than until `at`."""
        self._connection.execute(_sooner(self.MOMENT, self.WAITING), {"at": at})


@cache
def _come(moment: Column[datetime], waiting: Waiting) -> Select[int]:
    key = next(iter(moment.table.primary_key))
    come = select(key).where(*waiting, moment <= bindparam("now"))
    return come.order_by(moment, key).limit(bindparam("few"))


@cache
def soonest(moment: Column[datetime], waiting: Waiting = ()) -> Select[datetime | None]:
    """Return the question for the soonest moment among the rows that wait."""
    return select(func.min(moment)).where(*waiting)


@cache
def _sooner(moment: Column[datetime], waiting: Waiting) -> Update:
    late = update(moment.table).where(*waiting, bindparam("at") < moment)
    return late.values({moment: bindparam("at")})
