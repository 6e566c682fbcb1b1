"""Cards: golden texts, hostile words, and Telegram's limits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import Category, Level
from bot.views.cards import (
    CaseView,
    EntryView,
    cut,
    decode_action,
    encode_action,
    render_card,
    render_notice,
)
from bot.views.lists import PER_PAGE, CaseLine, render_list
from bot.views.texts import LANGUAGES, Texts
from sandbox.entities import read_text, utf16_length
from sandbox.messages import Entity

TEXTS = Texts()
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 2, 4, tzinfo=UTC)
ALL = frozenset(
    {"accept", "take_over", "decline", "contact", "visit", "ask", "note", "close", "transfer"}
)
STATES = ("new", "paging", "declined", "accepted", "contacted", "visiting", "closed")
CASE = CaseView(
    number="连东海-0417",
    referral_id=2**62,
    version=7,
    level=Level.L1,
    category=Category.ABU,
    office="东海县未保中心",
    place="东海县 双店镇 三铺村",
    child_age="6",
    child_sex="boy",
    child_name=None,
    entries=(
        EntryView("reporter", "隔壁小孩被打得嗷嗷叫", None, NOW - timedelta(minutes=4)),
        EntryView("addition", "", "photo", NOW - timedelta(minutes=2)),
    ),
    reports=1,
    withdrawn=False,
    may_write_back=True,
    reporter_name=None,
    reporter_phone=None,
    is_complete=False,
    reported_at=NOW - timedelta(minutes=4),
    state="paging",
    outcome=None,
    done=None,
    milestone="acknowledge",
    milestone_due_at=NOW + timedelta(minutes=1),
    provisional=False,
    holder=None,
    rung=1,
    round=0,
    reasons=("injury: 血", "category-abu: "),
    timeline=((NOW - timedelta(minutes=4), "page-sent", "李敏"),),
)


def drawn(case: CaseView, language: str = "zh-CN") -> str:
    """Return a card's text."""
    card = render_card(case, permitted=ALL, language=language, texts=TEXTS, now=NOW, zone=ZONE)
    return card.text


def as_shown(text: str) -> tuple[str, tuple[Entity, ...]]:
    """Return what Telegram makes of the text."""
    return read_text(text, "HTML")


def test_a_card_reads_like_this() -> None:
    assert drawn(CASE) == (
        "🔴 <b>特急 · 连东海-0417</b>\n"
        "打孩子、虐待 · 东海县未保中心\n"
        "✍️ 报告人还在填写\n"
        "\n"
        "📍 东海县 双店镇 三铺村\n"
        "🧒 男孩，6岁\n"
        "👤 报告人：匿名，可在这里问（1 人报告）\n"
        "\n"
        "10:00 报告\n"
        "<blockquote>隔壁小孩被打得嗷嗷叫</blockquote>\n"
        "10:02 补充 🖼 照片\n"
        "\n"
        "状态：正在呼叫\n"
        "⏳ 接单 11-24 10:05 前，还剩 1 分钟\n"
        "受理已 4 分钟\n"
        "依据原话：血\n"
        "\n"
        "10:00 已送达 李敏"
    )


def test_an_overdue_provisional_deadline_says_so() -> None:
    late = replace(CASE, milestone_due_at=NOW - timedelta(hours=3), provisional=True)
    assert "⏰ 接单 11-24 07:04 到期，已超 3 小时 （暂定）" in drawn(late)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_drawn_with_the_buttons_that_are_possible(state: str, language: str) -> None:
    case = replace(CASE, state=state, proposed_owner="赣榆区未保中心", returned_for="看错了")
    card = render_card(case, permitted=ALL, language=language, texts=TEXTS, now=NOW, zone=ZONE)
    names = {
        action.name
        for row in card.buttons
        for button in row
        if (action := decode_action(button.data)) is not None
    }
    held = {"accepted", "contacted", "visiting"}
    assert ("accept" in names) is (state in {"new", "paging", "declined"})
    assert ("close" in names) is (state in held)
    assert ("take_over" in names) is (state in held)
    assert "note" in names
    assert all(len(button.data.encode()) <= 64 for row in card.buttons for button in row)


@given(
    st.lists(st.text(max_size=4096), max_size=12),
    st.text(max_size=60),
    st.text(max_size=40),
    st.sampled_from(STATES),
)
def test_no_words_break_a_card_or_leave_their_place(
    words: list[str], village: str, name: str, state: str
) -> None:
    entries = tuple(EntryView("reporter", one, None, NOW) for one in words)
    case = replace(
        CASE,
        entries=entries,
        place=village,
        child_name=name,
        reporter_name=name,
        done=village,
        holder=name,
        state=state,
    )
    text, entities = as_shown(drawn(case))
    assert utf16_length(text) <= 4096
    assert {entity.kind for entity in entities} <= {"bold", "blockquote", "expandable_blockquote"}
    assert "\u202e" not in text
    assert "\u200b" not in text


def test_markup_in_words_is_shown_and_not_obeyed() -> None:
    hostile = EntryView("reporter", "</blockquote><b>假的</b>&lt;a href='x'>", None, NOW)
    text, entities = as_shown(drawn(replace(CASE, entries=(hostile,))))
    assert "</blockquote><b>假的</b>&lt;a href='x'>" in text
    assert [entity.kind for entity in entities].count("blockquote") == 1


def test_the_newest_words_stay_when_there_are_too_many() -> None:
    entries = tuple(
        EntryView("addition", f"第{number}句" + "长" * 600, None, NOW) for number in range(12)
    )
    text = drawn(replace(CASE, entries=entries))
    assert "第11句" in text
    assert "第0句" not in text
    assert "更早" in text


@given(st.text(), st.integers(1, 200))
def test_cutting_counts_as_telegram_does_and_never_splits_a_sign(words: str, limit: int) -> None:
    shorter = cut(words, limit)
    assert utf16_length(shorter) <= limit
    shorter.encode()


@given(st.text(max_size=80))
def test_only_what_a_card_has_sent_is_understood(data: str) -> None:
    action = decode_action(data)
    if action is not None:
        assert encode_action(action.name, action.target, action.version).split(":")[0] == "c"


@pytest.mark.parametrize("kind", ["page", "remind", "chase", "raised", "words", "answer", "shown"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_has_its_words(kind: str, language: str) -> None:
    assert render_notice(kind, CASE, language=language, texts=TEXTS, now=NOW)


def test_a_list_of_two_hundred_cases_is_paged_and_fits() -> None:
    cases = [
        CaseLine(
            referral_id=2**62 + number,
            version=1,
            number=f"连东海-{number:04d}",
            level=Level.L2,
            category="NOG",
            place="双店镇",
            state="paging",
            holder=None,
            next_deadline_at=NOW + timedelta(minutes=number - 3),
            provisional=False,
        )
        for number in range(200)
    ]
    for page in (0, 5, 24, 99):
        text, rows = render_list(
            "open", cases, page=page, language="zh-CN", texts=TEXTS, now=NOW, zone=ZONE
        )
        assert utf16_length(as_shown(text)[0]) <= 4096
        assert sum(len(row) for row in rows) <= PER_PAGE + 2
    text, rows = render_list("mine", [], page=0, language="zh-CN", texts=TEXTS, now=NOW, zone=ZONE)
    assert text
    assert rows == ()
