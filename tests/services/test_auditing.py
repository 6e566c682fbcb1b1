"""Each thing that may be wrong, planted in the tables, is found; and nothing else is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, insert, text, update

from bot.services.auditing import audit, gap_hours
from storage.database import Database
from storage.tables import inbox, outbox, pages, people, referrals, shifts
from storage.work import UnitOfWork
from tests.storage.world import COUNTY, World, lay_world

LATE = timedelta(minutes=2)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Ground:
    """A county in order: a referral whose officer was called, and shifts for months."""

    work: UnitOfWork
    world: World
    now: datetime

    def call(self) -> int:
        work, world = self.work, self.world
        page_id = work.pages.queue(
            referral_id=world.referral.id,
            staff_id=world.officer.id,
            kind="page",
            rung=0,
            round=0,
            now=self.now,
        )
        work.referrals.change(world.referral, state="paging", last_paged_at=self.now)
        return page_id

    def put(self, page_id: int | None = None, at: datetime | None = None) -> int:
        row_id = self.work.outbox.put(
            person_id=self.world.officer.person_id,
            kind="text",
            priority=1,
            now=at or self.now,
            payload="{}",
            page_id=page_id,
        )
        assert row_id is not None
        return row_id

    def change_referral(self, **values: object) -> None:
        self._run(
            update(referrals).where(referrals.c.id == self.world.referral.id).values(**values)
        )

    def _run(self, statement: object) -> None:
        self.work.connection.execute(statement)  # type: ignore[call-overload]


def lay(work: UnitOfWork, now: datetime) -> Ground:
    ground = Ground(work, lay_world(work, now), now)
    page_id = ground.call()
    ground.put(page_id)
    work.roster.add(
        office_code=COUNTY.code,
        tier="duty",
        staff_id=ground.world.officer.id,
        starts_at=now - HOUR,
        ends_at=now + timedelta(days=60),
    )
    return ground


def _without_deadline(ground: Ground) -> None:
    # The tables refuse it; a file that was mended by hand might not.
    connection = ground.work.connection
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        ground.change_referral(next_deadline_at=None)
        connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
        return
    connection.execute(text("ALTER TABLE referrals DROP CONSTRAINT ck_referrals_deadline"))
    ground.change_referral(next_deadline_at=None)


def _without_referral(ground: Ground) -> None:
    ground.change_referral(state="closed", next_deadline_at=None)


def _passed(ground: Ground) -> None:
    ground.change_referral(next_deadline_at=ground.now - LATE - timedelta(seconds=1))


def _nobody_called(ground: Ground) -> None:
    ground.change_referral(dispatched_at=ground.now - HOUR, last_paged_at=None)


def _called_without_page(ground: Ground) -> None:
    ground.change_referral(
        dispatched_at=ground.now - HOUR, last_paged_at=ground.now + timedelta(seconds=1)
    )


def _page_lost(ground: Ground) -> None:
    ground._run(delete(outbox))
    ground._run(update(pages).values(queued_at=ground.now - HOUR))
    ground.change_referral(last_paged_at=ground.now - HOUR)


def _lease(ground: Ground) -> None:
    lapsed = ground.now - LATE - timedelta(seconds=1)
    ground._run(update(outbox).values(state="sending", lease_token="x", lease_until_at=lapsed))


def _message_waits(ground: Ground) -> None:
    ground.put(at=ground.now - HOUR)


def _message_tried_in_vain(ground: Ground) -> None:
    row_id = ground.put(at=ground.now - HOUR)
    later = ground.now + timedelta(minutes=5)
    ground._run(
        update(outbox)
        .where(outbox.c.id == row_id)
        .values(state="uncertain", trouble="uncertain", not_before_at=later)
    )


def _update_waits(ground: Ground) -> None:
    ground.work.inbox.take(7, "{}", now=ground.now - HOUR)


def _update_dead(ground: Ground) -> None:
    ground.work.inbox.take(7, "{}", now=ground.now - HOUR, trouble="damaged")


def _gap(ground: Ground) -> None:
    ground._run(update(shifts).values(ends_at=ground.now + timedelta(days=13)))


def _unreachable(ground: Ground) -> None:
    ground._run(
        update(people)
        .where(people.c.id == ground.world.officer.person_id)
        .values(blocked_at=ground.now)
    )


PLANTED: dict[str, tuple[str, Callable[[Ground], None]]] = {
    "without-deadline": ("open-without-deadline", _without_deadline),
    "without-referral": ("case-without-referral", _without_referral),
    "passed": ("deadline-passed", _passed),
    "never-called": ("nobody-called", _nobody_called),
    "called-without-page": ("nobody-called", _called_without_page),
    "page-lost": ("page-without-message", _page_lost),
    "lease": ("lease-overdue", _lease),
    "message-waits": ("messages-waiting", _message_waits),
    "message-tried-in-vain": ("messages-waiting", _message_tried_in_vain),
    "update-waits": ("updates-waiting", _update_waits),
    "update-dead": ("updates-dead", _update_dead),
    "gap": ("duty-gap", _gap),
    "unreachable": ("duty-unreachable", _unreachable),
}


@pytest.mark.parametrize("name", PLANTED)
async def test_what_is_planted_is_found_and_nothing_else(
    database: Database, now: datetime, name: str
) -> None:
    kind, plant = PLANTED[name]

    def found(work: UnitOfWork) -> list[str]:
        plant(lay(work, now))
        return [finding.kind for finding in audit(work, now, LATE)]

    kinds = await database.write(found)
    extra = {"without-deadline": ["case-without-referral"]}.get(name, [])
    assert kinds == [kind, *extra]


async def test_a_message_that_was_found_damaged_is_a_finding(
    database: Database, now: datetime
) -> None:
    def damage(work: UnitOfWork) -> None:
        lay(work, now)._run(update(outbox).values(payload_sealed=b"damaged"))

    await database.write(damage)
    # To claim is a step of its own.
    await database.write(
        lambda work: work.outbox.claim(now=now, token="t", lease_until_at=now + LATE, limit=10)
    )
    kinds = await database.read(lambda work: [one.kind for one in audit(work, now, LATE)])
    assert kinds == ["messages-damaged"]


async def test_a_county_in_order_has_no_finding(database: Database, now: datetime) -> None:
    def found(work: UnitOfWork) -> object:
        lay(work, now)
        return audit(work, now, LATE), gap_hours(work, now)

    assert await database.write(found) == ([], {COUNTY.code: 0.0})


async def test_gaps_between_and_after_shifts_are_counted_in_hours(
    database: Database, now: datetime
) -> None:
    def found(work: UnitOfWork) -> object:
        ground = lay(work, now)
        ground._run(update(shifts).values(ends_at=now + timedelta(days=1)))
        values = {
            "office_code": COUNTY.code,
            "tier": "duty",
            "staff_id": ground.world.officer.id,
        }
        ground._run(
            insert(shifts).values(
                id=work.ids(),
                starts_at=now + timedelta(days=1, hours=5),
                ends_at=now + timedelta(days=13, hours=21),
                **values,
            )
        )
        return gap_hours(work, now)

    assert await database.write(found) == {COUNTY.code: 8.0}


async def test_a_damaged_update_is_no_reason_not_to_look(database: Database, now: datetime) -> None:
    def found(work: UnitOfWork) -> list[str]:
        ground = lay(work, now)
        _update_waits(ground)
        ground._run(update(inbox).values(payload_sealed=b"damaged"))
        return [finding.kind for finding in audit(work, now, LATE)]

    assert await database.write(found) == ["updates-waiting"]
