import json

from bot.triage.reader import Triage
from bot.triage.report import reading_as_json


def test_a_reading_is_printed_in_the_agreed_shape(triage: Triage) -> None:
    shown = json.loads(
        json.dumps(reading_as_json(triage.read("东海双店镇双店村6岁孩子一个人在家")))
    )
    assert shown.keys() == {
        "categories",
        "level",
        "reasons",
        "place",
        "child",
        "writer",
        "situations",
    }
    assert [one.keys() for one in shown["categories"]] == [{"code", "score"}] * 3
    assert shown["categories"][0]["code"] == "NOG"
    assert shown["level"] == "L1"
    assert "under-8-alone: 一个人在家" in shown["reasons"]
    assert shown["place"] == {
        "county_code": "320722",
        "county": "东海县",
        "township": "双店镇",
        "village": "双店村",
        "sure": True,
        "candidates": [
            {
                "county_code": "320722",
                "county": "东海县",
                "township": "双店镇",
                "village": "双店村",
            }
        ],
    }
    assert "age: 6岁" in shown["reasons"]
    assert shown["child"] == {
        "age": 6,
        "sex": None,
        "count": 1,
        "reasons": ["age: 6岁", "children: 6岁孩子"],
    }
    assert shown["writer"] == {"relation": None, "mandatory_reporter": False, "reasons": []}
    assert shown["situations"] == []


def test_what_is_known_of_the_writer_and_of_the_law_is_printed(triage: Triage) -> None:
    shown = reading_as_json(triage.read("我是班主任 班上一个8岁女孩身上青一块紫一块 她爸打的"))
    child = shown["child"]
    assert (child["age"], child["sex"], child["count"]) == (8, "girl", 1)
    assert "sex: 女孩" in child["reasons"]
    assert shown["writer"]["relation"] == "teacher"
    assert shown["writer"]["mandatory_reporter"]
    assert "mandatory-reporter: 我是班主任" in shown["writer"]["reasons"]
    assert shown["situations"] == [4]
    assert not any(one.startswith("writer") for one in shown["reasons"])


def test_a_place_that_is_not_sure_stands_only_among_the_candidates(triage: Triage) -> None:
    place = reading_as_json(triage.read("鼓楼区有个孩子"))["place"]
    assert place["county_code"] is None
    assert not place["sure"]
    assert {one["county_code"] for one in place["candidates"]} == {"320106", "320302"}


def test_nothing_said_still_has_three_categories(triage: Triage) -> None:
    assert len(reading_as_json(triage.read(""))["categories"]) == 3
