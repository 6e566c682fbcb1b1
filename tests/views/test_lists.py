"""Lists as officers see them: open cases by deadline, and who is on duty."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.terms import Level, Tier
from bot.views.cards import Action, decode_action
from bot.views.lists import PER_PAGE, CaseLine, DutyLine, render_duty, render_list
from bot.views.texts import LANGUAGES
from sandbox.entities import read_text, utf16_length
from tests.shipped import shipped_texts

TEXTS = shipped_texts()
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 2, 17, 1, 30, tzinfo=UTC)
LATE = CaseLine(
    referral_id=71,
    version=3,
    number="连东海-0417",
    level=Level.L1,
    category="NOG",
    place="东海县 双店镇",
    state="paging",
    holder=None,
    next_deadline_at=NOW - timedelta(minutes=2),
    provisional=False,
)
LATER = replace(
    LATE,
    referral_id=72,
    number="连东海-0418",
    level=Level.L3,
    category=None,
    state="accepted",
    holder="李敏",
    next_deadline_at=NOW + timedelta(days=2),
    provisional=True,
)


def listed(
    cases: list[CaseLine], *, which: str = "open", page: int = 0, language: str = "zh-CN"
) -> tuple[str, list[list[Action | None]]]:
    """Return a list as it looks, and what its buttons mean."""
    text, rows = render_list(
        which, cases, page=page, language=language, texts=TEXTS, now=NOW, zone=ZONE
    )
    plain, _ = read_text(text, "HTML")
    assert utf16_length(plain) <= 4096
    return plain, [[decode_action(data) for _, data in row] for row in rows]


def many(count: int) -> list[CaseLine]:
    return [replace(LATE, referral_id=n, number=f"连东海-{n:04}") for n in range(1, count + 1)]


def test_a_list_tells_what_is_due_when_and_who_has_it() -> None:
    text, actions = listed([LATE, LATER])

    assert text.splitlines() == [
        "未结案件 2 件（1/1）",
        "🔴 连东海-0417 02-17 09:28 ⏰",
        "   没人照管 · 东海县 双店镇 · 还没人接",
        "🟡 连东海-0418 02-19 09:30 （暂定）",
        "   东海县 双店镇 · 李敏",
    ]
    assert actions == [[Action("show", 71, 3), Action("show", 72, 3)]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["mine", "open"])
def test_an_empty_list_says_so(which: str, language: str) -> None:
    text, actions = listed([], which=which, language=language)

    assert text == TEXTS(f"list-{which}-empty", language)
    assert actions == []


def test_a_long_list_is_turned_page_by_page_and_shows_every_case_once() -> None:
    cases = many(PER_PAGE * 2 + 1)
    turns, seen = [], []
    for page in range(3):
        _, rows = listed(cases, which="mine", page=page)
        *shown, turning, by_due, by_level = rows
        assert [len(by_due), len(by_level)] == [3, 4]
        seen += [action.target for row in shown for action in row if action]
        turns.append([action.version for action in turning if action])
        assert all(action == Action("list", 1, action.version) for action in turning if action)

    assert seen == [case.referral_id for case in cases]
    assert turns == [[1], [0, 2], [1]]


@pytest.mark.parametrize(("page", "shown"), [(-3, 1), (99, 2)])
def test_a_page_that_there_is_no_more_is_the_nearest_there_is(page: int, shown: int) -> None:
    text, _ = listed(many(PER_PAGE + 1), page=page)

    assert f"（{shown}/2）" in text


def test_hostile_names_stay_within_their_line_of_a_list() -> None:
    forged = "<b>东\n🔴 海</b>\u202e" * 20
    text, _ = listed([replace(LATER, place=forged, holder=forged)] * PER_PAGE)

    assert len(text.splitlines()) == 1 + 2 * PER_PAGE
    assert "<b>东 🔴 海</b>" in text


def test_duty_tells_who_is_on_now_and_who_comes_next() -> None:
    lines = [
        DutyLine(
            Tier.DUTY, ("李敏", "王芳"), NOW + timedelta(hours=7), "陈刚", NOW + timedelta(hours=7)
        ),
        DutyLine(Tier.BACKUP, (), None, None, None),
        DutyLine(Tier.LEAD, ("张<主任>\n",), None, None, None),
    ]
    text = render_duty("东海县未保中心", lines, language="zh-CN", texts=TEXTS, now=NOW, zone=ZONE)
    plain, _ = read_text(text, "HTML")

    assert plain.splitlines() == [
        "东海县未保中心 02-17 09:30",
        "值班：李敏、王芳 02-17 16:30",
        "　接班：陈刚 02-17 16:30",
        "备班：⚠️ 没有人 ",
        "带班：张<主任>",
    ]
