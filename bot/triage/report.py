"""A reading as plain values, for the command line."""

from collections.abc import Iterable
from typing import TypedDict

from bot.triage.reading import PlaceCandidate, Reading, Reason


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
    """What is known of the child: whole years, `boy` or `girl`, how many, and by which words."""

    age: int | None
    sex: str | None
    count: int | None
    reasons: list[str]


class ReadWriter(TypedDict):
    """What is known of whoever writes, with the reasons, which the message's do not repeat."""

    relation: str | None
    mandatory_reporter: bool
    reasons: list[str]


class ReadMessage(TypedDict):
    """One message as the command line prints it."""

    categories: list[ReadCategory]
    level: str
    reasons: list[str]
    place: ReadPlace
    child: ReadChild
    writer: ReadWriter
    situations: list[int]


def reading_as_json(reading: Reading) -> ReadMessage:
    """Return the reading as values that `json.dumps` takes; a reason is `rule: words`."""
    return {
        "categories": [
            {"code": one.category.value, "score": one.score} for one in reading.categories
        ],
        "level": reading.level.name,
        "reasons": _told(reading.reasons),
        "place": _place(reading),
        "child": {
            "age": reading.child.age,
            "sex": reading.child.sex,
            "count": reading.child.count,
            "reasons": _told(reading.child.reasons),
        },
        "writer": {
            "relation": reading.writer.relation,
            "mandatory_reporter": reading.writer.is_mandatory_reporter,
            "reasons": _told(reading.writer.reasons),
        },
        "situations": list(reading.situations),
    }


def _told(reasons: Iterable[Reason]) -> list[str]:
    return [f"{one.rule}: {one.words}" if one.words else one.rule for one in reasons]


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
