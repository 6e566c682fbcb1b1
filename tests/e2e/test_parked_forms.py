"""Forms that are left half filled in: nothing typed is lost, and each is gone on with."""

from collections.abc import Sequence

import pytest

from bot.views.cards import encode_action
from bot.views.confer_menus import encode_confer
from sandbox.people import Person
from storage.records import ParkedForm
from storage.work import UnitOfWork
from tests.e2e.hostile import WORDS
from tests.e2e.test_agencies_in_chat import dismisses
from tests.e2e.test_duty_too_late import says
from tests.e2e.test_joining import closes
from tests.e2e.test_visits import asked, enrols, held
from tests.e2e.world import World, cries_for_help, data_of, sends

NUMBER = "连东海-0001"
GO_ON = f"▶️ 继续填写：办结 {NUMBER}"
DONE = "派出所到场，孩子送医"
HOSTILE = ("half-tag", "half-entity", "rtl", "controls", "placeable", "longest-escaped", "json")


async def parked(world: World) -> Sequence[ParkedForm]:
    """Return every form that was left, whoever left it."""
    chats = [str(one.id) for one in world.sandbox.people]

    def find(work: UnitOfWork) -> list[ParkedForm]:
        people = [work.people.with_chat(chat) for chat in chats]
        return [form for one in people if one for form in work.parked.of(one.id)]

    return await world.read(find)


async def closing(officer: Person, words: str = DONE) -> None:
    """Let the holder begin to close: the outcome and what was done, and no more."""
    await officer.taps("🏁 办结")
    await officer.sees("结果是哪一种")
    await officer.presses("查实已处置")
    await officer.sees("做了什么")
    await officer.says(words)
    await officer.sees("怎么告诉报告人")


async def complains(resident: Person) -> None:
    """Let a resident begin to complain, and say where, but not yet of what."""
    await resident.says("/complain")
    await resident.sees("投诉哪里")
    await resident.presses("别的单位")
    await resident.sees("是哪个县")
    await resident.says("东海县")
    await resident.sees("怎么回事")


async def ends_closing(officer: Person) -> str:
    """Let the holder end what they began, and return what was read back."""
    await officer.sees("怎么告诉报告人")
    await officer.presses("去看过了，情况是真的，已经处理。谢谢您。")
    shown = await officer.sees("请再看一遍")
    await officer.presses("🏁 确定办结")
    await officer.sees("已请领导看")
    return shown.text


async def test_what_was_typed_before_a_form_was_left_alone_is_there_again(world: World) -> None:
    officer = await held(world)
    await closing(officer)
    officer.reads_all()
    await world.advance(minutes=61)
    told = await officer.sees("先放着")
    assert (f"办结 {NUMBER}" in told.text, "\n" in told.text) == (True, False)
    assert officer.screen.reply_keyboard is None
    await officer.sees("特急", buttons=["▶️ 继续填写"])

    await officer.says("/menu")
    menu = await officer.sees("填到一半的", buttons=[GO_ON, "🗑"])
    await officer.taps(GO_ON, message=menu)
    assert DONE in await ends_closing(officer)
    assert any("前面写的都在" in one.text for one in officer.screen.messages)
    await world.settle()

    assert await parked(world) == []
    assert "▶️ 继续填写" not in (await officer.sees("申请办结")).labels
    await officer.says("/menu")
    await officer.sees("能做什么", buttons=[])


async def test_another_form_begun_puts_the_first_by_and_the_card_goes_on_with_it(
    world: World,
) -> None:
    officer = await held(world)
    await closing(officer)
    await officer.taps("📝 记录")
    await officer.sees("先放着")
    await officer.says("门锁着")
    await officer.sees("还有要记的")
    await officer.presses("✅ 说完了")
    await world.settle()

    card = await officer.sees("特急", buttons=["▶️ 继续填写"])
    await officer.taps("▶️ 继续填写", message=card)
    assert DONE in await ends_closing(officer)
    assert await parked(world) == []


@pytest.mark.parametrize("is_left_alone", [True, False])
async def test_an_absence_that_was_not_agreed_to_is_put_by(
    world: World, *, is_left_alone: bool
) -> None:
    officer = await held(world)
    await officer.says("/absent")
    await officer.says("12月22日到23日")
    await officer.sees("对吗")
    officer.reads_all()

    if is_left_alone:
        await world.advance(minutes=61)
        await officer.sees("先放着")
    else:
        await officer.taps("📝 记录")
        await officer.sees("先放着")
    assert await world.read(lambda work: work.inbox.count("dead")) == 0
    await officer.says("/menu")
    await officer.sees("填到一半的")


@pytest.mark.parametrize("is_left_alone", [True, False])
async def test_a_command_that_names_somebody_takes_up_nothing_of_another(
    world: World, *, is_left_alone: bool
) -> None:
    lead = world.colleagues["张主任"]
    await lead.says("/cover")
    await says(world, lead, "值班", "王芳", "明天")
    if is_left_alone:
        await world.advance(minutes=61)
        await lead.sees("先放着")
    await says(world, lead, "/cover 李敏")
    await lead.sees("哪个班次")
    await says(world, lead, "值班", "明天")
    await lead.sees("李敏 顶 值班")
    await says(world, lead, "✅ 就这样换")
    await lead.sees("由 李敏 顶 王芳 的班")
    assert await parked(world) == []


async def test_the_same_button_goes_on_where_the_form_stands(world: World) -> None:
    officer = await held(world)
    await closing(officer)
    await officer.taps("🏁 办结")
    assert DONE in await ends_closing(officer)
    assert await parked(world) == []


async def test_of_one_kind_and_case_one_form_is_kept_and_it_can_be_thrown_away(
    world: World,
) -> None:
    officer = await held(world)
    for words in ("第一遍", "第二遍"):
        await officer.taps("🏁 办结")
        await world.settle()
        await officer.presses("查实已处置" if words == "第一遍" else "◀️ 返回")
        await officer.sees("做了什么")
        await officer.says(words)
        await officer.sees("怎么告诉报告人")
        await officer.says("/report")
        await world.settle()
        await officer.presses("⏹ 停止")
        await world.settle()
        officer.reads_all()
    (form,) = await parked(world)
    assert "第二遍" in form.memory
    assert "第一遍" not in form.memory

    await officer.says("/menu")
    menu = await officer.sees("填到一半的")
    assert (await officer.taps("🗑", message=menu)).toast == "不要了，已经删掉"
    assert await parked(world) == []
    gone = await officer.taps(GO_ON, message=menu)
    assert "没有填到一半" in (gone.toast or "")


async def test_words_that_come_too_late_are_answered_with_the_form_they_were_for(
    world: World,
) -> None:
    resident = world.resident()
    officer = await held(world, resident)
    await officer.taps("❓ 问报告人")
    await world.advance(minutes=61)
    await officer.says("孩子现在跟谁住？")
    label = f"▶️ 继续填写：问报告人 {NUMBER}"
    hint = await officer.sees("要登记一件新的事", buttons=[label])
    await officer.taps(label, message=hint)
    await world.settle()
    await officer.says("孩子现在跟谁住？")
    await resident.sees("孩子现在跟谁住")


async def test_a_form_of_a_case_that_has_ended_or_is_anothers_says_so(world: World) -> None:
    officer, lead = await held(world), world.colleagues["张主任"]
    await closing(officer)
    await world.advance(minutes=61)
    await officer.says("/menu")
    menu = await officer.sees("填到一半的", buttons=[GO_ON])

    await lead.says(f"/open {NUMBER}")
    await lead.taps(f"🔴 {NUMBER}", message=await lead.sees("未结"))
    taken = await lead.sees("特急", buttons=["🤝 接手"])
    await lead.taps("🤝 接手", message=taken)
    await world.settle()
    tap = await officer.taps(GO_ON, message=menu)
    assert "不再归您办" in (tap.toast or "")
    other = await lead.taps_data(data_of(menu, GO_ON))
    assert "没有填到一半" in (other.toast or "")

    await closes(world, lead)
    tap = await officer.taps(GO_ON, message=menu)
    assert "已经办结" in (tap.toast or "")


async def test_a_visitors_checklist_is_put_by_and_gone_on_with_from_the_task(
    world: World,
) -> None:
    visitor = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    task = await visitor.sees("请去走访", buttons=["📝 填走访情况"])
    await visitor.taps("📝 填走访情况", message=task)
    await visitor.sees("孩子现在安全吗")
    await visitor.presses("安全")
    await world.settle()
    await visitor.says("爷爷一个人管三个")
    await world.settle()
    await world.advance(hours=13)
    await visitor.sees("先放着")
    await visitor.taps("📝 填走访情况", message=task)
    await visitor.sees("前面写的都在")
    (before,) = await world.read(
        lambda work: [
            work.dialogues.of(person.id)
            for person in [work.people.with_chat(str(visitor.id))]
            if person
        ]
    )
    assert before is not None
    assert "爷爷一个人管三个" in before.memory
    assert await parked(world) == []


async def test_a_complaint_goes_on_and_stop_leaves_nothing_of_it(world: World) -> None:
    resident = world.resident()
    await complains(resident)
    await resident.says("/hours")
    await resident.sees("先放着")
    await resident.says("/menu")
    await resident.sees("填到一半的", buttons=["▶️ 继续填写：投诉"])

    await resident.taps("▶️ 继续填写：投诉")
    await resident.sees("怎么回事")
    await resident.says("/status")
    await resident.says("/hours")
    await world.settle()
    assert len(await parked(world)) == 1
    await resident.says("/stop")
    await world.settle()
    assert await parked(world) == []


async def test_words_of_danger_leave_the_complaint_whole(world: World) -> None:
    resident = world.resident()
    await complains(resident)
    await cries_for_help(world, resident)
    await sends(world, resident)
    await resident.says("/menu")
    await resident.sees("填到一半的", buttons=["▶️ 继续填写：投诉"])


async def test_who_leaves_service_leaves_no_form_of_a_case_behind(world: World) -> None:
    officer, lead = await held(world), world.colleagues["张主任"]
    await closing(officer)
    await officer.taps("📝 记录")
    await officer.sees("先放着")
    await lead.says(f"/dismiss {officer.name}")
    await lead.sees("谁离岗")
    await lead.presses(f"{officer.name} · 值班员 · 1 件")
    await lead.sees("马上看不到")
    await lead.presses("🚪 确定离岗")
    await lead.sees("已离岗")
    await world.settle()

    assert await parked(world) == []
    await officer.says("还有一句")
    await officer.sees("现在有孩子正在危险里吗")
    await officer.says("/menu")
    await officer.sees("能做什么", buttons=[])


async def test_who_leaves_service_keeps_what_is_theirs_as_a_resident_and_helps_no_more(
    world: World,
) -> None:
    officer, wang = await held(world), world.colleagues["王芳"]
    (referral,) = await world.referrals()
    there = await world.read(lambda work: work.staff.in_office("320722"))
    ids = {one.name: one.id for one in there}
    await officer.taps_data(encode_confer("add", ids["王芳"], referral.id))
    await world.settle()
    assert await world.read(lambda work: work.helpers.of(referral.case_id))
    await complains(wang)
    await wang.says("/check")
    await wang.sees("先放着")
    await dismisses(world.colleagues["张主任"], "王芳")
    await world.settle()
    assert [one.flow for one in await parked(world)] == ["complaint"]
    assert not await world.read(lambda work: work.helpers.of(referral.case_id))
    tap = await wang.taps_data(encode_action("show", referral.id, referral.version))
    assert "不能办" in (tap.toast or "")


async def test_a_visit_that_is_half_told_waits_for_its_visitor_alone(world: World) -> None:
    director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    officer = await held(world)
    await asked(world, officer, "周婶 · 三铺村 · 儿童主任", "看看")
    await director.taps("📝 填走访情况")
    await director.sees("孩子现在安全吗")
    await director.presses("安全")
    await director.sees("家庭监护")
    await director.says("/check")
    await director.sees("先放着")
    await director.says("/menu")
    menu = await director.sees("填到一半的")
    (label,) = [one for one in menu.labels if one.startswith("▶️ 继续填写")]
    await director.taps(label, message=menu)
    await director.sees("家庭监护")


async def test_what_was_kept_long_enough_goes(world: World) -> None:
    officer = await held(world)
    await closing(officer)
    await world.advance(minutes=61)
    (form,) = await parked(world)
    await world.advance(days=6)
    assert len(await parked(world)) == 1
    await world.advance(days=2)
    await world.bot.keeper.look()
    assert await parked(world) == []
    assert form.flow == "close"


async def test_anything_that_was_typed_comes_back_as_it_was(world: World) -> None:
    officer = await held(world)
    referral = (await world.referrals())[0]
    for name in HOSTILE:
        await closing(officer, WORDS[name])
        await officer.says("/report")
        await officer.sees("先放着")
        await officer.presses("⏹ 停止")
        await world.settle()
        await officer.says("/menu")
        await officer.taps(GO_ON, message=await officer.sees("填到一半的"))
        await ends_closing(officer)
        await world.settle()
        wish = await world.read(lambda work: work.approvals.open_of(referral.id))
        assert wish is not None
        assert wish.done == WORDS[name].strip(), name
        officer.reads_all()
