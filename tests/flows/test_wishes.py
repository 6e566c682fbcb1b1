"""Which hours the words name in which somebody may be written to."""

import pytest

from bot.flows.wishes import hours_in


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("晚上8点到10点", "20:00-22:00"),
        ("晚上八点半到十点", "20:30-22:00"),
        ("二十点到二十二点", "20:00-22:00"),
        ("十二点到一点", "12:00-01:00"),
        ("８：００－１８：３０", "08:00-18:30"),
        ("8pm to 10pm", "20:00-22:00"),
        ("22:00-24:00", "22:00-00:00"),
    ],
)
def test_a_span_is_read_however_it_is_written(words: str, hours: str) -> None:
    assert hours_in(words) == hours


@pytest.mark.parametrize(
    "words",
    ["随便", "25点到26点", "8:75到9:00", "8:00到9:60", "二三点到五点", "8点到8点", "晚上"],
)
def test_what_is_no_span_of_the_clock_is_none(words: str) -> None:
    assert hours_in(words) is None
