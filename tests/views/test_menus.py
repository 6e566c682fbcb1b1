"""Menus that open from a card: what they offer, and that a forged answer means nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import Category, Level
from bot.views.menus import PER_PAGE, Menus, Rows, Tap, decode_tap, encode_tap
from bot.views.texts import LANGUAGES
from sandbox.entities import read_text, utf16_length
from tests.shipped import shipped_texts

TEXTS = shipped_texts()
MENUS = Menus(TEXTS, "zh-CN", "连东海-0417", 71)


def labels(rows: Rows) -> list[str]:
    return [button.text for row in rows for button in row]


def values(rows: Rows) -> list[str]:
    taps = [decode_tap(button.data) for row in rows for button in row]
    return [tap.value for tap in taps if tap]


def test_the_likeliest_categories_stand_first_and_all_are_a_tap_away() -> None:
    _, few = MENUS.kinds(["ABU", "GRD", "BUL"], every=False)
    assert values(few) == ["ABU", "GRD", "BUL", "all"]
    _, every = MENUS.kinds(["ABU", "GRD", "BUL"], every=True)
    assert values(every) == [one.value for one in Category]
    _, unknown = MENUS.kinds([], every=False)
    assert values(unknown) == [one.value for one in Category]


def test_whoever_may_not_lower_is_only_offered_to_raise() -> None:
    text, both = MENUS.levels(Level.L2, may_lower=True)
    assert "紧急" in text
    assert labels(both) == ["⬆️ 升为特急", "⬇️ 降为一般", "⬇️ 降为咨询"]
    assert values(MENUS.levels(Level.L2, may_lower=False)[1]) == ["1"]
    assert MENUS.levels(Level.L1, may_lower=False)[1] == ()


@pytest.mark.parametrize(("page", "turns"), [(0, ["p1"]), (1, ["p0", "p2"]), (2, ["p1"])])
def test_townships_come_in_pages(page: int, turns: list[str]) -> None:
    towns = [(f"3207221{n:02}", f"{n}镇") for n in range(PER_PAGE * 2 + 5)]
    _, rows = MENUS.places([("320707", "赣榆区")], towns, page=page)
    found = values(rows)
    assert (found[0], found[-1]) == ("320707", "all")
    assert [one for one in found if one.startswith("p")] == turns
    assert set(found) >= {code for code, _ in towns[page * PER_PAGE : (page + 1) * PER_PAGE]}


def test_the_situations_that_hold_are_ticked() -> None:
    text, rows = MENUS.situations((4, 9))
    assert labels(rows) == ["①", "②", "③", "✅ ④", "⑤", "⑥", "⑦", "⑧", "✅ ⑨"]
    assert "被遗弃或长期处于无人照料状态" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_menu_keeps_the_limits(language: str) -> None:
    menus = Menus(TEXTS, language, "连东海-0417<b>", 2**63 - 1)
    towns = [("320722104", "双店镇")] * 60
    shown = (
        menus.kinds([], every=True),
        menus.levels(Level.L2, may_lower=True),
        menus.places([("320707", "赣榆区")] * 4, towns, page=0),
        menus.counties([("320707", "赣榆区未保中心")] * 20),
        menus.situations(tuple(range(1, 10))),
    )
    for text, rows in shown:
        plain, _ = read_text(text, "HTML")
        assert utf16_length(plain) <= 4096
        assert sum(len(row) for row in rows) <= 100
        assert all(len(button.data.encode()) <= 64 for row in rows for button in row)


@given(st.text(max_size=64))
def test_only_what_a_menu_would_write_is_read(data: str) -> None:
    tap = decode_tap(data)
    assert tap is None or encode_tap(tap.menu, tap.value, tap.referral_id) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "m:",
        "m:kind:ABU",
        "m:kind::1",
        "m:kind:ABU:01",
        "m:类:A:1",
        f"m:kind:A:{2**63}",
        "m:a:b:1\n",
    ],
)
def test_a_forged_answer_means_nothing(data: str) -> None:
    assert decode_tap(data) is None


def test_an_answer_says_menu_value_and_referral() -> None:
    assert decode_tap("m:kind:ABU:71") == Tap("kind", "ABU", 71)
