"""Spans as people write them: 明天, 11月26日到28日, 周三 8:30 到 17:30, 11-26 to 11-27 12:00."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=366)
# A day without a year that has passed by less is meant as it stands, else that of next year.
_JUST_PASSED = timedelta(days=60)
_NOON = 12
_TO = re.compile(r"到|至|~|—+|–|\bto\b|\buntil\b|(?<=:\d\d)\s*-\s*|\s-\s")
_FOR_DAYS = re.compile(r"(.*?)(?:起|开始|from)?,?(\d{1,2}|[一二两三四五六七八九十])(?:天|days?)")
_GAP = re.compile(r"(?<!\d) +| +(?!\d)")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NEAR = {
    "今天": 0, "今日": 0, "today": 0,
    "明天": 1, "明日": 1, "tomorrow": 1,
    "后天": 2, "大后天": 3,
}  # fmt: skip
_DATE = re.compile(
    r"(?:(?P<year>20\d\d)[-/.年])?(?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12]\d|0?[1-9])[日号]?"
    r"|(?P<only>3[01]|[12]\d|0?[1-9])[日号]"
    r"|(?P<next>下)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|(?P<near>大后天|今天|今日|明天|明日|后天|today|tomorrow)"
)
_HOUR = re.compile(
    r"(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上|夜里)?"
    r"(?P<hour>2[0-4]|1\d|0?\d)(?::(?P<minute>[0-5]\d)|[点时](?P<rest>半|[0-5]?\d分?)?)"
)
_AFTER_NOON = frozenset({"下午", "傍晚", "晚上"})
_WEEKDAYS = "一二三四五六日"


def span_in(text: str, now: datetime, hand_off: time) -> tuple[datetime, datetime] | None:
    """Return the span that is meant, in UTC; None where it is not understood or long past.

    Args:
        text: what was written.
        now: the moment, in the zone in which the words are meant.
        hand_off: the hour at which a day of duty begins and ends: that is meant where no hour is.
    """
    words = unicodedata.normalize("NFKC", text).strip().lower()
    words = words.removeprefix("从").removeprefix("from ").strip()
    parts = [part.strip() for part in _TO.split(words)]
    lasting = _FOR_DAYS.fullmatch(_GAP.sub("", words)) if len(parts) == 1 else None
    if lasting:
        return _checked(_lasting(lasting, now, hand_off), now)
    if len(parts) > 2:  # noqa: PLR2004 - From and to.
        return None
    first = _point(parts[0], now.date())
    if first is None:
        return None
    begins_on = first[0] or now.date()
    last = (
        _point(parts[-1], _near(parts[-1], now, begins_on)) if len(parts) > 1 else (begins_on, None)
    )
    if last is None or (len(parts) == 1 and first[1] is not None):
        return None
    starts_at = datetime.combine(begins_on, first[1] or hand_off, now.tzinfo)
    ends_on, hour = last[0] or begins_on, last[1]
    if hour is None:
        ends_on, hour = ends_on + _DAY, hand_off
    ends_at = datetime.combine(ends_on, hour, now.tzinfo)
    if ends_at <= starts_at and last[0] is None:
        ends_at = datetime.combine(ends_on + _DAY, hour, now.tzinfo)
    return _checked((starts_at, ends_at), now)


def _near(words: str, now: datetime, begins_on: date) -> date:
    """Return the day from which the end counts: 后天 is said from today, 28日 from the start."""
    return now.date() if any(near in words for near in _NEAR) else begins_on


def _checked(
    span: tuple[datetime, datetime] | None, now: datetime
) -> tuple[datetime, datetime] | None:
    """Return the span from now on; None where nothing of it is left, or it is far too long."""
    if span is None:
        return None
    starts_at, ends_at = max(span[0], now), span[1]
    if ends_at <= starts_at or ends_at - starts_at > _LONGEST or starts_at - now > _LONGEST:
        return None
    return starts_at.astimezone(UTC), ends_at.astimezone(UTC)


def _lasting(
    found: re.Match[str], now: datetime, hand_off: time
) -> tuple[datetime, datetime] | None:
    first = _point(found[1], now.date()) if found[1] else (now.date(), None)
    days = int(found[2]) if found[2].isdecimal() else _DIGITS[found[2]]
    if first is None or first[1] is not None or not days:
        return None
    begins_on = first[0] or now.date()
    return (
        datetime.combine(begins_on, hand_off, now.tzinfo),
        datetime.combine(begins_on + days * _DAY, hand_off, now.tzinfo),
    )


def _point(words: str, near: date) -> tuple[date | None, time | None] | None:
    """Return the day and the hour that are named, each only where it is; None for other words."""
    # Between two numbers a gap stays: 12-1 20:00 is no 12th.
    rest = _GAP.sub("", words).replace("的", "").removesuffix("起").removesuffix(",")
    day: date | None = None
    found = _DATE.match(rest)
    if found:
        day = _day(found, near)
        if day is None:
            return None
        rest = rest[found.end() :].lstrip().removeprefix(",")
    if not rest:
        return (day, None) if found else None
    hour = _HOUR.fullmatch(rest)
    if hour is None:
        return None
    at = _time(hour)
    if at is None:
        # 24:00 is the beginning of the day after.
        return ((day or near) + _DAY, time()) if hour["hour"] == "24" else None
    return day, at


def _day(found: re.Match[str], near: date) -> date | None:
    if found["near"]:
        return near + _NEAR[found["near"]] * _DAY
    if found["weekday"]:
        weekday = _WEEKDAYS.index(found["weekday"].replace("天", "日"))
        if found["next"]:
            return near + (7 - near.weekday() + weekday) * _DAY
        return near + ((weekday - near.weekday()) % 7) * _DAY
    try:
        if found["only"]:
            day = near.replace(day=int(found["only"]))
            return day if day >= near else _next_month(day)
        day = date(int(found["year"] or near.year), int(found["month"]), int(found["day"]))
        is_meant = found["year"] or near - day < _JUST_PASSED
        return day if is_meant else day.replace(year=day.year + 1)
    except ValueError:
        return None


def _next_month(day: date) -> date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)


def _time(found: re.Match[str]) -> time | None:
    hour = int(found["hour"])
    rest = (found["rest"] or "").removesuffix("分")
    minute = 30 if rest == "半" else int(found["minute"] or rest or 0)
    if found["half"] in _AFTER_NOON and hour < _NOON:
        hour += _NOON
    if hour > 23 or minute > 59:  # noqa: PLR2004 - What a clock shows.
        return None
    return time(hour, minute)
