"""People's words inside a message: harmless, and cut to measure."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.quoting import cut, harmless, length_parsed, line, pieces, quoted, units
from sandbox.entities import read_text, utf16_length

ANY = st.text(st.characters() | st.sampled_from("<>&;\n\r\u2028\u202e\u0301\U0001f468𰻝\ud800"))
WHOLE = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\U0001f468𰻝\n"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("他\u202e打\u200b孩\u2066子\ufeff", "他打孩子"),
        ("一\r\n二\r三\u2028四\x0b五", "一\n二\n三\n四\n五"),
        ("一\n\n\n \n\n二", "一\n\n二"),
        ("  空\t格  ", "空\t格"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        ("半\ud83d个", "半个"),
        ("旗\U000e0067\U000e007f", "旗"),
        ("⚠️ 👍🏽 é 大𫭢镇", "⚠️ 👍🏽 é 大𫭢镇"),
        ("", ""),
    ],
)
def test_what_is_not_seen_is_taken_out_and_the_rest_stays(words: str, expected: str) -> None:
    assert harmless(words) == expected


@given(ANY)
def test_nothing_that_turns_or_hides_words_is_left(words: str) -> None:
    left = harmless(words)

    kinds = {unicodedata.category(sign) for sign in left if sign not in "\n\t"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert "\u202e" not in left
    assert "\n\n\n" not in left
    assert harmless(left) == left


@given(WHOLE, st.integers(0, 50))
def test_cut_words_keep_the_measure_and_begin_as_they_did(words: str, limit: int) -> None:
    shown = cut(words, limit)

    assert units(shown) <= limit
    if units(words) <= limit:
        assert shown == words
    elif limit:
        assert shown.endswith("…")
        assert words.startswith(shown[:-1])


def test_a_character_is_never_cut_in_two() -> None:
    assert cut("👍👍👍", 4) == "👍…"
    assert cut("👍👍👍", 5) == "👍👍…"


def test_words_are_cut_before_they_are_escaped() -> None:
    assert quoted("<" * 10, 5) == "&lt;" * 4 + "…"


@given(ANY, st.integers(1, 60))
def test_quoted_words_are_read_by_telegram_as_the_same_words(words: str, limit: int) -> None:
    shown, entities = read_text(quoted(words, limit), "HTML")

    assert shown == cut(harmless(words), limit).strip()
    assert entities == ()
    assert utf16_length(shown) <= limit


@given(ANY)
def test_a_line_is_one_line(words: str) -> None:
    assert len(line(words).splitlines()) <= 1


@given(WHOLE, st.integers(2, 30))
def test_pieces_are_the_whole(words: str, limit: int) -> None:
    found = pieces(words, limit)

    assert "".join(found) == words
    assert all(0 < units(piece) <= limit for piece in found)


def test_the_length_is_counted_after_parsing() -> None:
    assert length_parsed("<b>特急</b> &lt;&amp; 👍") == len("特急 <& ") + 2
