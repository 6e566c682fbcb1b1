"""The bot as a process beside the test, on a sandbox that outlives it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from benchmarks.torture.ground import SECRET, Ground, staffed
from storage.database import Database, open_database
from storage.encryption import Vault

__all__ = ["SECRET", "Ground", "opened", "staffed"]


@asynccontextmanager
async def opened(ground: Ground) -> AsyncIterator[Database]:
    database = open_database(ground.url, Vault(SECRET))
    yield database
    await database.close()
