"""Holes, and which of them are news."""

from datetime import UTC, datetime, timedelta

from bot.duty.holes import Hole, uncovered
from bot.duty.laying import Laid

NOW = datetime(2026, 11, 24, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shift(start: int, end: int) -> Laid:
    return Laid(1, NOW + start * HOUR, NOW + end * HOUR)


def test_what_no_shift_covers_is_a_hole_and_the_last_has_no_end() -> None:
    shifts = [shift(5, 9), shift(-3, 2), shift(1, 3), shift(9, 12)]

    assert list(uncovered(shifts, NOW, NOW + 24 * HOUR)) == [
        Hole(NOW + 3 * HOUR, NOW + 5 * HOUR),
        Hole(NOW + 12 * HOUR, None),
    ]
    assert list(uncovered(shifts, NOW, NOW + 3 * HOUR)) == []
    assert list(uncovered([], NOW, NOW + HOUR)) == [Hole(NOW, None)]


def test_what_is_left_of_a_hole_is_no_news_and_a_hole_that_grew_is() -> None:
    told = Hole(NOW + HOUR, NOW + 4 * HOUR)

    assert Hole(NOW + 2 * HOUR, NOW + 4 * HOUR).is_rest_of(told)
    assert not Hole(NOW, NOW + 4 * HOUR).is_rest_of(told)
    assert not Hole(NOW + HOUR, NOW + 5 * HOUR).is_rest_of(told)
    assert not Hole(NOW + HOUR, None).is_rest_of(told)
    assert not Hole(NOW + HOUR, NOW + 4 * HOUR, staff_id=7).is_rest_of(told)


def test_a_hole_touches_the_span_that_it_has_a_part_in() -> None:
    hole = Hole(NOW + HOUR, NOW + 2 * HOUR)

    assert hole.touches(NOW, NOW + 24 * HOUR)
    assert not hole.touches(NOW, NOW + HOUR)
    assert not hole.touches(NOW + 2 * HOUR, NOW + 3 * HOUR)
    assert Hole(NOW, None).touches(NOW + 99 * HOUR, NOW + 100 * HOUR)
