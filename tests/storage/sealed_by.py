"""A database that is opened by certain secrets: the keys that tests change, lose and mix up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import Database, open_database
from storage.encryption import Vault

OLD, NEW = b"an old secret of thirty-two bytes", b"a new secret of thirty-two bytes."


@asynccontextmanager
async def opened(url: str, *secrets: bytes) -> AsyncIterator[Database]:
    """Open the database by these secrets, of which the first seals."""
    database = open_database(url, Vault(*secrets))
    try:
        yield database
    finally:
        await database.close()
