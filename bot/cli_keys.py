"""The commands `weibao keys …`: a new key in place of an old one, while the bot runs."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.console import Console

from bot.clock import SystemClock
from bot.config import load_config
from bot.errand import settings_now, with_database
from bot.errors import HotlineError
from bot.settings import Settings
from storage.database import Database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.repositories.needed_keys import KeysMissing
from storage.rotation import Rotation, rotate

app = typer.Typer(no_args_is_help=True, help="The keys that seal personal fields.")
console = Console()
Used = Mapping[bytes, Counter[str]]
FILES = "the folder of attachments"
OLD_FORM = "without a key id (first versions)"


@app.command("rotate")
def rotate_all() -> None:
    """Seal and sign everything anew by the first key of WEIBAO_SECRET_KEY.

    Write the new key first and the old one behind it, with a comma between, restart the bot, and
    run this; the bot may go on running. Stopped in the middle, run it again. Afterwards it says
    whether the old key may go; where something is left by it, also what is damaged, it ends with 1.
    """
    settings = settings_now()
    vault = Vault(*settings.need_secrets())

    files = _files(settings, vault)

    async def work(database: Database) -> Rotation:
        result = await rotate(database, vault.current)
        renewed, damaged = await asyncio.to_thread(files.seal_anew)
        result.rows += renewed
        result.damaged += damaged
        return result

    result = with_database(settings, work)
    result.left = _with_files(result.left, files, vault)
    console.print(f"{result.rows} rows made anew", highlight=False)
    if result.void:
        console.print(
            f"{result.void} secret codes or links of the first versions could not be kept and are "
            "void: their reporters still see everything in their own chat",
            style="yellow",
            highlight=False,
        )
    for one in result.damaged:
        console.print(f"left as it is, because it does not hold: {one}", style="red")
    if result.damaged:
        console.print(f"{len(result.damaged)} do not hold", style="red", highlight=False)
    _tell_left(result.left)
    _say_what_may_go(vault, result.left)


@app.command("status")
def status() -> None:
    """Say by which keys everything is sealed, and which key may go."""
    settings = settings_now()
    vault = Vault(*settings.need_secrets())

    async def look(database: Database) -> Used:
        return await database.read(lambda work: work.keys.used())

    files = _files(settings, vault)
    used = {**with_database(settings, look, with_any_keys=True)}
    for key, count in files.used().items():
        used[key] = used.get(key, Counter()) + Counter({FILES: count})
    for key, columns in used.items():
        mark = " (current)" if key == vault.current else ""
        console.print(f"{_name(key)}{mark}: {columns.total()} values", highlight=False)
    left = {key: columns for key, columns in used.items() if key != vault.current}
    _tell_left(left)
    _say_what_may_go(vault, left)


@app.command("forget")
def forget(
    key: Annotated[str, typer.Argument(help="The key's name, such as 1f0c2a9e.")],
) -> None:
    """Serve without a key that is lost for ever; nobody will read again what it sealed."""
    settings = settings_now()
    try:
        named = bytes.fromhex(key)
    except ValueError:
        raise HotlineError(f"{key} is no name of a key; `weibao keys status` names them") from None

    async def work(database: Database) -> bool:
        now = SystemClock().now()
        return await database.write(lambda unit: unit.needed_keys.forget(named, now))

    try:
        was_needed = with_database(settings, work, with_any_keys=True)
    except KeysMissing:
        raise HotlineError(
            f"chats and staff are sealed by key {key}, so that nobody could be served; find it, "
            "or begin with an empty database"
        ) from None
    if not was_needed:
        raise HotlineError(f"nothing here says that key {key} is needed")
    console.print(f"{_name(named)} is needed no more, and what it sealed is lost", style="red")


def _files(settings: Settings, vault: Vault) -> SealedFiles:
    return SealedFiles(settings.files_path(load_config(settings.config_path)), vault)


def _with_files(left: Used, files: SealedFiles, vault: Vault) -> Used:
    """Return what is left in the tables, and in the folder of files besides."""
    found = dict(left)
    for key, count in files.used().items():
        if key != vault.current:
            found[key] = found.get(key, Counter()) + Counter({FILES: count})
    return found


def _tell_left(left: Used) -> None:
    for key, columns in left.items():
        for column, count in columns.items():
            console.print(f"by {_name(key)}: {count} of {column}", style="yellow", highlight=False)


def _say_what_may_go(vault: Vault, left: Used) -> None:
    unknown = [key for key in left if key and key not in vault.known]
    for key in unknown:
        console.print(
            f"{_name(key)} is needed and not in WEIBAO_SECRET_KEY: put it back at the end",
            style="red",
        )
    for key in vault.known[1:]:
        if key not in left and b"" not in left:
            console.print(f"{_name(key)} is needed by nothing here: take it out", style="green")
    if not left:
        console.print(f"everything is by {_name(vault.current)}", style="green", highlight=False)
        return
    console.print(
        "run `weibao keys rotate` (again); if rows stay by the old key, a bot still seals by it: "
        "restart it with the new key first",
        highlight=False,
    )
    raise typer.Exit(1)


def _name(key: bytes) -> str:
    return f"key {key.hex()}" if key else OLD_FORM
