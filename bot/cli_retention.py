"""The commands `weibao retention` and `weibao erase`: what goes, and when."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.console import Console

from bot.clock import SystemClock
from bot.delivery.fetching import remove_erased
from bot.errand import with_hotline
from bot.errors import HotlineError
from bot.flows.after import number_and_rest
from bot.services.hotline import Hotline
from bot.services.retention import Erasure, Expiry, cutoffs
from storage.database import Database
from storage.repositories.timeline import ChainBroken
from storage.work import UnitOfWork

console = Console()
_SAID = {
    "cases": "closed cases emptied of everything personal",
    "refused": "cases left alone, because their timeline was tampered with",
    "attachments": "attachments removed",
    "corrections": "corrections emptied of their words",
    "inbox": "updates that were worked on",
    "outbox": "messages that were settled",
    "dialogues": "drafts that nobody went on with",
    "parked": "forms that were left and not gone on with",
    "invites": "links that were used or expired",
    "people": "chats forgotten, of people of whom nothing else is left",
}


def retention(
    dry_run: Annotated[  # noqa: FBT002 - A flag of the command line.
        bool, typer.Option("--dry-run", help="Only list what would go.")
    ] = False,
) -> None:
    """Let everything go that was kept long enough (`retention` in the configuration).

    The running bot does so daily; an open case never expires.
    """

    async def look(database: Database, hotline: Hotline) -> tuple[Mapping[str, int], list[str]]:
        until = cutoffs(hotline.config.retention, SystemClock().now())
        due = await database.read(lambda work: work.retention.due(until))
        return due, list(await database.read(lambda work: work.retention.numbers(until)))

    async def run(database: Database, hotline: Hotline) -> Counter[str]:
        gone = await Expiry(hotline, database).run(SystemClock().now())
        await _remove_files(database, hotline)
        return gone

    if dry_run:
        due, numbers = with_hotline(look)
        _tell("would go", due)
        for number in numbers:
            console.print(f"  {number}", highlight=False)
        return
    gone = with_hotline(run)
    _tell("went", gone)
    if gone["refused"]:
        console.print("run `weibao audit verify`", style="red")
        raise typer.Exit(1)


def erase(
    number: Annotated[str, typer.Argument(help="The report's number, such as 连东海-0001.")],
    code: Annotated[str, typer.Argument(help="Its four words, in quotes.")],
    whole: Annotated[  # noqa: FBT002 - A flag of the command line.
        bool, typer.Option("--whole", help="What officers wrote down as well.")
    ] = False,
) -> None:
    """Erase what a reporter told in a closed case, at their word: they know number and code.

    What officers wrote down stays until its own time, unless --whole is given.
    """

    async def work(database: Database, hotline: Hotline) -> None:
        wanted, heard = number_and_rest(number)[0], hotline.codes.heard(code)
        if heard is None:
            raise HotlineError("these are not four words of a code; write them in quotes")
        await database.write(lambda unit: _erased(unit, hotline, wanted, heard, whole=whole))
        await _remove_files(database, hotline)

    with_hotline(work)
    console.print(f"{number}: erased", highlight=False)


async def _remove_files(database: Database, hotline: Hotline) -> None:
    if hotline.files is not None:
        await remove_erased(database, hotline.files)


def _erased(work: UnitOfWork, hotline: Hotline, number: str, code: str, *, whole: bool) -> None:
    report = work.cases.with_code(number, code)
    if report is None:
        raise HotlineError("no report has this number and this code; was it erased already?")
    if work.cases.get(report.case_id).state != "closed":
        raise HotlineError("the case is open; it can be erased once it is closed")
    erasure = Erasure(hotline, work, SystemClock().now())
    try:
        if whole:
            erasure.case(report.case_id, "asked")
        else:
            erasure.report(report, "asked")
    except ChainBroken:
        raise HotlineError(
            "its timeline was tampered with; run `weibao audit verify`, and nothing was erased"
        ) from None


def _tell(verb: str, counts: Mapping[str, int]) -> None:
    for name, count in counts.items():
        if count:
            console.print(f"{verb}: {count} {_SAID[name]}", highlight=False)
    if not any(counts.values()):
        console.print(f"nothing {verb}", highlight=False)
