from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from benchmarks.torture.ground import Nursery
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.ground import Ground, staffed
from tests.e2e.world import World, county


@pytest.fixture
async def world(sqlite_url: str, vault: Vault) -> AsyncIterator[World]:
    async with county(open_database(sqlite_url, vault)) as running:
        yield running


@pytest.fixture
async def ground(sqlite_url: str, tmp_path: Path, nursery: Nursery) -> AsyncIterator[Ground]:
    async with staffed(sqlite_url, tmp_path / "clock", nursery) as prepared:
        yield prepared
