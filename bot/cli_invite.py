"""The command `weibao invite`: a one-time link for somebody who is to serve."""

from typing import Annotated

import typer
from rich.console import Console

from bot.clock import SystemClock
from bot.errand import with_hotline
from bot.errors import HotlineError
from bot.services.enrolment import Enrolment, named_roles
from bot.services.hotline import Hotline
from bot.terms import Role
from bot.views.texts import DEFAULT_LANGUAGE, Texts
from storage.database import Database

ROLES = (
    "lead 带班领导, officer 值班员, township_supervisor 儿童督导员, village_director 儿童主任 or "
    "agency 部门联系人 in a county; city_officer 市级值班员 in a city; province 省未保办 in the "
    "province"
)
console = Console()


def invite(
    office: Annotated[
        str, typer.Argument(help="The office's code: a county's as 320722, a city's, or 320000.")
    ],
    role: Annotated[str, typer.Argument(help=f"What the person will be: {ROLES}.")],
    name: Annotated[str, typer.Argument(help="The person's name, shown to colleagues only.")],
    township: Annotated[str, typer.Option(help="Where a village's or township's own serve.")] = "",
    village: Annotated[str, typer.Option(help="The village of its director.")] = "",
    agency: Annotated[str, typer.Option(help="For which agency a contact answers.")] = "",
) -> None:
    """Make a one-time link that enrols a person; it expires.

    It opens while the bot runs. The role is written as `officer` or as 值班员.
    """
    meant = _role(role)

    async def make(database: Database, hotline: Hotline) -> tuple[str, str]:
        now = SystemClock().now()
        payload, expires_at = await database.write(
            lambda work: Enrolment(hotline, work, now).invite(
                office_code=office,
                role=meant,
                name=name,
                township=township,
                village=village,
                agency=agency,
            )
        )
        return payload, hotline.when(expires_at, now, "en")

    payload, expires = with_hotline(make)
    console.print(
        "Give this person the link, with your bot's name in it; it works once, while the bot runs:",
        highlight=False,
    )
    console.print(f"https://t.me/<your bot>?start={payload}", highlight=False, soft_wrap=True)
    console.print(f"It expires {expires}.", highlight=False)


def _role(wanted: str) -> Role:
    """Return the role of a word such as `officer` or 值班员.

    Raises:
        HotlineError: there is none.
    """
    texts = Texts({})
    for role in Role:
        if wanted in (role.value, texts(f"role-{role.value}", DEFAULT_LANGUAGE)):
            return role
    raise HotlineError(f"there is no role {wanted}; write {named_roles(texts, Role)}")
