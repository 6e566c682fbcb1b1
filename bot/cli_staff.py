"""The commands `weibao staff …`: who serves where, and taking somebody out of service."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.table import Table

from bot.clock import SystemClock
from bot.errand import with_hotline
from bot.errors import HotlineError
from bot.services.hotline import Hotline
from bot.services.leaving import Leaving
from bot.views.texts import DEFAULT_LANGUAGE
from storage.database import Database
from storage.records import Office, Staff
from storage.work import UnitOfWork

_GREATEST_NUMBER = 2**63 - 1
console = Console()
app = typer.Typer(no_args_is_help=True, help="Who serves where.")


class Serving(NamedTuple):
    """One member of staff as a line of the list."""

    staff: Staff
    role: str
    office: str
    held: int


@app.command("list")
def list_staff(
    county: Annotated[str, typer.Argument(help="The office's code or name, such as 320722.")],
) -> None:
    """List who serves in an office, with the open cases that each has in hand."""

    async def look(database: Database, hotline: Hotline) -> tuple[Office, Sequence[Serving]]:
        office = _office(hotline, county)
        return office, await database.read(
            lambda work: [_serving(work, hotline, one) for one in work.staff.in_office(office.code)]
        )

    office, serving = with_hotline(look)
    if not serving:
        console.print(f"{office.code} {office.name}: nobody serves here; see `weibao invite`")
        return
    table = Table("number", "name", "role", "where", "open cases", "reached", title=office.name)
    for one in serving:
        reached = "yes" if one.staff.is_reachable else "no: they shut the bot out"
        where = " ".join(
            filter(None, (one.staff.township_code, one.staff.village, one.staff.agency))
        )
        table.add_row(str(one.staff.id), one.staff.name, one.role, where, str(one.held), reached)
    console.print(table)


@app.command()
def dismiss(
    person: Annotated[str, typer.Argument(help="Their name, or their number in the list.")],
    office: Annotated[
        str, typer.Option(help="The office's code or name, where a name is in several.")
    ] = "",
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002 - A flag.
) -> None:
    """Take somebody out of service at once: no case is seen any more, and theirs are called anew.

    The same as `/dismiss` in the chat, and it may be done beside the running bot.
    """

    async def find(database: Database, hotline: Hotline) -> Serving:
        return await database.read(lambda work: _meant(work, hotline, person, office))

    async def leave(database: Database, hotline: Hotline) -> int:
        return await database.write(lambda work: _leave(work, hotline, found.staff.id))

    found = with_hotline(find)
    told = f"{found.staff.name}, {found.role}, {found.office}, {found.held} open cases"
    if not sure:
        typer.confirm(f"{told}: take out of service?", abort=True)
    count = with_hotline(leave)
    console.print(f"{told}: out of service", highlight=False, markup=False)
    console.print(
        f"{count} cases are called for anew, and the roster is laid without them",
        highlight=False,
    )


def _leave(work: UnitOfWork, hotline: Hotline, staff_id: int) -> int:
    staff = work.staff.get(staff_id)
    if staff.left_at is not None:
        raise HotlineError(f"{staff.name} was taken out of service in the meantime")
    return Leaving(hotline, work, SystemClock().now()).leave(staff, by=None)


def _meant(work: UnitOfWork, hotline: Hotline, person: str, office: str) -> Serving:
    """Return the one member of staff who is meant.

    Raises:
        HotlineError: nobody is, or several are.
    """
    wanted = person.strip()
    code = _office(hotline, office).code if office else None
    everybody = work.staff.in_office(code) if code else work.staff.everybody()
    is_number = wanted.isascii() and wanted.isdigit()
    found = [
        _serving(work, hotline, one)
        for one in everybody
        if (one.id == int(wanted) if is_number else one.name == wanted)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        lines = "\n".join(f"  {one.staff.id} {one.role}, {one.office}" for one in found)
        raise HotlineError(f"several people are called {wanted}; give one's number:\n{lines}")
    if is_number and int(wanted) <= _GREATEST_NUMBER and _has_left(work, int(wanted)):
        raise HotlineError(f"number {wanted} is out of service already")
    there = f" in {office}" if office else ""
    raise HotlineError(
        f"nobody in service is called {wanted or ''}{there}; see `weibao staff list COUNTY`, and "
        "write the name as it stands there"
    )


def _has_left(work: UnitOfWork, staff_id: int) -> bool:
    try:
        return work.staff.get(staff_id).left_at is not None
    except LookupError:
        return False


def _serving(work: UnitOfWork, hotline: Hotline, staff: Staff) -> Serving:
    role = hotline.texts(f"role-{staff.role}", DEFAULT_LANGUAGE)
    held = len(work.referrals.held_by([staff.id]))
    return Serving(staff, role, hotline.offices[staff.office_code].name, held)


def _office(hotline: Hotline, wanted: str) -> Office:
    """Return the office of a code or a name.

    Raises:
        HotlineError: there is none, or a name is that of several.
    """
    offices = hotline.offices.by_code
    if wanted in offices:
        return offices[wanted]
    found = [one for one in offices.values() if wanted and wanted in one.name]
    exact = [one for one in found if one.name == wanted]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        names = "、".join(f"{one.code} {one.name}" for one in found[:10])
        raise HotlineError(f"{wanted} may be {names}; give the code")
    raise HotlineError(f"there is no office {wanted}; its code is that of its county, as 320722")
