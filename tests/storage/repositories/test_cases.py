from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.records import Report
from storage.work import UnitOfWork
from tests.storage.world import World, lay_world


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


async def test_what_is_known_of_a_case_is_found_again(
    database: Database, world: World, now: datetime
) -> None:
    await database.write(
        lambda work: work.cases.describe(
            world.case_id,
            category="NOG",
            county_code="320722",
            township_code="320722101",
            village="河口村",
            child='{"age":"6"}',
            restricted=True,
            complete=False,
            reasons='["alone"]',
        )
    )
    await database.write(lambda work: work.cases.set_level(world.case_id, 2))

    case = await database.read(lambda work: work.cases.get(world.case_id))

    assert (case.number, case.level, case.category) == ("连东海-0001", 2, "NOG")
    assert (case.county_code, case.township_code) == ("320722", "320722101")
    assert (case.village, case.child_facts) == ("河口村", {"age": "6"})
    assert (case.restricted, case.complete, case.reasons) == (True, False, '["alone"]')
    assert (case.state, case.opened_at, case.closed_at) == ("open", now, None)


async def test_a_fresh_case_knows_nothing_of_the_child(database: Database, world: World) -> None:
    case = await database.read(lambda work: work.cases.get(world.case_id))

    assert case.child_facts == {}
    assert (case.restricted, case.complete) == (False, True)


async def test_a_case_is_closed_and_reopened(
    database: Database, world: World, now: datetime
) -> None:
    await database.write(lambda work: work.cases.close(world.case_id, now))
    closed = await database.read(lambda work: work.cases.get(world.case_id))
    await database.write(lambda work: work.cases.reopen(world.case_id))
    reopened = await database.read(lambda work: work.cases.get(world.case_id))

    assert (closed.state, closed.closed_at) == ("closed", now)
    assert (reopened.state, reopened.closed_at) == ("open", None)


async def test_unknown_cases_and_reports_are_not_found(database: Database) -> None:
    with pytest.raises(LookupError):
        await database.read(lambda work: work.cases.get(404))
    with pytest.raises(LookupError):
        await database.read(lambda work: work.cases.report(404))


async def test_a_report_is_opened_by_its_own_number_and_code_only(
    database: Database, world: World
) -> None:
    async def opened(number: str, code: str) -> Report | None:
        return await database.read(lambda work: work.cases.with_code(number, code))

    report = await database.read(lambda work: work.cases.report(world.report_id))
    assert await opened("连东海-0001", "1-2-3-4") == report
    assert await opened("连东海-0001", "1-2-3-5") is None
    assert await opened("连东海-0002", "1-2-3-4") is None

    await database.write(
        lambda work: work.cases.change_code(world.report_id, "连东海-0001", "9-9-9-9")
    )
    assert await opened("连东海-0001", "1-2-3-4") is None
    assert await opened("连东海-0001", "9-9-9-9") == report
    assert await database.read(lambda work: work.cases.code_of(world.report_id)) == "9-9-9-9"


async def test_what_a_reporter_left_and_did_is_found_again(
    database: Database, world: World, now: datetime
) -> None:
    await database.write(
        lambda work: work.cases.set_contact(
            world.report_id, may_write_back=False, name="王芳", phone="13800000000"
        )
    )
    await database.write(lambda work: work.cases.rate(world.report_id, "content"))
    await database.write(lambda work: work.cases.mark_reopened(world.report_id, now))

    report = await database.read(lambda work: work.cases.report(world.report_id))

    assert (report.reporter_name, report.reporter_phone) == ("王芳", "13800000000")
    assert (report.may_write_back, report.rating) == (False, "content")
    assert (report.reopened_at, report.withdrawn_at) == (now, None)


async def test_a_person_sees_their_reports_newest_first_and_the_open_ones_apart(
    database: Database, world: World, now: datetime
) -> None:
    async def report(number: str) -> tuple[int, int]:
        case_id = await database.write(
            lambda work: work.cases.open(number=number, level=3, now=now)
        )
        report_id = await database.write(
            lambda work: work.cases.add_report(
                case_id=case_id, person_id=world.reporter.id, number=number, code="x", now=now
            )
        )
        return case_id, report_id

    async def mine(*, only_open: bool) -> list[int]:
        person_id = world.reporter.id
        found = await database.read(
            lambda work: work.cases.reports_by(person_id, only_open=only_open)
        )
        return [one.id for one in found]

    _, withdrawn = await report("连东海-0002")
    closed_case, closed = await report("连东海-0003")
    await database.write(lambda work: work.cases.withdraw(withdrawn, now))
    await database.write(lambda work: work.cases.close(closed_case, now))

    assert await mine(only_open=False) == [closed, withdrawn, world.report_id]
    assert await mine(only_open=True) == [world.report_id]
    of_case = await database.read(lambda work: work.cases.reports_of(closed_case))
    assert [one.id for one in of_case] == [closed]


async def test_what_was_said_is_found_in_order_and_can_be_corrected_by_who_said_it(
    database: Database, world: World, now: datetime
) -> None:
    async def say(kind: str, words: str, message_id: int) -> int:
        return await database.write(
            lambda work: work.cases.say(
                case_id=world.case_id,
                kind=kind,
                words=words,
                attachment=None,
                now=now,
                report_id=world.report_id,
                message_id=message_id,
            )
        )

    async def correct(person_id: int, message_id: int) -> int | None:
        def change(work: UnitOfWork) -> int | None:
            entry = work.said.by_person(person_id, message_id)
            if entry is not None:
                work.said.correct(entry, "不是六岁，是四岁", later)
            return entry.id if entry else None

        return await database.write(change)

    later = now + timedelta(minutes=1)
    first = await say("reporter", "六岁的孩子一个人在家", 11)
    second = await say("addition", "已经两天了", 12)

    assert await correct(world.officer.person_id, 11) is None
    assert await correct(world.reporter.id, 99) is None
    assert await correct(world.reporter.id, 11) == first

    said = await database.read(lambda work: work.cases.said_in(world.case_id))
    assert [(one.id, one.words, one.edited_at) for one in said] == [
        (first, "不是六岁，是四岁", later),
        (second, "已经两天了", None),
    ]


async def test_attachments_and_notes_keep_what_belongs_to_them(
    database: Database, world: World, now: datetime
) -> None:
    await database.write(
        lambda work: work.cases.say(
            case_id=world.case_id,
            kind="note",
            words=None,
            attachment='{"kind":"photo"}',
            now=now,
            staff_id=world.officer.id,
            message_id=5,
            album_id="a1",
        )
    )

    (entry,) = await database.read(lambda work: work.cases.said_in(world.case_id))

    assert (entry.kind, entry.words, entry.attachment) == ("note", None, '{"kind":"photo"}')
    assert (entry.staff_id, entry.report_id) == (world.officer.id, None)
    assert (entry.message_id, entry.album_id, entry.said_at) == (5, "a1", now)


async def test_the_counties_that_a_person_reported_from_are_known_the_latest_first(
    database: Database, world: World, now: datetime
) -> None:
    async def report(number: str, county: str | None) -> None:
        case_id = await database.write(
            lambda work: work.cases.open(number=number, level=3, now=now)
        )
        if county is not None:
            await database.write(lambda work: work.cases.place(case_id, county, None, None))
        await database.write(
            lambda work: work.cases.add_report(
                case_id=case_id, person_id=world.reporter.id, number=number, code="x", now=now
            )
        )

    for place, county in enumerate(("320722", "320707", None, "320722")):
        await report(f"连东海-01{place:02}", county)

    mine = await database.read(lambda work: work.cases.counties_known_by(world.reporter.id))
    others = await database.read(lambda work: work.cases.counties_known_by(world.officer.person_id))
    assert (mine, others) == (["320722", "320707"], [])


async def test_situations_are_kept_in_their_order(database: Database, world: World) -> None:
    await database.write(lambda work: work.cases.set_situations(world.case_id, {9, 4}))
    case = await database.read(lambda work: work.cases.get(world.case_id))
    assert case.situation_numbers == (4, 9)
