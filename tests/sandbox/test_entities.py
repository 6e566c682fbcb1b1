from contextlib import suppress
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import plain_entities, read_text, utf16_length
from sandbox.errors import Refused
from sandbox.messages import Entity
from sandbox.rendering import to_html


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>特急</b>", "特急", (Entity("bold", 0, 2),)),
        ("😀<i>好</i>", "😀好", (Entity("italic", 2, 1),)),
        ("<b>a<u>b</u></b>", "ab", (Entity("bold", 0, 2), Entity("underline", 1, 1))),
        ("&lt;b&gt; &amp;&quot;", '<b> &"', ()),
        ("&#128512;<s>x</s>", "😀x", (Entity("strikethrough", 2, 1),)),
        ("<tg-spoiler>x</tg-spoiler>", "x", (Entity("spoiler", 0, 1),)),
        ('<span class="tg-spoiler">x</span>', "x", (Entity("spoiler", 0, 1),)),
        ('<a href="tel:110">打</a>', "打", (Entity("text_link", 0, 1, "tel:110"),)),
        ("<a>x</a>", "x", ()),
        ("  <b> x </b>\n", "x", (Entity("bold", 0, 1),)),
        ("<STRONG>x</strong>", "x", (Entity("bold", 0, 1),)),
        ("<blockquote expandable>x</blockquote>", "x", (Entity("blockquote", 0, 1),)),
        ("<b></b>x", "x", ()),
        ("AT&T &unknown;", "AT&T &unknown;", ()),
    ],
)
def test_html_becomes_text_and_entities(html: str, text: str, entities: tuple[Entity, ...]) -> None:
    assert read_text(html, "HTML") == (text, entities)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("好<b>x</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("好<br>x", 'Unsupported start tag "br" at byte offset 3'),
        ("1 < 2 or", 'Unsupported start tag "" at byte offset 2'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<b class=", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed start tag at byte offset 4"),
        ("<b>x</b x>", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_malformed_html_is_refused_in_telegrams_words(html: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_text(html, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_without_a_mode_tags_are_words() -> None:
    assert read_text(" <b>x ", None) == ("<b>x", ())


def test_a_mode_that_is_not_played_is_refused_rather_than_ignored() -> None:
    with pytest.raises(Refused, match="unsupported parse_mode"):
        read_text("*x*", "MarkdownV2")


def test_commands_and_addresses_are_marked_by_telegram_itself() -> None:
    assert plain_entities("😀 /start 看 https://example.org") == (
        Entity("bot_command", 3, 6),
        Entity("url", 12, 19),
    )
    assert plain_entities("a/b 1/2") == ()


@given(st.text())
def test_length_is_counted_in_utf16_units(text: str) -> None:
    assert utf16_length(text) == sum(2 if ord(character) > 0xFFFF else 1 for character in text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert read_text(escape(text), "HTML")[0] == text.strip()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_either_read_or_refused(text: str) -> None:
    with suppress(Refused):
        read_text(f"<b>{text}</b>", "HTML")


@given(
    st.text("ab<&😀好", max_size=12),
    st.lists(
        st.builds(
            Entity,
            st.sampled_from(["bold", "italic", "spoiler", "unknown"]),
            st.integers(0, 12),
            st.integers(1, 12),
        ),
        max_size=4,
    ),
)
def test_rendered_html_keeps_the_words_and_nests(text: str, entities: list[Entity]) -> None:
    html = to_html(text, tuple(entities)).replace('<span class="spoiler">', "<tg-spoiler>")
    read, _ = read_text(html.replace("</span>", "</tg-spoiler>"), "HTML")
    assert read == text


def test_the_page_gets_no_dangerous_address() -> None:
    link = Entity("text_link", 0, 1, "javascript:alert(1)")
    assert to_html("x", (link,)) == "x"
    quoted = Entity("text_link", 0, 1, 'https://x/"><script>')
    assert "<script>" not in to_html("x", (quoted,))


def test_overlapping_entities_are_closed_and_opened_again() -> None:
    crossing = (Entity("bold", 0, 2), Entity("italic", 1, 2))
    assert to_html("abc", crossing) == "<b>a<i>b</i></b><i>c</i>"
