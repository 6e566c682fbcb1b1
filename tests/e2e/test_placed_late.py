"""A place that is told when somebody holds the case already: nobody loses it, both are called."""

from bot.demo import STAFF
from bot.services.placing import Placing
from bot.views.cards import encode_action
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from storage.work import UnitOfWork
from tests.e2e.test_duty_rosters import heard
from tests.e2e.test_officers_stories import NEIGHBOURS, NEXT
from tests.e2e.test_visits import TOLD as WORDS
from tests.e2e.test_visits import held
from tests.e2e.world import World, county, cries_for_help, sends

HOME, CITY = "320722", "320700"
TOLD = "有个小孩跟奶奶过，家里没米了"
PLACE = "在东海县双店镇"


async def answered(world: World) -> tuple[Person, Person]:
    """Let the city hold a case without a place, ask for it, and be told; return both phones."""
    resident, city = world.resident(), world.colleagues["赵科长"]
    await resident.says(TOLD)
    await world.settle()
    await sends(world, resident)
    await city.taps("✅ 接单")
    await world.settle()
    await asks(world, city, "在哪个县？")
    await resident.sees("在哪个县？")
    world.forget()
    await resident.says(PLACE)
    await world.settle()
    return resident, city


async def asks(world: World, officer: Person, question: str) -> None:
    await officer.taps("❓ 问报告人")
    await world.settle()
    await officer.says(question)
    await world.settle()


async def test_who_holds_a_case_keeps_it_and_the_county_that_is_named_is_called(
    world: World,
) -> None:
    _, city = await answered(world)

    (referral,) = await world.referrals()
    assert (referral.office_code, await world.officer_of("连-0001")) == (CITY, "赵科长")
    card = await city.sees("报告人说了在哪里", buttons=["❓ 问报告人", "📍 改地点"])
    assert PLACE in card.text
    assert "东海县 双店镇" in card.text
    assert "会商：李敏" in card.text
    called = await (await world.duty()).sees("在您这里", buttons=["🤝 我来牵头"])
    assert TOLD in called.text
    assert PLACE in called.text
    assert "承办：赵科长" in called.text


async def test_answers_come_to_the_holder_until_the_county_takes_the_case(world: World) -> None:
    resident, city = await answered(world)
    officer = await world.duty()
    before = (await world.referrals())[0]

    await asks(world, city, "孩子吃过饭了吗？")
    await resident.sees("孩子吃过饭了吗")
    await resident.says("早上喝了点粥")
    await city.sees("报告人回答了")
    await asks(world, city, "奶奶身体怎么样？")
    await resident.sees("奶奶身体怎么样")
    world.forget()
    await officer.taps("🤝 我来牵头")
    await world.settle()

    (after,) = await world.referrals()
    assert (after.office_code, await world.officer_of("连-0001")) == (HOME, "李敏")
    assert after.dispatched_at == before.dispatched_at
    card = await officer.sees("承办：李敏", buttons=["📞 已联系", "❓ 问报告人"])
    assert "早上喝了点粥" in card.text
    await city.sees("李敏（东海县未保中心）接过去了")
    assert not resident.unread(), "somebody was on it before"
    await resident.says("能下地走")
    await officer.sees("报告人回答了")
    assert not any("能下地走" in one.text for one in city.screen.messages)


async def test_the_holder_can_still_hand_the_case_over_as_ever(world: World) -> None:
    _, city = await answered(world)
    officer = await world.duty()
    before = (await world.referrals())[0]

    await city.taps_data(f"m:county:{HOME}:{before.id}")
    await world.settle()

    (after,) = await world.referrals()
    assert (after.office_code, after.holder_id) == (HOME, None)
    card = await officer.sees("请接单", buttons=["✅ 接单"])
    assert "东海县 双店镇" in card.text, "what the reporter told stays known there"
    tap = await officer.taps_data(encode_action("take_lead", before.id, before.version))
    assert "您接下了" not in (tap.toast or "")


async def test_where_nobody_answers_in_the_county_its_holder_is_told_so(
    sqlite_url: str, vault: Vault
) -> None:
    alone = [one for one in STAFF if one.office_code == CITY]
    async with county(open_database(sqlite_url, vault), staff=alone) as world:
        _, city = await answered(world)
        await city.sees("那边现在叫不到人", buttons=["❓ 问报告人"])
        assert await world.officer_of("连-0001") == "赵科长"


async def test_an_urgent_case_that_is_still_being_written_stays_with_who_took_it(
    world: World,
) -> None:
    resident, city = world.resident(), world.colleagues["赵科长"]
    officer = await world.duty()
    await cries_for_help(world, resident, "隔壁小孩天天给他爸打得嗷嗷叫脸上都是血快来人啊六七岁")
    await city.taps("✅ 接单", message=await city.sees("特急"))
    await world.settle()
    world.forget()

    await resident.says("东海县双店镇三铺村")
    await world.settle()
    await city.sees("报告人说了在哪里")
    await officer.sees("在您这里", buttons=["🤝 我来牵头"])
    await sends(world, resident)

    assert await world.officer_of("连-0001") == "赵科长"
    assert [heard(one, "说了在哪里") for one in (city, officer)] == [1, 1]


async def test_who_was_called_for_a_county_that_it_was_not_in_reads_it_no_more(
    sqlite_url: str, vault: Vault
) -> None:
    people = (*STAFF, *NEIGHBOURS)
    async with county(open_database(sqlite_url, vault), staff=people) as world:
        officer, next_lead = await held(world), world.colleagues["邻县领导"]
        await named(world, NEXT)
        await next_lead.sees(WORDS, buttons=["🤝 我来牵头"])
        await officer.sees("会商：邻县领导")

        await named(world, HOME)
        blank = await next_lead.sees("您现在不能看")

        assert WORDS not in blank.text
        assert await world.officer_of("连东海-0001") == "李敏"


async def named(world: World, county_code: str) -> None:
    """Let the reporter say anew where the only case is, while it is still being written."""
    (referral,) = await world.referrals()

    def step(work: UnitOfWork) -> None:
        was = work.cases.get(referral.case_id).county_code
        work.cases.place(referral.case_id, county_code, None, None)
        placing = Placing(world.bot.hotline, work, world.clock.now())
        placing.rerouted(work.cases.get(referral.case_id), was=was)
        placing.paging.redraw(work.referrals.get(referral.id))

    await world.database.write(step)
    world.bot.sender.wake()
    await world.settle()
