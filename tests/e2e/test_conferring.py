"""Agencies on paper, and further officers in a case: they read and note, one decides."""

from io import BytesIO

from docx import Document

from bot.views.cards import encode_action
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from storage.records import Referral
from tests.e2e.test_restricted import kinds, restricted_case
from tests.e2e.test_visits import TOLD, held
from tests.e2e.world import World, data_of

PURPOSE = "请到家里看看孩子身上的伤，必要时带离"


async def asks_police(world: World, officer: Person) -> ScreenMessage:
    """Let the officer ask the police to help, and return the message with the form."""
    await officer.taps("🏛 加派部门")
    await officer.sees("请哪个部门协办", buttons=["★ 公安", "★ 妇联", "教育"])
    await officer.presses("★ 公安")
    asked = await officer.sees("请公安做什么")
    assert "★" not in asked.text
    await officer.says(PURPOSE)
    await officer.sees("加派东海县公安局")
    await world.settle()
    return await officer.sees("转介单")


def printed(message: ScreenMessage) -> str:
    """Return every word of the form that came with the message."""
    assert message.media is not None
    assert message.media.file is not None
    assert message.media.file.name.endswith(".docx")
    document = Document(BytesIO(message.media.file.data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


async def test_the_form_has_the_matter_and_never_the_reporter(world: World) -> None:
    officer = await held(world, world.resident("多嘴的邻居"))
    form = await asks_police(world, officer)
    words = printed(form)
    facts = ("未成年人保护转介单", "连东海-0001-", "特急", "东海县公安局", "双店镇", "签收人")
    for fact in (*facts, "回　执", PURPOSE):
        assert fact in words
    for secret in (TOLD, "邻居", "匿名", "报告人"):
        assert secret not in words
    card = await officer.sees("等 公安 回复", buttons=["📨 部门回复"])
    assert "加派部门 李敏" in card.text


async def test_an_agency_that_is_late_is_told_and_its_answer_is_on_the_case(world: World) -> None:
    officer = await held(world)
    await asks_police(world, officer)
    await world.advance(hours=2, minutes=1)
    late = await officer.sees("公安 到期还没有回复")
    assert "前（已过时限）" in late.text
    await officer.taps("📨 部门回复")
    await officer.sees("部门怎么说")
    await officer.says("民警已到场，孩子带到派出所")
    await officer.sees("记下了：公安 的回复")
    card = await officer.sees("民警已到场")
    assert "等 公安 回复" not in card.text
    assert "📨 部门回复" not in card.labels
    await world.advance(hours=3)
    assert not any("到期还没有回复" in message.text for message in officer.unread())


async def test_a_helper_reads_and_notes_and_cannot_decide(world: World) -> None:
    officer, helper = await held(world), world.colleagues["赵科长"]
    await adds(world, officer, "赵科长")
    card = await helper.sees("请您来会商", buttons=["📝 记录", "🚪 退出会商"])
    assert TOLD in card.text
    await helper.says("我让市里的社工也过去", reply_to=card)
    await helper.sees("记下了")
    seen = await officer.sees("我让市里的社工也过去")
    assert "会商：赵科长" in seen.text

    other = world.colleagues["陈刚"]
    await adds(world, officer, "陈刚")
    shown = await other.sees("请您来会商")
    for label in ("🏁 办结", "↩️ 退单", "❓ 问报告人", "👥 会商", "🤝 我来牵头"):
        assert label not in shown.labels
    referral = (await world.referrals())[0]
    for act in ("close", "decline", "ask", "confer", "agency", "take_lead", "transfer"):
        tap = await other.taps_data(encode_action(act, referral.id, referral.version))
        assert tap.toast, act
    assert await world.officer_of("连东海-0001") == "李敏"


async def test_the_lead_is_offered_and_taken_with_a_tap(world: World) -> None:
    officer, other = await held(world), world.colleagues["陈刚"]
    await adds(world, officer, "陈刚")
    before = (await world.referrals())[0]
    menu = await officer.sees("会商", buttons=["🤝 请 陈刚 牵头"])
    await officer.taps("🤝 请 陈刚 牵头", message=menu)
    await world.settle()
    assert await world.officer_of("连东海-0001") == "李敏"

    await other.taps("🤝 我来牵头", message=await other.sees("请您牵头"))
    await world.settle()
    await officer.sees("由 陈刚 牵头了")
    after = (await world.referrals())[0]
    assert await world.officer_of("连东海-0001") == "陈刚"
    assert after.next_deadline_at == before.next_deadline_at
    card = await officer.sees("会商：李敏")
    assert "🏁 办结" not in card.labels
    tap = await other.taps_data(encode_action("take_lead", after.id, after.version))
    assert "已经在您手上" in (tap.toast or "")


async def test_who_leaves_a_restricted_case_reads_it_no_more(world: World) -> None:
    referral = await restricted_case(world)
    officer, helper = await world.duty(), world.colleagues["赵科长"]
    await officer.taps("✅ 接单", message=await officer.sees("限制查看"))
    await world.settle()
    officer.reads_all()
    await adds(world, officer, "赵科长")
    await helper.sees("只有点了名的人能看的话")
    await helper.taps("🚪 退出会商")
    blank = await helper.sees("您现在不能看")
    assert "只有点了名的人" not in blank.text
    await refused(helper, referral, "show")
    events = await kinds(world, referral.case_id)
    assert ("helper-joined", "赵科长") in events
    assert ("helper-left", "赵科长") in events


async def test_who_hands_a_case_to_another_county_takes_the_helpers_along_out(
    world: World,
) -> None:
    officer, lead, helper = await held(world), world.colleagues["张主任"], world.colleagues["陈刚"]
    await asks_police(world, officer)
    await adds(world, officer, "陈刚")
    referral = (await world.referrals())[0]
    await lead.taps_data(f"m:county:320707:{referral.id}")
    await world.settle()
    moved = (await world.referrals())[0]
    assert moved.office_code == "320707"
    await refused(helper, moved, "show")
    calls = await world.read(lambda work: work.agency_calls.of(referral.id))
    assert [one.state for one in calls] == ["off"]


async def test_nobody_else_has_the_menu_of_helpers(world: World) -> None:
    await held(world)
    referral = (await world.referrals())[0]
    other = world.colleagues["陈刚"]
    for act in ("page:0", "add:1", "drop:1", "give:1", "take:0", "leave:0"):
        tap = await other.taps_data(f"h:{act}:{referral.id}")
        assert "不能办" in (tap.toast or ""), act
    tap = await other.taps_data("h:add:99999999999999999999:1")
    assert "不能办" in (tap.toast or "")


async def adds(world: World, officer: Person, name: str) -> None:
    """Let the holder ask somebody in."""
    await officer.taps("👥 会商")
    menu = await officer.sees("点「＋」请人进来")
    label = next(one for one in menu.labels if one.startswith(f"＋ {name}"))
    await officer.taps_data(data_of(menu, label), message=menu)
    await world.settle()


async def refused(person: Person, referral: Referral, act: str) -> None:
    tap = await person.taps_data(encode_action(act, referral.id, referral.version))
    assert "不能办" in (tap.toast or "")
