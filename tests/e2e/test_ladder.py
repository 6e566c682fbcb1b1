"""The ladder under moved time: it climbs, it skips, it repeats, and it ends when somebody takes."""

import asyncio
from datetime import timedelta
from itertools import pairwise

from bot.demo import STAFF
from sandbox.faults import Forbidden, TooMany
from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.world import TUESDAY, World, county, cries_for_help, data_of, sends


def pages(person: Person) -> int:
    """Return how many cards of cases a person has, those of shift changes left out."""
    cards = [one.text for one in person.screen.messages if "交接班" not in one.text]
    return sum("连东海-" in text for text in cards)


async def test_the_ladder_climbs_every_rung_and_repeats_the_last_until_somebody_takes(
    world: World,
) -> None:
    resident, duty, backup = world.resident(), await world.duty(), await world.duty("backup")
    lead, city = world.colleagues["张主任"], world.colleagues["赵科长"]
    await cries_for_help(world, resident)

    assert (pages(duty), pages(backup), pages(lead), pages(city)) == (1, 0, 0, 0)
    await world.advance(minutes=3)
    assert (pages(duty), pages(backup), pages(lead), pages(city)) == (2, 0, 0, 0)
    await duty.sees("还没有人接单，已 3 分钟")
    await world.advance(minutes=2)
    assert (pages(duty), pages(backup), pages(lead), pages(city)) == (2, 1, 0, 0)
    card = await backup.sees(
        f"前面叫了 1 位（{duty.name}），没有应答，已 5 分钟", buttons=["✅ 接单"]
    )
    assert card.text.startswith("🔔🔔 前面叫了 1 位")
    await world.advance(minutes=5)
    assert (pages(duty), pages(backup), pages(lead), pages(city)) == (2, 1, 1, 0)
    await lead.sees(f"前面叫了 2 位（{backup.name}、{duty.name}），没有应答，已 10 分钟")
    await world.advance(minutes=10)
    await city.sees("前面叫了 3 位（")
    assert (pages(duty), pages(backup), pages(lead), pages(city)) == (2, 1, 1, 1)
    for repeated in range(2, 6):
        await world.advance(minutes=10)
        assert pages(city) == repeated

    await city.taps("✅ 接单")
    await world.settle()
    world.forget()
    await world.advance(minutes=30)
    assert pages(duty) + pages(backup) + pages(lead) == 4
    assert not lead.unread()


async def test_a_call_costs_the_wire_the_same_however_often_nobody_answered_before(
    world: World,
) -> None:
    await cries_for_help(world, world.resident())
    carried: list[int] = []
    for _ in range(12):
        await world.advance(minutes=10)
        carried.append(_carried(world))
    costs = [now - before for before, now in pairwise(carried)]
    # The first calls climb to the last rung, which is repeated from then on.
    assert len(set(costs[-6:])) == 1, costs


async def test_every_card_shows_that_somebody_took_the_case(world: World) -> None:
    await cries_for_help(world, world.resident())
    for _ in range(4):
        await world.advance(minutes=10)
    city = world.colleagues["赵科长"]
    await city.taps("✅ 接单")
    await world.settle()
    for person in world.colleagues.values():
        cards = [one for one in person.screen.messages if "连东海-" in one.text]
        assert all("赵科长" in one.text and "✅ 接单" not in one.labels for one in cards)


def _carried(world: World) -> int:
    """Return how many messages and edits the wire has carried."""
    return len(world.sandbox.calls("sendMessage")) + len(world.sandbox.calls("editMessageText"))


async def test_an_outage_longer_than_two_rungs_gives_one_page_and_not_a_burst(
    world: World,
) -> None:
    await cries_for_help(world, world.resident())
    calls = len(world.sandbox.calls("sendMessage"))

    await world.advance(hours=3)

    assert len(world.sandbox.calls("sendMessage")) - calls <= 2  # The page, and the draft's end.
    assert pages(await world.duty()) == 2
    referral = (await world.referrals())[0]
    assert referral.next_deadline_at is not None
    assert referral.next_deadline_at > world.clock.now()


async def test_an_officer_who_blocked_the_bot_is_passed_over_at_once(world: World) -> None:
    duty, backup = await world.duty(), await world.duty("backup")
    await duty.blocks()
    await world.settle()

    await cries_for_help(world, world.resident())
    await world.settle()

    assert pages(backup) == 1


async def test_a_block_that_telegram_first_tells_when_paging_calls_the_next_person_at_once(
    world: World,
) -> None:
    duty, backup, lead = await world.duty(), await world.duty("backup"), world.colleagues["张主任"]
    world.sandbox.faults.order(Forbidden(), method="sendMessage", chat=duty.id)

    await cries_for_help(world, world.resident())
    await world.advance(seconds=1)

    assert pages(backup) == 1
    await lead.sees(f"{duty.name} 收不到消息")


async def test_accept_and_escalation_at_the_same_instant_have_one_winner(world: World) -> None:
    duty = await world.duty()
    await cries_for_help(world, world.resident())
    await duty.sees("特急")
    world.clock.advance(timedelta(minutes=3))

    tap, _ = await asyncio.gather(duty.taps("✅ 接单"), world.bot.tick())
    await world.settle()

    assert tap.toast == "您接下了 连东海-0001"
    referral = (await world.referrals())[0]
    assert referral.state == "accepted"
    pages_before = pages(duty)
    await world.advance(minutes=10)
    assert pages(duty) == pages_before


async def test_with_nobody_on_duty_the_rung_is_skipped_and_that_is_said(
    sqlite_url: str, vault: Vault
) -> None:
    only_above = [one for one in STAFF if one.name in ("张主任", "赵科长")]
    async with county(open_database(sqlite_url, vault), staff=only_above) as world:
        await cries_for_help(world, world.resident())

        lead = world.colleagues["张主任"]
        await lead.sees("特急")
        referral = (await world.referrals())[0]
        events = await world.read(lambda work: work.timeline.of(referral.case_id))
        assert [event.kind for event in events].count("rung-skipped") == 3


async def test_a_change_of_duty_between_two_rungs_pages_the_new_person(
    sqlite_url: str, vault: Vault
) -> None:
    just_before = TUESDAY - timedelta(hours=1, minutes=32)  # 08:28; the hand-off is at 08:30.
    async with county(open_database(sqlite_url, vault), at=just_before) as world:
        going = await world.duty()
        await cries_for_help(world, world.resident())
        await world.advance(minutes=3)

        coming = await world.duty()
        assert coming is not going
        assert (pages(going), pages(coming)) == (1, 1)


async def test_a_lapsed_promise_is_chased_at_the_holder_then_above(world: World) -> None:
    duty, lead, city = await world.duty(), world.colleagues["张主任"], world.colleagues["赵科长"]
    await cries_for_help(world, world.resident())
    await duty.taps("✅ 接单")
    await world.settle()
    world.forget()

    await world.advance(minutes=60)
    await duty.sees("时限已到：首次联系")
    await world.advance(minutes=15)
    await lead.sees("时限已到：首次联系", buttons=["🤝 接手"])
    await world.advance(minutes=30)
    await city.sees("时限已到：首次联系")
    await world.advance(minutes=60)
    assert pages(city) == 2

    tap = await lead.taps("🤝 接手")
    assert tap.toast == "您接下了 连东海-0001"
    assert await world.officer_of("连东海-0001") == "张主任"


async def test_a_page_that_was_queued_when_somebody_accepted_is_never_sent(world: World) -> None:
    duty, backup = await world.duty(), await world.duty("backup")
    await cries_for_help(world, world.resident())
    card = await duty.sees("特急")
    world.sandbox.faults.order(TooMany(retry_after=60), method="sendMessage", chat=backup.id)
    await world.advance(minutes=3)
    await world.advance(minutes=2)
    assert pages(backup) == 0

    await duty.taps_data(data_of(card, "✅ 接单"), message=card)
    await world.advance(minutes=5)

    assert pages(backup) == 0


async def test_an_urgent_draft_left_alone_is_paged_with_what_is_known(world: World) -> None:
    resident, duty = world.resident(), await world.duty()
    await resident.says("/report")
    await world.settle()
    await resident.presses("说不准")
    await world.settle()
    await resident.says("东海县双店镇有个奶奶带三个娃，锅里好几天没米了")
    await world.settle()
    assert pages(duty) == 0

    await world.advance(minutes=3)

    card = await duty.sees("连东海-0001")
    assert "锅里好几天没米了" in card.text
    assert "报告人还在填写" in card.text


async def test_who_sends_a_report_that_was_taken_meanwhile_is_not_told_that_somebody_is_called(
    world: World,
) -> None:
    first, second = world.resident(), world.resident("李奶奶")
    officer = await world.duty()
    await cries_for_help(world, first)
    await officer.taps("✅ 接单")
    await world.settle()
    await sends(world, first)
    await first.sees("我记下了，值班的人已经接手了")
    assert not any("正在叫值班的人" in one.text for one in first.screen.messages)

    await cries_for_help(world, second)
    await sends(world, second)
    await second.sees("我记下了，正在叫值班的人")
