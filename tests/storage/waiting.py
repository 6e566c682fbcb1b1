"""Waiting until PostgreSQL lets a step wait."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
    "AND wait_event = :kind AND datname = current_database()"
)
PATIENCE = 10


async def until_somebody_waits(other: AsyncEngine, kind: str) -> None:
    """Wait until a step waits for a lock of this kind."""
    async with asyncio.timeout(PATIENCE), other.connect() as connection:
        while not (await connection.execute(_WAITING, {"kind": kind})).scalar():
            await connection.rollback()
