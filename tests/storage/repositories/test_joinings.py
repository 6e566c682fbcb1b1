"""Joined cases on both engines."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from storage.database import Database
from storage.tables import attachments
from storage.work import UnitOfWork
from tests.storage.world import COUNTY, World, lay_world


@dataclass(frozen=True, slots=True)
class Pair:
    """A case, a later one of another reporter, and what the later reporter said."""

    kept: int
    later: int
    report: int
    entry: int
    world: World


def laid(work: UnitOfWork, now: datetime) -> Pair:
    world = lay_world(work, now)
    other = work.people.meet("900002", language="zh-CN", now=now)
    later = work.cases.open(number="连东海-0002", level=1, now=now)
    report = work.cases.add_report(
        case_id=later, person_id=other.id, number="连东海-0002", code="一二三四", now=now
    )
    entry = work.cases.say(
        case_id=later, kind="reporter", words="哭", attachment=None, now=now, report_id=report
    )
    work.attachments.expect(case_id=later, entry_id=entry, kind="photo", source="f", now=now)
    for case_id in (world.case_id, later):
        describe(work, case_id)
        work.timeline.add(case_id, "reported", now=now, details={"number": "n"})
    return Pair(world.case_id, later, report, entry, world)


def describe(
    work: UnitOfWork, case_id: int, *, county: str = COUNTY.code, complete: bool = True
) -> None:
    work.cases.describe(
        case_id,
        category="ABU",
        county_code=county,
        township_code=None,
        village="三铺村",
        child='{"age":"6"}',
        restricted=False,
        complete=complete,
        reasons="[]",
    )


def join(work: UnitOfWork, pair: Pair, now: datetime) -> None:
    work.joinings.join(pair.later, pair.kept, staff_id=pair.world.officer.id, now=now)


async def test_only_finished_open_cases_of_the_county_may_look_alike(
    database: Database, now: datetime
) -> None:
    pair = await database.write(lambda work: laid(work, now))

    async def found() -> list[int]:
        near = await database.read(lambda work: work.joinings.open_in(COUNTY.code))
        return [one.id for one in near]

    assert await found() == [pair.later, pair.kept]
    await database.write(lambda work: describe(work, pair.later, complete=False))
    assert await found() == [pair.kept]
    await database.write(lambda work: describe(work, pair.later, county="320707"))
    assert await found() == [pair.kept]
    await database.write(lambda work: work.cases.close(pair.kept, now))
    assert await found() == []


async def test_reports_words_and_files_move_and_are_found_where_they_are(
    database: Database, now: datetime
) -> None:
    pair = await database.write(lambda work: laid(work, now))
    assert await database.read(lambda work: work.joinings.now_in(pair.later)) == pair.later
    await database.write(lambda work: join(work, pair, now))

    assert await database.read(lambda work: work.cases.reports_of(pair.later)) == []
    moved = await database.read(lambda work: work.cases.report(pair.report))
    assert (moved.case_id, moved.number) == (pair.kept, "连东海-0002")
    said = await database.read(lambda work: work.cases.said_in(pair.kept))
    assert pair.entry in {one.id for one in said}
    files = select(attachments.c.case_id)
    assert await database.read(lambda work: work.connection.execute(files).scalar()) == pair.kept
    assert await database.read(lambda work: work.joinings.now_in(pair.later)) == pair.kept
    assert await database.read(lambda work: work.timeline.first_broken(pair.kept)) is None
    assert await database.read(lambda work: work.timeline.first_broken(pair.later)) is None


async def test_what_was_joined_before_goes_along(database: Database, now: datetime) -> None:
    pair = await database.write(lambda work: laid(work, now))

    def third(work: UnitOfWork) -> int:
        case_id = work.cases.open(number="连东海-0003", level=1, now=now)
        work.joinings.join(case_id, pair.later, staff_id=pair.world.officer.id, now=now)
        join(work, pair, now)
        return case_id

    case_id = await database.write(third)
    assert await database.read(lambda work: work.joinings.now_in(case_id)) == pair.kept
    joined = await database.read(lambda work: work.joinings.joined_into(pair.kept))
    assert joined == [pair.later, case_id]


async def test_a_question_to_others_is_not_the_joined_reporters(
    database: Database, now: datetime
) -> None:
    pair = await database.write(lambda work: laid(work, now))

    def asked(work: UnitOfWork, moment: datetime) -> int:
        entry = work.cases.say(
            case_id=pair.kept, kind="question", words="在哪", attachment=None, now=moment
        )
        for report in work.cases.reports_of(pair.kept):
            work.letters.put(
                report_id=report.id,
                person_id=report.person_id,
                kind="question",
                mark=f"question:{entry}:{report.id}",
                content="{}",
                now=moment,
                entry_id=entry,
            )
        return entry

    await database.write(lambda work: asked(work, now))
    await database.write(lambda work: join(work, pair, now))

    def open_question(work: UnitOfWork) -> int | None:
        found = work.cases.open_question(work.cases.report(pair.report))
        return found.id if found else None

    assert await database.read(open_question) is None
    later = await database.write(lambda work: asked(work, now + timedelta(hours=1)))
    assert await database.read(open_question) == later


async def test_erasing_one_report_empties_what_was_understood_of_the_joined_case(
    database: Database, now: datetime
) -> None:
    pair = await database.write(lambda work: laid(work, now))
    await database.write(lambda work: join(work, pair, now))
    await database.write(
        lambda work: work.retention.erase_report(pair.kept, pair.report, now=now, why="asked")
    )

    joined = await database.read(lambda work: work.cases.get(pair.later))
    assert (joined.child, joined.village) == (None, None)
    kept = await database.read(lambda work: work.cases.get(pair.kept))
    assert kept.village == "三铺村"
    events = await database.read(lambda work: work.timeline.of(pair.later))
    assert events[0].details is None
    assert await database.read(lambda work: work.timeline.first_broken(pair.later)) is None


async def test_what_was_said_there_and_by_its_reporters_since_goes_back(
    database: Database, now: datetime
) -> None:
    pair = await database.write(lambda work: laid(work, now))

    def say(work: UnitOfWork, case_id: int, report_id: int | None) -> int:
        return work.cases.say(
            case_id=case_id,
            kind="addition" if report_id else "note",
            words="又哭",
            attachment=None,
            now=now,
            report_id=report_id,
            staff_id=None if report_id else pair.world.officer.id,
        )

    def story(work: UnitOfWork) -> tuple[int, ...]:
        noted_there = say(work, pair.later, None)
        noted_here = say(work, pair.kept, None)
        join(work, pair, now)
        said = say(work, pair.kept, pair.report)
        since = say(work, pair.kept, None)
        work.joinings.part(pair.later)
        return noted_there, said, noted_here, since

    theirs_1, theirs_2, ours_1, ours_2 = await database.write(story)
    there = await database.read(lambda work: work.cases.said_in(pair.later))
    here = await database.read(lambda work: work.cases.said_in(pair.kept))
    assert {one.id for one in there} == {pair.entry, theirs_1, theirs_2}
    assert {one.id for one in here} == {ours_1, ours_2}
    files = select(attachments.c.case_id)
    assert await database.read(lambda work: work.connection.execute(files).scalar()) == pair.later
    assert [one.id for one in await database.read(
        lambda work: work.cases.reports_of(pair.later)
    )] == [pair.report]  # fmt: skip
    assert await database.read(lambda work: work.joinings.find(pair.later)) is None
    await database.write(lambda work: join(work, pair, now))
    assert await database.read(lambda work: work.joinings.partable(pair.kept)) == [pair.later]


async def test_of_a_chain_each_case_takes_only_its_own_part_along(
    database: Database, now: datetime
) -> None:
    pair = await database.write(lambda work: laid(work, now))

    def story(work: UnitOfWork) -> tuple[int, int]:
        third = work.cases.open(number="连东海-0003", level=1, now=now)
        report = work.cases.add_report(
            case_id=third, person_id=pair.world.reporter.id, number="连东海-0003", code="x", now=now
        )
        work.joinings.join(third, pair.later, staff_id=pair.world.officer.id, now=now)
        join(work, pair, now)
        work.joinings.part(pair.later)
        return third, report

    third, report = await database.write(story)
    where = await database.read(lambda work: work.cases.report(report).case_id)
    assert where == pair.kept, "it stays with what it was joined into"
    assert await database.read(lambda work: work.joinings.partable(pair.kept)) == [third]
    assert await database.read(lambda work: work.cases.report(pair.report).case_id) == pair.later
