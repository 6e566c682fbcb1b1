"""What was kept long enough goes by itself, here and on phones; what is open never does."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import pytest
from sqlalchemy import Table, select, update

from bot.services.retention import Expiry, cutoffs, months_before
from sandbox.faults import Forbidden
from sandbox.people import Person
from storage.classification import classified
from storage.repositories.retention import NOBODY
from storage.rooms import Class
from storage.tables import cases, entries, events, metadata
from storage.work import UnitOfWork
from tests.e2e.world import DIALECT, TUESDAY, World, agreed, cries_for_help, sends

SAID = "他家里还有一个小的也在挨打"


async def _closed(world: World, resident: Person) -> None:
    """Tell, add a picture, have it asked, noted and closed by the officer on duty."""
    officer = await world.duty()
    await cries_for_help(world, resident)
    await resident.sends_photo(caption=SAID)
    await world.settle()
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("帮扶已落实", None, "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        await (officer.says("送了米面，见了孩子") if words is None else officer.presses(words))
        await world.settle()
    await agreed(world)


async def _let_go(world: World) -> None:
    await world.bot.keeper.look()
    await world.settle()


def _personal(work: UnitOfWork) -> Mapping[str, int]:
    """Return how many values stand in each personal column of what belongs to cases."""
    tables = (
        "cases",
        "reports",
        "entries",
        "referrals",
        "corrections",
        "events",
        "inbox",
        "outbox",
    )
    found = {}
    for table in (metadata.tables[name] for name in tables):
        for line in classified(table):
            if line.kind is Class.PERSONAL:
                column = table.columns[line.column]
                rows = work.connection.execute(select(column).where(column.is_not(None))).all()
                found[f"{table.name}.{line.column}"] = len(rows)
    return found


async def test_a_closed_case_is_emptied_after_its_months_and_its_tombstone_stays(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await _closed(world, resident)
    before = await world.read(lambda work: work.cases.get(_only(work, cases)))
    await world.advance(days=35 * 30)
    await _let_go(world)
    assert await world.read(lambda work: work.cases.get(before.id)) == before, "not yet"
    officer.reads_all()

    await world.advance(days=50)
    await _let_go(world)

    case = await world.read(lambda work: work.cases.get(before.id))
    assert (case.number, case.level, case.category) == (
        before.number,
        before.level,
        before.category,
    )
    assert (case.county_code, case.closed_at) == (before.county_code, before.closed_at)
    assert case.erased_at == world.clock.now()
    left = {name for name, count in (await world.read(_personal)).items() if count}
    # Of the line that says so, and a code that opens nothing.
    assert left <= {"events.details_sealed", "events.salt_sealed", "reports.code_sealed"}
    lines = await world.read(lambda work: work.timeline.of(case.id))
    assert [line.kind for line in lines if line.details] == ["erased"]
    assert await world.read(lambda work: list(work.proof.breaches())) == []
    card = await officer.sees("个人信息已按规定清除")
    assert "打得嗷嗷叫" not in card.text
    assert not any("打得嗷嗷叫" in message.text for message in officer.screen.messages)
    assert await world.read(_reporters) == [NOBODY]
    assert await world.read(lambda work: work.people.with_chat(str(resident.id))) is None


def _only(work: UnitOfWork, table: Table) -> int:
    return int(work.connection.execute(select(table.c.id)).scalar_one())


def _reporters(work: UnitOfWork) -> Sequence[int]:
    reports = metadata.tables["reports"]
    return list(work.connection.execute(select(reports.c.person_id)).scalars())


async def test_an_open_case_never_expires(world: World) -> None:
    resident = world.resident()
    await cries_for_help(world, resident)
    await sends(world, resident)

    world.clock.advance(months_before(TUESDAY, -1200) - TUESDAY)
    gone = await Expiry(world.bot.hotline, world.database).run(world.clock.now())

    assert gone["cases"] == 0
    (said, *_) = await world.read(lambda work: work.cases.said_in(_only(work, cases)))
    assert "打得嗷嗷叫" in (said.words or "")
    assert await world.read(lambda work: work.people.with_chat(str(resident.id)))


async def test_what_is_listed_is_what_goes(world: World) -> None:
    resident = world.resident()
    await _closed(world, resident)
    await world.advance(days=3 * 366)
    until = cutoffs(world.bot.hotline.config.retention, world.clock.now())

    listed = await world.read(lambda work: work.retention.due(until))
    numbers = await world.read(lambda work: work.retention.numbers(until))
    gone = await Expiry(world.bot.hotline, world.database).run(world.clock.now())

    assert numbers == ["连东海-0001"]
    # A chat is forgotten once its last report is, and letters take what carried them along.
    later = {"people", "outbox"}
    assert {k: n for k, n in gone.items() if k not in later} == {
        k: n for k, n in listed.items() if n and k not in later
    }
    assert 0 < gone["outbox"] <= listed["outbox"]
    assert not any((await world.read(lambda work: work.retention.due(until))).values())


async def test_it_runs_once_a_day_from_its_hour_on(world: World) -> None:
    await world.bot.keeper.look()
    first = await world.read(lambda work: work.handovers.marked_at("retention"))
    await world.advance(hours=12)
    await world.bot.keeper.look()
    assert await world.read(lambda work: work.handovers.marked_at("retention")) == first
    await world.advance(hours=4, minutes=30)  # Half past two at night.
    await world.bot.keeper.look()
    assert await world.read(lambda work: work.handovers.marked_at("retention")) == first
    await world.advance(hours=1)
    await world.bot.keeper.look()
    assert await world.read(lambda work: work.handovers.marked_at("retention")) != first


async def test_a_case_that_was_tampered_with_is_left_and_the_others_go(world: World) -> None:
    one, other = world.resident(), world.resident("李爷爷")
    await _closed(world, one)
    await _closed(world, other)
    first = select(cases.c.id).order_by(cases.c.id).limit(1).scalar_subquery()
    tampered = update(events).where(events.c.case_id == first, events.c.kind == "closed")
    await world.database.write(
        lambda work: work.connection.execute(tampered.values(kind="note")).rowcount
    )
    await world.advance(days=4 * 366)

    gone = await Expiry(world.bot.hotline, world.database).run(world.clock.now())

    assert (gone["cases"], gone["refused"]) == (1, 1)
    words = await world.read(
        lambda work: (
            work.connection.execute(
                select(entries.c.words_sealed).where(entries.c.case_id == first)
            )
            .scalars()
            .all()
        )
    )
    assert any(words)


async def test_a_resident_has_their_own_words_of_a_closed_case_erased(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await resident.says("/erase")
    await resident.sees("没有办完了的事")
    await sends(world, resident)
    await world.settle()
    await officer.taps("✅ 接单")
    await world.settle()
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("帮扶已落实", None, "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        await (officer.says("送了米面") if words is None else officer.presses(words))
        await world.settle()
    await agreed(world)

    await resident.says("/erase")
    await resident.sees("真的要清除吗")
    await resident.presses("不清除")
    await resident.sees("什么也没有清除")
    await resident.says("/erase")
    await resident.sees("真的要清除吗")
    await resident.presses("🗑 清除")
    await resident.sees("连东海-0001 里您说过的都清除了")
    await world.settle()

    assert await world.read(_reporters) == [NOBODY]
    said = await world.read(lambda work: work.cases.said_in(_only(work, cases)))
    assert {entry.words for entry in said} == {None}
    case = await world.read(lambda work: work.cases.get(_only(work, cases)))
    assert (case.reading, case.reasons, case.child, case.village) == (None,) * 4
    referral = await world.read(lambda work: work.referrals.current_of(case.id))
    assert referral is not None
    assert referral.done == "送了米面", "what officers wrote down has its own time"
    assert await world.read(lambda work: list(work.proof.breaches())) == []
    await officer.sees("个人信息已按规定清除")
    await resident.says("/status")
    await resident.sees("这里没有您说过的事")


async def test_pictures_on_phones_are_taken_away_within_the_time_telegram_allows(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await resident.sends_photo()
    await world.settle()
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    assert any(message.media for message in officer.screen.messages)
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("帮扶已落实", None, "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        await (officer.says("送了米面") if words is None else officer.presses(words))
        await world.settle()
    await agreed(world)

    await resident.says("/erase")
    await world.settle()
    await resident.presses("🗑 清除")
    await world.settle()

    assert not any(message.media for message in officer.screen.messages)


async def test_pictures_and_words_leave_phones_and_come_again_when_asked_for(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await resident.sends_photo()
    await world.settle()
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    case = (await world.referrals())[0]
    await officer.taps_data(f"c:words:{case.id}:{case.version}")
    await world.settle()
    assert _on_screen(officer) == (1, 1)

    await world.advance(hours=43)
    await _let_go(world)
    assert _on_screen(officer) == (1, 1)
    await world.advance(hours=2)
    await _let_go(world)
    assert _on_screen(officer) == (0, 0)
    case = (await world.referrals())[0]
    await officer.taps_data(f"c:show:{case.id}:{case.version}")
    await world.settle()
    assert _on_screen(officer)[0] == 1


def _on_screen(person: Person) -> tuple[int, int]:
    """Return how many pictures, and how many whole accounts of what was said, are there."""
    pictures = [one for one in person.screen.messages if one.media]
    told = [one for one in person.screen.messages if "打得嗷嗷叫" in one.text]
    accounts = [one for one in told if not one.buttons]
    return len(pictures), len(accounts)


@pytest.mark.parametrize("begins", [cries_for_help, _closed])
async def test_a_case_that_is_open_again_or_closed_anew_by_its_turn_keeps_everything(
    world: World, begins: Callable[[World, Person], Awaitable[None]]
) -> None:
    await begins(world, world.resident())
    case_id = await world.read(lambda work: _only(work, cases))
    expiry, now = Expiry(world.bot.hotline, world.database), world.clock.now()
    await expiry._case(case_id, cutoffs(expiry.hotline.config.retention, now), now)
    said = await world.read(lambda work: work.cases.said_in(case_id))
    assert said[0].words == DIALECT
    case = await world.read(lambda work: work.cases.get(case_id))
    assert case.erased_at is None


async def test_of_what_is_erased_nothing_is_written_to_who_cannot_be_reached(
    world: World,
) -> None:
    resident, officer, lead = world.resident(), await world.duty(), world.colleagues["张主任"]
    # The lead's card of the wish never arrives.
    world.sandbox.faults.order(Forbidden(), method="sendMessage", chat=lead.id)
    await _closed(world, resident)
    await officer.blocks()
    await world.settle()
    before = await world.read(lambda work: work.outbox.count("pending", "failed"))
    world.forget()
    await resident.says("/erase")
    await world.settle()
    await resident.presses("🗑 清除")
    await resident.sees("都清除了")
    await world.settle()
    assert await world.read(lambda work: work.outbox.count("pending", "failed")) == before
    assert not any("个人信息已按规定清除" in one.text for one in lead.screen.messages)


def test_months_are_those_of_the_calendar() -> None:
    assert months_before(TUESDAY.replace(month=3, day=31), 1).strftime("%m-%d") == "02-28"
    assert months_before(TUESDAY, 36).strftime("%Y-%m-%d") == "2023-11-24"
