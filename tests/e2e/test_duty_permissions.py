"""Who may do what with a roster: every cell of person × act, through the wire."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from bot.demo import COUNTY, STAFF
from bot.duty.sheet_page import Page, Written
from bot.services.access import PERMITTED, Action, Area
from bot.services.sheets_kept import Kept
from bot.terms import Role, Tier
from bot.views.duty_taps import encode_duty
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.e2e.sheets import book
from tests.e2e.test_authorisation import OTHERS
from tests.e2e.world import World, county

ACTS = (
    "/duty",
    "/roster",
    "/roster 320722",
    "/swap",
    "/absent",
    "/absent 王芳",
    "sign",
    "agree",
    "refuse",
    "month",
    "/roster 表格 320722",
    "/cover 王芳",
    "sheet",
    "take",
    "leave",
    "office",
)
# Those that are neither commands nor buttons.
KINDS = {
    "/duty": "lists",
    "/roster": "lists",
    "/roster 320722": "lists",
    "month": "exports",
    "/roster 表格 320722": "exports",
    "sheet": "files",
}
KEEPS = "/roster-表格-320722 /cover-王芳 sheet"
# A sheet that 张主任 sent waits for a word, and one of 赵科长 for the office that it is of.
# 李敏 asks 王芳 for a swap, and has the shift whose hand-over is to be signed.
OWN = "/duty /roster /roster-320722 /swap /absent month"
TABLE: Mapping[str, str] = {
    "李敏": f"{OWN} sign",
    "王芳": f"{OWN} /absent-王芳 agree refuse",
    "陈刚": OWN,
    "张主任": f"{OWN} /absent-王芳 {KEEPS} take leave",
    "赵科长": f"{OWN} /absent-王芳 {KEEPS} office",
    "省办": f"/duty /roster /roster-320722 /absent /absent-王芳 month {KEEPS}",
    "邻县值班员": "/duty /roster /absent",
    # They send sheets of their own office's roster, never of this one.
    "邻县领导": "/duty /roster /absent",
    "外市值班员": "/duty /roster /absent",
    "儿童主任": "",
    "儿童督导员": "",
    "村民": "",
}
REFUSALS = ("您不能办这件事", "您后面没有班", "没有找到叫")
FIRST = date(2026, 12, 1)
SHEET = book((FIRST, "值班", "王芳"), title=COUNTY)
READ = Kept([Page("Sheet1", [Written(FIRST, Tier.DUTY, "王芳", "C2")], ())])


@pytest.mark.parametrize("name", list(TABLE))
async def test_every_cell_of_the_roster_s_table_through_the_wire(
    sqlite_url: str, vault: Vault, name: str
) -> None:
    async with county(open_database(sqlite_url, vault), staff=(*STAFF, *OTHERS)) as world:
        person = world.colleagues.get(name) or world.resident(name)
        await person.says("/start")
        await world.settle()
        ids = await _laid(world)
        for act in ACTS:
            is_allowed = act.replace(" ", "-") in TABLE[name].split()
            person.reads_all()
            told = await _does(world, person, act, ids)
            is_done = bool(told) and not any(refusal in told for refusal in REFUSALS)
            assert is_done is is_allowed, (name, act, told)
            await _leave(world, person)


async def _laid(world: World) -> Mapping[str, int]:
    """Ask for a swap, open the hand-over of the running shift again, and have sheets in hand."""
    now = world.clock.now()

    def sheet(work: UnitOfWork, sender: str, state: str) -> int:
        person_id = work.people.meet(str(world.colleagues[sender].id), language="", now=now).id
        sheet_id = work.sheets.expect(person_id=person_id, source="{}", now=now)
        work.sheets.keep(sheet_id, state, READ.to_json(), until=now + timedelta(days=1))
        return sheet_id

    def lay(work: UnitOfWork) -> Mapping[str, int]:
        shift = work.roster.on_duty(COUNTY, "duty", now)[0]
        change = work.handovers.of_shift(shift)
        assert change is not None
        work.handovers.settle(change, "missed")
        after = work.roster.of_staff([shift.staff_id], now, 1)[0]
        wang = next(one for one in work.staff.in_office(COUNTY) if one.name == "王芳")
        swap_id = work.swaps.ask(
            office_code=COUNTY,
            tier=after.tier,
            asker_id=shift.staff_id,
            asked_id=wang.id,
            starts_at=after.starts_at,
            ends_at=after.ends_at,
            back=None,
            now=now,
        )
        return {
            "sign": change.id,
            "agree": swap_id,
            "refuse": swap_id,
            "take": sheet(work, "张主任", "offered"),
            "leave": sheet(work, "张主任", "offered"),
            "office": sheet(work, "赵科长", "asked"),
        }

    return await world.database.write(lay)


async def _does(world: World, person: Person, act: str, ids: Mapping[str, int]) -> str:
    """Let the person do it; return what they are told."""
    if act == "sheet":
        await person.sends_document(SHEET, name="值班表.xlsx")
        await world.settle()
        return "✓" if any("收下吗" in one.text for one in person.unread()) else ""
    if act.startswith("/"):
        await person.says(act)
        await world.settle()
        return " ".join(one.text or ("picture" if one.media else "") for one in person.unread())
    data = encode_duty("month", COUNTY, "202612")
    if act in ids:
        data = encode_duty(act, ids[act], COUNTY if act == "office" else "")
    tap = await person.taps_data(data)
    await world.settle()
    return tap.toast or "✓"


async def _leave(world: World, person: Person) -> None:
    """Leave whatever dialogue the act began."""

    def forget(work: UnitOfWork) -> None:
        known = work.people.with_chat(str(person.id))
        if known is not None:
            work.dialogues.end(known.id)

    await world.database.write(forget)


def test_only_who_serves_an_office_has_turns_and_only_who_leads_keeps_those_of_others() -> None:
    for role in Role:
        for area in Area:
            actions = PERMITTED.get((role, area), frozenset())
            has_turns = area is Area.OWN and role in (
                Role.OFFICER,
                Role.LEAD,
                Role.CITY_OFFICER,
                Role.PROVINCE,
            )
            keeps = (role, area) in {
                (Role.LEAD, Area.OWN),
                (Role.CITY_OFFICER, Area.OWN),
                (Role.CITY_OFFICER, Area.BELOW),
                (Role.PROVINCE, Area.OWN),
                (Role.PROVINCE, Area.BELOW),
            }
            assert ({Action.SIGN, Action.SWAP, Action.BE_ABSENT} <= actions) is has_turns
            assert (Action.KEEP_ROSTER in actions) is keeps


@pytest.mark.parametrize(
    "data",
    [
        "d:",
        "d:sign:1",
        "d:agree:1",
        "d:sign:x",
        "d:month:320722:209913",
        "d:month:1:202601",
        "d:take:1:320722",
        "d:office:1",
    ],
)
async def test_a_guessed_tap_on_a_roster_does_nothing(world: World, data: str) -> None:
    officer = await world.duty()
    assert (await officer.taps_data(data)).toast == "您不能办这件事"
