"""The month as picture and words, the card of a shift change, and the roster's buttons."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.services.offices import offices_of
from bot.terms import Level, Tier
from bot.triage.gazetteer import Gazetteer
from bot.views.duty_cards import CASES_SHOWN, HandoverView, render_handover
from bot.views.duty_taps import DutyTap, decode_duty, encode_duty
from bot.views.lists import CaseLine
from bot.views.roster_grid import Entry, Grid, Row, grid_in_words
from bot.views.roster_picture import FONT, WIDTH, draw
from tests.shipped import shipped_texts

GRID = Grid(
    "东海县未保中心 2026年11月值班表",
    ("值班", "备班"),
    (
        Row("1 周日", (None, None), is_off=True),
        Row("2 周一", ((Entry("李敏"), Entry("王芳", "20:00")), ()), note="国庆"),
        Row("3 周二", ((Entry("陈<刚"),), (Entry("李敏"),)), is_today=True),
    ),
    "没人",
)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def test_the_month_in_words_leaves_out_what_has_passed_and_names_holes() -> None:
    assert grid_in_words(GRID) == (
        "<b>东海县未保中心 2026年11月值班表</b>\n"
        "2 周一 国庆 值班 李敏、20:00 王芳 · 备班 没人\n"
        "<b>3 周二</b> 值班 陈&lt;刚 · 备班 李敏"
    )


def test_the_month_as_a_picture_is_as_wide_as_a_phone_and_as_long_as_its_rows() -> None:
    drawn = draw(GRID)
    assert drawn is not None
    picture = Image.open(io.BytesIO(drawn)).convert("RGB")
    longer = draw(replace(GRID, rows=tuple(GRID.rows) * 10))
    assert longer is not None

    assert picture.width == WIDTH
    assert Image.open(io.BytesIO(longer)).height > 5 * picture.height / 2
    assert len(longer) < 200_000
    signs = picture.tobytes()
    reds_and_greens = zip(signs[::3], signs[1::3], strict=True)
    assert any(red > 180 and green < 60 for red, green in reds_and_greens), "a hole is red"


def test_without_a_font_or_a_sign_of_a_name_there_is_no_picture(tmp_path: Path) -> None:
    assert draw(GRID, tmp_path / "none.ttf") is None
    assert draw(replace(GRID, title="王\U00030000")) is None
    assert draw(replace(GRID, title="喆堃珺昇燊淼彧旸")) is not None
    assert FONT.with_name("roster-font-OFL.txt").read_text().count("SIL Open Font License")


def test_the_font_has_every_sign_of_offices_and_texts() -> None:
    texts = shipped_texts()
    for language in ("zh-CN", "en"):
        words = [texts(f"tier-{tier.value}", language) for tier in Tier]
        words += [texts(f"weekday-{day}", language) for day in range(7)]
        words += [office.name for office in offices_of(Gazetteer.load())]
        assert draw(replace(GRID, title="".join(words))) is not None


def test_a_name_as_long_as_may_be_stays_in_its_column() -> None:
    long = Row("4 周三", ((Entry("阿" * 40, "20:00"),), (Entry("李敏"),)))

    assert draw(replace(GRID, rows=(long,))) is not None


def case(number: int, **facts: object) -> CaseLine:
    plain = CaseLine(
        referral_id=number,
        version=1,
        number=f"连东海-{number:04d}",
        level=Level.L3,
        category="GRD",
        place="双店镇",
        state="accepted",
        holder="李敏",
        next_deadline_at=NOW + timedelta(hours=2),
        provisional=False,
    )
    return replace(plain, **facts)  # type: ignore[arg-type]  # Fields of many types.


def card(*cases: CaseLine, signed: str = "", language: str = "zh-CN") -> str:
    view = HandoverView(
        office="东海县未保中心",
        tier=Tier.DUTY,
        until="明天 08:30",
        minutes=15,
        cases=cases[:CASES_SHOWN],
        count=len(cases),
        urgent=sum(one.level.urgent for one in cases),
        waiting=sum(one.holder is None for one in cases),
        late=sum(one.next_deadline_at is not None and one.next_deadline_at < NOW for one in cases),
        signed=signed,
    )
    return render_handover(view, language=language, texts=shipped_texts(), now=NOW, zone=ZONE)


def test_with_no_open_case_the_card_is_one_line() -> None:
    assert card() == (
        "🤝 <b>东海县未保中心</b> 值班交接班：现在归您，到 明天 08:30。 没有未结案件。 "
        "👇 请签收。15 分钟没签，算没有应答，会叫别人顶上。"
    )
    assert card(signed="今天 08:31").endswith("没有未结案件。 ✅ 今天 08:31 已签收。")


def test_the_card_names_cases_by_deadline_and_counts_what_to_watch() -> None:
    late = case(1, level=Level.L1, holder=None, next_deadline_at=NOW - timedelta(hours=1))

    shown = card(late, case(2))

    assert shown.splitlines()[1:4] == [
        "👀 要盯紧：特急、紧急 1 件 · 还没人接 1 件 · 已经超时 1 件",
        "<b>未结 2 件：</b>",
        "🔴 <b>连东海-0001</b> 11-24 09:00 ⏰",
    ]
    assert "要盯紧" not in card(case(2))
    many = card(*(case(number) for number in range(1, 15)), language="en")
    assert f"and {14 - CASES_SHOWN} more" in many
    assert many.count("连东海-") == CASES_SHOWN


@pytest.mark.parametrize("name", ["sign", "agree", "refuse"])
def test_a_button_of_the_roster_comes_back_as_it_was_sent(name: str) -> None:
    assert decode_duty(encode_duty(name, 2**63 - 1)) == DutyTap(name, str(2**63 - 1))
    assert len(encode_duty(name, 2**63 - 1)) <= 64


def test_a_month_names_its_office() -> None:
    tap = decode_duty(encode_duty("month", "320722", "202612"))
    assert tap == DutyTap("month", "320722", "202612")


@given(st.text(max_size=40) | st.from_regex(r"d:[a-z]{1,8}:[0-9]{1,20}(:[0-9]{1,7})?"))
def test_whatever_else_comes_back_means_nothing_or_what_it_says(data: str) -> None:
    tap = decode_duty(data)

    assert tap is None or encode_duty(tap.name, tap.target, tap.more) == data
