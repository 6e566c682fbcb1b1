"""Holidays by name: which days a holiday roster names people for."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from lunar_python import Lunar, LunarYear, Solar

_DAY = timedelta(days=1)
_SOLAR = {"元旦": (1, 1), "劳动节": (5, 1), "国庆": (10, 1)}
_LUNAR = {"端午": (5, 5), "中秋": (8, 15)}
HOLIDAYS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")
_ALIASES = {
    "国庆节": "国庆",
    "五一": "劳动节",
    "中秋节": "中秋",
    "端午节": "端午",
    "清明节": "清明",
    "新年": "元旦",
    "过年": "春节",
}
# 除夕 to 初七: the days for which offices name people one by one.
_SPRING_DAYS = 8


def holiday_named(name: str) -> str | None:
    """Return the holiday that a name means, if it is one."""
    plain = _ALIASES.get(name.strip(), name.strip())
    return plain if plain in HOLIDAYS else None


def days_of(name: str, year: int, is_working_day: Callable[[date], bool]) -> tuple[date, ...]:
    """Return the days of a holiday in a year, in order.

    Spring Festival is 除夕 to 初七 by the moon, whatever days offices close; any other holiday is
    its statutory day and the days off that the calendar joins to it.

    Raises:
        ValueError: there is no such holiday.
    """
    holiday = holiday_named(name)
    if holiday is None:
        raise ValueError(f"there is no holiday {name}; there are {'、'.join(HOLIDAYS)}")
    if holiday == "春节":
        first = _solar(Lunar.fromYmd(year, 1, 1)) - _DAY
        return tuple(first + place * _DAY for place in range(_SPRING_DAYS))
    return tuple(_days_off_around(_statutory_day(holiday, year), is_working_day))


def _statutory_day(holiday: str, year: int) -> date:
    if holiday in _SOLAR:
        return date(year, *_SOLAR[holiday])
    if holiday in _LUNAR:
        return _solar(Lunar.fromYmd(year, *_LUNAR[holiday]))
    terms = LunarYear.fromYear(year).getJieQiJulianDays()
    found = (_of(Solar.fromJulianDay(one)) for one in terms)
    # 清明 is always on the fourth to the sixth of April.
    return next(day for day in found if day.year == year and day.month == 4 and day.day < 10)  # noqa: PLR2004


def _days_off_around(day: date, is_working_day: Callable[[date], bool]) -> Iterator[date]:
    first = last = day
    while not is_working_day(first - _DAY):
        first -= _DAY
    while not is_working_day(last + _DAY):
        last += _DAY
    while first <= last:
        yield first
        first += _DAY


def _solar(lunar: Lunar) -> date:
    return _of(lunar.getSolar())


def _of(solar: Solar) -> date:
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
