"""A county on a real file for the ladder's machine: real services, and people instead of a wire.

The rows of the outbox are the wire. They are claimed, prepared and settled by the parts of the
sender that do so in earnest; only what Telegram would have answered is played.
"""

import asyncio
import functools
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.app import build_hotline
from bot.delivery.claiming import Claimer, Letter
from bot.delivery.ledger import Ledger
from bot.delivery.refusals import Refusal, Verdict
from bot.services.desk import ServiceDesk
from bot.services.hotline import Hotline
from bot.services.paging import Paging
from bot.services.rostering import Rostering
from bot.services.ticking import Ticking
from bot.terms import Level, Role, Tier
from bot.watching.timekeeper import Timekeeper
from storage import schema
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.records import Event, Page, Referral, Staff
from storage.steps import Step
from storage.tables import outbox, referrals
from storage.work import UnitOfWork
from tests.e2e.world import ROOT, TUESDAY, policies

T = TypeVar("T")
COUNTY, NEXT_COUNTY, CITY = "320722", "320723", "320700"
LEASE, SOON = timedelta(minutes=2), timedelta(seconds=15)
# What a power cut does to a file is the kill tests' business; here it need not reach a disk.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - Made by mkdtemp.
STAFF: Mapping[str, tuple[Role, str]] = {
    "李敏": (Role.OFFICER, COUNTY),
    "王芳": (Role.OFFICER, COUNTY),
    "陈刚": (Role.OFFICER, COUNTY),
    "张主任": (Role.LEAD, COUNTY),
    "孙主任": (Role.LEAD, NEXT_COUNTY),
    "赵科长": (Role.CITY_OFFICER, CITY),
    "周科长": (Role.CITY_OFFICER, CITY),
}
ANSWERS: Mapping[str, Refusal | None] = {
    "fine": None,
    "blocked": Refusal(Verdict.UNREACHABLE, "forbidden"),
    "flooded": Refusal(Verdict.TOO_MANY, "too-many", timedelta(hours=2)),
    "unsure": Refusal(Verdict.PERHAPS_SENT, "uncertain"),
    "unsent": Refusal(Verdict.NEVER_LEFT, "unsent"),
}


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="weibao-ladder-", dir=IN_MEMORY))


@dataclass(slots=True)
class MovedClock:
    """A clock that stands where it was put."""

    at: datetime = TUESDAY
    grown: float = 0.0

    def now(self) -> datetime:
        return self.at

    def moves(self, span: timedelta) -> None:
        """Let time pass; or, where the span is below zero, set the clock back in no time."""
        self.at += span
        self.grown += max(span.total_seconds(), 0.0)

    def seconds(self) -> float:
        """Return seconds that only grow."""
        return self.grown


@dataclass(frozen=True, slots=True)
class Seen:
    """How everything stands at one moment."""

    referrals: Mapping[int, Referral]
    pages: Sequence[Page]
    events: Mapping[int, Sequence[Event]]
    staff: Mapping[int, Staff]
    unsent: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A card that reached somebody, and how the referral stood when it did."""

    page: Page
    referral: Referral


@dataclass(slots=True)
class LadderWorld:
    """The county, and how each person's phone answers at present."""

    folder: Path = field(default_factory=_folder)
    clock: MovedClock = field(default_factory=MovedClock)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    answers: dict[int, str] = field(default_factory=dict)
    delivered: list[Delivered] = field(default_factory=list)
    hotline: Hotline = field(init=False)
    database: Database = field(init=False)
    ticking: Ticking = field(init=False)
    timekeeper: Timekeeper = field(init=False)
    claimer: Claimer = field(init=False)
    ledger: Ledger = field(init=False)
    desk: ServiceDesk = field(init=False)
    _cases: int = 0

    def __post_init__(self) -> None:
        pattern, self.hotline = prepared()
        shutil.copyfile(pattern, self.folder / "weibao.db")
        self.open()

    def open(self) -> None:
        """Build everything from the file, as a process that starts does."""
        self.database = open_database(f"sqlite:///{self.folder / 'weibao.db'}", _vault())
        self.ticking = Ticking(self.hotline, self.database, self.clock)
        self.timekeeper = Timekeeper(self.hotline, self.database, self.clock, self.clock.seconds)
        self.loop.run_until_complete(self.timekeeper.start())
        self.desk = ServiceDesk(self.hotline)
        self.ledger = Ledger(self.clock, SOON)
        self.claimer = Claimer(self.clock, self.desk, self.ledger, LEASE, "〔重复〕")
        now = self.clock.now()
        self.write(lambda work: work.outbox.end_leases(now))

    def restart(self) -> None:
        """End as a killed process does, with whatever it had in hand, and start again."""
        self.loop.run_until_complete(self.database.close())
        self.open()

    def close(self) -> None:
        self.loop.run_until_complete(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    def write(self, step: Step[T]) -> T:
        return self.loop.run_until_complete(self.database.write(step))

    def read(self, step: Step[T]) -> T:
        return self.loop.run_until_complete(self.database.read(step))

    def tick(self) -> None:
        self.loop.run_until_complete(self._tick())

    async def _tick(self) -> None:
        await self.timekeeper.look()
        await self.ticking.tick()

    def report(self, level: Level) -> None:
        """Let somebody report, so that an office is called."""
        self._cases += 1
        number, now = f"连东海-{self._cases:04d}", self.clock.now()

        def file(work: UnitOfWork) -> None:
            case_id = work.cases.open(number=number, level=int(level), now=now)
            case = work.cases.get(case_id)
            Paging(self.hotline, work, now).dispatch(case, self.hotline.offices[COUNTY])

        self.write(file)

    def send(self) -> None:
        """Let leave whatever may leave now, each answered as its person's phone answers."""
        while letters := self.claim():
            for letter in letters:
                self._answered(letter)

    def claim(self) -> Sequence[Letter]:
        """Take messages in hand, as a sender does before it sends them."""
        while True:
            claim = self.write(lambda work: self.claimer.claim(work, 30))
            if claim.letters or not claim.count:
                return claim.letters

    def _answered(self, letter: Letter) -> None:
        row = letter.row
        refusal = ANSWERS[self.answers.get(row.person_id, "fine")]
        if refusal is None or refusal.verdict is Verdict.PERHAPS_SENT:
            self._arrives(letter)

        def settle(work: UnitOfWork) -> bool:
            if refusal is None:
                return self.ledger.arrived(work, self.desk, row, letter.message, 1)
            return self.ledger.refused(work, self.desk, row, letter.message, refusal)

        assert self.write(settle)

    def _arrives(self, letter: Letter) -> None:
        page_id = letter.row.page_id
        if page_id is None:
            return
        page = self.read(lambda work: work.pages.get(page_id))
        referral = self.read(lambda work: work.referrals.get(page.referral_id))
        self.delivered.append(Delivered(page, referral))

    def person(self, name: str) -> int:
        return self.read(lambda work: self._staff(work, name).person_id)

    def look(self) -> Seen:
        return self.read(_seen)

    def _staff(self, work: UnitOfWork, name: str) -> Staff:
        role, office = STAFF[name]
        return next(one for one in work.staff.in_office(office, [role]) if one.name == name)


def _seen(work: UnitOfWork) -> Seen:
    ids = work.connection.execute(referrals.select().with_only_columns(referrals.c.id)).scalars()
    found = {one: work.referrals.get(one) for one in sorted(ids)}
    unsent = work.connection.execute(
        outbox.select()
        .with_only_columns(outbox.c.page_id, outbox.c.state)
        .where(
            outbox.c.page_id.is_not(None), outbox.c.state.in_(("pending", "uncertain", "sending"))
        )
    )
    return Seen(
        referrals=found,
        pages=sorted((page for one in found for page in work.pages.of(one)), key=lambda p: p.id),
        events={one.case_id: work.timeline.of(one.case_id) for one in found.values()},
        staff={
            one.id: one
            for office in (COUNTY, NEXT_COUNTY, CITY)
            for one in work.staff.in_office(office)
        },
        unsent={int(row[0]): str(row[1]) for row in unsent},
    )


@functools.cache
def prepared() -> tuple[Path, Hotline]:
    """Return a staffed file that worlds are copied from, and the hotline that serves it."""
    return asyncio.run(_prepare(_folder() / "pattern.db"))


async def _prepare(file: Path) -> tuple[Path, Hotline]:
    url = f"sqlite:///{file}"
    await schema.upgrade(url)
    database = open_database(url, _vault())
    hotline = await build_hotline(policies(), ROOT / "calendar.yaml", database)
    await database.write(lambda work: _staff_county(work, hotline))
    await database.close()
    return file, hotline


def _staff_county(work: UnitOfWork, hotline: Hotline) -> None:
    for place, (name, (role, office)) in enumerate(STAFF.items()):
        person = work.people.meet(str(9000 + place), language="zh-CN", now=TUESDAY)
        work.staff.enrol(
            person_id=person.id, office_code=office, role=role.value, name=name, now=TUESDAY
        )
    officers = [staff.id for staff in work.staff.in_office(COUNTY, [Role.OFFICER])]
    city = [staff.id for staff in work.staff.in_office(CITY, [Role.CITY_OFFICER])]
    rostering = Rostering(work, hotline.zone, TUESDAY)
    for office, tier, turns in (
        (COUNTY, Tier.DUTY, officers),
        (COUNTY, Tier.BACKUP, officers[1:] + officers[:1]),
        (CITY, Tier.DUTY, city),
    ):
        rostering.take_turns(office, tier, turns)


def _vault() -> Vault:
    return Vault(b"a secret that is long enough here")
