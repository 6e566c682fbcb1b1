"""What typed words plainly answer where a button was expected; everything else is the report."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.flows.draft import OF_AGE, Draft
from bot.flows.places import Named, Places
from bot.triage.reading import Place, Reading

VILLAGE_LENGTH = 40
NAME_LENGTH = 20
LONE_NAME_LENGTH = 8
_PHONE = re.compile(r"\+?\d[\d\s-]{5,18}\d")
_AGE = re.compile(
    r"(?:大概|大约|差不多|好像|今年|才|刚|快|有)*[\d一二两三四五六七八九十几半]+"
    r"(?:多|来)?(?:周?岁|个?月)?[\d一二两三四五六七八九半]*(?:多|左右|大|吧|了|的|个月|岁)*"
)
_SEX = re.compile(r"(?:是|个|一个)*(?:男|女)(?:的|孩|孩子|孩儿|娃|娃娃|生|童|伢)*(?:吧|了)?")
_NEAR_A_PLACE = re.compile(r"[在住是里那边的江苏省市县区镇乡街道旁附近，,。.、\s]+")
_VILLAGE = re.compile(
    r"[^，,。.！!？?\s]{0,10}(?:村|组|社区|小区|队|庄|路|街|园|苑|号|楼|巷|屯|圩|荡|墩|幢)\d*号?"
)


@dataclass(frozen=True, slots=True)
class Details:
    """A name and a number that somebody left; either may be missing."""

    name: str | None
    phone: str | None


def plain(text: str) -> str:
    """Return the text with full-width signs folded and without what stands around it."""
    return unicodedata.normalize("NFKC", text).strip(" \t\n,.。，、!！?？~～")


def age_in(text: str, reading: Reading) -> str | None:
    """Return the age in whole years, or a guess as wide as it was said, where the words are one."""
    said = plain(text)
    if len(said) > NAME_LENGTH:
        return None
    if said.isdecimal() and len(said) <= len(str(OF_AGE)) and int(said) < OF_AGE:
        return str(int(said))
    age = reading.child.age
    if age is None or not 0 <= age < OF_AGE or not _AGE.fullmatch(said.replace(" ", "")):
        return None
    return reading.child.told_age


def sex_in(text: str) -> str | None:
    """Return `boy` or `girl` where the words plainly say only that; None otherwise."""
    said = plain(text).replace(" ", "")
    if len(said) > NAME_LENGTH or not _SEX.fullmatch(said):
        return None
    return "boy" if "男" in said else "girl"


def details_in(text: str) -> Details | None:
    """Return the name and the number where the words are plainly these; None otherwise."""
    said = plain(text)
    found = _PHONE.search(said)
    name = _PHONE.sub(" ", said).strip(" ,，、;；:：-")
    if found is None:
        return Details(name, None) if 0 < len(name) <= LONE_NAME_LENGTH else None
    return Details(name or None, found.group()) if len(name) <= NAME_LENGTH else None


def phone_in(text: str) -> str | None:
    """Return a telephone number that stands among other words."""
    found = _PHONE.search(plain(text))
    return found.group() if found else None


class PlaceWords:
    """Tell a typed place from other words, by the places that the gazetteer knows."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def choice_for(self, state: str, draft: Draft, text: str) -> str | None:
        """Return the offered choice that was typed by its short name, such as 双店 for 双店镇."""
        said = plain(text)
        offered: Iterable[Named] = ()
        match state:
            case "city":
                offered = self._places.cities
            case "county":
                offered = self._places.counties_of(draft.city_code or "")
            case "township":
                offered = self._places.townships_of(draft.county_code or "")
        found = [place.code for place in offered if said and said in (place.name, place.short)]
        return f"{state}:{found[0]}" if len(found) == 1 else None

    def is_plainly(self, text: str, place: Place) -> bool:
        """Say whether the words name a place and nothing else; in doubt they do not."""
        rest = plain(text)
        if len(rest) > VILLAGE_LENGTH:
            return False
        for name in sorted(self._names_in(place), key=len, reverse=True):
            rest = rest.replace(name, " ")
        rest = _NEAR_A_PLACE.sub("", rest)
        return not rest or _VILLAGE.fullmatch(rest) is not None

    @staticmethod
    def fits_village(text: str) -> bool:
        """Say whether words at the question for a village may be taken for one."""
        return len(plain(text)) <= VILLAGE_LENGTH

    def _names_in(self, place: Place) -> set[str]:
        named: set[str] = set()
        known: list[Named | None] = [*self._places.cities]
        for one in place.candidates:
            named.update(name for name in (one.county, one.township, one.village) if name)
            known += [
                self._places.county(one.county_code),
                self._places.township(one.township_code or ""),
            ]
        for found in known:
            named.update((found.name, found.short) if found else ())
        return named
