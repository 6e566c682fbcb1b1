"""How the words of a case share the room that a message has."""

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.views.quoting import length_parsed
from bot.views.said import LEAST, render_said
from tests.shipped import shipped_texts
from tests.views.case_views import NOW, entry

TEXTS = shipped_texts()
ZONE = ZoneInfo("Asia/Shanghai")
# The room for one line that counts what is left out, and what each entry's head takes.
SLACK = 60


def say(key: str, **args: str | int) -> str:
    return TEXTS(key, "zh-CN", **args)


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=25), st.integers(LEAST + SLACK, 4000))
def test_the_room_is_kept_and_used(lengths: list[int], room: int) -> None:
    entries = [entry("字" * length) for length in lengths]
    said = render_said(entries, room=room, say=say, now=NOW, zone=ZONE)

    used = length_parsed(said.text)
    assert used <= room
    is_whole = said.text.count("字") == sum(lengths) and "更早" not in said.text
    assert said.is_cut is not is_whole
    if lengths[0] > room and len(lengths) == 1:
        assert used >= room - SLACK


def test_long_words_give_way_to_short_ones_and_to_each_other_alike() -> None:
    entries = [entry("甲" * 3000), entry("乙" * 100), entry("丙" * 3000)]
    text = render_said(entries, room=2100, say=say, now=NOW, zone=ZONE).text

    assert text.count("乙") == 100
    assert text.count("甲") == text.count("丙") > 900


def test_where_nothing_was_said_nothing_is_shown() -> None:
    said = render_said([], room=1000, say=say, now=NOW, zone=ZONE)

    assert said.text == ""
    assert not said.is_cut
