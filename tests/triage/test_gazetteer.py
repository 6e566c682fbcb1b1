import pytest

from bot.triage.gazetteer import Gazetteer, short_name


def test_the_province_has_all_its_places(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.cities) == 13
    assert len(gazetteer.counties) == 95
    assert len(gazetteer.townships) == 1237


def test_every_place_is_found_under_the_one_above_it(gazetteer: Gazetteer) -> None:
    counties = [one for city in gazetteer.cities for one in gazetteer.counties_of(city.code)]
    townships = [one for county in counties for one in gazetteer.townships_of(county.code)]
    assert counties == list(gazetteer.counties)
    assert townships == list(gazetteer.townships)


def test_no_two_counties_begin_their_numbers_alike(gazetteer: Gazetteer) -> None:
    prefixes = [county.number_prefix for county in gazetteer.counties]
    assert len(set(prefixes)) == len(prefixes)
    assert {"连东海", "宁鼓楼", "徐鼓楼", "淮淮安"} <= set(prefixes)


def test_the_cities_have_the_letters_people_know(gazetteer: Gazetteer) -> None:
    assert "".join(city.letter for city in gazetteer.cities) == "宁锡徐常苏通连淮盐扬镇泰宿"


def test_buttons_come_in_the_official_order(gazetteer: Gazetteer) -> None:
    for county in gazetteer.counties:
        codes = [one.code for one in gazetteer.townships_of(county.code)]
        assert codes == sorted(codes)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("东海县", "东海"),
        ("丰县", "丰县"),
        ("连云港市", "连云港"),
        ("牛山街道", "牛山"),
        ("双店镇", "双店"),
        ("菱塘回族乡", "菱塘"),
        ("竹镇镇", "竹镇"),
    ],
)
def test_a_short_name_loses_its_rank_but_keeps_two_characters(name: str, short: str) -> None:
    assert short_name(name) == short


def test_no_short_name_is_a_single_character(gazetteer: Gazetteer) -> None:
    counties = {len(county.short) for county in gazetteer.counties}
    townships = {len(township.short) for township in gazetteer.townships}
    assert min(counties | townships) == 2


@pytest.mark.parametrize(
    "text", ["东海", "东海县", "连云港东海", "连云港市东海县", "连东海", "320722"]
)
def test_a_county_is_found_however_it_is_written(gazetteer: Gazetteer, text: str) -> None:
    county = gazetteer.find_county(text)
    assert county is not None
    assert county.code == "320722"


@pytest.mark.parametrize("text", ["鼓楼", "鼓楼区", "淮安", "", "海", "上海"])
def test_a_name_that_is_not_one_county_finds_none(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find_county(text) is None


def test_what_is_not_there_is_answered_with_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.county("999999") is None
    assert gazetteer.township("") is None
    assert gazetteer.city("320722") is None
    assert gazetteer.counties_of("999900") == ()
    assert gazetteer.townships_of("999999") == ()


def test_the_other_provinces_are_known_by_name(gazetteer: Gazetteer) -> None:
    shorts = {province.short for province in gazetteer.elsewhere}
    assert len(shorts) == 32
    assert {"上海", "安徽", "广西", "新疆", "宁夏", "内蒙古", "香港"} <= shorts
