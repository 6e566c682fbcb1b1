"""The commands `weibao rota …`: lay duty rosters, take them in from a sheet, give them out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from typer.core import TyperGroup

from bot.cli_named import named_staff
from bot.clock import SystemClock
from bot.duty.holidays import HOLIDAYS, days_of, holiday_named
from bot.duty.sheet_page import Page
from bot.duty.turns import HAND_OFF
from bot.duty.unpacking import NotASheet
from bot.duty.words import span_in
from bot.errand import with_hotline
from bot.errors import HotlineError
from bot.services.covering import Covering
from bot.services.hotline import Hotline
from bot.services.roster_news import RosterNews, Standing
from bot.services.roster_sheet import GivenOut, RosterSheet
from bot.services.rostering import Rostering
from bot.terms import Tier
from bot.views.texts import DEFAULT_LANGUAGE, LANGUAGES
from storage.database import Database
from storage.records import Office, Staff
from storage.work import UnitOfWork

T = TypeVar("T")
_DAY = timedelta(days=1)
_NOT_A_SHEET = {
    "type": "is no .xlsx file that can be read; save it as .xlsx",
    "old": "is a workbook of the old kind; save it as .xlsx",
    "password": "is locked by a password; save it without one",
    "macros": "holds macros; save it as .xlsx without them",
    "size": "is far too large for a roster",
    "broken": "cannot be read; open it, and save it as .xlsx anew",
    "empty": "is empty",
}
_NOT_PUT_IN = {
    "there-already": "stands there already",
    "not-free": "is absent, or on duty and so no backup,",
}
console = Console()
errors = Console(stderr=True)


class Weekday(StrEnum):
    """The days of the week, in their order."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Rota(TyperGroup):
    """Take `rota 320722 duty …` for `rota lay 320722 duty …`, which is what is done most often."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the command in front of an office's code."""
        if args and args[0].isdigit():
            args = ["lay", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=Rota, no_args_is_help=True, help="Duty rosters.")
OfficeCode = Annotated[str, typer.Argument(help="The office's code, such as 320722.")]
WhichTier = Annotated[Tier, typer.Argument(help="Which tier it is about.")]


@app.command()
def lay(
    office: OfficeCode,
    tier: WhichTier,
    names: Annotated[
        list[str], typer.Argument(help="Who takes turns, in order; names, or numbers.")
    ],
    at: Annotated[
        list[str] | None, typer.Option(help="An hour of hand-off, such as 08:30; several are fine.")
    ] = None,
    weekly: Annotated[
        Weekday | None, typer.Option(help="Hand over once a week, on this day.")
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of the first turn; now if not given."),
    ] = None,
) -> None:
    """Let people take turns, a day (or a week) each, until another rule is laid.

    Whose turns of the next days are others now is told so by the running bot.
    """
    hours = [_hour(one) for one in at or []] or [HAND_OFF]
    if weekly is not None and len(hours) > 1:
        raise HotlineError("a week has one hand-off; give --at once")

    def step(work: UnitOfWork, hotline: Hotline, now: datetime) -> Sequence[Staff]:
        staff = _staff(work, hotline, office, names)
        news, place = RosterNews(hotline, work, now), _office(hotline, office)
        before = news.standing(place)
        Rostering(work, hotline.zone, now).take_turns(
            office,
            tier,
            [one.id for one in staff],
            hand_offs=sorted(set(hours)),
            weekday=list(Weekday).index(weekly) if weekly else None,
            starts_on=start.date() if start else None,
        )
        news.tell(place, before)
        return staff

    turns = " → ".join(one.name for one in _run(step))
    console.print(f"{office} {tier.value}: {turns}", highlight=False)


@app.command()
def holiday(
    office: OfficeCode,
    tier: WhichTier,
    name: Annotated[str, typer.Argument(help=f"The holiday: {'、'.join(HOLIDAYS)}.")],
    year: Annotated[int, typer.Argument(help="Its year.", min=2024, max=2099)],
    names: Annotated[list[str], typer.Argument(help="Who is on duty, day by day.")],
) -> None:
    """Name people for the days of a holiday, one for each day; 春节 is 除夕 to 初七."""
    official = holiday_named(name)
    if official is None:
        raise HotlineError(f"there is no holiday {name}; write {'、'.join(HOLIDAYS)}")

    def step(work: UnitOfWork, hotline: Hotline, now: datetime) -> Sequence[tuple[date, Staff]]:
        days = days_of(official, year, hotline.calendar.is_working_day)
        if len(names) != len(days):
            raise HotlineError(
                f"{official} {year} has {len(days)} days ({days[0]} to {days[-1]}), "
                f"and {len(names)} people were named"
            )
        rostering = Rostering(work, hotline.zone, now)
        named = list(zip(days, _staff(work, hotline, office, names), strict=True))
        for day, person in named:
            rostering.name_day(office, tier, day, [person.id], holiday=official)
        news, place = RosterNews(hotline, work, now), _office(hotline, office)
        before = news.standing(place)
        rostering.rebuild(office, tier)
        news.tell(place, before)
        return named

    for day, person in _run(step):
        console.print(f"{day:%Y-%m-%d} {person.name}", highlight=False)


@app.command()
def cover(
    office: OfficeCode,
    tier: WhichTier,
    name: Annotated[str, typer.Argument(help="Who comes in.")],
    span: Annotated[str, typer.Argument(help="When, such as “11-26 20:00 to 11-27 8:30”.")],
) -> None:
    """Put one person in for a span, whatever turns and days say.

    They are told by the running bot, and so is whoever is relieved, as by `/cover` in the chat.
    """

    def step(work: UnitOfWork, hotline: Hotline, now: datetime) -> str:
        found = span_in(span, now.astimezone(hotline.zone), HAND_OFF)
        if found is None or found[1] <= now:
            raise HotlineError(
                f"{span} is no span ahead; write it as “11-26 20:00 to 11-27 8:30” or “明天”"
            )
        place, ahead = _office(hotline, office), (max(found[0], now), found[1])
        (person,) = _staff(work, hotline, office, [name])
        done = Covering(hotline, work, now).put_in(place, tier, person, ahead)
        if done.why_not:
            raise HotlineError(f"{person.name} {_NOT_PUT_IN[done.why_not]} in this span")
        when = " → ".join(f"{one.astimezone(hotline.zone):%Y-%m-%d %H:%M}" for one in ahead)
        return f"{person.name} {when}, in place of {'、'.join(done.relieved) or 'nobody'}"

    console.print(f"{office} {tier.value}: {_run(step)}; they are told", highlight=False)


@app.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="An .xlsx file: day, tier, name.")],
    office: Annotated[
        str | None,
        typer.Option(help="The office; if not given, each sheet is called by its code or name."),
    ] = None,
    language: Annotated[
        str, typer.Option(help=f"What is wrong is said in: {', '.join(LANGUAGES)}.")
    ] = DEFAULT_LANGUAGE,
) -> None:
    """Take in a roster from a sheet; nothing is taken in while anything in it is wrong."""
    content = _read(file)

    def step(work: UnitOfWork, hotline: Hotline, now: datetime) -> Mapping[str, int]:
        pages = _sheets(file, content, now.astimezone(hotline.zone).date())
        sheets = RosterSheet(hotline, work, now)
        news = RosterNews(hotline, work, now)
        before: dict[str, Standing] = {}
        taken: dict[str, int] = {}
        wrong: list[str] = []
        for page in pages[:1] if office else pages:
            place = hotline.offices.find(office) if office else sheets.office_of(page.title)
            if place is None:
                raise HotlineError(_no_office(file, page, office))
            if place.code not in before:
                before[place.code] = news.standing(place)
            done = sheets.take_in(place, page)
            taken[place.code] = done.count
            for one in done.wrong:
                what = hotline.texts(one.key, _known(language), **one.args)
                wrong.append(
                    hotline.texts("sheet-problem", _known(language), cell=one.cell, what=what)
                )
        if wrong:
            # Raised within the step, so that nothing of the other sheets remains either.
            raise SheetRefused(wrong)
        for code, stood in before.items():
            news.tell(hotline.offices[code], stood)
        return taken

    try:
        taken = _run(step)
    except SheetRefused as refused:
        for line in refused.lines:
            errors.print(line, style="red", markup=False, highlight=False, soft_wrap=True)
        errors.print(f"{file.name}: nothing was taken in", highlight=False)
        raise typer.Exit(1) from None
    for code, days in taken.items():
        console.print(f"{code}: {days} days taken in", highlight=False)


@app.command("export")
def give_out(
    office: OfficeCode,
    file: Annotated[
        Path | None, typer.Argument(help="Where to; roster-CODE.xlsx if not given.")
    ] = None,
    start: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day; today.")
    ] = None,
    days: Annotated[int, typer.Option(help="For how many days.", min=1, max=366)] = 60,
    language: Annotated[
        str, typer.Option(help=f"The sheet's language: {', '.join(LANGUAGES)}.")
    ] = DEFAULT_LANGUAGE,
) -> None:
    """Write a roster to an .xlsx sheet, which may be changed there and taken in again."""
    target = file or Path(f"roster-{office}.xlsx")

    def step(work: UnitOfWork, hotline: Hotline, now: datetime) -> GivenOut:
        place = _office(hotline, office)
        first = start.date() if start else now.astimezone(hotline.zone).date()
        sheets = RosterSheet(hotline, work, now)
        return sheets.given_out(place, first, first + days * _DAY, _known(language))

    try:
        target.write_bytes(_run(step).as_workbook())
    except OSError as error:
        raise HotlineError(f"{target} cannot be written ({type(error).__name__})") from None
    console.print(str(target), highlight=False)


class SheetRefused(Exception):
    """Say everything that is wrong in a file, line by line."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(*lines)
        self.lines = lines


def _run(step: Callable[[UnitOfWork, Hotline, datetime], T]) -> T:
    """Do one thing with rosters in one transaction."""

    async def work(database: Database, hotline: Hotline) -> T:
        now = SystemClock().now()
        return await database.write(lambda unit: step(unit, hotline, now))

    return with_hotline(work)


def _office(hotline: Hotline, code: str) -> Office:
    office = hotline.offices.find(code)
    if office is None:
        raise HotlineError(f"there is no office {code}; use a code of the gazetteer")
    return office


def _staff(
    work: UnitOfWork, hotline: Hotline, office: str, names: Sequence[str]
) -> Sequence[Staff]:
    _office(hotline, office)
    return named_staff(work, hotline, office, names)


def _hour(text: str) -> time:
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - An hour of any day.
    except ValueError:
        raise HotlineError(f"{text} is no hour; write it as 08:30") from None


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise HotlineError(f"there is no language {language}; use {', '.join(LANGUAGES)}")
    return language


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise HotlineError(f"{file} cannot be read ({type(error).__name__})") from None


def _sheets(file: Path, content: bytes, today: date) -> Sequence[Page]:
    from bot.duty.sheet import read_sheets

    try:
        return read_sheets(content, today)
    except NotASheet as error:
        raise HotlineError(f"{file.name} {_NOT_A_SHEET[error.why]}") from None


def _no_office(file: Path, page: Page, office: str | None) -> str:
    if office is not None:
        return f"there is no office {office}; use a code of the gazetteer"
    return (
        f"{file.name}: the sheet “{page.title}” is called by no office; call it 320722, "
        "or say --office 320722"
    )
