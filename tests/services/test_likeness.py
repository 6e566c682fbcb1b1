"""Which pairs of cases are worth showing to an officer as one matter, and which are not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.services.likeness import ALIKE, Facts, common, likeness, pairs_of

NOW = datetime(2026, 2, 17, 1, 30, tzinfo=UTC)
CHILD = Facts(NOW, township="320722101", village="三铺村", age="6", sex="boy", category="ABU")
TOLD = "隔壁那个小孩天天给他爸打得嗷嗷叫脸上都是血"
AGAIN = "那家又打孩子了，小孩嗷嗷叫，脸上都是血"
OTHER = "水塘没有围栏，娃娃们天天在边上玩水"


def later(**changes: object) -> Facts:
    """Return the same child as another neighbour tells of it an hour later."""
    return replace(CHILD, **{"told_at": NOW + timedelta(hours=1), **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CHILD, later()),
        (CHILD, later(age="7")),
        (CHILD, later(age="4-6")),
        (CHILD, later(sex=None, age=None)),
        (CHILD, later(village="三铺")),
        (CHILD, later(village=None)),
        (CHILD, later(category="NOG")),
        (CHILD, later(told_at=NOW + timedelta(days=20))),
        (replace(CHILD, name="小明"), later(village=None, sex=None, age=None, name="王小明")),
        (replace(CHILD, name="小明"), later(village=None, sex=None, age=None, name="小 明")),
        (
            replace(CHILD, village=None, age=None, pairs=pairs_of(TOLD)),
            later(village=None, age=None, sex=None, pairs=pairs_of(AGAIN)),
        ),
    ],
)
def test_one_child_told_of_twice_looks_alike(one: Facts, other: Facts) -> None:
    assert likeness(one, other) >= ALIKE
    assert likeness(other, one) == likeness(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CHILD, later(age="9")),
        (CHILD, later(age="10-12", village="三铺村")),
        (CHILD, later(sex="girl", age=None)),
        (CHILD, later(village="河口村", age=None)),
        (CHILD, later(township="320722102", village=None)),
        (CHILD, later(told_at=NOW + timedelta(days=300), age=None)),
        (Facts(NOW, category="ABU"), Facts(NOW, category="ABU")),
        (
            Facts(NOW, township="320722101", category="ABU", pairs=pairs_of(TOLD)),
            Facts(NOW, township="320722101", category="ACC", pairs=pairs_of(OTHER)),
        ),
    ],
)
def test_two_children_do_not(one: Facts, other: Facts) -> None:
    assert likeness(one, other) < ALIKE


def test_words_are_compared_without_places_and_without_what_holds_sentences_together() -> None:
    pairs = pairs_of("双店镇三铺村的孩子，被打了", without=("三铺村", "双店镇", ""))
    assert pairs == {"孩子"}


def test_what_many_cases_say_tells_nothing_of_two() -> None:
    texts = [
        pairs_of(f"孩子哭喊{rare}") for rare in ("围栏", "棉衣", "断粮", "嗷嗷", "井盖", "烫伤")
    ]
    assert {"孩子", "子哭", "哭喊"} <= common(texts)
    assert "围栏" not in common(texts)
    assert common(texts[:4]) == frozenset()
