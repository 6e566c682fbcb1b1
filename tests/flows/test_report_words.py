import pytest

from bot.flows.draft import Draft
from bot.flows.report_words import Details, PlaceWords, age_in, details_in, phone_in, sex_in
from bot.triage.reading import ChildClues, Place, Reading
from tests.flows.resident import GAZETTEER, place_named

PLACES = PlaceWords(GAZETTEER)


@pytest.mark.parametrize(
    ("text", "read", "age"),
    [
        ("7", None, "7"),
        ("１２", None, "12"),
        ("07", None, "7"),
        ("七岁", 7, "7"),
        ("大概五六岁吧", 5, "5"),
        ("才三岁半", 3, "3"),
        ("8个月", 0, "0"),
        ("35", None, None),
        ("²", None, "2"),
        ("七岁，腿断了", 7, None),
        ("他爸35岁", 35, None),
        ("一" * 4096, 1, None),
    ],
)
def test_only_a_plain_age_is_an_age(text: str, read: int | None, age: str | None) -> None:
    assert age_in(text, Reading(child=ChildClues(age=read))) == age


def test_a_typed_guess_at_an_age_is_no_narrower_than_it_was_typed() -> None:
    assert age_in("六七岁吧", Reading(child=ChildClues(age=6, upto=7))) == "6-7"


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("女", "girl"),
        ("是个男孩", "boy"),
        ("女娃娃", "girl"),
        ("男孩，被打了", None),
        ("两个", None),
    ],
)
def test_only_a_plain_sex_is_a_sex(text: str, sex: str | None) -> None:
    assert sex_in(text) == sex


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("王大姐 13912345678", Details("王大姐", "13912345678")),
        ("１３９１２３４５６７８", Details(None, "13912345678")),
        ("王大姐", Details("王大姐", None)),
        ("+86 139-1234-5678，老李", Details("老李", "+86 139-1234-5678")),
        ("他爸爸昨天晚上又喝醉了酒", None),
        ("", None),
        ("他爸的号码是13912345678，昨天他又喝多了，把孩子关在门外头", None),
    ],
)
def test_only_a_plain_name_and_number_are_details(text: str, details: Details | None) -> None:
    assert details_in(text) == details


def test_a_number_among_other_words_is_found() -> None:
    assert phone_in("打 0518-87654321 找我") == "0518-87654321"
    assert phone_in("没有电话") is None


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("东海县双店镇", True),
        ("在东海双店三铺村", True),
        ("连云港市东海县双店镇三铺村3号", True),
        ("东海县双店镇爷爷打他", False),
        ("他爸在东海县双店镇打工", False),
        ("东海县双店镇" * 20, False),
    ],
)
def test_a_place_with_more_than_a_place_is_not_only_a_place(text: str, *, is_plain: bool) -> None:
    place = Place(sure=True, candidates=(place_named("东海县 双店镇"),))
    assert PLACES.is_plainly(text, place) is is_plain


def test_a_short_name_is_the_choice_that_is_offered() -> None:
    lianyungang = place_named("东海县").county_code[:4] + "00"
    draft = Draft(city_code=lianyungang, county_code=place_named("东海县").county_code)
    assert PLACES.choice_for("county", draft, "东海。") == "county:320722"
    assert PLACES.choice_for("township", draft, "双店") == (
        f"township:{place_named('东海县 双店镇').township_code}"
    )
    assert PLACES.choice_for("township", draft, "") is None
    assert PLACES.choice_for("age", draft, "东海") is None
