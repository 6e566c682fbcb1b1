"""What two cases know together, and what one knows when the other is taken out."""

from dataclasses import replace
from typing import Any

import pytest

from bot.services.merging import Facts, merged, parted

KEPT = Facts(
    category="ABU",
    restricted=False,
    township_code=None,
    village=None,
    child={"age": "6"},
    reasons=["哭"],
    reading="a",
    situations=[4],
)
OTHER = Facts(
    category="SEX",
    restricted=True,
    township_code="320722101",
    village="三铺村",
    child={"age": "7", "name": "豆豆"},
    reasons=["哭", "血"],
    reading="b",
    situations=[4, 9],
)


def test_what_was_joined_is_taken_out_again_without_a_trace() -> None:
    both = merged(KEPT, OTHER)
    assert (both.category, both.restricted, both.child) == (
        "SEX", True, {"age": "6", "name": "豆豆"},
    )  # fmt: skip
    assert parted(both, KEPT, both, ()) == KEPT


@pytest.mark.parametrize(
    "changed",
    [
        {"category": "GRD", "restricted": False},
        {"township_code": "320722102", "village": "王庄"},
        {"child": {"age": "8", "name": "毛毛"}},
        {"reasons": ["哭", "血", "饿"]},
        {"situations": [1, 4]},
    ],
)
def test_what_was_changed_since_stays(changed: dict[str, Any]) -> None:
    both = merged(KEPT, OTHER)
    after = parted(replace(both, **changed), KEPT, both, ())
    expected: dict[str, Any] = {"reasons": ["哭", "饿"]} if "reasons" in changed else changed
    assert after == replace(KEPT, **expected)


def test_what_a_person_settled_since_stays() -> None:
    both = merged(KEPT, OTHER)
    after = parted(both, KEPT, both, ("category", "place", "situation"))
    assert (after.category, after.restricted, after.village) == ("SEX", True, "三铺村")
    assert after.situations == [4, 9]
    assert after.child == KEPT.child
