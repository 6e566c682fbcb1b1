"""The report: two ways in, one flow; it asks only what is missing, and loses nothing.

Whoever just writes has reported with that message; whoever presses the button is asked one thing
at a time. Words that mean danger file the case at once, whatever the question was.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.flows.copies import changed
from bot.flows.dialogue import AddToCase, Answer, Dialogue, Effect, Entry, Prompt, Say, Step
from bot.flows.draft import SURE_SCORE, Draft
from bot.flows.elsewhere import as_written, number_of_citizens_line
from bot.flows.emergency import call_first, is_call_first
from bot.flows.places import Places
from bot.flows.report_prompts import SLOT_OF, SLOTS, to_whom
from bot.flows.report_taps import ReportTaps, alarm, known_state, with_trail
from bot.flows.report_walk import END, START, is_open, still_open
from bot.flows.report_words import PlaceWords, age_in, details_in, phone_in, sex_in
from bot.terms import Category, Level
from bot.triage.reading import Reading


class ReportFlow(ReportTaps):
    """The dialogue in which a matter is reported."""

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self._place_words = PlaceWords(places)

    @property
    def states(self) -> tuple[str, ...]:
        """Return the questions, the reading back, and the two small ones on the way out."""
        return (*SLOT_OF, END, "stopping", "wrong")

    def start(self, *, opening: Answer | None = None) -> Step:
        """Begin: tap by tap, or with a first message that is the report."""
        if opening is None or opening.entry is None or not _is_something(opening.entry):
            return self._at("danger", Draft(way="tap", plan=SLOTS))
        draft = Draft(way="message", asked=("what", "contact"))
        if opening.reading is not None and _is_mere_enquiry(opening.reading):
            draft = changed(draft, asked=(*draft.asked, "danger"))
        draft, effects = self._tell(draft, opening)
        draft = changed(draft, plan=still_open(draft))
        state = self._walk.after(START, draft)
        is_told = _is_alarmed(effects) or draft.outside is not None
        if not is_told and state != END:
            effects = (*effects, *_welcomed(draft))
        return self._at(state, draft, *effects)

    def prompt(self, dialogue: Dialogue) -> Prompt:
        """Return the question that the dialogue now stands at."""
        return self._prompts(known_state(dialogue.state), Draft.from_memory(dialogue.memory))

    def with_case(self, dialogue: Dialogue, case_id: int) -> Dialogue:
        """Return the dialogue with the case that was made of it."""
        draft = changed(Draft.from_memory(dialogue.memory), case_id=case_id)
        return replace(dialogue, memory=draft.to_memory())

    def edited(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Return what a corrected message leads to: new words may mean danger as well."""
        draft = Draft.from_memory(dialogue.memory)
        entry = answer.entry or Entry()
        changed = draft.corrected(entry.message_id, entry.text)
        if changed == draft or answer.reading is None:
            return self._at(dialogue.state, changed, ask=False)
        is_new = answer.reading.danger and not draft.alarmed
        placed = _placed_anew(changed, entry, answer.reading)
        told, state = placed.understood(answer.reading), dialogue.state
        if placed is not changed and SLOT_OF.get(state) == "where":
            state = self._walk.after(START, told)
        return self._at(state, told, *alarm(told, is_new=is_new), ask=placed is not changed)

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Return what the answer leads to."""
        draft = Draft.from_memory(dialogue.memory)
        state = known_state(dialogue.state)
        if answer.choice is not None:
            offered = {choice.id for row in self._prompts(state, draft).rows for choice in row}
            is_offered = answer.choice in offered or answer.choice == "stop"
            # A button of an earlier question changes nothing: the present one is put again.
            return self._chosen(state, draft, answer.choice if is_offered else "")
        if answer.entry is None:
            return self._at(state, draft)
        return self._heard(state, draft, answer)

    def _heard(self, state: str, draft: Draft, answer: Answer) -> Step:
        entry = answer.entry or Entry()
        if not _is_something(entry):
            return self._at(state, draft, Say("sticker" if entry.attachment else "not-understood"))
        if entry.attachment is None and not (answer.reading and answer.reading.danger):
            return self._answered(state, draft, answer) or self._kept(state, draft, answer)
        if entry.attachment is not None and entry.attachment.kind == "contact":
            return self._contact_sent(state, draft, answer)
        return self._kept(state, draft, answer)

    def _contact_sent(self, state: str, draft: Draft, answer: Answer) -> Step:
        entry = answer.entry or Entry()
        number = entry.attachment.file_id if entry.attachment else ""
        if SLOT_OF.get(state) == "contact":
            left = changed(draft, may_write_back=True, reporter_phone=number)
            return self._onward(state, left)
        # Elsewhere it may be anybody's number: it is a part of what is told.
        return self._kept(state, draft, answer)

    def _answered(self, state: str, draft: Draft, answer: Answer) -> Step | None:
        """Return the step where the words plainly answer the question; None otherwise."""
        text, reading = answer.text, answer.reading or Reading()
        match SLOT_OF.get(state, state):
            case "wrong":
                return self._corrected(draft, answer)
            case "where":
                return self._place_said(state, draft, answer)
            case "child":
                age = age_in(text, reading) if state == "age" else None
                if age is not None:
                    return self._chose_age(state, draft, age)
                sex = sex_in(text)
                return self._chose_sex(state, draft, sex) if sex and state == "sex" else None
            case "contact":
                return self._details_said(state, draft, text)
        return None

    def _corrected(self, draft: Draft, answer: Answer) -> Step | None:
        """Take a place or an age that is typed where something was wrong for the right one."""
        text, reading = answer.text, answer.reading or Reading()
        age = age_in(text, reading)
        if age is not None:
            return self._onward("age", changed(draft, child_age=age))
        if reading.place.candidates and self._place_words.is_plainly(text, reading.place):
            return self._place_said("city", draft, answer)
        return None

    def _place_said(self, state: str, draft: Draft, answer: Answer) -> Step | None:
        """Take a typed place as deep as it goes; what is more than a place is kept as well."""
        text, place = answer.text, (answer.reading or Reading()).place
        choice = self._place_words.choice_for(state, draft, text)
        if choice is not None:
            return self._chosen(state, draft, choice)
        is_here = place.best is None or place.best.township_code in (None, draft.township_code)
        if state == "village" and is_here:
            return self._village_said(state, draft, answer)
        if place.outside is not None and state not in ("township", "village"):
            told, effects = self._tell(draft.placed(Reading()), answer)
            return self._at("outside", with_trail(told, state), *effects)
        if not place.candidates and place.city_code is None:
            return None
        is_plain = self._place_words.is_plainly(text, place)
        told, effects = (draft, ()) if is_plain else self._tell(draft, answer)
        found = told.placed(answer.reading or Reading())
        if found.county_code is None:
            further = "candidates" if found.candidates else "county"
            return self._at(further, with_trail(found, state), *effects)
        if found.township_code is None:
            return self._at("township", with_trail(found, state), *effects)
        return self._onward(state, found, *effects)

    def _village_said(self, state: str, draft: Draft, answer: Answer) -> Step | None:
        text, place = answer.text, (answer.reading or Reading()).place
        village = place.best.village if place.best and place.best.village else text
        if not self._place_words.fits_village(village):
            return None
        return self._onward(state, changed(draft, village=village))

    def _details_said(self, state: str, draft: Draft, text: str) -> Step | None:
        left = details_in(text)
        if left is None or (state == "contact" and left.phone is None):
            return None
        return self._onward(
            state,
            changed(
                draft,
                may_write_back=True,
                reporter_name=left.name or draft.reporter_name,
                reporter_phone=left.phone or draft.reporter_phone,
            ),
        )

    def _kept(self, state: str, draft: Draft, answer: Answer) -> Step:
        """Keep what was said as a part of the report, and go on."""
        told, effects = self._tell(draft, answer)
        if _same_album(draft, answer):
            return self._at(state, told, *effects, ask=False)
        if state == "stopping":
            back = self._back(state, told)
            return replace(back, effects=(*effects, Say("kept-and-ask")))
        slot = SLOT_OF.get(state)
        if draft.county_code is not None and told.county_code is None:
            doubted = Say("location-elsewhere")
            return self._at("candidates", with_trail(told, state), *effects, doubted)
        if slot is None:
            further = "danger" if is_open("danger", told) else END
            is_told = _is_alarmed(effects) or told.case_id is None
            return self._at(further, told, *effects, *(() if is_told else (Say("passed-on"),)))
        if slot == "what":
            return self._told_what(state, told, effects)
        if slot == "contact" and phone_in(answer.text):
            told = changed(told, may_write_back=True, reporter_phone=phone_in(answer.text))
        if is_open(slot, draft) and not is_open(slot, told):
            return self._onward(state, told, *effects)
        if not _is_alarmed(effects):
            effects = (*effects, Say(_acknowledgement(slot, told, answer)))
        return self._at(_state_again(state, told), told, *effects)

    def _told_what(self, state: str, draft: Draft, effects: tuple[Effect, ...]) -> Step:
        """Welcome more words, except where each further one would cost a child dear."""
        if _is_sexual(draft):
            gently = () if _is_alarmed(effects) else (Say(to_whom("ask-more-gently", draft)),)
            return self._onward(state, draft, *effects, *gently)
        if draft.way == "tap":
            return self._at(state, draft, *effects)
        return self._onward(state, draft, *effects)

    def _tell(self, draft: Draft, answer: Answer) -> tuple[Draft, tuple[Effect, ...]]:
        """Add what was said to the draft, with the effects of danger or of a case at hand."""
        entry = answer.entry or Entry()
        is_danger = bool(answer.reading and answer.reading.danger)
        told = _asked_again(draft, draft.told(entry, answer.reading))
        away: tuple[Effect, ...] = ()
        if told.outside and not draft.outside:
            told = changed(told, outside=as_written(told.outside, entry.text))
            away = _told_of_outside(told)
        if told.is_by_child and not draft.is_by_child:
            away = (*away, Say("heard-from-child"))
        if draft.case_id is None:
            return told, (*alarm(told, is_new=is_danger), *away)
        added = AddToCase(draft.case_id, entry, urgent=is_danger)
        is_new = is_danger and not draft.alarmed
        first = (call_first(to_child=told.is_by_child),) if is_new else ()
        return told, (*first, added, *away)


def _is_alarmed(effects: Iterable[Effect]) -> bool:
    return any(is_call_first(one) for one in effects)


def _placed_anew(draft: Draft, entry: Entry, reading: Reading) -> Draft:
    """Return the draft at the place that its first words name, now that they were corrected.

    What the person tapped, or typed where the place was asked, stays.
    """
    best, is_first = reading.place.best, draft.entries[0].message_id == entry.message_id
    is_answered = "where" in draft.asked or any(SLOT_OF.get(one) == "where" for one in draft.trail)
    if best is None or is_answered or not is_first:
        return draft
    place = (best.county_code, best.township_code, best.village)
    if place == (draft.county_code, draft.township_code, draft.village):
        return draft
    return draft.placed(reading)


def _asked_again(before: Draft, told: Draft) -> Draft:
    """Return the draft in which danger is asked after, where an enquiry has become a matter."""
    is_matter = before.is_vague and not told.is_vague
    if not is_matter or told.danger is not None:
        return told
    return changed(told, asked=tuple(slot for slot in told.asked if slot != "danger"))


def _told_of_outside(draft: Draft) -> tuple[Effect, ...]:
    """Return what is said of a place that this hotline does not serve."""
    place = draft.outside or ""
    return (Say("outside-told", {"place": place, "dial": number_of_citizens_line(place)}),)


def _is_something(entry: Entry) -> bool:
    attachment = entry.attachment
    if attachment is not None and attachment.kind != "sticker":
        return True
    return bool(entry.text.strip())


def _is_sexual(draft: Draft) -> bool:
    likely = draft.category or (draft.suggestions[0] if draft.suggestions else None)
    return likely == Category.SEX


def _welcomed(draft: Draft) -> tuple[Effect, ...]:
    """Return what is said first of all; a child has been told more than that already."""
    if _is_sexual(draft):
        return (Say(to_whom("ask-more-gently", draft)),)
    return () if draft.is_by_child else (Say("noted-first"),)


def _acknowledgement(slot: str, draft: Draft, answer: Answer) -> str:
    """Return the text that says where the words are: of a filed draft, with the officer."""
    attachment = answer.entry.attachment if answer.entry else None
    is_spot = attachment is not None and attachment.kind == "location"
    if is_spot and slot == "where":
        return "location-kept"
    return "kept-and-ask" if draft.case_id is None else "passed-on-and-ask"


def _state_again(state: str, draft: Draft) -> str:
    """Return the state to ask in again; a county that was named meanwhile is not asked for."""
    if state not in ("candidates", "city", "county"):
        return state
    if draft.county_code is not None:
        return "township"
    return "candidates" if draft.candidates else state


def _same_album(draft: Draft, answer: Answer) -> bool:
    attachment = answer.entry.attachment if answer.entry else None
    if attachment is None or not attachment.album_id:
        return False
    albums = {entry.attachment.album_id for entry in draft.entries if entry.attachment}
    return attachment.album_id in albums


def _is_mere_enquiry(reading: Reading) -> bool:
    """Say whether danger need not be asked after: only where the words are surely a question.

    Words that were not understood, in a language or a dialect unknown here, are no enquiry.
    """
    best = reading.categories[0] if reading.categories else None
    return reading.level >= Level.L4 and best is not None and best.score >= SURE_SCORE
