"""Who may do what: every cell of role × area × action, through the wire."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from bot.demo import COUNTY, STAFF, Colleague
from bot.flows.dialogue import Entry
from bot.flows.draft import Draft
from bot.services.agencies import Agencies
from bot.services.intake import Intake
from bot.terms import Role
from bot.views.cards import encode_action
from sandbox.callbacks import Tap
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.records import Referral
from storage.work import UnitOfWork
from tests.e2e.world import World, county

SECRET_WORDS = "只有有权的人能看到的话"
OTHERS = (
    Colleague("邻县值班员", Role.OFFICER, "320707", "赣榆区 值班员"),
    Colleague("邻县领导", Role.LEAD, "320707", "赣榆区 带班领导"),
    Colleague("外市值班员", Role.CITY_OFFICER, "320100", "南京市 值班员"),
    Colleague("省办", Role.PROVINCE, "320000", "省未保办"),
    Colleague("儿童主任", Role.VILLAGE_DIRECTOR, COUNTY, "", township="双店镇", village="三铺村"),
    Colleague("儿童督导员", Role.TOWNSHIP_SUPERVISOR, COUNTY, "", township="双店镇"),
    Colleague("民警", Role.AGENCY, COUNTY, "派出所", "公安"),
    Colleague("邻县民警", Role.AGENCY, "320707", "赣榆派出所", "公安"),
    Colleague("教育局", Role.AGENCY, COUNTY, "教育局", "教育"),
)
ACTIONS = (
    "accept",
    "take_over",
    "decline",
    "contact",
    "visit",
    "ask",
    "note",
    "close",
    "transfer",
    "show",
    "confirm",
    "kind",
    "level",
    "place",
    "situation",
    "send",
    "agency",
    "answered",
    "ask_agency",
    "confer",
    "take_lead",
    "leave_case",
    "approve",
    "refuse",
    "open_again",
    "guardian",
    "m:guardian:3",
    "m:kind:BUL",
    "m:level:3",
    "m:town:320722101",
    "m:county:all",
    "m:county:320707",
    "m:situation:4",
    "a:sign",
    "a:answer",
    "a:refuse",
)
# What may be said of a case, as the menus of a card say it; only some may hand it on as well.
CORRECT = (
    "confirm kind level place situation guardian "
    "m:kind:BUL m:level:3 m:town:320722101 m:situation:4 m:guardian:3"
)
HAND_ON = "m:county:all m:county:320707"
PROPOSE = "m:county:all"
# Who brings others in: agencies on paper, helpers. Nobody here helps, so that nobody leaves.
OTHERS_IN = "send agency answered ask_agency confer"
# To the police of this county a call went; theirs it is, and nothing else.
CALLED = "a:sign a:answer a:refuse"
WORK = f"contact visit ask note close show {OTHERS_IN}"
# What each person may do: with a case that is being called, and with one that 李敏 holds.
WAITING: Mapping[str, str] = {
    "李敏": f"accept decline note show {CORRECT} {PROPOSE}",
    "王芳": f"accept decline note show {CORRECT} {PROPOSE}",
    "民警": CALLED,
    "张主任": f"accept decline note show transfer {CORRECT} {HAND_ON}",
    "赵科长": f"accept note show transfer {CORRECT} {HAND_ON}",
    "省办": f"accept note show transfer {CORRECT} {HAND_ON}",
}
HELD: Mapping[str, str] = {
    "李敏": f"decline {WORK} {CORRECT} {PROPOSE}",
    "民警": CALLED,
    "王芳": "note show level",  # Anybody may raise a level, though only the holder lowers it.
    "张主任": f"take_over transfer {WORK} {CORRECT} {HAND_ON}",
    "赵科长": f"take_over transfer {WORK} {CORRECT} {HAND_ON}",
    "省办": f"take_over transfer {WORK} {CORRECT} {HAND_ON}",
}
EVERYBODY = (
    "李敏",
    "王芳",
    "张主任",
    "赵科长",
    "省办",
    "邻县值班员",
    "邻县领导",
    "外市值班员",
    "儿童主任",
    "儿童督导员",
    "民警",
    "邻县民警",
    "教育局",
    "村民",
)
REFUSALS = ("不能办", "请先接单", "已经接了", "已经在您手上", "情况变了")


@pytest.mark.parametrize("is_held", [False, True])
async def test_every_cell_of_the_table_through_the_wire(
    sqlite_url: str, vault: Vault, *, is_held: bool
) -> None:
    table = HELD if is_held else WAITING
    cells = 0
    async with county(open_database(sqlite_url, vault), staff=(*STAFF, *OTHERS)) as world:
        people = {**world.colleagues, "村民": world.resident("村民")}
        await people["村民"].says("/start")
        referral: Referral | None = None
        for action in ACTIONS:
            allowed = [name for name in EVERYBODY if action in table.get(name, "").split()]
            refused = [people[name] for name in EVERYBODY if name not in allowed]
            # What was refused leaves the case as it was, so that the next one finds it so.
            referral = referral or await _case(world, is_held=is_held)
            await _refused(world, refused, action, referral)
            for name in allowed:
                referral = referral or await _case(world, is_held=is_held)
                [tap] = await _tap(world, [people[name]], action, referral)
                assert not _is_refusal(tap), f"{name} {action}: {tap.toast}"
                await _leave(world, people[name])
                referral = None
            cells += len(refused) + len(allowed)
    assert cells == len(EVERYBODY) * len(ACTIONS)


async def _refused(world: World, people: Sequence[Person], action: str, referral: Referral) -> None:
    """Let them tap, and see that nobody is obeyed, and shown only what is theirs to see."""
    table = WAITING if referral.holder_id is None else HELD
    for person, tap in zip(people, await _tap(world, people, action, referral), strict=True):
        where = f"{person.name} {action}: {tap.toast}"
        assert _is_refusal(tap), where
        may_see = "show" in table.get(person.name, "").split()
        shown = any(SECRET_WORDS in message.text for message in person.unread())
        assert may_see or not shown, where
    now = await world.read(lambda work: work.referrals.get(referral.id))
    assert now.version == referral.version, action
    assert not await world.read(lambda work: work.corrections.last_of(referral.case_id)), action


async def _tap(
    world: World, people: Sequence[Person], action: str, referral: Referral
) -> Sequence[Tap]:
    """Let them all tap the same at once; return what each was told."""
    for one in world.sandbox.people:
        one.reads_all()
    data = f"{action}:{referral.id}"
    if action.startswith("a:"):
        calls = await world.read(lambda work: work.agency_calls.of(referral.id))
        data = f"{action}:{calls[0].id}"
    elif not action.startswith("m:"):
        data = encode_action(action, referral.id, referral.version)
    taps = await asyncio.gather(*(person.taps_data(data) for person in people))
    await world.settle()
    return taps


def _is_refusal(tap: Tap) -> bool:
    return any(words in (tap.toast or "") for words in REFUSALS)


async def _case(world: World, *, is_held: bool) -> Referral:
    """Make a case in 东海县, returned once with a proposed owner, perhaps held by 李敏."""
    now = world.clock.now()

    def make(work: UnitOfWork) -> int:
        reporter = work.people.meet("900001", language="zh-CN", now=now)
        told = (Entry(text=SECRET_WORDS),)
        draft = Draft(entries=told, county_code=COUNTY, danger="yes", category="ABU")
        intake = Intake(world.bot.hotline, work, now)
        case_id = intake.file(reporter, draft, complete=True)
        referral = work.referrals.current_of(case_id)
        assert referral is not None
        officers = work.staff.in_office(COUNTY, [Role.OFFICER])
        holder = next(staff for staff in officers if staff.name == "李敏")
        other = next(staff for staff in officers if staff.name == "陈刚")
        intake.casework.decline(referral, other, reason="-", owner_code="320707")
        referral = work.referrals.get(referral.id)
        # Added after the return, with which calls to agencies end.
        Agencies(world.bot.hotline, work, now).add(referral, holder, "公安", "请去看看")
        if is_held:
            referral = intake.casework.accept(work.referrals.get(referral.id), holder)
        return referral.id

    referral_id = await world.database.write(make)
    await world.settle()
    return await world.read(lambda work: work.referrals.get(referral_id))


async def _leave(world: World, person: Person) -> None:
    """Leave whatever dialogue the action began."""
    now = world.clock.now()

    def forget(work: UnitOfWork) -> None:
        known = work.people.with_chat(str(person.id))
        if known is not None:
            work.dialogues.end(known.id)
        for referral in work.referrals.open_in([COUNTY, "320707"]):
            work.referrals.change(referral, state="closed", closed_at=now, next_deadline_at=None)

    await world.database.write(forget)


LISTS_AND_INVITATIONS = (
    ("李敏", True, False),
    ("张主任", True, True),
    ("赵科长", True, True),
    ("邻县值班员", False, False),
    ("儿童主任", False, False),
    ("儿童督导员", False, False),
    ("民警", False, False),
    ("邻县民警", False, False),
    ("村民", False, False),
)


@pytest.mark.parametrize(("name", "may_list", "may_invite"), LISTS_AND_INVITATIONS)
async def test_lists_and_invitations_are_for_those_whom_the_table_names(
    sqlite_url: str, vault: Vault, name: str, *, may_list: bool, may_invite: bool
) -> None:
    async with county(open_database(sqlite_url, vault), staff=(*STAFF, *OTHERS)) as world:
        people = {**world.colleagues, "村民": world.resident("村民")}
        person = people[name]
        await _case(world, is_held=False)
        world.forget()

        await person.says("/open")
        await world.settle()
        assert any("连东海-" in message.text for message in person.unread()) is may_list
        person.reads_all()
        await person.says("/duty")
        await world.settle()
        of_own = "赵科长" if name == "赵科长" else "李敏"
        assert any(of_own in message.text for message in person.unread()) is may_list
        person.reads_all()
        await person.says(f"/invite 值班员 新人 {COUNTY}")
        await world.settle()
        assert any("?start=join-" in message.text for message in person.unread()) is may_invite


BROKEN = (
    "",
    "c:accept:1:1",
    "c:accept:9999999999999999999:1",
    "c:close:-1:1",
    "c:" + "9" * 60,
    "r:good:1",
    "r:withdraw:1",
    "r:language:xx",
    "c:list:1:999999999",
    "接单",
    "c:accept:１:1",
    "c:kind:1:1",
    "m:kind:ABU:1",
    "m:level:9:1",
    "m:county:all:1",
    "m:nothing:1:1",
    "a:sign:1",
    "a:answer:9999999999999999999",
    "a:nothing:1",
    "m:",
)


async def test_a_guessed_or_broken_callback_is_answered_and_does_nothing(world: World) -> None:
    stranger = world.resident("生人")
    await stranger.says("/start")
    await world.settle()
    for data in BROKEN:
        tap = await stranger.taps_data(data)
        assert tap.toast, data
    assert await world.referrals() == []


async def test_a_link_enrols_once_and_expires(world: World) -> None:
    lead = world.colleagues["张主任"]
    await lead.says("/invite 值班员 小周")
    made = await lead.sees("?start=join-")
    payload = made.text.split("?start=")[1].split()[0]
    first, second = world.resident("小周"), world.resident("捡到链接的人")

    await first.opens(payload)
    await first.sees("您现在是东海县未保中心的值班员")
    await second.opens(payload)
    await second.sees("已经用过了")

    await lead.says("/invite 值班员 小吴")
    made = await lead.sees("给 小吴")
    late = made.text.split("?start=")[1].split()[0]
    await world.advance(hours=49)
    await second.opens(late)
    await second.sees("过期")
    await second.opens("join-nonsense")
    await second.sees("不对")
