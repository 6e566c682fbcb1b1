"""Zones from the configuration and names from `places.csv`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import load_config
from bot.errors import ConfigurationError
from bot.triage.gazetteer import Gazetteer
from bot.triage.local_names import LocalNames, checked_zones, read_names
from bot.triage.places import Places
from tests.triage.sentences import fits

ROOT = Path(__file__).parents[2]
Reader = Callable[[str], Places]


@pytest.fixture
def reader(gazetteer: Gazetteer, tmp_path: Path) -> Reader:
    """Return what makes a reader of places from the text of a `places.csv`."""

    def make(text: str) -> Places:
        file = tmp_path / "places.csv"
        file.write_text(text, "utf-8")
        return Places(gazetteer, LocalNames(names=read_names(file, gazetteer)))

    return make


@pytest.fixture(scope="module")
def with_zones(gazetteer: Gazetteer) -> Places:
    zones = load_config(ROOT / "config.yaml").counties_of_zones()
    return Places(gazetteer, LocalNames(zones=checked_zones(zones, gazetteer)))


def test_a_nickname_leads_to_its_county_or_township(reader: Reader) -> None:
    places = reader("name,place,note\n老鸭窝,东海县,x\n店街头,东海县/双店镇\n马陵街,320722108,x\n")
    assert fits("东海县", places.find("孩子在老鸭窝"))
    assert fits("东海县/双店镇", places.find("孩子在店街头"))
    assert fits("东海县/双店镇", places.find("孩子在马陵街"))


def test_a_row_wins_over_the_lists(reader: Reader) -> None:
    assert fits("灌云县", reader("双店镇,灌云县,\n").find("双店镇有个孩子"))


def test_a_hyphen_makes_a_word_no_place(reader: Reader, places: Places) -> None:
    assert fits("东海县", places.find("孩子在东海"))
    assert places.find("孩子在东海").sure
    assert not reader("东海,-,a shop\n").find("孩子在东海").candidates


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        ("窝,东海县,", "two characters or more"),
        (",东海县,", "two characters or more"),
        ("老鸭窝,东海县/没有镇,", "东海县/没有镇 is no county or township"),
        ("老鸭窝,鼓楼区,", "鼓楼区 is no county or township"),
        ("老鸭窝", "nothing is no county or township; write 东海县/双店镇"),
    ],
)
def test_a_bad_row_is_named_with_its_remedy(reader: Reader, row: str, remedy: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        reader(f"# comment\nname,place,note\n新县城,东海县,\n{row}\n")
    assert f"the row «{row}»" in str(refused.value)
    assert remedy in str(refused.value)


def test_the_file_as_shipped_has_no_names(gazetteer: Gazetteer) -> None:
    assert (ROOT / "places.csv").exists()
    assert read_names(ROOT / "places.csv", gazetteer) == {}


def test_a_file_that_a_spreadsheet_wrote_in_another_encoding_is_named(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    file = tmp_path / "places.csv"
    file.write_bytes("name,place,note\n老鸭窝,东海县,\n".encode("gb18030"))
    with pytest.raises(ConfigurationError, match=r"places\.csv is not written in UTF-8; save it"):
        read_names(file, gazetteer)


def test_a_missing_file_is_no_mistake(gazetteer: Gazetteer, tmp_path: Path) -> None:
    assert read_names(tmp_path / "places.csv", gazetteer) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("孩子在无锡新区", "新吴区"),
        ("孩子在连云港经济技术开发区", "连云区"),
        ("苏州工业园区有个孩子", "?吴中区,虎丘区"),
        ("江北新区有个孩子", "?浦口区,六合区,栖霞区"),
        ("东海县工业园区有个孩子", "东海县"),
        ("开发区有个孩子", "-"),
    ],
)
def test_a_zone_in_one_county_is_sure_and_in_several_is_asked(
    with_zones: Places, text: str, expected: str
) -> None:
    place = with_zones.find(text)
    assert fits(expected, place), place
    assert not expected.startswith("?") or place.candidates


def test_a_village_of_a_zone_is_offered_in_the_counties_of_the_zone(
    with_zones: Places, places: Places
) -> None:
    assert not places.find("琼姬墩社区有个孩子").candidates
    place = with_zones.find("琼姬墩社区有个孩子")
    assert not place.sure
    assert {one.county for one in place.candidates} == {"吴中区", "虎丘区"}


def test_every_zone_of_the_village_list_is_in_the_configuration(gazetteer: Gazetteer) -> None:
    zones = load_config(ROOT / "config.yaml").zones
    assert {zone.name for zone in gazetteer.zones} <= zones.keys()
    for zone in gazetteer.zones:
        for code in zones[zone.name].counties:
            county = gazetteer.county(code)
            assert county is not None
            assert county.city_code == zone.city_code


def test_a_zone_in_an_unknown_county_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(ConfigurationError, match="镇江新区: there is no county 321199"):
        checked_zones({"镇江新区": ["321102", "321199"]}, gazetteer)
