"""The tables as they are, read with plain queries and none of the bot's repositories."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import RowMapping, Select, Table, and_, func, or_, select, true
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.tables import inbox, outbox, referrals

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
WAITING = ("pending", "uncertain")


class Tables:
    """Ask the database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def rows(self, table: Table) -> Sequence[RowMapping]:
        """Return every row of a table in the order in which they were made."""
        first = table.primary_key.columns[0]
        async with self._engine.connect() as connection:
            return (await connection.execute(select(table).order_by(first))).mappings().all()

    async def waiting(self) -> int:
        """Return how many referrals are open."""
        return await self._count(
            select(func.count()).select_from(referrals).where(referrals.c.state != "closed")
        )

    async def left(self, now: datetime, *, later: bool = False) -> str:
        """Return what is still to be done by `now`, in words; nothing where all is done.

        Args:
            now: the moment on the bot's clock.
            later: whether a message counts as well that may leave only later.
        """
        sending = outbox.c.state == "sending"
        is_time = true() if later else outbox.c.not_before_at <= now
        may_leave = and_(outbox.c.state.in_(WAITING), is_time)
        counts = {
            "updates": (inbox, inbox.c.state == "waiting"),
            "messages": (outbox, or_(sending, may_leave)),
            "referrals": (referrals, referrals.c.next_deadline_at <= now),
        }
        found = {
            name: await self._count(select(func.count()).select_from(table).where(condition))
            for name, (table, condition) in counts.items()
        }
        return ", ".join(f"{count} {name}" for name, count in found.items() if count)

    async def under_way(self) -> str:
        """Return a word that changes whenever anything is worked on or sent."""
        letters = select(outbox.c.id, outbox.c.state, outbox.c.lease_token, outbox.c.not_before_at)
        unsettled = letters.where(outbox.c.state.in_(("sending", *WAITING))).order_by(outbox.c.id)
        updates = select(inbox.c.id, inbox.c.attempts).where(inbox.c.state == "waiting")
        async with self._engine.connect() as connection:
            rows = [*(await connection.execute(unsettled)), *(await connection.execute(updates))]
        return repr(rows)

    async def _count(self, query: Select[int]) -> int:
        async with self._engine.connect() as connection:
            return int((await connection.execute(query)).scalar_one())


@asynccontextmanager
async def looking_at(url: str) -> AsyncIterator[Tables]:
    """Open the database at `url` for looking."""
    address = make_url(url)
    engine = create_async_engine(address.set(drivername=DRIVERS[address.get_backend_name()]))
    try:
        yield Tables(engine)
    finally:
        await engine.dispose()
