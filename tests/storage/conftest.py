from collections.abc import AsyncIterator

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase


@pytest.fixture
async def sqlite(sqlite_url: str, vault: Vault) -> AsyncIterator[SqliteDatabase]:
    opened = SqliteDatabase(make_url(sqlite_url), vault, TimeOrderedIds())
    yield opened
    await opened.close()


@pytest.fixture
async def postgres(migrated_postgres_url: str, vault: Vault) -> AsyncIterator[PostgresDatabase]:
    opened = PostgresDatabase(make_url(migrated_postgres_url), vault, TimeOrderedIds())
    yield opened
    await opened.close()


@pytest.fixture
async def other(migrated_postgres_url: str) -> AsyncIterator[AsyncEngine]:
    """Another process on the same database."""
    url = make_url(migrated_postgres_url).set(drivername="postgresql+asyncpg")
    engine = create_async_engine(url)
    yield engine
    await engine.dispose()
