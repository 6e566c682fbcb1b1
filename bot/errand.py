"""One errand of a command on the database: open it, do one thing, close it."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.admission import admitted
from bot.app import build_hotline
from bot.clock import SystemClock
from bot.config import load_config
from bot.errors import HotlineError
from bot.services.hotline import Hotline
from bot.settings import Settings
from storage import schema
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles

T = TypeVar("T")


def settings_now() -> Settings:
    """Return what the environment says."""
    return Settings.from_environment(os.environ)


def with_hotline(do: Callable[[Database, Hotline], Awaitable[T]]) -> T:
    """Open the migrated database, do one thing with the configured hotline on it, and close it."""
    settings = settings_now()
    config = load_config(settings.config_path)

    async def work(database: Database) -> T:
        files = SealedFiles(settings.files_path(config), Vault(*settings.need_secrets()))
        hotline = await build_hotline(config, settings.calendar_path, database, files=files)
        return await do(database, hotline)

    return with_database(settings, work)


def with_database(
    settings: Settings, do: Callable[[Database], Awaitable[T]], *, with_any_keys: bool = False
) -> T:
    """Open the migrated database, do one thing with it, and close it.

    Args:
        settings: what the environment says.
        do: what to do.
        with_any_keys: it is done also where the keys do not open everything.

    Raises:
        HotlineError: the database is not at this version's shape, or the keys do not open it.
    """

    async def work() -> T:
        if not await schema.is_current(settings.database_url):
            raise HotlineError(
                "the database is not at this version's shape; run `weibao db upgrade`"
            )
        database = open_database(settings.database_url, Vault(*settings.need_secrets()))
        try:
            if not with_any_keys:
                await admitted(database, SystemClock().now())
            return await do(database)
        finally:
            await database.close()

    return asyncio.run(work())
