import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import Level
from bot.triage.borders import BORDERS_FILE, Borders
from bot.triage.build_borders import build
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage

BORDERS = Borders.load()


def test_building_again_gives_the_same_bytes_as_the_committed_file() -> None:
    built = build()
    assert built == build()
    assert gzip.decompress(BORDERS_FILE.read_bytes()) == gzip.decompress(built)


def test_every_county_of_the_gazetteer_has_its_borders(gazetteer: Gazetteer) -> None:
    counties = json.loads(gzip.decompress(BORDERS_FILE.read_bytes()))["counties"]
    assert set(counties) == {county.code for county in gazetteer.counties}


# The seats of county governments, from public maps.
@pytest.mark.parametrize(
    ("latitude", "longitude", "county"),
    [
        (34.542, 118.752, "东海县"),
        (34.735, 116.937, "沛县"),
        (32.784, 119.443, "高邮市"),
        (31.345, 118.873, "高淳区"),
        (32.868, 120.320, "东台市"),
        (33.462, 118.205, "泗洪县"),
    ],
)
def test_a_point_well_inside_a_county_is_sure(
    triage: Triage, latitude: float, longitude: float, county: str
) -> None:
    place = triage.locate(latitude, longitude).place
    assert place.best is not None
    assert place.best.county == county
    assert place.best.township is None


def test_a_point_near_a_border_is_asked(triage: Triage) -> None:
    # 玄武湖 lies in 玄武区; its western shore is the border of 鼓楼区.
    place = triage.locate(32.066, 118.770).place
    assert not place.sure
    assert {one.county for one in place.candidates} >= {"鼓楼区", "玄武区"}


def test_just_over_the_provinces_border_no_county_is_taken() -> None:
    # Walk out of 泗洪县 to the west: once outside, it is never sure again.
    was_outside = False
    for step in range(200):
        near = BORDERS.near(33.46, 118.20 - step * 0.002)
        was_outside = was_outside or not near.codes
        assert not (was_outside and near.is_sure)
    assert was_outside


@pytest.mark.parametrize(("latitude", "longitude"), [(31.23, 121.47), (0, 0), (90, 180)])
def test_outside_the_province_there_is_no_county(
    triage: Triage, latitude: float, longitude: float
) -> None:
    reading = triage.locate(latitude, longitude)
    assert reading.place.candidates == ()
    assert reading.level is Level.L4


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_point_is_read(latitude: float, longitude: float) -> None:
    near = BORDERS.near(latitude, longitude)
    assert len(near.codes) == 1 or not near.is_sure
    assert near == BORDERS.near(latitude, longitude)
