import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Update, delete, insert, select, update

from storage.database import Database
from storage.encryption import Vault
from storage.repositories.repository import as_json
from storage.repositories.timeline import ChainBroken
from storage.tables import cases, events
from storage.work import UnitOfWork
from tests.storage.world import World, lay_world, open_case

LINES = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A case with five lines, another with one."""

    world: World
    other_case: int


@pytest.fixture
async def told(database: Database, now: datetime) -> Told:
    def tell(work: UnitOfWork) -> Told:
        world = lay_world(work, now)
        other = open_case(work, "连东海-0002", now)
        for n in range(1, LINES + 1):
            work.timeline.add(
                world.case_id,
                f"kind-{n}",
                now=now + timedelta(minutes=n),
                referral_id=world.referral.id,
                staff_id=world.officer.id,
                details={"note": f"记录{n}", "rung": n},
            )
        work.timeline.add(other, "opened", now=now)
        return Told(world, other)

    return await database.write(tell)


def _line(case_id: int, sequence: int) -> Any:
    return (events.c.case_id == case_id) & (events.c.sequence == sequence)


async def _tamper(database: Database, *changes: Any) -> None:
    def tamper(work: UnitOfWork) -> None:
        for change in changes:
            assert work.connection.execute(change).rowcount == 1

    await database.write(tamper)


async def _broken(database: Database, case_id: int) -> int | None:
    return await database.read(lambda work: work.timeline.first_broken(case_id))


async def test_what_happened_is_told_in_order(
    database: Database, told: Told, now: datetime
) -> None:
    lines = await database.read(lambda work: work.timeline.of(told.world.case_id))

    assert [line.sequence for line in lines] == [1, 2, 3, 4, 5]
    assert [line.kind for line in lines] == [f"kind-{n}" for n in range(1, 6)]
    assert lines[2].details == '{"note":"记录3","rung":3}'
    assert lines[2].happened_at == now + timedelta(minutes=3)
    assert (lines[2].staff_id, lines[2].referral_id) == (
        told.world.officer.id,
        told.world.referral.id,
    )
    assert await _broken(database, told.world.case_id) is None
    assert await _broken(database, told.other_case) is None


async def test_the_end_of_a_timeline_is_told_in_order_too(database: Database, told: Told) -> None:
    lines = await database.read(lambda work: work.timeline.of(told.world.case_id, last=2))

    assert [line.sequence for line in lines] == [4, 5]


async def test_an_empty_timeline_is_whole(database: Database, told: Told, now: datetime) -> None:
    assert told
    case_id = await database.write(lambda work: open_case(work, "连东海-0003", now))

    assert await database.read(lambda work: work.timeline.of(case_id)) == []
    assert await _broken(database, case_id) is None


async def test_a_moment_of_another_zone_does_not_break_the_chain(
    database: Database, told: Told, now: datetime
) -> None:
    beijing = now.astimezone(timezone(timedelta(hours=8)))
    await database.write(lambda work: work.timeline.add(told.other_case, "x", now=beijing))

    assert await _broken(database, told.other_case) is None
    (line,) = await database.read(lambda work: work.timeline.of(told.other_case, last=1))
    assert (line.happened_at, line.happened_at.tzinfo) == (now, UTC)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", 4),
        ("sequence", 4000),
        ("referral_id", None),
        ("kind", "other"),
        ("staff_id", None),
        ("details_sealed", None),
        ("details_sealed", b"\x01 something else"),
        ("salt_sealed", None),
        ("commitment", None),
        ("commitment", b"\x00" * 32),
        ("happened_at", datetime(2026, 1, 1, tzinfo=UTC)),
        ("previous_hash", b"\x00" * 32),
        ("hash", b"\x00" * 32),
    ],
)
async def test_a_changed_line_is_found(
    database: Database, told: Told, column: str, value: object
) -> None:
    case_id = told.world.case_id
    await _tamper(database, update(events).where(_line(case_id, 3)).values({column: value}))

    assert await _broken(database, case_id) == 3
    assert await _broken(database, told.other_case) is None


async def test_every_column_of_a_line_is_covered_by_the_test_above() -> None:
    tested = {
        "id", "sequence", "referral_id", "kind", "staff_id", "details_sealed", "salt_sealed",
        "commitment", "happened_at", "previous_hash", "hash",
    }  # fmt: skip
    assert tested | {"case_id"} == {column.name for column in events.columns}


async def test_a_line_moved_to_another_case_is_missed_there_and_found_here(
    database: Database, told: Told
) -> None:
    case_id = told.world.case_id
    move = update(events).where(_line(case_id, 2)).values(case_id=told.other_case)
    await _tamper(database, move)

    assert await _broken(database, case_id) == 2
    assert await _broken(database, told.other_case) == 2


@pytest.mark.parametrize("sequence", range(1, LINES + 1))
async def test_a_removed_line_is_missed_even_the_last(
    database: Database, told: Told, sequence: int
) -> None:
    case_id = told.world.case_id
    await _tamper(database, delete(events).where(_line(case_id, sequence)))

    assert await _broken(database, case_id) == sequence


async def test_a_whole_timeline_that_was_removed_is_missed(database: Database, told: Told) -> None:
    await _tamper(database, delete(events).where(_line(told.other_case, 1)))

    assert await _broken(database, told.other_case) == 1


async def test_a_removed_end_is_missed_where_the_case_was_made_to_forget_it(
    database: Database, told: Told
) -> None:
    case_id = told.world.case_id
    await _tamper(
        database,
        delete(events).where(_line(case_id, LINES)),
        update(cases).where(cases.c.id == case_id).values(timeline_key=None),
    )

    assert await _broken(database, case_id) == LINES


async def test_a_line_closed_up_over_a_removed_one_is_found(database: Database, told: Told) -> None:
    case_id = told.world.case_id
    moves: list[Update] = [
        update(events).where(_line(case_id, n)).values(sequence=n - 1) for n in (4, 5)
    ]
    await _tamper(database, delete(events).where(_line(case_id, 3)), *moves)

    assert await _broken(database, case_id) == 3


async def test_two_lines_that_changed_places_are_found(database: Database, told: Told) -> None:
    case_id = told.world.case_id
    await _tamper(
        database,
        update(events).where(_line(case_id, 2)).values(sequence=99),
        update(events).where(_line(case_id, 3)).values(sequence=2),
        update(events).where(_line(case_id, 99)).values(sequence=3),
    )

    assert await _broken(database, case_id) == 2


async def test_a_genuine_line_of_another_history_is_found(
    database: Database, told: Told, now: datetime
) -> None:
    """The end is cut off and told anew; then a line of the first telling is put back."""
    case_id = told.world.case_id
    old = select(events).where(_line(case_id, 5))
    line = await database.read(lambda work: dict(work.connection.execute(old).mappings().one()))
    await _tamper(database, *(delete(events).where(_line(case_id, n)) for n in (4, 5)))
    for kind in ("other-4", "other-5", "other-6"):
        await _add(database, case_id, kind, now)
    assert await _broken(database, case_id) is None

    await _tamper(database, delete(events).where(_line(case_id, 5)), insert(events).values(line))

    assert await _broken(database, case_id) == 5


async def _add(database: Database, case_id: int, kind: str, now: datetime) -> None:
    await database.write(lambda work: work.timeline.add(case_id, kind, now=now))


def _plain_hash(previous: bytes, line: str) -> bytes:
    return hashlib.sha256(previous + line.encode()).digest()


@pytest.mark.parametrize("at_end", [True, False])
async def test_an_inserted_line_is_found(
    database: Database, told: Told, now: datetime, *, at_end: bool
) -> None:
    """Who writes into the file has no key, and can only guess how a line is hashed."""
    case_id = told.world.case_id
    place = LINES + 1 if at_end else 3

    def forge(work: UnitOfWork) -> None:
        for n in range(LINES, place - 1, -1):
            further = update(events).where(_line(case_id, n)).values(sequence=n + 1)
            work.connection.execute(further)
        before = _line(case_id, place - 1)
        previous = work.connection.execute(select(events.c.hash).where(before)).scalar_one()
        work.connection.execute(
            insert(events).values(
                id=12345,
                case_id=case_id,
                sequence=place,
                kind="closed",
                happened_at=now,
                previous_hash=previous,
                hash=_plain_hash(previous, f'[{case_id},{place},"closed",null,"{{}}"]'),
            )
        )

    await database.write(forge)

    assert await _broken(database, case_id) == place


async def test_thirty_who_add_at_once_keep_one_unbroken_line(
    database: Database, told: Told, now: datetime
) -> None:
    case_id = told.world.case_id
    await asyncio.gather(*(_add(database, case_id, f"more-{n}", now) for n in range(30)))

    lines = await database.read(lambda work: work.timeline.of(case_id))
    assert [line.sequence for line in lines] == list(range(1, LINES + 31))
    assert {line.kind for line in lines[LINES:]} == {f"more-{n}" for n in range(30)}
    assert await _broken(database, case_id) is None


async def test_what_was_erased_is_gone_and_the_chain_still_holds(
    database: Database, told: Told, now: datetime
) -> None:
    case_id = told.world.case_id
    await database.write(lambda work: work.timeline.erase(case_id, now=now, why="asked"))
    await _add(database, case_id, "later", now)

    lines = await database.read(lambda work: work.timeline.of(case_id))
    assert [line.kind for line in lines[-2:]] == ["erased", "later"]
    assert {(line.details, line.salt) for line in lines[:LINES]} == {(None, None)}
    assert await _broken(database, case_id) is None

    change = update(events).where(_line(case_id, 2)).values(staff_id=None)
    await _tamper(database, change)
    assert await _broken(database, case_id) == 2


async def test_details_taken_away_after_an_erasure_are_missed(
    database: Database, told: Told, now: datetime
) -> None:
    case_id = told.world.case_id
    await database.write(lambda work: work.timeline.erase(case_id, now=now, why="asked"))
    await _add(database, case_id, "later", now)
    gone = {"details_sealed": None, "salt_sealed": None}
    await _tamper(database, update(events).where(_line(case_id, LINES + 2)).values(gone))

    assert await _broken(database, case_id) == LINES + 2


async def test_a_broken_chain_is_neither_signed_anew_nor_erased(
    database: Database, told: Told, now: datetime
) -> None:
    case_id = told.world.case_id
    await _tamper(database, update(events).where(_line(case_id, 2)).values(kind="other"))

    with pytest.raises(ChainBroken):
        await database.write(lambda work: work.timeline.erase(case_id, now=now, why="asked"))
    assert await _broken(database, case_id) == 2


async def test_a_chain_of_the_first_versions_holds_goes_on_and_is_erased(
    database: Database, told: Told, now: datetime, vault: Vault
) -> None:
    """Its lines were hashed over their details, without a commitment and without a key id."""
    case_id = told.world.case_id
    await database.write(lambda work: _as_first_written(work, case_id, vault))
    assert await _broken(database, case_id) is None
    await _tamper(database, update(events).where(_line(case_id, 2)).values(kind="other"))
    assert await _broken(database, case_id) == 2
    await _tamper(database, update(events).where(_line(case_id, 2)).values(kind="kind-2"))

    await _add(database, case_id, "later", now)
    assert await _broken(database, case_id) is None
    await database.write(lambda work: work.timeline.erase(case_id, now=now, why="asked"))
    assert await _broken(database, case_id) is None


def _as_first_written(work: UnitOfWork, case_id: int, vault: Vault) -> None:
    previous = b"\x00" * 32
    for line in work.timeline.of(case_id):
        said = [
            previous.hex(), line.id, case_id, line.sequence, line.referral_id, line.kind,
            line.staff_id, line.details, line.happened_at.isoformat(),
        ]  # fmt: skip
        kept = vault.fingerprint("timeline", as_json(said))[4:]
        work.connection.execute(
            update(events)
            .where(events.c.id == line.id)
            .values(commitment=None, salt_sealed=None, previous_hash=previous, hash=kept)
        )
        previous = kept
    head = vault.fingerprint("timeline head", as_json([case_id, LINES, previous.hex()]))[4:]
    work.connection.execute(update(cases).where(cases.c.id == case_id).values(timeline_key=head))
