"""A reading as plain values, for the command line."""

from typing import TypedDict

from bot.triage.reading import PlaceCandidate, Reading


class ReadCategory(TypedDict):
    """One suggested category."""

    code: str
    score: float


class ReadCandidate(TypedDict):
    """One place that may be meant."""

    county_code: str
    county: str
    township: str | None
    village: str | None


class ReadPlace(TypedDict):
    """The place, empty where it is not sure, and the candidates."""

    county_code: str | None
    county: str | None
    township: str | None
    village: str | None
    sure: bool
    candidates: list[ReadCandidate]


class ReadChild(TypedDict):
    """What is known of the child."""

    age: int | None


class ReadMessage(TypedDict):
    """One message as the command line prints it."""

    categories: list[ReadCategory]
    level: str
    reasons: list[str]
    place: ReadPlace
    child: ReadChild


def reading_as_json(reading: Reading) -> ReadMessage:
    """Return the reading as values that `json.dumps` takes; a reason is `rule: words`."""
    return {
        "categories": [
            {"code": one.category.value, "score": one.score} for one in reading.categories
        ],
        "level": reading.level.name,
        "reasons": [
            f"{one.rule}: {one.words}" if one.words else one.rule for one in reading.reasons
        ],
        "place": _place(reading),
        "child": {"age": reading.child.age},
    }


def _place(reading: Reading) -> ReadPlace:
    best = reading.place.best
    return {
        "county_code": best.county_code if best else None,
        "county": best.county if best else None,
        "township": best.township if best else None,
        "village": best.village if best else None,
        "sure": reading.place.sure,
        "candidates": [_candidate(one) for one in reading.place.candidates],
    }


def _candidate(one: PlaceCandidate) -> ReadCandidate:
    return {
        "county_code": one.county_code,
        "county": one.county,
        "township": one.township,
        "village": one.village,
    }
