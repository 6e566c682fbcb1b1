"""Every way in that is no button of a card: who gets anything by it, through the wire.

Lists, links, forwarded cards, answers to cards, files, forms that leave as files, and buttons under
other messages than cards. A command of staff that stands in no product fails a test here.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import pytest

from bot.demo import COUNTY, STAFF
from bot.flows.dialogue import Attachment, Dialogue, Entry, Json
from bot.flows.draft import Draft
from bot.handlers import marking, officer
from bot.handlers.officer import _ACTIONS
from bot.services.intake import Intake
from bot.services.joining import Joining
from bot.services.parking import Parking
from bot.services.visiting import Visiting
from bot.terms import Role
from bot.views.cards import encode_action
from bot.views.confer_menus import encode_confer
from bot.views.parked_taps import encode_parked
from bot.views.visit_taps import encode_visit
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.records import Referral, Staff
from storage.work import UnitOfWork
from tests.e2e.test_authorisation import ACTIONS, EVERYBODY, OTHERS, REFUSALS, SECRET_WORDS
from tests.e2e.test_duty_permissions import ACTS
from tests.e2e.world import World, county

SEE = "李敏 王芳 张主任 赵科长 省办"
WORK = "李敏 张主任 赵科长 省办"
TOWNSHIP = "320722108"


@dataclass(frozen=True, slots=True)
class Ground:
    """A case that 李敏 holds, and what else the way leads over."""

    world: World
    referral: Referral
    number: str
    other: int = 0

    async def told(self, person: Person) -> list[ScreenMessage]:
        """Return what came to the person, once all has settled."""
        await self.world.settle()
        return list(person.unread())

    async def shown(self, person: Person) -> bool:
        """Say whether anything of the case came to the person."""
        return any(
            self.number in one.text or SECRET_WORDS in one.text for one in await self.told(person)
        )

    async def done(self, person: Person, data: str) -> bool:
        """Tap a button; say whether it was not refused."""
        tap = await person.taps_data(data)
        await self.world.settle()
        return not any(words in (tap.toast or "") for words in REFUSALS)

    async def lines(self) -> int:
        """Return how much happened in the case."""
        return len(await self.world.read(lambda work: work.timeline.of(self.referral.case_id)))

    async def grows(self, doing: Awaitable[object]) -> bool:
        """Say whether something happened in the case by this."""
        before = await self.lines()
        await doing
        await self.world.settle()
        return await self.lines() > before


def _staff(work: UnitOfWork, name: str) -> Staff:
    return next(one for one in work.staff.in_office(COUNTY) if one.name == name)


def _filed(
    world: World, work: UnitOfWork, attachment: Attachment | None = None, *, is_held: bool = True
) -> Referral:
    """Put a case into the county that tells one secret."""
    now = world.clock.now()
    reporter = work.people.meet("900001", language="zh-CN", now=now)
    told = (Entry(text=SECRET_WORDS), *([Entry(attachment=attachment)] if attachment else ()))
    draft = Draft(
        entries=told, county_code=COUNTY, township_code=TOWNSHIP, danger="yes", category="ABU"
    )
    intake = Intake(world.bot.hotline, work, now)
    referral = work.referrals.current_of(intake.file(reporter, draft, complete=True))
    assert referral is not None
    return intake.casework.accept(referral, _staff(work, "李敏")) if is_held else referral


async def _ground(world: World, make: Callable[[UnitOfWork], tuple[Referral, int]]) -> Ground:
    referral, other = await world.database.write(make)
    await world.settle()
    referral = await world.read(lambda work: work.referrals.get(referral.id))
    number = await world.read(lambda work: work.cases.get(referral.case_id).number)
    return Ground(world, referral, number, other)


async def held(world: World) -> Ground:
    return await _ground(world, lambda work: (_filed(world, work), 0))


async def with_photo(world: World) -> Ground:
    sent = await world.resident("送照片的人").sends_photo()
    assert sent.media is not None
    assert sent.media.file is not None
    photo = Attachment("photo", sent.media.file.file_id)
    return await _ground(world, lambda work: (_filed(world, work, photo), 0))


async def in_line(world: World) -> Ground:
    """A case that waits on the quiet list."""

    def make(work: UnitOfWork) -> tuple[Referral, int]:
        referral = _filed(world, work, is_held=False)
        return work.referrals.change(referral, quiet=True), 0

    return await _ground(world, make)


async def alike(world: World) -> Ground:
    """A case beside another one."""

    def make(work: UnitOfWork) -> tuple[Referral, int]:
        other = _filed(world, work, is_held=False)
        return _filed(world, work), other.id

    return await _ground(world, make)


async def joined(world: World) -> Ground:
    """A case into which another one was joined."""

    def make(work: UnitOfWork) -> tuple[Referral, int]:
        one, other, now = _filed(world, work), _filed(world, work), world.clock.now()
        kept = Joining(world.bot.hotline, work, now).join(one, other, _staff(work, "李敏"))
        return kept, 0

    return await _ground(world, make)


async def visited(world: World) -> Ground:
    """A case for which the village's director was asked to go."""

    def make(work: UnitOfWork) -> tuple[Referral, int]:
        referral, now = _filed(world, work), world.clock.now()
        director = next(
            one for one in work.staff.in_office(COUNTY) if one.role == Role.VILLAGE_DIRECTOR
        )
        visiting = Visiting(world.bot.hotline, work, now)
        return referral, visiting.ask(referral, _staff(work, "李敏"), director, "看看").id

    return await _ground(world, make)


async def left(world: World) -> Ground:
    """A case that 李敏 began to close, and left the form."""

    def make(work: UnitOfWork) -> tuple[Referral, int]:
        referral, now = _filed(world, work), world.clock.now()
        person = work.people.get(_staff(work, "李敏").person_id)
        memory: dict[str, Json] = {"referral_id": referral.id, "number": "x", "outcome": "other"}
        form = Dialogue("close", 1, "done", memory)
        parked = Parking(world.bot.hotline, work, now, person).put_by(form)
        assert parked is not None
        return referral, parked.id

    return await _ground(world, make)


def says(words: str) -> Callable[[Ground, Person], Awaitable[bool]]:
    """Be shown the case by a command."""

    async def do(ground: Ground, person: Person) -> bool:
        await person.says(words.format(number=ground.number))
        return await ground.shown(person)

    return do


def opens(payload: str) -> Callable[[Ground, Person], Awaitable[bool]]:
    """Be shown the case by a link."""

    async def do(ground: Ground, person: Person) -> bool:
        await person.opens(payload.format(case=ground.referral.case_id, id=ground.referral.id))
        return await ground.shown(person)

    return do


async def forwards(ground: Ground, person: Person) -> bool:
    """Pass on a card that somebody else has, without what stands in it."""
    await person.forwards("🔴 特急 · 连东海")
    return await ground.shown(person)


async def taps_a_forwarded_card(ground: Ground, person: Person) -> bool:
    """Tap what stood under a card of 李敏, from a message of one's own."""
    await person.forwards("🔴 特急 · 连东海")
    await ground.world.settle()
    person.reads_all()
    await person.taps_data(encode_action("show", ground.referral.id, ground.referral.version))
    return await ground.shown(person)


def answers(words: str) -> Callable[[Ground, Person], Awaitable[bool]]:
    """Answer what shows the case, or else one's newest message, with these words."""

    async def do(ground: Ground, person: Person) -> bool:
        await person.taps_data(encode_action("show", ground.referral.id, ground.referral.version))
        await ground.world.settle()
        newest = next((one for one in reversed(person.screen.messages) if one.from_bot), None)
        return await ground.grows(person.says(words, reply_to=newest))

    return do


async def is_sent_the_photo(ground: Ground, person: Person) -> bool:
    await person.taps_data(encode_action("show", ground.referral.id, ground.referral.version))
    await ground.told(person)
    return any(one.media and ground.number in one.text for one in person.screen.messages)


async def is_read_the_words(ground: Ground, person: Person) -> bool:
    await person.taps_data(encode_action("words", ground.referral.id, ground.referral.version))
    return any(SECRET_WORDS in one.text for one in await ground.told(person))


async def prints(ground: Ground, person: Person) -> bool:
    """Have the form for an agency made out."""
    await person.taps_data(encode_action("agency", ground.referral.id, ground.referral.version))
    await ground.world.settle()
    for words in ("★ 公安", "请看看"):
        await person.says(words)
        await ground.world.settle()
    return any(one.media is not None for one in await ground.told(person))


def taps(name: str) -> Callable[[Ground, Person], Awaitable[bool]]:
    """Tap a button of a card."""

    async def do(ground: Ground, person: Person) -> bool:
        return await ground.done(
            person, encode_action(name, ground.referral.id, ground.referral.version)
        )

    return do


async def confers(ground: Ground, person: Person) -> bool:
    return await ground.done(person, encode_confer("page", 0, ground.referral.id))


async def joins(ground: Ground, person: Person) -> bool:
    return await ground.done(person, f"j:join:{ground.other}:{ground.referral.id}")


async def goes(ground: Ground, person: Person) -> bool:
    return await ground.done(person, encode_visit("going", ground.other))


async def goes_on(ground: Ground, person: Person) -> bool:
    await person.taps_data(encode_parked("go", ground.other))
    return any("接着上次填的" in one.text for one in await ground.told(person))


async def turns(ground: Ground, person: Person) -> bool:
    await person.taps_data(encode_action("list", 0, 0))
    return await ground.shown(person)


Prepare = Callable[[World], Awaitable[Ground]]
Do = Callable[[Ground, Person], Awaitable[bool]]
WAYS: Mapping[tuple[str, str], tuple[Prepare, Do, str]] = {
    ("lists", "/open"): (held, says("/open"), SEE),
    ("lists", "/open with a number"): (held, says("/open {number}"), SEE),
    ("lists", "/mine"): (held, says("/mine"), "李敏"),
    ("lists", "/quiet"): (in_line, says("/quiet"), SEE),
    ("lists", "page"): (held, turns, SEE),
    ("commands", "/abusive"): (held, answers("/abusive"), WORK),
    ("commands", "/hoax"): (held, answers("/hoax"), WORK),
    ("commands", "/dismiss"): (held, says("/dismiss 李敏"), ""),
    ("commands", "/receipt"): (held, says("/receipt"), ""),
    ("commands", "/status"): (held, says("/status"), ""),
    ("commands", "/check"): (held, says("/check {number} 苹果 小河 月亮 石头"), ""),
    ("deep links", "case"): (held, opens("case-{case}"), ""),
    ("deep links", "card"): (held, opens("c-show-{id}-1"), ""),
    ("deep links", "invitation"): (held, opens("join-{case}"), ""),
    ("forwarded cards", "text"): (held, forwards, ""),
    ("forwarded cards", "button"): (held, taps_a_forwarded_card, SEE),
    ("forwarded cards", "answer"): (held, answers("记一笔"), SEE),
    ("files", "photo"): (with_photo, is_sent_the_photo, SEE),
    ("files", "words"): (held, is_read_the_words, SEE),
    ("exports", "form for an agency"): (held, prints, WORK),
    ("buttons", "cases to join"): (held, taps("join"), WORK),
    ("buttons", "join"): (alike, joins, WORK),
    ("buttons", "part"): (joined, taps("part"), WORK),
    ("buttons", "confer"): (held, confers, WORK),
    ("buttons", "visit"): (visited, goes, "儿童主任"),
    ("buttons", "form that was left"): (left, goes_on, "李敏"),
    ("buttons", "form that was left, from the card"): (left, taps("go_on"), SEE),
}


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
async def test_nobody_gets_in_by_any_way_but_those_whom_the_table_names(
    sqlite_url: str, vault: Vault, way: tuple[str, str]
) -> None:
    prepare, do, allowed = WAYS[way]
    async with county(open_database(sqlite_url, vault), staff=(*STAFF, *OTHERS)) as world:
        people = {**world.colleagues, "村民": world.resident("村民")}
        await people["村民"].says("/start")
        ground: Ground | None = None
        # What was refused leaves the case as it was, for the next one.
        for name in sorted(EVERYBODY, key=lambda one: one in allowed.split()):
            ground = ground or await prepare(world)
            for one in world.sandbox.people:
                one.reads_all()
            before = await ground.lines()
            is_done = await do(ground, people[name])
            where = (way, name, [one.text for one in people[name].unread()])
            assert is_done is (name in allowed.split()), where
            if is_done:
                await _left_behind(world, people[name])
                ground = None
                continue
            seen = any(SECRET_WORDS in one.text for one in people[name].unread())
            assert name in SEE.split() or not seen, where
            assert name in SEE.split() or await ground.lines() == before, where
            await _left_behind(world, people[name], closes=False)


async def _left_behind(world: World, person: Person, *, closes: bool = True) -> None:
    """End what the person began, and the case with it."""
    now = world.clock.now()

    def forget(work: UnitOfWork) -> None:
        known = work.people.with_chat(str(person.id))
        if known is not None:
            work.dialogues.end(known.id)
        for referral in work.referrals.open_in([COUNTY]) if closes else ():
            work.referrals.change(referral, state="closed", closed_at=now, next_deadline_at=None)

    await world.database.write(forget)


def test_every_command_and_button_of_staff_is_in_a_product() -> None:
    tried = {name.split()[0].removeprefix("/") for _, name in WAYS if name.startswith("/")}
    tried |= {act.split()[0].removeprefix("/") for act in ACTS if act.startswith("/")}
    assert {*officer.COMMANDS, *marking.COMMANDS} - tried == {"invite"}, "which has its own test"
    buttons = {*ACTIONS, "list", "words", "go_on", "join", "part"}
    assert set(_ACTIONS) - buttons == set()
