"""The report, tapped: what each button does, and where the dialogue goes from there."""

from collections.abc import Callable, Mapping

from bot.flows.copies import changed
from bot.flows.dialogue import Alarm, Dialogue, Effect, FileNow, Say, Step, Submit
from bot.flows.draft import Draft
from bot.flows.emergency import call_first
from bot.flows.places import Places
from bot.flows.report_prompts import SLOT_OF, ReportPrompts
from bot.flows.report_walk import END, START, ReportWalk
from bot.triage.reading import PlaceCandidate

TRAIL = 20


class ReportTaps:
    """The half of the report that answers buttons, and moves from question to question."""

    name = "report"
    version = 1

    def __init__(self, places: Places) -> None:
        self._prompts = ReportPrompts(places)
        self._walk = ReportWalk()
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
            "outside": self._chose_outside,
        }

    def _chosen(self, state: str, draft: Draft, choice: str) -> Step:
        match choice:
            case "back" | "go-on":
                return self._back(state, draft)
            case "skip":
                return self._skip(state, draft)
            case "stop":
                return self._stop(state, draft)
            case "done":
                return self._onward(state, draft)
            case "all":
                return self._at("kinds", with_trail(draft, state))
            case "other-place":
                return self._at("city", with_trail(changed(draft, candidates=()), state))
            case "wrong":
                return self._at("wrong", with_trail(draft, state))
            case "add":
                again = tuple(slot for slot in draft.asked if slot != "what")
                return self._at("what", with_trail(changed(draft, asked=again), state))
            case "send" | "send-now":
                return self._send(draft)
            case "keep":
                back = self._back(state, draft)
                return Step(back.dialogue, (Say("draft-kept"),), ask=False)
            case "discard":
                return Step(None, (Say("draft-discarded"),), ask=False)
            case "location" | "share":
                return self._at(state, draft, Say("how-to-share"))
        kind, _, value = choice.partition(":")
        chooser = self._choosers.get(kind)
        return chooser(state, draft, value) if chooser else self._at(state, draft)

    def _chose_danger(self, state: str, draft: Draft, value: str) -> Step:
        draft = changed(draft, danger=value)
        return self._onward(state, draft, *alarm(draft, is_new=value == "yes"))

    def _chose_kind(self, state: str, draft: Draft, value: str) -> Step:
        return self._onward(state, changed(draft, category=value, category_chosen=True))

    def _chose_place(self, state: str, draft: Draft, value: str) -> Step:
        county_code, township_code, village, *_ = (*value.split(":"), "", "")
        place = PlaceCandidate(county_code, "", township_code or None, village=village or None)
        draft = draft.at(place)
        if not township_code:
            return self._at("township", with_trail(draft, state))
        return self._onward(state, draft)

    def _chose_city(self, state: str, draft: Draft, value: str) -> Step:
        if value != draft.city_code:
            nowhere = changed(draft, county_code=None, township_code=None, village=None)
            draft = changed(nowhere, city_code=value)
        return self._at("county", with_trail(draft, state))

    def _chose_county(self, state: str, draft: Draft, value: str) -> Step:
        if value != draft.county_code:
            draft = draft.at(PlaceCandidate(value, ""))
        return self._at("township", with_trail(draft, state))

    def _chose_township(self, state: str, draft: Draft, value: str) -> Step:
        if draft.county_code is not None and (value or None) != draft.township_code:
            draft = draft.at(PlaceCandidate(draft.county_code, "", value or None))
        if draft.way == "tap" and value:
            return self._at("village", with_trail(draft, state))
        return self._onward(state, draft)

    def _chose_age(self, state: str, draft: Draft, value: str) -> Step:
        return self._at("sex", with_trail(changed(draft, child_age=value or None), state))

    def _chose_sex(self, state: str, draft: Draft, value: str) -> Step:
        return self._onward(state, changed(draft, child_sex=value or None))

    def _chose_contact(self, state: str, draft: Draft, value: str) -> Step:
        draft = changed(draft, may_write_back=value != "silent")
        if value == "leave":
            return self._at("details", with_trail(draft, state))
        return self._onward(state, changed(draft, reporter_name=None, reporter_phone=None))

    def _chose_change(self, state: str, draft: Draft, value: str) -> Step:
        draft = with_trail(draft, state)
        match value:
            case "kind":
                codes = tuple(code for code, _ in draft.scores if code != draft.category)
                return self._at("kind" if codes else "kinds", changed(draft, suggestions=codes))
            case "where":
                here = (draft.county_code or "", draft.township_code or "")
                others = tuple(one for one in draft.heard_places if one[:2] != here)
                draft = changed(draft, candidates=others, outside=None)
                return self._at("candidates" if others else "city", draft)
            case "child":
                return self._at("age", draft)
            case _:
                return self._at("contact", draft)

    def _chose_outside(self, state: str, draft: Draft, value: str) -> Step:
        if value == "here":
            return self._at("city", with_trail(changed(draft, outside=None), state))
        if value == "close":
            return Step(None, (Say("outside-closed"),), ask=False)
        return self._send(draft)

    def _onward(self, state: str, draft: Draft, *effects: Effect) -> Step:
        """Mark the state's question as asked, and walk to the next that is still open."""
        slot = SLOT_OF.get(state)
        if slot is not None and slot not in draft.asked:
            draft = changed(draft, asked=(*draft.asked, slot))
        return self._at(self._walk.after(state, draft), with_trail(draft, state), *effects)

    def _skip(self, state: str, draft: Draft) -> Step:
        if state == "what" and not draft.has_content:
            return self._at(state, draft, Say("what-is-needed"))
        return self._onward(state, draft)

    def _back(self, state: str, draft: Draft) -> Step:
        if not draft.trail:
            return self._at("danger" if state == "stopping" else state, draft)
        *before, last = draft.trail
        asked = tuple(slot for slot in draft.asked if slot != SLOT_OF.get(last))
        back = changed(draft, trail=tuple(before), asked=asked)
        if last == "candidates":
            back = changed(back, candidates=draft.candidates or draft.heard_places)
        return self._at(known_state(last), back)

    def _stop(self, state: str, draft: Draft) -> Step:
        if not draft.has_content and draft.case_id is None and draft.danger != "yes":
            return Step(None, (Say("stopped"),), ask=False)
        return self._at("stopping", with_trail(draft, state))

    def _send(self, draft: Draft) -> Step:
        if not draft.has_content and draft.danger != "yes":
            return self._at("what", draft, Say("what-is-needed"))
        dialogue = Dialogue(self.name, self.version, END, draft.to_memory())
        return Step(dialogue, (Submit(),), ask=False)

    def _at(self, state: str, draft: Draft, *effects: Effect, ask: bool = True) -> Step:
        dialogue = Dialogue(self.name, self.version, state, draft.to_memory())
        return Step(dialogue, effects, ask=ask)


def known_state(state: str) -> str:
    """Return the state itself, or the reading back where there is no such state any more."""
    return state if state in SLOT_OF or state in ("stopping", "wrong") else END


def alarm(draft: Draft, *, is_new: bool) -> tuple[Effect, ...]:
    """Return what new danger leads to: the numbers to call first, then that people are called."""
    if not is_new:
        return ()
    first = call_first(to_child=draft.is_by_child)
    return (first, FileNow() if draft.case_id is None else Alarm(draft.case_id))


def with_trail(draft: Draft, state: str) -> Draft:
    """Return the draft that remembers the state to go back to."""
    if state in ("stopping", "wrong", START):
        return draft
    return changed(draft, trail=(*draft.trail, state)[-TRAIL:])
