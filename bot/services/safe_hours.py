"""Hours of the clock in which a person may be written to without putting them in danger."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[time, time]
_DAY = timedelta(days=1)


def next_safe(hours: Hours | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return from when on the person may be written to; None where that is now.

    The hours run from their first to before their second; a second that is not later than the
    first is on the next day, and equal ones are the whole day.
    """
    if hours is None or hours[0] == hours[1]:
        return None
    here = now.astimezone(zone)
    if _is_within(hours, here.time()):
        return None
    start = datetime.combine(here.date(), hours[0], zone)
    return start if start > here else datetime.combine(here.date() + _DAY, hours[0], zone)


def _is_within(hours: Hours, clock: time) -> bool:
    first, second = hours
    if first < second:
        return first <= clock < second
    return clock >= first or clock < second
