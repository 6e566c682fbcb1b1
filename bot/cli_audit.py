"""The commands `weibao audit …`: whether anybody changed what happened."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.errand import settings_now, with_database
from bot.errors import HotlineError
from storage.copying import CopyRefused
from storage.database import Database
from storage.encryption import Vault
from storage.proving import Verdict, missing_since, opened_backup, verify
from storage.repositories.proof import Breach

app = typer.Typer(no_args_is_help=True, help="Whether the record is as it was written.")
console = Console()
_SAID = {
    "line": "{name}: the timeline is not as it was written, from line {line} on",
    "timeline": "{name}: the whole timeline is gone",
    "case": "case id {name} is gone, and lines of its timeline are left",
    "number": "{name}: the case is gone, with everything in it",
    "count": "office {name}: the count of its cases was changed",
    "unknown": "{name}: no office gave this number; the case was put in",
}


@app.callback()
def audit() -> None:
    """Whether the record is as it was written."""


@app.command("verify")
def verify_all(
    backup: Annotated[
        Path | None, typer.Option(help="Look through this backup, not the database.")
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(help="Look also for what stood in this earlier backup and is gone."),
    ] = None,
) -> None:
    """Find what was changed, removed or put into the timelines, and say where; else exit with 0.

    It ends with 1 where anything was, and with 2 where that cannot be told for want of a key.

    Nothing is changed, and the bot may go on running. A backup kept elsewhere also shows where the
    whole database was put back to an earlier state: name it by --since.
    """
    settings = settings_now()
    vault = Vault(*settings.need_secrets())

    async def look(database: Database) -> list[Verdict]:
        verdicts = [await verify(database)]
        if since is not None:
            async with opened_backup(since, vault) as earlier:
                verdicts.append(await missing_since(database, earlier))
        return verdicts

    async def look_into(file: Path) -> list[Verdict]:
        async with opened_backup(file, vault) as database:
            return await look(database)

    try:
        found = (
            asyncio.run(look_into(backup))
            if backup
            else with_database(settings, look, with_any_keys=True)
        )
    except CopyRefused as error:
        raise HotlineError(str(error)) from error
    _tell(found)


def _tell(verdicts: list[Verdict]) -> None:
    whole = verdicts[0]
    for breach in dict.fromkeys(one for verdict in verdicts for one in verdict.breaches):
        console.print(_words(breach), style="red", highlight=False, soft_wrap=True)
    for key, count in whole.keys.items():
        console.print(
            f"key {key} is not in WEIBAO_SECRET_KEY: {count} timelines and counts could not be "
            "looked through; put it back, and if it never was one of yours, they were tampered "
            "with",
            style="yellow",
            highlight=False,
            soft_wrap=True,
        )
    count = sum(verdict.count for verdict in verdicts)
    if count:
        console.print(f"{count} breaches; keep the file, and ask who had it", highlight=False)
        raise typer.Exit(1)
    if whole.keys:
        raise typer.Exit(2)
    for verdict in verdicts[1:]:
        console.print(f"all {verdict.lines} lines of the earlier backup stand", highlight=False)
    console.print(
        f"{whole.cases} cases, {whole.lines} lines: all as they were written", highlight=False
    )


def _words(breach: Breach) -> str:
    return _SAID[breach.what].format(name=breach.name, line=breach.line)
