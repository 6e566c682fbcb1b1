"""The dialogue of `/hours`: when it is safe to write to the person, and how openly."""

import re
import unicodedata
from collections.abc import Sequence

from bot.flows.dialogue import Choice, Effect, Wish
from bot.flows.form import Form, Memory, Question, Row, text_of

ANY = "any"
OFFERED = ("08:00-18:00", "12:00-14:00", "20:00-22:00")
_HALF_DAY, _DAY_HOURS, _HOUR_MINUTES = 12, 24, 60
_LATER = frozenset({"下午", "晚上", "夜里", "pm"})
_NUMERALS = dict(zip("零一二两三四五六七八九", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HOUR = (
    r"(上午|早上|早晨|中午|下午|晚上|夜里)?\s*([0-9]{1,2}|[零一二两三四五六七八九十]{1,3})"
    r"\s*(?::([0-9]{2})|点(半)?(?:钟)?)?\s*(am|pm)?"
)
_SPAN = re.compile(rf"{_HOUR}\s*(?:到|至|-|~|—|–|to)+\s*{_HOUR}", re.IGNORECASE)


def wishes_form() -> Form:
    """Return the dialogue that asks when and how openly the person may be written to."""
    questions = [
        Question("hours", "ask-safe-hours", _hours, args=(), reads=_read, unread="hours-unread"),
        Question("phone", "ask-phone-shared", _phone, takes_words=False, args=()),
    ]
    return Form("wishes", questions, _wished, keeps_asides=True)


def hours_in(words: str) -> str | None:
    """Return the span of the clock that the words name, as `HH:MM-HH:MM`; None where none."""
    said = unicodedata.normalize("NFKC", words)
    found = _SPAN.search(said)
    if found is None:
        return None
    half, hour, minutes, is_half, after, *second = found.groups()
    half_2, hour_2, minutes_2, is_half_2, after_2 = second
    first = _clock(half or after, hour, minutes, is_half)
    last = _clock(half_2 or after_2 or half or after, hour_2, minutes_2, is_half_2)
    return None if first is None or last is None or first == last else f"{first}-{last}"


def _clock(half: str | None, hour: str, minutes: str | None, is_half: str | None) -> str | None:
    value = int(hour) if hour.isdecimal() else _numeral(hour)
    minute = 30 if is_half else int(minutes or 0)
    if (half or "").lower() in _LATER and value < _HALF_DAY:
        value += _HALF_DAY
    if value > _DAY_HOURS or minute >= _HOUR_MINUTES:
        return None
    return f"{value % _DAY_HOURS:02d}:{minute:02d}"


def _numeral(signs: str) -> int:
    """Return what numerals below a hundred mean, such as 二十一."""
    if "十" not in signs:
        return _NUMERALS[signs] if len(signs) == 1 else _DAY_HOURS + 1
    tens, _, ones = signs.partition("十")
    return 10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0)


def _hours(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    spans = tuple(Choice(span, literal=span) for span in OFFERED)
    return [(Choice(ANY, "choice-any-hour"),), spans]


def _phone(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("mine", "choice-phone-mine"), Choice("shared", "choice-phone-shared"))]


def _read(memory: Memory, words: str) -> tuple[str, str] | None:  # noqa: ARG001 - One shape.
    span = hours_in(words)
    return None if span is None else (span, span)


def _wished(memory: Memory) -> tuple[Effect, ...]:
    hours = text_of(memory, "hours")
    return (Wish("" if hours == ANY else hours, text_of(memory, "phone") == "shared"),)
