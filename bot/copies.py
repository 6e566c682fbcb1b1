"""The commands that copy a whole hotline: backup, restore, and moving to another engine."""

import asyncio
import os
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.engine import make_url

from bot.clock import SystemClock
from bot.config import load_config
from bot.errors import HotlineError
from bot.settings import Settings, check_database
from bot.triage.local_names import FILE_NAME
from storage.backup import back_up
from storage.backup import restore as put_back
from storage.copying import CopyRefused, copy_database
from storage.evidence import missing_files
from storage.inventory import Tally

T = TypeVar("T")
console = Console()
DIGITS_SHOWN = 12
# Beside a kept secret these are all that a new machine needs.
CONFIGURATION = ("calendar.yaml", FILE_NAME)

File = Annotated[Path, typer.Argument(help="The backup's file, such as weibao-2026-11-25.zip.")]


def backup(file: File) -> None:
    """Write a backup into a new file; the bot may go on running.

    The file holds every table, the attachments and the configuration; what is sealed stays sealed,
    and the keys are not in it: keep WEIBAO_SECRET_KEY elsewhere.
    """
    settings = Settings.from_environment(os.environ)
    beside = settings.config_path.parent
    files = [settings.config_path, *(beside / name for name in CONFIGURATION)]
    now, folder = SystemClock().now(), _folder(settings)
    manifest = _done(back_up(settings.database_url, file, now, files, folder))
    _show(manifest.tables)
    console.print(f"{file}: a backup of version {manifest.revision} of the tables", highlight=False)
    if folder is None:
        console.print("the configuration does not load, so attachments are not in it", style="red")
        return
    _tell_of_files(settings.database_url, folder, "go with it")


def restore(file: File) -> None:
    """Put a backup into the empty database that WEIBAO_DATABASE_URL names, and compare all.

    The attachments go into their folder, WEIBAO_FILES where that is set, and never beside others:
    to try a backup out, name an empty one. The configuration in the archive is left there: take it
    out by hand where it is wanted.
    """
    settings = Settings.from_environment(os.environ)
    folder = _folder(settings)
    manifest = _done(put_back(file, settings.database_url, folder))
    _show(manifest.tables)
    if folder is None:
        console.print("the configuration does not load, so attachments stay in it", style="red")
    else:
        _tell_of_files(settings.database_url, folder, "belong to it")
    console.print(
        f"restored as it was at {manifest.made_at}; run `weibao check` before `weibao run`",
        highlight=False,
    )


def copy(
    source: Annotated[str, typer.Argument(help="Such as sqlite:///weibao.db.")],
    target: Annotated[str, typer.Argument(help="Such as postgresql://user@host/weibao.")],
) -> None:
    """Copy a hotline into an empty database, perhaps on another engine, and compare all.

    A password may be left out of an address and stand in PGPASSWORD.
    """
    for address, name in ((source, "the source"), (target, "the target")):
        check_database(address, name)
    _show(_done(copy_database(source, target)))
    folder = _folder(Settings.from_environment(os.environ))
    if folder is not None:
        _tell_of_files(target, folder, "stay where they are, and go with the configuration")
    console.print(
        "copied; set WEIBAO_DATABASE_URL to the target, and never start a bot on the source again",
        highlight=False,
    )


def _folder(settings: Settings) -> Path | None:
    """Return where attachments are; None where the configuration, which says so, does not load."""
    try:
        return settings.files_path(load_config(settings.config_path))
    except HotlineError:
        return None  # A copy never fails for that; `check` names it.


def _tell_of_files(url: str, folder: Path, what: str) -> None:
    """Say how many attachments the database has, where they stand, and how many are missing."""
    count, missing = asyncio.run(missing_files(make_url(url), folder))
    if not count:
        return
    console.print(f"{count} attachments in {folder} {what}", highlight=False, soft_wrap=True)
    if missing:
        console.print(
            f"{missing} of them are missing there: put the folder back from where it was copied",
            style="red",
            highlight=False,
        )


def _done(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except CopyRefused as error:
        raise HotlineError(str(error)) from error


def _show(tables: Mapping[str, Tally]) -> None:
    shown = Table("table", "rows", "hash, the same on both sides")
    for name, tally in tables.items():
        shown.add_row(name, str(tally.rows), tally.digest[:DIGITS_SHOWN])
    console.print(shown)
