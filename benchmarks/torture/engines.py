"""Fresh, migrated databases on either engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage import schema
from tests.conftest import empty_postgres, running_postgres

ENGINES = ("sqlite", "postgresql")


@asynccontextmanager
async def fresh(engine: str, folder: Path) -> AsyncIterator[str]:
    """Give the address of a fresh, migrated database."""
    if engine == "sqlite":
        url = f"sqlite:///{folder / 'weibao.db'}"
        await schema.upgrade(url)
        yield url
        return
    with running_postgres() as server:
        async with empty_postgres(server.get_uri()) as url:
            await schema.upgrade(url)
            yield url
