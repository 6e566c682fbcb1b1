"""Erasing empties every personal field of a case, and nothing that statistics are made of."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from storage.database import Database, open_database
from storage.encryption import Place, Vault
from storage.repositories.expired import Cutoffs
from storage.repositories.retention import COPIES, NOBODY, Copy
from storage.rotation import rotate
from storage.tables import cases, inbox, metadata, outbox, people, reports
from storage.talk_tables import entry_phones, letters, report_phones
from storage.work import UnitOfWork
from tests.storage.test_secrecy import PHRASES, _tell_everything

# What belongs to people, to messages or to nobody; all else is of a case, and a new table with
# something sealed is erased with its case, or named here on purpose.
NOT_OF_A_CASE = {
    "people",
    "staff",
    "invites",
    "inbox",
    "outbox",
    "dialogues",
    "receipts",
    "roster_sheets",
}
OF_THE_CASE = {name for name in PHRASES if name.partition(".")[0] not in NOT_OF_A_CASE}


def _laid(work: UnitOfWork, now: datetime) -> int:
    _tell_everything(work, now)
    first = select(cases.c.id).where(cases.c.number == "连东海-0001")
    case_id = int(work.connection.execute(first).scalar_one())
    work.connection.execute(update(cases).values(state="closed", closed_at=now))
    return case_id


def _from_another_phone(work: UnitOfWork, case_id: int, now: datetime) -> None:
    report = work.cases.reports_of(case_id)[0]
    other = work.people.meet("7003", language="zh-CN", now=now)
    work.phones.prove(report.id, other.id, now)
    entry_id = work.cases.say(
        case_id=case_id, kind="addition", words="又", attachment=None, now=now, report_id=report.id
    )
    work.phones.note(entry_id, other.id, "other")


def _all_until(moment: datetime) -> Cutoffs:
    return Cutoffs(*(9 * [moment]))


def _readable(work: UnitOfWork) -> set[str]:
    """Return in which columns the phrase that was put there can still be opened."""

    found = set()
    for name, phrase in PHRASES.items():
        table_name, _, column_name = name.partition(".")
        table = metadata.tables[table_name]
        (key,) = table.primary_key.columns
        for row, value in work.connection.execute(select(key, table.columns[column_name])).all():
            if value and phrase in work.vault.open(value, Place(table_name, column_name, row)):
                found.add(name)
    return found


async def test_erasing_empties_every_personal_field_of_the_case(
    database: Database, now: datetime
) -> None:
    case_id = await database.write(lambda work: _laid(work, now))
    assert await database.read(_readable) == set(PHRASES)

    await database.write(lambda work: _from_another_phone(work, case_id, now))
    await database.write(lambda work: work.retention.erase(case_id, now=now, why="retention"))

    assert await database.read(_readable) == set(PHRASES) - OF_THE_CASE
    assert await database.read(lambda work: work.timeline.first_broken(case_id)) is None
    for table in (report_phones, entry_phones):
        every = select(func.count()).select_from(table)
        assert await database.read(lambda work: work.connection.execute(every).scalar()) == 0  # noqa: B023
    tied = select(reports.c.person_id)
    assert await database.read(lambda work: work.connection.execute(tied).scalar()) == NOBODY
    to = select(letters.c.person_id, letters.c.state)
    assert await database.read(lambda work: work.connection.execute(to).one()) == (
        NOBODY,
        "dropped",
    ), "no letter tells whose report it was"
    code = PHRASES["reports.code_sealed"]
    assert not await database.read(lambda work: work.cases.with_code("连东海-0001", code))


async def test_one_of_two_reporters_takes_only_their_own_part_along(
    database: Database, now: datetime
) -> None:
    def lay(work: UnitOfWork) -> tuple[int, int]:
        case_id = _laid(work, now)
        other = work.people.meet("7002", language="zh-CN", now=now)
        report_id = work.cases.add_report(
            case_id=case_id, person_id=other.id, number="连东海-0002", code="5-6-7-8", now=now
        )
        work.cases.say(
            case_id=case_id, kind="reporter", words="另一个人说的", attachment=None, now=now,
            report_id=report_id,
        )  # fmt: skip
        return case_id, report_id

    case_id, report_id = await database.write(lay)
    await database.write(
        lambda work: work.retention.erase_report(case_id, report_id, now=now, why="asked")
    )

    said = await database.read(lambda work: work.cases.said_in(case_id))
    assert [one.words for one in said if one.report_id == report_id] == [None]
    assert PHRASES["entries.words_sealed"] in {one.words for one in said}
    case = await database.read(lambda work: work.cases.get(case_id))
    assert case.reading == PHRASES["cases.reading_sealed"]
    assert case.erased_at is None


def _let_go(work: UnitOfWork, part: str, cutoffs: Cutoffs, now: datetime) -> int:
    found = work.retention.outlived(part, cutoffs, after=0, limit=50)
    return work.retention.let_go(part, cutoffs, found, now=now)


async def test_updates_messages_drafts_and_links_go_when_their_time_has_come(
    database: Database, now: datetime
) -> None:
    def settle(work: UnitOfWork) -> None:
        _laid(work, now)
        work.inbox.take(9, "unreadable", now=now, trouble="unreadable")
        work.inbox.finish(7, now)
        work.connection.execute(update(outbox).values(state="sent", settled_at=now))

    await database.write(settle)
    later = now + timedelta(days=400)

    def let_go(work: UnitOfWork, until: datetime) -> dict[str, int]:
        parts = ("corrections", "inbox", "outbox", "dialogues", "parked", "invites")
        cutoffs = _all_until(until)
        return {one: _let_go(work, one, cutoffs, later) for one in parts}

    assert set((await database.write(lambda work: let_go(work, now))).values()) == {0}
    gone = await database.write(lambda work: let_go(work, later))
    assert gone == dict.fromkeys(gone, 1) | {"inbox": 2}
    waiting = select(inbox.c.id)
    assert await database.read(lambda work: work.connection.execute(waiting).all()) == []


async def test_whoever_has_nothing_left_is_forgotten_and_keys_can_still_be_changed(
    database_url: str, now: datetime
) -> None:
    old, new = b"an old secret of thirty-two bytes", b"a new secret of thirty-two bytes."
    database = open_database(database_url, Vault(old))
    case_id = await database.write(lambda work: _laid(work, now))
    later = now + timedelta(days=400)

    def let_go(work: UnitOfWork) -> int:
        return _let_go(work, "people", _all_until(later), later)

    def let_go_whoever(work: UnitOfWork) -> int:
        every = work.connection.execute(select(people.c.id)).scalars().all()
        return work.retention.let_go("people", _all_until(later), every, now=later)

    assert await database.write(let_go) == 0, "all of them have something"
    assert await database.write(let_go_whoever) == 0, "it is asked again by who writes"
    await database.write(lambda work: work.retention.erase(case_id, now=now, why="asked"))
    assert await database.write(let_go) == 1
    assert await database.write(let_go) == 0
    assert await database.read(lambda work: work.people.with_chat("7001")) is None
    await database.close()

    database = open_database(database_url, Vault(new, old))
    result = await rotate(database, Vault(new).current)
    assert (result.left, result.void) == ({}, 0)
    again = await database.write(lambda work: work.people.meet("7001", language="zh-CN", now=later))
    assert again.chat == "7001"
    await database.close()


async def test_what_stands_on_phones_is_taken_away_whole_in_however_many_turns(
    database: Database, now: datetime
) -> None:
    """A turn may end in the middle of an album: the rest of it is taken in the next."""
    parts = 3
    albums = COPIES // parts + 1

    def lay(work: UnitOfWork) -> None:
        person = work.people.meet("7001", language="zh-CN", now=now)
        for album in range(albums):
            numbers = [album * parts + part for part in range(1, parts + 1)]
            work.lines.note(person.id, numbers, now, mark=f"copy:7:{album}:7:a{album}")

    def take(work: UnitOfWork) -> Sequence[Copy]:
        copies = work.retention.on_phones(now - timedelta(hours=1), now)
        work.retention.taken_back(copies)
        return copies

    await database.write(lay)
    taken: list[int] = []
    while copies := await database.write(take):
        taken += [copy.message_id for copy in copies]

    assert taken == [*range(1, albums * parts + 1)]
