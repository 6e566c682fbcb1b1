"""The demonstration: the bot on the embedded Telegram, with a county that is staffed.

People are enrolled as they are in earnest, by opening one-time links.
"""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app import Telegram, build_bot
from bot.config import Config
from bot.services.enrolment import Enrolment
from bot.services.rostering import Rostering
from bot.serving import Bot
from bot.terms import Role, Tier
from bot.watching.monitor import Monitor
from bot.watching.systemd import Supervisor
from bot.watching.watch import Watch
from sandbox.clock import SandboxClock
from sandbox.people import Person
from sandbox.server import Sandbox
from storage import schema
from storage.database import Database, open_database
from storage.encryption import SECRET_BYTES, Vault
from storage.evidence import SealedFiles
from storage.work import UnitOfWork

COUNTY, CITY = "320722", "320700"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the demonstration's offices."""

    name: str
    role: Role
    office_code: str
    title: str
    agency: str = ""
    township: str = ""
    village: str = ""


STAFF = (
    Colleague("李敏", Role.OFFICER, COUNTY, "东海县 值班员"),
    Colleague("王芳", Role.OFFICER, COUNTY, "东海县 值班员"),
    Colleague("陈刚", Role.OFFICER, COUNTY, "东海县 值班员"),
    Colleague("张主任", Role.LEAD, COUNTY, "东海县 带班领导"),
    Colleague("赵科长", Role.CITY_OFFICER, CITY, "连云港市 值班员"),
)
CONTACTS = (Colleague("周警官", Role.AGENCY, COUNTY, "东海县公安局 部门联系人", "公安"),)
RESIDENTS = (("王奶奶", "zh-hans"), ("孙老师", "zh-hans"), ("Anna", "en"))


@dataclass(slots=True)
class Demonstration:
    """A sandbox, a bot on it, and the people who play."""

    sandbox: Sandbox
    bot: Bot
    database: Database
    residents: Sequence[Person]
    colleagues: Sequence[Person]
    watch: Watch

    async def next_deadline(self) -> datetime | None:
        """Return the next moment at which something becomes due."""
        return await self.database.read(_next_due)

    async def close(self) -> None:
        """Stop the bot, then the sandbox."""
        await self.watch.stop()
        await self.bot.stop()
        await self.sandbox.close()


async def start_demonstration(
    config: Config, calendar_path: Path, folder: Path, *, port: int
) -> Demonstration:
    """Start everything on a fresh database in `folder`, and staff the county.

    The secret is drawn anew for each start: nothing of a demonstration is worth keeping.
    """
    clock = SandboxClock()
    sandbox = await Sandbox.start(port=port, clock=clock)
    url = f"sqlite:///{_fresh(folder)}"
    await schema.upgrade(url)
    vault = Vault(secrets.token_bytes(SECRET_BYTES))
    database = open_database(url, vault)
    files = SealedFiles(_fresh_files(folder), vault)
    telegram = Telegram(sandbox.token, sandbox.bot_api_url)
    bot = await build_bot(config, calendar_path, database, telegram, clock, files=files)
    residents = [sandbox.add_person(name, language=language) for name, language in RESIDENTS]
    await bot.start()
    colleagues = await enrol(sandbox, bot, (*STAFF, *CONTACTS))
    await staff_roster(bot, colleagues)
    watch = Watch(bot, Supervisor(), Monitor(config.watching.port), has_dog=False)
    await watch.start()
    demonstration = Demonstration(sandbox, bot, database, residents, colleagues, watch)
    sandbox.watch_deadlines(demonstration.next_deadline, bot.tick)
    return demonstration


async def enrol(sandbox: Sandbox, bot: Bot, staff: Sequence[Colleague]) -> Sequence[Person]:
    """Invite each colleague and let them open their link."""
    people = [
        sandbox.add_person(one.name, group="officer", title=one.title, language="zh-hans")
        for one in staff
    ]
    for one, person in zip(staff, people, strict=True):
        payload = await _invited(bot, one)
        await person.opens(payload)
        await person.sees(one.name)
        person.reads_all()
    return people


async def _invited(bot: Bot, one: Colleague) -> str:
    now = bot.clock.now()
    payload, _expires_at = await bot.database.write(
        lambda work: Enrolment(bot.hotline, work, now).invite(
            office_code=one.office_code,
            role=one.role,
            name=one.name,
            township=one.township,
            village=one.village,
            agency=one.agency,
        )
    )
    return payload


async def staff_roster(bot: Bot, colleagues: Sequence[Person]) -> None:
    """Put the officers on duty in turns, the next of them as backup, and the lead above."""

    def lay(work: UnitOfWork) -> None:
        rostering = Rostering(work, bot.hotline.zone, bot.clock.now())
        officers = [staff.id for staff in work.staff.in_office(COUNTY, [Role.OFFICER])]
        leads = [staff.id for staff in work.staff.in_office(COUNTY, [Role.LEAD])]
        city = [staff.id for staff in work.staff.in_office(CITY, [Role.CITY_OFFICER])]
        turns = (
            (COUNTY, Tier.DUTY, officers),
            (COUNTY, Tier.BACKUP, officers[1:] + officers[:1]),
            (COUNTY, Tier.LEAD, leads),
            (CITY, Tier.DUTY, city),
        )
        for office_code, tier, staff_ids in turns:
            if not staff_ids:
                continue
            rostering.take_turns(office_code, tier, staff_ids)
        # It begins in the middle of a shift, whose change is behind everybody.
        for shift in work.handovers.begun(rostering.now, len(STAFF)):
            work.handovers.open(shift, "signed", None)

    if colleagues:
        await bot.database.write(lay)


def _fresh(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("demo.db*"):
        # The lock is held by this very process; without its file another would not see it.
        if old.suffix != ".lock":
            old.unlink()
    return folder / "demo.db"


def _fresh_files(folder: Path) -> Path:
    kept = folder / "attachments"
    shutil.rmtree(kept, ignore_errors=True)
    return kept


def _next_due(work: UnitOfWork) -> datetime | None:
    timed = (work.dialogues, work.visits, work.agency_calls, work.approvals, work.letters)
    moments = (
        work.referrals.next_deadline(),
        work.outbox.next_due(),
        work.handovers.next_due(),
        *(one.next_due() for one in timed),
    )
    return min((moment for moment in moments if moment is not None), default=None)
