"""Visits: asked of the village's own people, who see the child's matter and nothing else."""

import pytest

from bot.flows.visiting import HAZARDS, POINTS
from bot.views.cards import encode_action
from sandbox.people import Person
from storage.work import UnitOfWork
from tests.e2e.test_restricted import restricted_case
from tests.e2e.world import World, cries_for_help, keys, sends

NUMBER = "连东海-0001"
TOLD = "打得嗷嗷叫"


async def enrols(world: World, name: str, role: str, where: str) -> Person:
    """Let the county's lead invite somebody of a township or village, who opens the link."""
    lead, visitor = world.colleagues["张主任"], world.sandbox.add_person(name)
    await lead.says(f"/invite {role} {name} {where}")
    made = await lead.sees(f"给 {name}")
    await visitor.opens(made.text.split("?start=")[1].split()[0])
    await visitor.sees("您现在是")
    await world.settle()
    return visitor


async def held(world: World, resident: Person | None = None) -> Person:
    """Let somebody report danger in 三铺村, and the officer on duty accept."""
    resident, officer = resident or world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    await officer.taps("✅ 接单", message=await officer.sees("特急"))
    await world.settle()
    officer.reads_all()
    return officer


async def asked(world: World, officer: Person, visitor: str, brief: str) -> None:
    """Let the officer send somebody."""
    await officer.taps("🏠 派人走访")
    await officer.sees("请谁去走访")
    await officer.presses(visitor)
    await officer.sees("要他看什么")
    await officer.says(brief)
    await officer.sees("已请")
    await world.settle()


async def fills(world: World, visitor: Person, *, safe: str = "安全", wrong: str = "") -> None:
    """Let the visitor answer the checklist, the living with words of their own."""
    await visitor.taps("📝 填走访情况")
    await world.settle()
    await visitor.presses(safe)
    await world.settle()
    for name in (*POINTS, *HAZARDS):
        if name == "living" and wrong:
            await visitor.says(wrong)
        else:
            await visitor.presses("没看到" if name == "gas" else "👍 好")
        await world.settle()
    await visitor.presses("没有别的了")
    await world.settle()
    await visitor.presses("✅ 报给县里")
    await world.settle()


async def test_a_visitor_sees_the_child_and_never_the_reporter_or_the_words(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world, world.resident("多嘴的邻居"))
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看孩子身上有没有伤")

    task = await director.sees("请去走访", buttons=["✅ 我这就去", "🙅 我去不了", "📝 填走访情况"])
    for fact in ("双店镇", "三铺村", "看看孩子身上有没有伤", "不要说有人反映", "今天 12:"):
        assert fact in task.text
    await director.taps("✅ 我这就去")
    await world.settle()
    await director.says("/mine")
    await director.sees("请去走访")
    await director.says("/open")
    await director.sees("没有未结的案件")
    await director.says("/duty")
    await director.sees("不能办")
    everything = "".join(message.text for message in director.screen.messages)
    for secret in (TOLD, "邻居", "匿名", "暴力"):
        assert secret not in everything
    assert "周婶 去走访" in (await officer.sees("周婶 去走访")).text


async def test_what_was_found_comes_back_to_the_case_with_its_pictures(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    task = await director.sees("请去走访")
    await director.taps("📝 填走访情况")
    await director.sees("孩子现在安全吗")
    await director.sends_photo(caption="灶是冷的")
    await director.sees("照片收到了")
    await director.presses("没见到孩子")
    await world.settle()
    await director.presses("取消")
    await world.settle()

    await fills(world, director, safe="没见到孩子", wrong="家里只有半袋米")
    await director.sees("走访情况已经给了县里")
    card = await officer.sees("走访情况来了")
    for fact in (
        "没见到孩子",
        "生活保障：家里只有半袋米",
        "没看到：用气",
        "灶是冷的",
        "周婶",
        "已到场",
    ):
        assert fact in card.text
    tap = await director.taps("📝 填走访情况", message=task)
    assert "已经结束" in (tap.toast or "")


async def test_a_checklist_that_was_left_on_the_way_goes_on_where_it_stood(world: World) -> None:
    director, _ = await at_the_door(world)
    await director.presses("安全")
    await director.sees("家庭监护")
    await world.advance(hours=6)
    await director.says("有奶奶管着")
    await director.sees("委托照护")


async def test_silence_is_reminded_and_then_returns_to_the_officer(world: World) -> None:
    supervisor = await enrols(world, "孙督导", "儿童督导员", "双店镇")
    officer = await held(world)
    await asked(world, officer, "孙督导 · 儿童督导员", "看看")
    await world.advance(minutes=31)
    await supervisor.sees("走访还没有回音")
    await world.advance(minutes=90)
    await officer.sees("走访没有办成，又回到您手上")
    await world.settle()
    assert all(one.next_deadline_at is not None for one in await world.referrals())

    await fills(world, supervisor, wrong="被子太薄")
    await officer.sees("被子太薄")


async def test_who_cannot_go_gives_it_back_at_once_and_the_officer_goes(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    await director.taps("🙅 我去不了")
    await officer.sees("又回到您手上")
    await officer.taps("🏠 派人走访")
    await officer.sees("请谁去走访")
    await officer.presses("我自己去，自己记")
    await officer.sees("请去走访", buttons=["📝 填走访情况"])
    await fills(world, officer, wrong="亲眼看过了")
    await officer.sees("亲眼看过了")


async def test_where_nobody_is_enrolled_the_officer_notes_it_himself(world: World) -> None:
    officer = await held(world)
    await officer.taps("🏠 派人走访")
    await officer.sees("还没有登记儿童主任")
    await officer.presses("我自己去，自己记")
    await officer.sees("请去走访")


async def at_the_door(world: World) -> tuple[Person, Person]:
    """Return a visitor who begins to tell what they see, and the officer who asked for it."""
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    await director.taps("📝 填走访情况")
    await director.sees("孩子现在安全吗")
    return director, officer


async def test_a_child_in_danger_on_a_visit_calls_people_before_the_form_is_done(
    world: World,
) -> None:
    director, officer = await at_the_door(world)
    await director.presses("🔴 有危险")
    await director.sees("110")
    await officer.sees("走访的人说孩子有危险")


@pytest.mark.parametrize("is_caption", [False, True])
async def test_words_of_danger_on_a_visit_stand_on_the_card_of_whoever_is_called(
    world: World, *, is_caption: bool
) -> None:
    director, officer = await at_the_door(world)
    await director.presses("没见到孩子")
    await director.sees("有没有大人管着")
    words = "他爸拿刀要砍人，孩子还在屋里"
    if is_caption:
        await director.sends_photo(caption=words)
    else:
        await director.says(words)
    await director.sees("110")
    assert words in (await officer.sees("走访的人说孩子有危险")).text


async def test_a_visit_ends_with_its_referral_and_what_is_told_late_is_kept(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    referral = (await world.referrals())[0]
    lead = world.colleagues["张主任"]
    await lead.taps_data(f"m:county:320707:{referral.id}")
    await director.sees("不用去走访了")
    await world.advance(hours=3)
    assert not any("还没有回音" in message.text for message in director.unread())

    await fills(world, director, wrong="去过了才看到")
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    assert any("去过了才看到" in (one.words or "") for one in said)


async def test_who_has_been_there_or_refused_or_went_themselves_is_not_called_off(
    world: World,
) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    other = await enrols(world, "钱婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    await fills(world, director)
    await asked(world, officer, "钱婶 · 三铺村 · 儿童主任", "再看看")
    await other.taps("🙅 我去不了")
    await world.settle()
    await officer.taps("🏠 派人走访")
    await officer.sees("请谁去走访")
    await officer.presses("我自己去，自己记")
    await world.settle()
    (referral,) = await world.referrals()
    world.forget()
    await world.colleagues["张主任"].taps_data(f"m:county:320707:{referral.id}")
    await world.settle()
    for person in (director, other, officer):
        assert not any("不用去走访了" in one.text for one in person.unread())
    visits = await world.read(lambda work: work.visits.of(referral.id))
    assert [one.state for one in visits] == ["done", "refused", "off"]


async def test_a_visitor_who_has_gone_out_of_service_is_not_asked_again(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await officer.taps("🏠 派人走访")
    await officer.sees("请谁去走访")
    await director.blocks()
    await world.settle()
    await officer.presses("周婶 · 三铺村 · 儿童主任")
    await officer.sees("要他看什么")
    await officer.says("看看")
    await officer.sees("没有办成")


async def test_nobody_else_can_act_on_a_visit_and_no_village_hears_of_a_restricted_case(
    world: World,
) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    other = await enrols(world, "钱婶", "儿童主任", "双店镇 北沟村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    referral = (await world.referrals())[0]
    visit = await world.read(lambda work: work.visits.of(referral.id)[0])
    for person in (other, officer, world.colleagues["张主任"]):
        for act in ("going", "refuse", "report"):
            tap = await person.taps_data(f"v:{act}:{visit.id}")
            assert "不能办" in (tap.toast or ""), (person.name, act)
    for person in (director, other):
        tap = await person.taps_data(encode_action("show", referral.id, referral.version))
        assert "不能办" in (tap.toast or "")

    hidden = await restricted_case(world)
    await officer.taps_data(encode_action("accept", hidden.id, hidden.version))
    await world.settle()
    tap = await officer.taps_data(encode_action("send", hidden.id, hidden.version))
    assert tap.toast


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/invite 儿童主任 周婶", "要写明在哪里"),
        ("/invite 儿童主任 周婶 双店镇", "要写明在哪里"),
        ("/invite 儿童主任 周婶 没有镇 三铺村", "没有叫「没有镇」的镇"),
        ("/invite 儿童督导员 孙督导 双店", "给 孙督导"),
    ],
)
async def test_an_invitation_says_where_a_visitor_serves(
    world: World, words: str, answer: str
) -> None:
    lead = world.colleagues["张主任"]
    await lead.says(words)
    await lead.sees(answer)


async def test_what_an_invitation_takes_is_told_in_the_language_of_the_lead(world: World) -> None:
    lead = world.colleagues["张主任"]
    await lead.says("/invite")
    told = await lead.sees("角色：儿童主任、儿童督导员、部门联系人、值班员")
    assert "officer" not in told.text


async def test_danger_found_after_the_case_was_closed_opens_it_again(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer, lead = await held(world), world.colleagues["张主任"]
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    await director.taps("📝 填走访情况")
    await director.sees("孩子现在安全吗")
    (before,) = await world.referrals()
    await lead.taps_data(encode_action("close", before.id, before.version))
    for words in ("查实已处置", "看过了", "谢谢您", "🏁 确定办结"):
        await lead.says(words)
        await world.settle()
    assert await world.referrals() == []
    world.forget()
    await director.says("🔴 有危险")
    await world.settle()
    (again,) = await world.referrals()
    assert (again.case_id, again.level) == (before.case_id, 1)
    assert again.next_deadline_at is not None
    await (await world.duty()).sees("特急")


async def test_danger_found_in_a_calm_case_raises_it(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer, resident = await world.duty(), world.resident()
    await resident.says("东海县双店镇三铺村有个小孩，跟奶奶过，补助没到账")
    await world.settle()
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    assert (await world.referrals())[0].level > 1
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    await director.taps("📝 填走访情况")
    await director.sees("孩子现在安全吗")
    await director.presses("🔴 有危险")
    await officer.sees("级别升了")
    assert (await world.referrals())[0].level == 1


async def test_danger_found_while_nobody_holds_the_case_calls_who_is_on_duty(world: World) -> None:
    director, _ = await at_the_door(world)
    (referral,) = await world.referrals()

    def let_go(work: UnitOfWork) -> None:
        work.referrals.change(referral, holder_id=None, state="paging", last_paged_at=None)

    await world.database.write(let_go)
    before = await world.read(lambda work: work.pages.of(referral.id))
    await director.presses("🔴 有危险")
    await world.settle()
    (now,) = await world.referrals()
    assert now.holder_id is None
    called = await world.read(lambda work: work.pages.of(referral.id))
    assert [one.kind for one in called[len(before) :]] == ["page"]


async def test_a_task_that_was_taken_or_given_back_is_not_taken_twice(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    task = await director.sees("请去走访")
    await director.taps("✅ 我这就去", message=task)
    await world.settle()
    again = await director.taps("✅ 我这就去", message=task)
    assert "已经结束" in (again.toast or "")
    await director.taps("🙅 我去不了", message=task)
    await officer.sees("走访没有办成")
    await world.settle()
    officer.reads_all()
    last = await director.taps("🙅 我去不了", message=task)
    assert "已经结束" in (last.toast or "")
    await world.settle()
    assert not any("走访没有办成" in one.text for one in officer.unread())


async def test_the_people_of_the_village_are_offered_first_then_those_of_others(
    world: World,
) -> None:
    await enrols(world, "吴督导", "儿童督导员", "双店镇")
    await enrols(world, "李婶", "儿童主任", "双店镇 别的村")
    await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await officer.taps("🏠 派人走访")
    await officer.sees("请谁去走访")
    offered = [one for one in keys(officer) if "·" in one]
    assert offered == [
        "周婶 · 三铺村 · 儿童主任",
        "李婶 · 别的村 · 儿童主任",
        "吴督导 · 儿童督导员",
    ]


async def test_in_a_case_without_a_township_only_the_officer_can_go(world: World) -> None:
    await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident, "东海县有个孩子被他爸打，满脸是血，快来人")
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("🏠 派人走访")
    await world.settle()
    assert not any("周婶" in one for one in keys(officer))
