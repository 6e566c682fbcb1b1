"""Long stories of officers, from the first word to the last."""

from datetime import UTC, datetime, timedelta

from bot.demo import COUNTY, STAFF, Colleague
from bot.terms import Role
from bot.views.cards import encode_action
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.e2e.test_visits import enrols
from tests.e2e.world import World, agreed, county, cries_for_help, sends

NEXT = "320707"
NEIGHBOURS = (
    Colleague("邻县值班员", Role.OFFICER, NEXT, "赣榆区 值班员"),
    Colleague("邻县领导", Role.LEAD, NEXT, "赣榆区 带班领导"),
)


async def returns(world: World, officer: Person, owner: str, *, typed: str = "") -> None:
    """Let an officer return the case on their newest card, to an owner tapped or `typed`."""
    await officer.taps("↩️ 退单")
    await officer.sees("为什么")
    await officer.presses("不属本县")
    await officer.sees("该归谁办")
    await (officer.says(typed) if typed else officer.presses(owner))
    read_back = await officer.sees("请再看一遍")
    assert owner in read_back.text
    await officer.presses("↩️ 确定退单")
    await officer.sees("时限照走")
    await world.settle()


async def test_two_counties_return_a_case_and_the_city_decides_for_good(
    sqlite_url: str, vault: Vault
) -> None:
    people = (*STAFF, *NEIGHBOURS)
    async with county(open_database(sqlite_url, vault), staff=people) as world:
        resident, officer = world.resident(), await world.duty()
        lead, city = world.colleagues["张主任"], world.colleagues["赵科长"]
        next_lead = world.colleagues["邻县领导"]
        await cries_for_help(world, resident)
        await sends(world, resident)
        first = (await world.referrals())[0]
        await officer.sees("特急")

        await returns(world, officer, "赣榆区未保中心", typed="赣榆区")
        await lead.taps("➡️ 按建议转出", message=await lead.sees("建议转给：赣榆区未保中心"))
        await world.settle()
        second = (await world.referrals())[0]
        assert second.office_code == NEXT
        assert second.milestone_due_at == first.milestone_due_at
        await world.advance(minutes=11)
        await next_lead.sees("特急")
        await returns(world, next_lead, "东海县未保中心")

        card = await city.sees("退过两次，请市里定归哪个县")
        assert (await world.referrals())[0].next_deadline_at is not None
        await city.taps("📍 改地点", message=card)
        await city.sees("在哪里")
        await city.taps("不在本县")
        menu = await city.sees("转给哪里", buttons=["赣榆区未保中心", "东海县未保中心"])
        await city.taps("东海县未保中心", message=menu)
        await world.settle()

        third = (await world.referrals())[0]
        assert (third.office_code, third.final) == (COUNTY, True)
        assert third.dispatched_at == first.dispatched_at
        again = await officer.sees("市里定的，不能再退")
        assert "↩️ 退单" not in again.labels
        tap = await officer.taps_data(encode_action("decline", third.id, third.version))
        assert "不能再退" in (tap.toast or "")
        tap = await lead.taps_data(f"m:county:{NEXT}:{third.id}")
        assert "不能办" in (tap.toast or "")

        await officer.taps("✅ 接单", message=again)
        await resident.sees("值班的人已经接手了")
        await _closes(world, officer)
        await resident.sees("办完了")
        assert await world.referrals() == []
        assert await world.read(lambda work: work.timeline.first_broken(first.case_id)) is None


async def test_a_city_may_also_decide_for_the_county_that_returned_it_last(
    sqlite_url: str, vault: Vault
) -> None:
    people = (*STAFF, *NEIGHBOURS)
    async with county(open_database(sqlite_url, vault), staff=people) as world:
        resident, city = world.resident(), world.colleagues["赵科长"]
        officer, lead = await world.duty(), world.colleagues["张主任"]
        await cries_for_help(world, resident)
        await officer.sees("特急")
        await returns(world, officer, "不清楚")
        await lead.sees("特急")
        await returns(world, lead, "不清楚")
        await city.sees("请市里定归哪个县")
        referral = (await world.referrals())[0]
        await city.taps_data(f"m:county:{COUNTY}:{referral.id}")
        await world.settle()
        decided = (await world.referrals())[0]
        assert decided.id != referral.id
        assert (decided.office_code, decided.final) == (COUNTY, True)
        await officer.sees("市里定的", buttons=["✅ 接单"])


async def _closes(world: World, officer: Person) -> None:
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("查实已处置", None, "去看过了，情况是真的，已经处理。谢谢您。", "🏁 确定办结"):
        await (officer.says("到场处置") if words is None else officer.presses(words))
        await world.settle()
    await agreed(world)


async def test_an_officer_leaves_in_mid_case_and_sees_and_does_nothing_more(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    lead, backup = world.colleagues["张主任"], await world.duty("backup")
    await cries_for_help(world, resident)
    await sends(world, resident)
    card = await officer.sees("特急")
    await officer.taps("✅ 接单", message=card)
    await world.settle()
    await officer.taps("📝 记录")
    await officer.sees("记录")
    held = (await world.referrals())[0]

    await lead.says(f"/dismiss {officer.name}")
    await lead.sees("谁离岗")
    await lead.presses(f"{officer.name} · 值班员 · 1 件")
    await lead.sees("离岗？马上看不到任何案件")
    await lead.presses("🚪 确定离岗")
    await lead.sees("1 件案件正在重新叫人")
    await world.settle()

    await officer.sees("您已不在东海县未保中心任职")
    assert not any("打得嗷嗷叫" in one.text for one in officer.screen.messages)
    released = (await world.referrals())[0]
    assert released.holder_id is None
    assert released.next_deadline_at is not None
    for act in ("show", "words", "contact", "close", "note", "accept"):
        tap = await officer.taps_data(encode_action(act, held.id, released.version))
        assert "不能办" in (tap.toast or ""), act
    await officer.says("这句话不该进案件")
    await world.settle()
    await officer.says("补一句", reply_to=card)
    await world.settle()
    said = await world.read(lambda work: work.cases.said_in(held.case_id))
    assert not any((one.words or "") in ("这句话不该进案件", "补一句") for one in said)
    assert await world.read(lambda work: _on_duty_by_name(work, officer.name, world)) == []

    for _ in range(3):
        await world.advance(minutes=5)
    again = await backup.sees("特急", buttons=["✅ 接单"])
    await backup.taps("✅ 接单", message=again)
    await world.settle()
    assert await world.officer_of("连东海-0001") == backup.name


async def test_only_leads_and_those_above_take_people_out_of_service(world: World) -> None:
    officer, city = await world.duty(), world.colleagues["赵科长"]
    await officer.says("/dismiss 张主任")
    await officer.sees("不能办")
    await city.says("/dismiss 张主任")
    await city.sees("谁离岗")
    await city.presses("张主任 · 带班领导 · 0 件")
    await world.settle()
    await city.presses("🚪 确定离岗")
    await city.sees("张主任 已离岗")
    await world.colleagues["张主任"].says("/open")
    await world.settle()
    left = await world.read(lambda work: work.staff.in_office(COUNTY, [Role.LEAD]))
    assert left == []


def _on_duty_by_name(work: UnitOfWork, name: str, world: World) -> list[str]:
    now = world.clock.now()
    shifts = [one for tier in ("duty", "backup") for one in work.roster.on_duty(COUNTY, tier, now)]
    return [name for one in shifts if work.staff.get(one.staff_id).name == name]


CRY = "我爸喝醉了在打我妹妹她才5岁头上都是血东海县双店镇三铺村快来"
NEW_YEARS_EVE = datetime(2027, 2, 4, 18, 0, tzinfo=UTC)  # 除夕, 2027-02-05, two in the morning.


async def test_a_child_in_danger_at_two_in_the_morning_of_new_years_eve(
    sqlite_url: str, vault: Vault
) -> None:
    async with county(open_database(sqlite_url, vault), at=NEW_YEARS_EVE) as world:
        child, lead = world.resident("小军"), world.colleagues["张主任"]
        director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
        officer, backup = await world.duty(), await world.duty("backup")
        assert f"{world.clock.now().astimezone(world.bot.hotline.zone):%m-%d %H}" == "02-05 02"

        await cries_for_help(world, child, CRY)
        await child.sees("110")
        await sends(world, child)
        await child.sees("连东海-0001")
        await officer.sees("特急")
        # Everybody sleeps; the ladder climbs as on any other night.
        for minutes in (3, 2):
            await world.advance(minutes=minutes)
        card = await backup.sees("特急", buttons=["✅ 接单"])
        await backup.taps("✅ 接单", message=card)
        await child.sees("接手了")
        promise = (await world.referrals())[0]
        assert promise.milestone == "contact"
        assert promise.next_deadline_at == world.clock.now() + timedelta(hours=1)

        await _sets_everything_going(world, backup, director)
        await _asks_to_close(world, backup)
        # The lead sleeps too, and is asked again, with the city.
        await world.advance(minutes=31)
        city = world.colleagues["赵科长"]
        await city.taps("✅ 同意办结", message=await city.sees("请看一看能不能办结"))
        await child.sees("办完了")
        await director.sees("不用去走访了")
        await world.settle()
        assert await world.referrals() == []
        assert await world.read(lambda work: work.visits.next_due()) is None
        assert await world.read(lambda work: work.approvals.next_due()) is None
        assert not any("✅ 同意办结" in one.labels for one in lead.screen.messages)


async def _sets_everything_going(world: World, backup: Person, director: Person) -> None:
    """Ask the police, send the village, mark guardianship, and put down the answer."""
    await backup.taps("🏷 改类别")
    await backup.taps("打孩子、虐待", message=await backup.sees("是哪一类事"))
    await backup.sees("类别：打孩子")
    await world.settle()
    await backup.taps("🏛 加派部门")
    await backup.sees("请哪个部门协办")
    await backup.presses("★ 公安")
    await backup.sees("做什么")
    await backup.says("五岁女孩头部流血，请马上出警")
    await backup.sees("转介单")
    await backup.taps("🏠 派人走访")
    await backup.sees("请谁去走访")
    await backup.presses("周婶 · 三铺村 · 儿童主任")
    await backup.sees("要他看什么")
    await backup.says("离得近，先去看看孩子，注意自己安全")
    task = await director.sees("请去走访")
    assert "喝醉" not in task.text
    await director.taps("✅ 我这就去")
    await director.taps("📝 填走访情况", message=task)
    await director.sees("孩子现在安全吗")
    await director.presses("🔴 有危险")
    await backup.sees("走访的人说孩子有危险")
    await backup.taps("📞 已联系")
    await world.settle()

    await backup.taps("🛟 临时监护")
    menu = await backup.sees("第九十二条")
    referral = (await world.referrals())[0]
    await backup.taps_data(f"m:guardian:6:{referral.id}", message=menu)
    await backup.sees("🛟 临时监护：⑥")
    await backup.taps("📨 部门回复")
    await backup.sees("部门怎么说")
    await backup.says("已带离，孩子在县医院")
    await backup.sees("已带离")


async def _asks_to_close(world: World, officer: Person) -> None:
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("查实已处置", None, "去看过了，情况是真的，已经处理。谢谢您。", "🏁 确定办结"):
        await (officer.says("带离，送医") if words is None else officer.presses(words))
        await world.settle()
