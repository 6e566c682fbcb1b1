"""The report: two ways in, one flow; it asks only what is missing, and loses nothing.

Whoever just writes has reported with that message; whoever presses the button is asked one thing
at a time. Words that mean danger file the case at once, whatever the question was.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from transitions import Machine

from bot.flows.dialogue import (
    AddToCase,
    Answer,
    Dialogue,
    Effect,
    Entry,
    FileNow,
    Prompt,
    Say,
    Step,
    Submit,
)
from bot.flows.draft import WITHOUT_CHILD, Draft
from bot.flows.places import Places
from bot.flows.report_prompts import SLOT_OF, SLOTS, ReportPrompts
from bot.terms import Category, Level
from bot.triage.reading import PlaceCandidate

VERSION = 1
VILLAGE_LENGTH = 40
NAME_LENGTH = 20
_PHONE = re.compile(r"\+?\d[\d\s-]{5,18}\d")
_FIRST_STATE: Mapping[str, str] = {"where": "city", "child": "age"}


class _Walker:
    """The throw-away object that the machine moves along; it knows what is still missing."""

    def __init__(self, state: str, draft: Draft) -> None:
        self.state = state
        self._draft = draft

    def needs_danger(self) -> bool:
        """Danger is not asked where words or a former answer told it, or nothing could be."""
        return self._open("danger") and self._draft.danger is None and not self._draft.alarmed

    def needs_what(self) -> bool:
        """The matter itself is asked until something was told."""
        return not self._draft.has_content or self._open("what")

    def needs_kind(self) -> bool:
        """The kind is asked where neither the words nor the person told it."""
        return self._open("kind") and self._draft.category is None

    def needs_where(self) -> bool:
        """The place is asked down to the township."""
        return self._open("where") and self._draft.township_code is None

    def needs_child(self) -> bool:
        """The child is asked after in matters that are about one."""
        about_none = self._draft.category in WITHOUT_CHILD
        return self._open("child") and self._draft.child_age is None and not about_none

    def needs_contact(self) -> bool:
        """Whoever goes tap by tap is asked; the others see it in what is read back."""
        return self._open("contact") and self._draft.may_write_back is None

    def _open(self, slot: str) -> bool:
        return slot not in self._draft.asked


class ReportFlow:
    """The dialogue in which a matter is reported."""

    name = "report"
    version = VERSION

    def __init__(self, places: Places) -> None:
        self._prompts = ReportPrompts(places)
        self._places = places
        self._machine = _machine()
        self._choosers: Mapping[str, Callable[[str, Draft, str], Step]] = {
            "danger": self._chose_danger,
            "kind": self._chose_kind,
            "place": self._chose_place,
            "city": self._chose_city,
            "county": self._chose_county,
            "township": self._chose_township,
            "age": self._chose_age,
            "sex": self._chose_sex,
            "contact": self._chose_contact,
            "change": self._chose_change,
        }

    def start(self, *, opening: Answer | None = None) -> Step:
        """Begin: tap by tap, or with a first message that is the report."""
        if opening is None or opening.entry is None:
            draft = Draft(way="tap", plan=SLOTS)
            return self._at("danger", draft, Say("privacy-short"))
        draft = Draft(way="message", asked=("what", "contact"))
        if opening.reading is not None and not _may_be_danger(opening):
            draft = replace(draft, asked=(*draft.asked, "danger"))
        draft, effects = self._tell(draft, opening)
        walked = self._walk("start", draft)
        draft = replace(draft, plan=_still_to_ask(draft))
        return self._at(walked, draft, *effects, Say("noted-first"), Say("privacy-short"))

    def prompt(self, dialogue: Dialogue) -> Prompt:
        """Return the question that the dialogue now stands at."""
        return self._prompts(_known_state(dialogue.state), Draft.from_memory(dialogue.memory))

    def with_case(self, dialogue: Dialogue, case_id: int) -> Dialogue:
        """Return the dialogue with the case that was made of it."""
        draft = replace(Draft.from_memory(dialogue.memory), case_id=case_id)
        return replace(dialogue, memory=draft.to_memory())

    def edit_entry(self, dialogue: Dialogue, message_id: int, text: str) -> Dialogue:
        """Return the dialogue with the words of one message replaced."""
        draft = Draft.from_memory(dialogue.memory)
        entries = tuple(
            replace(entry, text=text) if entry.message_id == message_id else entry
            for entry in draft.entries
        )
        return replace(dialogue, memory=replace(draft, entries=entries).to_memory())

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Return what the answer leads to."""
        draft = Draft.from_memory(dialogue.memory)
        state = _known_state(dialogue.state)
        if answer.choice is not None:
            return self._chosen(state, draft, answer.choice)
        if answer.entry is None:
            return self._at(state, draft)
        return self._heard(state, draft, answer)

    # What was tapped

    def _chosen(self, state: str, draft: Draft, choice: str) -> Step:
        match choice:
            case "back":
                return self._back(state, draft)
            case "skip":
                return self._skip(state, draft)
            case "stop":
                return self._at("stopping", _with_trail(draft, state))
            case "done":
                return self._onward(state, draft)
            case "all":
                return self._at("kinds", _with_trail(draft, state))
            case "other-place":
                return self._at("city", _with_trail(replace(draft, candidates=()), state))
            case "add":
                again = tuple(slot for slot in draft.asked if slot != "what")
                return self._at("what", _with_trail(replace(draft, asked=again), state))
            case "send" | "send-now":
                return self._send(draft)
            case "go-on":
                return self._back(state, draft)
            case "keep":
                return self._keep(state, draft)
            case "discard" if draft.case_id is None:
                return Step(None, (Say("draft-discarded"),), ask=False)
        kind, _, value = choice.partition(":")
        chooser = self._choosers.get(kind)
        return chooser(state, draft, value) if chooser else self._at(state, draft)

    def _chose_danger(self, state: str, draft: Draft, value: str) -> Step:
        draft = replace(draft, danger=value)
        return self._onward(state, draft, *self._alarm(draft, is_new=value == "yes"))

    def _chose_kind(self, state: str, draft: Draft, value: str) -> Step:
        if value not in Category.__members__:
            return self._at(state, draft)
        return self._onward(state, replace(draft, category=value))

    def _chose_place(self, state: str, draft: Draft, value: str) -> Step:
        county_code, _, township_code = value.partition(":")
        county = self._places.county(county_code)
        if county is None:
            return self._at(state, draft)
        township = self._places.township(township_code)
        place = PlaceCandidate(
            county.code,
            county.name,
            township.code if township else None,
            township.name if township else None,
        )
        draft = draft.at(place)
        if township is None:
            return self._at("township", _with_trail(draft, state))
        return self._onward(state, draft)

    def _chose_city(self, state: str, draft: Draft, value: str) -> Step:
        draft = replace(draft, city_code=value, county_code=None, township_code=None)
        if not self._places.counties_of(value):
            return self._at(state, draft)
        return self._at("county", _with_trail(draft, state))

    def _chose_county(self, state: str, draft: Draft, value: str) -> Step:
        if self._places.county(value) is None:
            return self._at(state, draft)
        draft = replace(draft, county_code=value, township_code=None)
        return self._at("township", _with_trail(draft, state))

    def _chose_township(self, state: str, draft: Draft, value: str) -> Step:
        township = self._places.township(value)
        draft = replace(draft, township_code=township.code if township else None)
        if draft.way == "tap" and township is not None:
            return self._at("village", _with_trail(draft, state))
        return self._onward(state, draft)

    def _chose_age(self, state: str, draft: Draft, value: str) -> Step:
        return self._at("sex", _with_trail(replace(draft, child_age=value or None), state))

    def _chose_sex(self, state: str, draft: Draft, value: str) -> Step:
        return self._onward(state, replace(draft, child_sex=value or None))

    def _chose_contact(self, state: str, draft: Draft, value: str) -> Step:
        draft = replace(draft, may_write_back=value != "silent")
        if value == "leave":
            return self._at("details", _with_trail(draft, state))
        return self._onward(state, replace(draft, reporter_name=None, reporter_phone=None))

    def _chose_change(self, state: str, draft: Draft, value: str) -> Step:
        draft = _with_trail(draft, state)
        match value:
            case "kind":
                return self._at("kinds", draft)
            case "where":
                return self._at("city", replace(draft, candidates=()))
            case _:
                return self._at("contact", draft)

    # What was said

    def _heard(self, state: str, draft: Draft, answer: Answer) -> Step:
        entry = answer.entry
        assert entry is not None  # noqa: S101 - The caller looked.
        attachment = entry.attachment
        if attachment is not None and attachment.kind == "sticker":
            return self._at(state, draft, Say("sticker"))
        if not answer.text and attachment is None:
            return self._at(state, draft)
        if attachment is not None and attachment.kind == "contact":
            left = replace(draft, may_write_back=True, reporter_phone=attachment.file_id)
            return self._onward(state, left) if state == "details" else self._at(state, left)
        answered = self._answered(state, draft, answer)
        if answered is not None:
            return answered
        return self._kept(state, draft, answer)

    def _answered(self, state: str, draft: Draft, answer: Answer) -> Step | None:
        """Return the step where the words plainly answer the question, and hold no danger."""
        text, reading = answer.text, answer.reading
        if reading is None or reading.danger:
            return None
        slot = SLOT_OF.get(state)
        if state == "village" and len(text) <= VILLAGE_LENGTH:
            return self._onward(state, replace(draft, village=text))
        if slot == "where" and (reading.place.sure or reading.place.candidates):
            return self._typed_place(state, draft, answer)
        if state == "age" and reading.child.age is not None and len(text) <= NAME_LENGTH:
            return self._chose_age(state, draft, str(reading.child.age))
        if state == "age" and text.isdigit() and int(text) < 18:  # noqa: PLR2004 - Of age.
            return self._chose_age(state, draft, text)
        if state == "details" and (_PHONE.search(text) or len(text) <= NAME_LENGTH):
            return self._onward(state, _with_details(draft, text))
        return None

    def _typed_place(self, state: str, draft: Draft, answer: Answer) -> Step:
        """Take a typed place as deep as it goes; what is more than a place is kept as well."""
        reading = answer.reading
        assert reading is not None  # noqa: S101 - The caller looked.
        blank = replace(draft, county_code=None, township_code=None, candidates=())
        effects: tuple[Effect, ...] = ()
        if len(answer.text) > VILLAGE_LENGTH:
            draft, effects = self._tell(draft, answer)
            blank = replace(draft, county_code=None, township_code=None, candidates=())
        found = blank.understood(reading)
        if found.county_code is None:
            return self._at("candidates", _with_trail(found, state), *effects)
        if found.township_code is None:
            return self._at("township", _with_trail(found, state), *effects)
        return self._onward(state, found, *effects)

    def _kept(self, state: str, draft: Draft, answer: Answer) -> Step:
        """Keep what was said as a part of the report, and go on."""
        before = draft
        draft, effects = self._tell(draft, answer)
        is_picture = answer.entry is not None and answer.entry.attachment is not None
        if state == "what":
            if is_picture and not answer.text:
                return self._at("what", draft, *effects, ask=not _same_album(before, answer))
            return self._onward(state, draft, *effects)
        if _same_album(before, answer):
            return self._at(state, draft, *effects, ask=False)
        if state in ("confirm", "stopping"):
            return self._at("confirm", draft, *effects)
        return self._at(state, draft, Say("kept-and-ask"), *effects)

    def _tell(self, draft: Draft, answer: Answer) -> tuple[Draft, tuple[Effect, ...]]:
        """Add what was said to the draft, with the effects of danger or of a case at hand."""
        entry = answer.entry or Entry()
        is_danger = bool(answer.reading and answer.reading.danger)
        is_new = is_danger and not draft.alarmed
        told = draft.told(entry, answer.reading)
        if draft.case_id is not None:
            added = AddToCase(draft.case_id, entry, urgent=is_danger)
            return told, ((Say("emergency"), added) if is_new else (added,))
        return told, self._alarm(told, is_new=is_danger)

    def _alarm(self, draft: Draft, *, is_new: bool) -> tuple[Effect, ...]:
        if not is_new:
            return ()
        filing = (FileNow(),) if draft.case_id is None else ()
        return (Say("emergency"), *filing)

    # Where it goes from here

    def _onward(self, state: str, draft: Draft, *effects: Effect) -> Step:
        """Mark the state's question as asked, and walk to the next that is still open."""
        slot = SLOT_OF.get(state)
        if slot is not None and slot not in draft.asked:
            draft = replace(draft, asked=(*draft.asked, slot))
        return self._at(self._walk(state, draft), _with_trail(draft, state), *effects)

    def _walk(self, state: str, draft: Draft) -> str:
        walker = _Walker(SLOT_OF.get(state, "start"), draft)
        self._machine.events["advance"].trigger(walker)
        reached = walker.state
        if reached == "kind":
            return "kind" if draft.suggestions else "kinds"
        if reached == "where":
            if draft.county_code is not None:
                return "township"
            return "candidates" if draft.candidates else "city"
        return _FIRST_STATE.get(reached, reached)

    def _skip(self, state: str, draft: Draft) -> Step:
        if state == "what" and not draft.has_content:
            return self._at(state, draft, Say("what-is-needed"))
        return self._onward(state, draft)

    def _back(self, state: str, draft: Draft) -> Step:
        if not draft.trail:
            return self._at(state, draft)
        *before, last = draft.trail
        slot = SLOT_OF.get(last)
        asked = tuple(one for one in draft.asked if one != slot)
        return self._at(last, replace(draft, trail=tuple(before), asked=asked))

    def _keep(self, state: str, draft: Draft) -> Step:
        step = self._back(state, draft)
        return Step(step.dialogue, (*step.effects, Say("draft-kept")), ask=False)

    def _send(self, draft: Draft) -> Step:
        if not draft.has_content and draft.danger != "yes":
            return self._at("what", draft, Say("what-is-needed"))
        dialogue = Dialogue(self.name, self.version, "confirm", draft.to_memory())
        return Step(dialogue, (Submit(),), ask=False)

    def _at(self, state: str, draft: Draft, *effects: Effect, ask: bool = True) -> Step:
        dialogue = Dialogue(self.name, self.version, state, draft.to_memory())
        return Step(dialogue, effects, ask=ask)


def _machine() -> Machine:
    """Build the one machine: from each question to the first later one that is still open."""
    order = ("start", *SLOTS)
    machine = Machine(
        model=None,
        states=[*order, "confirm"],
        initial=None,
        auto_transitions=False,
        send_event=False,
    )
    for place, source in enumerate(order):
        for target in SLOTS[place:]:
            machine.add_transition("advance", source, target, conditions=f"needs_{target}")
        # A question that was left open earlier is asked before anything is sent.
        for target in SLOTS[:place]:
            machine.add_transition("advance", source, target, conditions=f"needs_{target}")
        machine.add_transition("advance", source, "confirm")
    return machine


def _known_state(state: str) -> str:
    return state if state in SLOT_OF or state == "stopping" else "confirm"


def _may_be_danger(answer: Answer) -> bool:
    """Say whether danger is worth asking after: not in matters that can only be an enquiry."""
    reading = answer.reading
    return reading is None or reading.level < Level.L4


def _still_to_ask(draft: Draft) -> tuple[str, ...]:
    walker = _Walker("start", draft)
    needs = {slot: getattr(walker, f"needs_{slot}") for slot in SLOTS}
    return tuple(slot for slot in SLOTS if needs[slot]())


def _with_trail(draft: Draft, state: str) -> Draft:
    if state in ("stopping", "start"):
        return draft
    return replace(draft, trail=(*draft.trail, state)[-20:])


def _with_details(draft: Draft, text: str) -> Draft:
    phone = _PHONE.search(text)
    name = _PHONE.sub("", text).strip(" ,，、;；:：")[:NAME_LENGTH]
    return replace(
        draft,
        may_write_back=True,
        reporter_name=name or draft.reporter_name,
        reporter_phone=phone.group() if phone else draft.reporter_phone,
    )


def _same_album(draft: Draft, answer: Answer) -> bool:
    attachment = answer.entry.attachment if answer.entry else None
    if attachment is None or not attachment.album_id:
        return False
    return any(
        entry.attachment is not None and entry.attachment.album_id == attachment.album_id
        for entry in draft.entries
    )
