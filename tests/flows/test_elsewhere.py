import pytest

from bot.flows.dialogue import Ref
from bot.flows.elsewhere import AREA_CODES, as_written, number_of_citizens_line


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("上海", "021-12345"),
        ("宿州市", "0557-12345"),
        ("海南省", "0898-12345"),
        ("安徽省宿州", "0557-12345"),
    ],
)
def test_a_number_is_named_where_it_is_certain(place: str, number: str) -> None:
    assert number_of_citizens_line(place) == Ref("dial-12345-with", {"number": number})


@pytest.mark.parametrize("place", ["安徽", "山东", "灵璧县", ""])
def test_of_a_province_or_a_county_only_the_way_is_told(place: str) -> None:
    assert number_of_citizens_line(place) == Ref("dial-12345-by-area-code")


def test_no_two_cities_have_one_code() -> None:
    assert len(set(AREA_CODES.values())) == len(AREA_CODES)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("他家在安徽宿州那边", "安徽宿州"),
        ("安徽省宿州市", "安徽省宿州"),
        ("我在上海，孩子在安徽", "安徽"),
    ],
)
def test_a_city_counts_only_right_behind_its_province(words: str, place: str) -> None:
    assert as_written("安徽", words) == place
