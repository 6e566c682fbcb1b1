"""What only the place itself knows: how zones are shared out, nicknames, words that are no place.

Zones come from the configuration; the rest from `places.csv`, which wins over every list.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import ConfigurationError
from bot.triage.gazetteer import Gazetteer

FILE_NAME = "places.csv"
COLUMNS = ("name", "place", "note")
NO_PLACE = "-"
SHORTEST_NAME = 2


class LocalNamesError(ConfigurationError):
    """Refuse a row of `places.csv`; the message names the line and says what to write."""


@dataclass(frozen=True, slots=True)
class LocalNames:
    """Names beside those of the lists.

    `zones` gives for every way to write a zone the codes of its counties; `names` gives for a
    nickname the code of its county or township, and None for a word that is no place.
    """

    zones: Mapping[str, Sequence[str]] = field(default_factory=dict)
    names: Mapping[str, str | None] = field(default_factory=dict)


def checked_zones(
    zones: Mapping[str, Sequence[str]], gazetteer: Gazetteer
) -> Mapping[str, Sequence[str]]:
    """Return the zones as they are.

    Raises:
        LocalNamesError: a zone lies in a county that the gazetteer does not have.
    """
    for name, codes in zones.items():
        for code in codes:
            if gazetteer.county(code) is None:
                raise LocalNamesError(
                    f"zones, {name}: there is no county {code}; write the six digits of a county "
                    "of the province, such as 320703"
                )
    return zones


def read_names(path: Path, gazetteer: Gazetteer) -> Mapping[str, str | None]:
    """Return the names that a county wrote down; none where there is no such file.

    Raises:
        LocalNamesError: a row cannot be used.
    """
    if not path.exists():
        return {}
    rows = csv.reader(line for line in _lines(path) if not line.startswith("#"))
    found: dict[str, str | None] = {}
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells) or tuple(cells[: len(COLUMNS)]) == COLUMNS:
            continue
        name, place = (*cells, "", "")[:2]
        found[_checked(name, path, row)] = _code(place, path, row, gazetteer)
    return found


def _lines(path: Path) -> Sequence[str]:
    try:
        return path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise LocalNamesError(
            f"{path.name} is not written in UTF-8; save it anew as “CSV UTF-8”"
        ) from None
    except OSError as error:
        raise LocalNamesError(
            f"{path.name} cannot be read ({type(error).__name__}); look at who may read it"
        ) from None


def _checked(name: str, path: Path, row: Sequence[str]) -> str:
    if len(name) < SHORTEST_NAME:
        raise _refusal(path, row, "write a name of two characters or more")
    return name


def _code(place: str, path: Path, row: Sequence[str], gazetteer: Gazetteer) -> str | None:
    if place == NO_PLACE:
        return None
    if gazetteer.county(place) or gazetteer.township(place):
        return place
    county_name, _, township_name = place.partition("/")
    county = gazetteer.find_county(county_name)
    if county is not None and not township_name:
        return county.code
    towns = gazetteer.townships_of(county.code) if county else ()
    for town in towns:
        if township_name in (town.name, town.short):
            return town.code
    raise _refusal(path, row, f"{place or 'nothing'} is no county or township; write 东海县/双店镇")


def _refusal(path: Path, row: Sequence[str], what: str) -> LocalNamesError:
    return LocalNamesError(f"{path.name}, the row «{','.join(row)}»: {what}")
