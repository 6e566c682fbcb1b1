"""In which county a point lies, and which others are so near that it may lie there as well."""

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from shapely import Point, Polygon, STRtree
from shapely.geometry import MultiPolygon

BORDERS_FILE = files("bot.triage") / "data" / "borders.json.gz"

# A phone's fix and the drawn border together are not surer than this, in kilometres.
DOUBT = 1.0
KILOMETRES_PER_DEGREE = 111.2
# The middle of the province; a degree of longitude is within 3 % of this length all over it.
MIDDLE = math.cos(math.radians(33.0))

Ring = list[list[float]]
Rings = list[Ring]


@dataclass(frozen=True, slots=True)
class Near:
    """The codes of the counties in which a point may lie, the likeliest first.

    It is sure in the first where no border at all, the province's own included, is near.
    """

    codes: tuple[str, ...]
    is_sure: bool


class Borders:
    """The counties as shapes; one instance serves the whole process.

    Args:
        counties: for each county's code its polygons, each an outline and its holes, in degrees
            (longitude, latitude; WGS 84).
    """

    def __init__(self, counties: Mapping[str, Sequence[Rings]]) -> None:
        self._codes = tuple(counties)
        self._tree = STRtree(
            [MultiPolygon([_polygon(one) for one in polygons]) for polygons in counties.values()]
        )

    @classmethod
    @cache
    def load(cls) -> Self:
        """Read the borders that come with the package."""
        return cls(json.loads(gzip.decompress(BORDERS_FILE.read_bytes()))["counties"])

    def near(self, latitude: float, longitude: float) -> Near:
        """Return in which counties a point may lie: none where it is outside the province."""
        point = Point(_on_plane(longitude, latitude))
        found = self._tree.query(point, predicate="dwithin", distance=DOUBT)
        shapes = self._tree.geometries
        by_distance = sorted(
            (float(shapes[place].distance(point)), self._codes[place]) for place in found.tolist()
        )
        if not by_distance:
            return Near((), is_sure=False)
        first = shapes[self._codes.index(by_distance[0][1])]
        is_deep_inside = len(by_distance) == 1 and first.boundary.distance(point) > DOUBT
        return Near(tuple(code for _, code in by_distance), is_sure=is_deep_inside)


def _polygon(rings: Rings) -> Polygon:
    outline, *holes = [[_on_plane(x, y) for x, y in ring] for ring in rings]
    return Polygon(outline, holes)


def _on_plane(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the point in kilometres on a plane that fits the province."""
    return longitude * KILOMETRES_PER_DEGREE * MIDDLE, latitude * KILOMETRES_PER_DEGREE
