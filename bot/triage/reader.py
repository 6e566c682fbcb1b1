"""Reading one message: place, category, urgency and child."""

from collections.abc import Mapping

from bot.terms import Category, Level
from bot.triage.gazetteer import Gazetteer
from bot.triage.reading import Place, PlaceCandidate, Reading, Suggestion

NOTHING_KNOWN = (Category.OTH, Category.GRD, Category.ADV)


class Triage:
    """Read messages; one instance serves the whole process and keeps nothing of what it read."""

    def __init__(self, gazetteer: Gazetteer, default_levels: Mapping[Category, Level]) -> None:
        self._gazetteer = gazetteer
        self._default_levels = dict(default_levels)

    def read(self, text: str) -> Reading:
        """Return what the text says; the same text always gives the same reading."""
        named = [county for county in self._gazetteer.counties if county.name in text]
        candidates = tuple(PlaceCandidate(county.code, county.name) for county in named)
        return Reading(
            categories=tuple(Suggestion(one, 0.1) for one in NOTHING_KNOWN),
            level=Level.L3,
            place=Place(sure=len(candidates) == 1, candidates=candidates[:4]),
        )
