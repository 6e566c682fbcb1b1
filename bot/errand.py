"""One errand of a command on the database: open it, do one thing, close it."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR
from typing import TypeVar

from rich.console import Console
from sqlalchemy.engine import make_url

from bot.admission import admitted
from bot.app import build_hotline
from bot.clock import SystemClock
from bot.config import load_config
from bot.errors import HotlineError
from bot.services.hotline import Hotline
from bot.settings import Settings
from bot.watching.health import TROUBLES
from storage import schema
from storage.database import Database, StorageUnavailable, open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.files import is_file

T = TypeVar("T")
errors = Console(stderr=True)
_REMEDIES = {
    "full": "make room",
    "locked": "end what holds it, such as a window of sqlite3",
    "read-only": "let this user write it and its folder",
    "gone": "look at WEIBAO_DATABASE_URL",
    "damaged": "look at WEIBAO_DATABASE_URL, or put back a backup by `weibao restore`",
    "failing": "look at the disk, and at who may use the file",
    "unreachable": "start it, or mend host and port in WEIBAO_DATABASE_URL",
    "refused": "mend them in WEIBAO_DATABASE_URL",
    "keyless": "put it into WEIBAO_SECRET_KEY",
}
_NOT_BEGUN = (
    "look at WEIBAO_DATABASE_URL, and whether its disk is there; only for a new hotline, make it "
    "by `weibao db upgrade`"
)


def settings_now() -> Settings:
    """Return what the environment says."""
    return Settings.from_environment(os.environ)


def named(url: str) -> str:
    """Return the name of a database as it may be shown: its file, or its address and no secret."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return str(Path(parsed.database or "").absolute())
    return parsed.set(query={}).render_as_string()


def say_database(to: Console, what: str, url: str) -> None:
    """Say which database is meant, its secrets left out."""
    to.print(f"{what} {named(url)}", highlight=False, markup=False, soft_wrap=True)


@contextmanager
def using(url: str, *, may_be_new: bool = False) -> Iterator[None]:
    """Say in one line why the database at the address cannot be used, and what to do.

    A file that is not there is made only where it may be new: in place of one that was moved
    away, an empty one would serve nobody whose case stands in the other.

    Raises:
        HotlineError: it cannot be used.
    """
    name = named(url)
    if is_file(make_url(url)):
        _check_file(Path(name), may_be_new=may_be_new)
    try:
        yield
    except schema.Newer as newer:
        raise HotlineError(
            f"the database {name} is at version {newer.revision}, made by a newer weibao than this "
            f"one, which knows {schema.newest()}; run the newer one"
        ) from newer
    except StorageUnavailable as error:
        ails = TROUBLES.get(error.trouble, str(error))
        remedy = _REMEDIES.get(error.trouble, "run `weibao db upgrade`")
        raise HotlineError(f"the database {name} cannot be used: {ails}; {remedy}") from error


async def check_begun(url: str) -> None:
    """Check that the database was ever brought into a shape, and is not an empty one.

    Raises:
        HotlineError: it was not.
        StorageUnavailable: it cannot be used.
    """
    if await schema.revision(url) is None:
        raise HotlineError(f"the database {named(url)} is empty; {_NOT_BEGUN}")


def _check_file(file: Path, *, may_be_new: bool) -> None:
    """Check that this user may open what stands there; the driver fails less clearly.

    Raises:
        HotlineError: it is missing and may not be new, is a folder, or may not be read.
    """
    try:
        is_folder, is_ours = S_ISDIR(file.stat().st_mode), os.access(file, os.R_OK)
    except (FileNotFoundError, NotADirectoryError):
        if may_be_new:
            return
        raise HotlineError(f"there is no database {file}; {_NOT_BEGUN}") from None
    except PermissionError:
        is_folder, is_ours = False, False
    if is_folder:
        raise HotlineError(f"{file} is a folder and no database; look at WEIBAO_DATABASE_URL")
    if not is_ours:
        raise HotlineError(
            f"this user may not read the database {file}; run the command as the user of the bot"
        )


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
        HotlineError: the database cannot be used, is not at this version's shape, or is sealed by
            other keys.
    """
    if settings.is_default_database:
        what = "WEIBAO_DATABASE_URL is not set: the database is"
        say_database(errors, what, settings.database_url)

    async def work() -> T:
        await check_begun(settings.database_url)
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

    with using(settings.database_url):
        return asyncio.run(work())
