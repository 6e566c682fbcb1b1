"""A resident who talks with the report flow, as the services would let them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from bot.flows.dialogue import (
    AddToCase,
    Answer,
    Attachment,
    AttachmentKind,
    Dialogue,
    Effect,
    Entry,
    FileNow,
    Prompt,
    Say,
    Step,
    Submit,
)
from bot.flows.draft import Draft
from bot.flows.report import ReportFlow
from bot.terms import Category, Level
from bot.triage.gazetteer import County, Gazetteer, Township
from bot.triage.reading import ChildClues, Place, PlaceCandidate, Reading, Suggestion
from bot.views.prompts import Screen, match_choice, render_prompt
from tests.shipped import shipped_texts

CASE_ID = 7
GAZETTEER = Gazetteer.load()
TEXTS = shipped_texts()
FLOW = ReportFlow(GAZETTEER)


def place_named(name: str) -> PlaceCandidate:
    """Return the place that is called `county` or `county township`, the city before it at will."""
    *_, first, last = ["", *name.split()]
    for county in GAZETTEER.counties:
        if county.name == last and (not first or _is_city(first, county)):
            return PlaceCandidate(county.code, county.name)
    for township in GAZETTEER.townships:
        county_of = GAZETTEER.county(township.county_code)
        if county_of and township.name == last and county_of.name == first:
            return _candidate(county_of, township)
    raise LookupError(name)


def read_as(
    *,
    categories: Mapping[str, float] | None = None,
    level: str = "L3",
    danger: bool = False,
    place: str | Sequence[str] | None = None,
    age: int | None = None,
    sex: str | None = None,
    outside: str | None = None,
) -> Reading:
    """Return what a triage would have read; a list of places is an uncertain one."""
    is_sure = isinstance(place, str)
    names = [place] if isinstance(place, str) else list(place or ())
    found = tuple(place_named(name) for name in names)
    scored = tuple(Suggestion(Category(code), score) for code, score in (categories or {}).items())
    return Reading(
        categories=scored,
        level=Level[level],
        danger=danger,
        place=Place(sure=is_sure, candidates=found, outside=outside),
        child=ChildClues(age=age, sex=sex),
    )


class Resident:
    """Answer the flow as a person does: with the words on buttons, and with anything else."""

    def __init__(self, language: str = "zh-CN") -> None:
        self.language = language
        self.dialogue: Dialogue | None = None
        self.effects: list[Effect] = []
        self.asked: Prompt | None = None
        self._numbers = count(1)

    @property
    def draft(self) -> Draft:
        """Return what is known by now."""
        assert self.dialogue is not None
        return Draft.from_memory(self.dialogue.memory)

    @property
    def prompt(self) -> Prompt:
        """Return the question that stands."""
        assert self.dialogue is not None
        return FLOW.prompt(self.dialogue)

    def begins(self, opening: Answer | None = None) -> Step:
        """Start the report, tap by tap or with a first message."""
        return self._follow(FLOW.start(opening=opening))

    def says(self, text: str, reading: Reading | None = None) -> Step:
        """Type words; where they are a button's label, they are that button."""
        if self.dialogue is None:
            return self.begins(self.message(text, reading))
        choice = match_choice(self.prompt, TEXTS, text)
        return self.answers(Answer(choice=choice) if choice else self.message(text, reading))

    def sends(self, kind: AttachmentKind, album: str = "", text: str = "") -> Step:
        """Send an attachment, perhaps with words under it."""
        number = next(self._numbers)
        attachment = Attachment(kind, f"file-{number}", number, album)
        answer = Answer(entry=Entry(text, attachment, number))
        return self.answers(answer) if self.dialogue else self.begins(answer)

    def answers(self, answer: Answer) -> Step:
        """Answer the question that stands."""
        assert self.dialogue is not None
        return self._follow(FLOW.step(self.dialogue, answer))

    def message(self, text: str, reading: Reading | None = None) -> Answer:
        """Return words as they come in."""
        entry = Entry(text, message_id=next(self._numbers))
        return Answer(entry=entry, reading=reading or Reading())

    def sees(self) -> Screen:
        """Return the question as it looks."""
        return render_prompt(self.prompt, TEXTS, self.language)

    def _follow(self, step: Step) -> Step:
        self.effects += step.effects
        dialogue = step.dialogue
        for effect in step.effects:
            if isinstance(effect, FileNow) and dialogue and self._case_of(dialogue) is None:
                dialogue = FLOW.with_case(dialogue, CASE_ID)
            if isinstance(effect, Submit):
                dialogue = None
        self.dialogue = dialogue
        self.asked = FLOW.prompt(dialogue) if dialogue and step.ask else None
        return replace(step, dialogue=dialogue)

    @staticmethod
    def _case_of(dialogue: Dialogue) -> int | None:
        return Draft.from_memory(dialogue.memory).case_id


def in_words(effect: Effect) -> str:
    """Return an effect as the transcripts name it."""
    match effect:
        case Say(key):
            return f"say {key}"
        case FileNow():
            return "file now"
        case Submit():
            return "submit"
        case AddToCase(urgent=urgent):
            return "add urgently" if urgent else "add"
        case _:
            return type(effect).__name__


def _is_city(name: str, county: County) -> bool:
    city = GAZETTEER.city(county.city_code)
    return city is not None and city.name == name


def _candidate(county: County, township: Township) -> PlaceCandidate:
    return PlaceCandidate(county.code, county.name, township.code, township.name)
