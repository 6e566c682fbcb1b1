from collections.abc import AsyncIterator

import pytest

from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.world import World, county


@pytest.fixture
async def world(sqlite_url: str, vault: Vault) -> AsyncIterator[World]:
    async with county(open_database(sqlite_url, vault)) as staffed:
        yield staffed
