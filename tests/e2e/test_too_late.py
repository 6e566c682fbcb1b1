"""A form or a menu that is finished after the matter moved on: a clear answer, nothing changed."""

import pytest
from sqlalchemy import select, update

from bot.views.cards import encode_action
from bot.views.confer_menus import encode_confer
from bot.views.menus import encode_tap
from sandbox.people import Person
from storage.records import Case, EntryRow, Referral
from storage.tables import events
from storage.work import UnitOfWork
from tests.e2e.test_agencies_in_chat import adds, joins
from tests.e2e.test_closing import wants_to_close
from tests.e2e.test_visits import held
from tests.e2e.world import World

STALE, REFUSED = "情况变了，请看更新后的卡片", "您不能办这件事"
NOT_DONE = "情况变了，这一步没有办成"
# What each form is told before its last answer, and that answer; a note has but one.
FORMS = {
    "decline": (("不归我们管", "不清楚"), "确定退单"),
    "ask": ((), "孩子现在在哪里？"),
    "note": ((), "打过电话了"),
    "close": (("查实已处置", "看过了", "谢谢您"), "🏁 确定办结"),
    "lower": ((), "已核实，没有危险"),
    "agency": (("★ 公安",), "请到家里看看"),
    "send": ((), "我自己去，自己记"),
}


async def begins(world: World, officer: Person, act: str) -> Referral:
    """Let the holder fill in a form but for its last answer."""
    (referral,) = await world.referrals()
    data = encode_action(act, referral.id, referral.version)
    await officer.taps_data(encode_tap("level", "3", referral.id) if act == "lower" else data)
    await world.settle()
    for words in FORMS[act][0] if act in FORMS else ():
        await officer.says(words)
        await world.settle()
    return referral


async def stands(world: World, referral: Referral) -> tuple[Case, list[EntryRow]]:
    """Return what the case is, and what was said in it."""

    case = await world.read(lambda work: work.cases.get(referral.case_id))
    return case, list(await world.read(lambda work: work.cases.said_in(referral.case_id)))


async def moves_on(world: World, referral: Referral, act: str) -> None:
    """Let the lead hand the case to another county, or close it."""
    lead = world.colleagues["张主任"]
    now = await world.read(lambda work: work.referrals.get(referral.id))
    if act == "hand on":
        await lead.taps_data(encode_tap("county", "320707", referral.id))
    else:
        await lead.taps_data(encode_action("close", now.id, now.version))
        for words in ("查实已处置", "看过了", "谢谢您", "🏁 确定办结"):
            await lead.says(words)
            await world.settle()
    await world.settle()
    after = await world.read(lambda work: work.referrals.get(referral.id))
    assert not after.is_open


@pytest.mark.parametrize("act", FORMS)
async def test_whoever_may_not_any_more_by_the_last_answer_does_nothing(
    world: World, act: str
) -> None:
    resident = world.resident()
    officer = await held(world, resident)
    referral = await begins(world, officer, act)
    await moves_on(world, referral, "hand on")
    before = await stands(world, referral)
    for one in (resident, officer):
        one.reads_all()
    await officer.says(FORMS[act][1])
    await officer.sees(REFUSED)
    await world.settle()
    assert await stands(world, referral) == before
    assert not resident.unread(), "no question, no result"
    (onward,) = await world.referrals()
    assert onward.office_code == "320707"


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("decline", STALE),
        ("close", STALE),
        ("lower", STALE),
        ("agency", NOT_DONE),
        ("send", NOT_DONE),
    ],
)
async def test_a_form_about_a_case_closed_meanwhile_says_so(
    world: World, act: str, told: str
) -> None:
    resident = world.resident()
    officer = await held(world, resident)
    referral = await begins(world, officer, act)
    await moves_on(world, referral, "close")
    before = await stands(world, referral)
    await resident.sees("办完了")
    for one in (resident, officer):
        one.reads_all()
    await officer.says(FORMS[act][1])
    await officer.sees(told)
    await world.settle()
    assert await stands(world, referral) == before
    assert not await world.read(lambda work: work.agency_calls.of(referral.id))
    assert not await world.read(lambda work: work.visits.of(referral.id))
    assert not resident.unread(), "the result is told once"


@pytest.mark.parametrize(("act", "words"), [("answered", "民警去过了"), ("ask_agency", "到了吗？")])
@pytest.mark.parametrize(("how", "told"), [("hand on", REFUSED), ("close", None)])
async def test_a_form_about_an_agency_whose_case_moved_on_changes_nothing(
    world: World, act: str, words: str, how: str, told: str | None
) -> None:
    police = await joins(world, "王警官")
    officer = await held(world)
    await adds(world, officer)
    if act == "ask_agency":  # One that has answered can be asked more, until the case is closed.
        await police.taps("📨 回复", message=await police.sees("请协办"))
        await police.sees("怎么样了")
        await police.says("去过了")
        await police.sees("的回复已给县里")
        await world.settle()
    referral = await begins(world, officer, act)
    await moves_on(world, referral, how)
    before = await stands(world, referral)
    police.reads_all()
    await officer.says(words)
    await officer.sees(told or NOT_DONE)
    await world.settle()
    assert await stands(world, referral) == before
    assert not police.unread(), "nothing is asked for any more"


async def test_a_lead_whose_case_was_handed_on_refuses_no_closing(world: World) -> None:
    officer, lead, city = await held(world), world.colleagues["张主任"], world.colleagues["赵科长"]
    await wants_to_close(world, officer)
    await lead.taps("✖ 不同意", message=await lead.sees("请看一看能不能办结"))
    await lead.sees("还缺什么")
    (referral,) = await world.referrals()
    await city.taps_data(encode_tap("county", "320707", referral.id))
    await world.settle()
    officer.reads_all()
    await lead.presses("还没有见到孩子")
    await lead.sees(REFUSED)
    await world.settle()
    assert not any("领导不同意办结" in one.text for one in officer.unread())


async def test_of_two_who_open_a_case_again_the_second_is_told_that_it_is_open(
    world: World,
) -> None:
    _, referral = await closed(world)
    lead, officer = world.colleagues["张主任"], await world.duty()
    now = await world.read(lambda work: work.referrals.get(referral.id))
    for one in (lead, officer):
        await one.taps_data(encode_action("open_again", now.id, now.version))
        await one.sees("为什么")
    await lead.says("又有新情况")
    await lead.sees("重新打开了")
    await officer.says("邻居又来说了")
    await officer.sees(NOT_DONE)
    await world.settle()
    assert len(await world.referrals()) == 1
    lines = await world.read(lambda work: work.timeline.of(referral.case_id))
    assert [one.kind for one in lines].count("reopened") == 1


async def test_a_case_that_is_closed_is_taken_over_by_nobody(world: World) -> None:
    _, referral = await closed(world)
    lead = world.colleagues["张主任"]
    now = await world.read(lambda work: work.referrals.get(referral.id))
    tap = await lead.taps_data(encode_action("take_over", now.id, now.version))
    assert STALE in (tap.toast or "")
    assert await world.read(lambda work: work.referrals.get(referral.id)) == now


async def test_a_menu_of_helpers_that_is_old_changes_nobody(world: World) -> None:
    officer = await held(world)
    (referral,) = await world.referrals()
    office = await world.read(lambda work: work.staff.in_office("320722"))
    ids = {one.name: one.id for one in office}

    async def taps(who: str, act: str, name: str) -> str:
        person = world.colleagues[who]
        tap = await person.taps_data(encode_confer(act, ids[name], referral.id))
        await world.settle()
        return tap.toast or ""

    async def helpers() -> list[int]:
        found = await world.read(lambda work: work.helpers.of(referral.case_id))
        return [one.staff_id for one in found]

    me = officer.name
    for act, name in (("add", me), ("drop", "王芳"), ("give", "王芳")):
        assert await taps(me, act, name) == STALE, act
    assert await helpers() == []
    assert await taps(me, "add", "王芳") != STALE
    assert await taps(me, "add", "王芳") == STALE, "she is in"
    assert await taps("王芳", "take", "王芳") == REFUSED, "it was not offered to her"
    (still,) = await world.referrals()
    assert (await helpers(), still.holder_id) == ([ids["王芳"]], ids[me])
    assert await taps(me, "give", "王芳") != STALE
    assert await taps("王芳", "take", "王芳") != STALE
    (after,) = await world.referrals()
    assert (await helpers(), after.holder_id) == ([ids[me]], ids["王芳"])


async def test_what_the_case_is_already_is_confirmed_and_what_it_cannot_be_is_refused(
    world: World,
) -> None:
    officer = await held(world)
    (referral,) = await world.referrals()
    case = await world.read(lambda work: work.cases.get(referral.case_id))

    async def taps(act: str, value: str) -> str:
        tap = await officer.taps_data(encode_tap(act, value, referral.id))
        await world.settle()
        return tap.toast or ""

    async def kinds() -> list[str]:
        lines = await world.read(lambda work: work.timeline.of(case.id))
        return [one.kind for one in lines]

    assert await taps("level", "1") == STALE, "it is as urgent as can be"
    assert await taps("town", "320707100") == STALE, "a township of another county"
    assert "confirmed" not in await kinds()
    assert case.category is not None
    assert await taps("kind", case.category) != STALE
    assert (await kinds())[-1] == "confirmed"
    for expected in (False, True):
        (now,) = await world.referrals()
        tap = await officer.taps_data(encode_action("confirm", now.id, now.version))
        await world.settle()
        assert (STALE in (tap.toast or "")) is expected, "nothing is left to confirm"
    after = await world.read(lambda work: work.cases.get(case.id))
    assert (after.category, after.level, after.township_code) == (
        case.category,
        case.level,
        case.township_code,
    )


async def closed(world: World) -> tuple[Person, Referral]:
    """Return a reporter whose case was closed."""
    resident = world.resident()
    await held(world, resident)
    (referral,) = await world.referrals()
    await moves_on(world, referral, "close")
    resident.reads_all()
    return resident, referral


async def opened_again(world: World, referral: Referral) -> None:
    lead = world.colleagues["张主任"]
    now = await world.read(lambda work: work.referrals.get(referral.id))
    await lead.taps_data(encode_action("open_again", now.id, now.version))
    await lead.says("又有新情况")
    await world.settle()
    assert len(await world.referrals()) == 1


async def test_what_is_to_be_erased_stays_when_its_case_was_opened_meanwhile(
    world: World,
) -> None:
    resident, referral = await closed(world)
    await resident.says("/erase")
    await world.settle()
    await opened_again(world, referral)
    before = await stands(world, referral)
    await resident.says("🗑 清除")
    await resident.sees("没有办完了的事可以清除")
    await world.settle()
    after = await stands(world, referral)
    assert [one.words for one in after[1]] == [one.words for one in before[1]]
    assert any(one.words for one in after[1])


async def test_nothing_of_a_tampered_case_is_erased_before_people_have_looked(
    world: World,
) -> None:
    resident, referral = await closed(world)

    def tamper(work: UnitOfWork) -> None:
        first = select(events.c.id).where(events.c.case_id == referral.case_id).limit(1)
        changed = update(events).where(events.c.id == first.scalar_subquery())
        work.connection.execute(changed.values(kind="accepted"))

    await world.database.write(tamper)
    before = await stands(world, referral)
    await resident.says("/erase")
    await world.settle()
    await resident.says("🗑 清除")
    await resident.sees("现在清除不了")
    await world.settle()
    assert await stands(world, referral) == before


async def test_a_reason_to_open_a_case_that_is_open_already_is_not_lost(world: World) -> None:
    resident, referral = await closed(world)
    report = (await world.read(lambda work: work.cases.reports_of(referral.case_id)))[0]
    await resident.taps_data(f"r:again:{report.id}")
    await world.settle()
    await opened_again(world, referral)
    await resident.says("孩子还是没人管，晚上一个人")
    await resident.sees("连东海-0001")
    await world.settle()
    case = await world.read(lambda work: work.cases.report(report.id))
    assert case.reopened_at is None, "the once is still theirs"
    person = await world.read(lambda work: work.people.with_chat(str(resident.id)))
    assert person is not None
    row = await world.read(lambda work: work.dialogues.of(person.id))
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    kept = "".join(one.words or "" for one in said) + (row.memory if row else "")
    assert "晚上一个人" in kept
