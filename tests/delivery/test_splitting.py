"""Cutting texts: every part fits, nothing is lost, no tag is left open."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.splitting import as_plain, split

TAGS = ("b", "i", "code", "blockquote")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def is_balanced(text: str) -> bool:
    found: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z]+)[^<>]*>", text):
        if not closing:
            found.append(name)
        elif not found or found.pop() != name:
            return False
    return not found


def shown(text: str) -> str:
    """What a reader sees, but for the ends of lines at which it may be cut."""
    return as_plain(text).replace("\n", "")


words = st.text(
    st.sampled_from("字ab<&>\"' \n😀") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=60
).map(html.escape)
tagged = st.recursive(
    words,
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=20,
)


@given(st.lists(tagged, max_size=8).map("".join), st.integers(10, 80))
def test_every_part_fits_is_whole_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    if as_plain(text).strip():
        assert all(units(as_plain(part)) <= limit for part in parts)
    assert all(is_balanced(part) for part in parts)
    joined = "".join(shown(part) for part in parts)
    assert joined.split() == shown(text).split()


def test_a_short_text_is_left_as_it_is() -> None:
    assert split("<b>特急</b>\n\n", 4096) == ["<b>特急</b>\n\n"]


def test_a_text_is_cut_where_a_line_ends() -> None:
    assert split("一二三\n四五六\n七八九", 9) == ["一二三\n四五六", "七八九"]


def test_a_line_that_is_too_long_is_cut_between_characters() -> None:
    assert split("😀😀😀", 4) == ["😀😀", "😀"]


def test_a_character_written_as_an_entity_is_never_cut() -> None:
    assert split("&lt;&amp;&#128512;", 2) == ["&lt;&amp;", "&#128512;"]


def test_a_tag_that_is_open_at_the_cut_is_opened_again_with_all_it_says() -> None:
    text = '<a href="https://example.org/">一二\n三四</a>'
    assert split(text, 3) == [
        '<a href="https://example.org/">一二</a>',
        '<a href="https://example.org/">三四</a>',
    ]


def test_plain_text_keeps_signs_that_are_no_tags() -> None:
    assert as_plain("<b>3 &lt; 5</b> 且 5 > 3 <3") == "3 < 5 且 5 > 3 <3"
