import gzip
import json
from pathlib import Path

import pytest

from bot.triage.build_gazetteer import build
from bot.triage.build_villages import Villages, read_villages, village_name
from bot.triage.gazetteer import DATA_FILE, Gazetteer


def _stored() -> Villages:
    document = json.loads(gzip.decompress(DATA_FILE.read_bytes()))
    villages = Villages()
    for _, _, counties in document["cities"]:
        for county, _, townships, others in counties:
            villages.of_county[county] = others
            for _, township, names in townships:
                villages.of_township[county, township] = names
    for city, zone, names in document["zones"]:
        villages.of_zone[city, zone] = names
    return villages


def test_building_again_gives_the_same_bytes() -> None:
    built = build(_stored())
    assert built == build(_stored())
    # The header's time stamp would differ from one second to the next.
    assert built[4:8] == bytes(4)


def test_the_committed_file_is_what_the_lists_give() -> None:
    # The bytes within are compared, because another zlib may compress them otherwise.
    assert gzip.decompress(DATA_FILE.read_bytes()) == gzip.decompress(build(_stored()))


def test_the_file_says_where_it_comes_from_and_of_which_day_it_is() -> None:
    document = json.loads(gzip.decompress(DATA_FILE.read_bytes()))
    assert document["source"]["as_of"] == "2025-12-31"
    assert document["villages"]["as_of"] == "2023-06-30"
    for source in (document["source"], document["villages"]):
        assert source["authority"]
        assert source["package"]
        assert source["licence"] == "MIT"


def test_another_archive_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "other.tgz"
    archive.write_bytes(b"something else")
    with pytest.raises(ValueError, match="is not the archive"):
        read_villages(archive, {}, ())


def test_nine_in_ten_villages_stand_in_their_township() -> None:
    gazetteer = Gazetteer.load()
    with_township = sum(one.township_code is not None for one in gazetteer.villages)
    assert len(gazetteer.villages) > 21_000
    assert with_township / len(gazetteer.villages) > 0.9
    assert len(gazetteer.zones) == 9


@pytest.mark.parametrize(
    ("official", "name"),
    [
        ("王庄村村民委员会", "王庄村"),
        ("王庄村委会", "王庄"),
        ("育才社区居委会", "育才社区"),
        ("新港虚拟社区", None),
        ("居委会", None),
    ],
)
def test_the_office_is_not_the_name(official: str, name: str | None) -> None:
    assert village_name(official) == name
