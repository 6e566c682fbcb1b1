"""Laying out shifts: people of one tier take turns, each from one hand-off to the next."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.terms import Tier
from storage.work import UnitOfWork

HAND_OFF = time(8, 30)
DAYS_AHEAD = 60


def rotate(
    work: UnitOfWork,
    *,
    office_code: str,
    tier: Tier,
    staff_ids: Sequence[int],
    now: datetime,
    zone: ZoneInfo,
    hand_off: time = HAND_OFF,
    days: int = DAYS_AHEAD,
) -> None:
    """Let these people take turns, a day each, for so many days from today's hand-off on.

    What the tier's roster already covers stays; the turns go on after it.
    """
    today = now.astimezone(zone)
    first = today.date() if today.time() >= hand_off else today.date() - timedelta(days=1)
    covered = work.roster.covered_until(office_code, tier)
    for place in range(days):
        day = first + timedelta(days=place)
        starts_at = datetime.combine(day, hand_off, zone).astimezone(UTC)
        ends_at = datetime.combine(day + timedelta(days=1), hand_off, zone).astimezone(UTC)
        if covered is not None and starts_at < covered:
            continue
        work.roster.add(
            office_code=office_code,
            tier=tier.value,
            staff_id=staff_ids[day.toordinal() % len(staff_ids)],
            starts_at=starts_at,
            ends_at=ends_at,
        )
