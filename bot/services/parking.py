"""Forms that are left before their end: put by with what they hold, and gone on with."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.flows.dialogue import Dialogue, Ref, Say, Step
from bot.flows.form import Form
from bot.flows.parking import OF_CASES, subject_of
from bot.services.access import Action
from bot.services.call_cards import may_answer
from bot.services.paging import Paging
from bot.services.permits import Permits
from bot.services.visiting import may_make
from bot.services.within import Within
from storage.casework_records import AgencyCall, Visit
from storage.records import ParkedForm, Person, Referral, Staff


@dataclass(frozen=True, slots=True)
class Parking(Within):
    """Put one person's forms by, and take them up again, within one unit of work."""

    person: Person

    def put_by(self, dialogue: Dialogue, *, even_empty: bool = False) -> ParkedForm | None:
        """Keep a form that is left; None where its kind is not kept, or it holds nothing."""
        form, subject = self._form(dialogue.flow), subject_of(dialogue)
        if form is None or subject is None:
            return None
        is_offered = even_empty and dialogue.flow in OF_CASES
        if not (is_offered or form.holds(dialogue.memory)):
            return None
        parked = self.work.parked.park(
            person_id=self.person.id,
            flow=dialogue.flow,
            subject=subject,
            state=dialogue.state,
            memory=json.dumps(dict(dialogue.memory), ensure_ascii=False),
            case_id=self._case_id(dialogue),
            now=self.now,
        )
        self._redraw(parked)
        return parked

    def gone_on_with(self, step: Step) -> Step:
        """Return the beginning of a form with what was answered when it was left, if it was."""
        fresh = step.dialogue
        subject = subject_of(fresh) if fresh is not None else None
        if fresh is None or subject is None:
            return step
        parked = self.work.parked.about(self.person.id, fresh.flow, subject)
        form = self._form(fresh.flow)
        if parked is None or form is None:
            return step
        self.drop(parked)
        before = Dialogue(parked.flow, fresh.version, parked.state, json.loads(parked.memory))
        said = Say("form-taken-up")
        return replace(step, dialogue=form.taken_up(fresh, before), effects=(said, *step.effects))

    def is_same(self, dialogue: Dialogue, other: Dialogue | None) -> bool:
        """Say whether both are one form about one thing."""
        if other is None or dialogue.flow != other.flow:
            return False
        subject = subject_of(dialogue)
        return subject is not None and subject == subject_of(other)

    def drop(self, parked: ParkedForm) -> None:
        """Forget a form."""
        self.work.parked.drop(parked.id)
        self._redraw(parked)

    def offered(self) -> list[ParkedForm]:
        """Return what the person may go on with; of cases that are no longer theirs nothing."""
        return [one for one in self.work.parked.of(self.person.id) if self._may_know(one)]

    def said_of(self, parked: ParkedForm) -> Say:
        """Return the sentence that a form was put by."""
        return Say("form-put-by", {"form": named(parked)})

    def referral_of(self, parked: ParkedForm) -> Referral | None:
        """Return the referral that a form is about, if it is about one."""
        key, _, number = parked.subject.partition(":")
        return self._referral(key, int(number)) if number else None

    def _referral(self, key: str, number: int) -> Referral | None:
        if key == "referral_id":
            return self.work.referrals.find(number)
        found: Visit | AgencyCall | None = None
        if key == "visit_id":
            found = self.work.visits.find(number)
        elif key == "call_id":
            found = self.work.agency_calls.find(number)
        return self.work.referrals.get(found.referral_id) if found else None

    def _may_know(self, parked: ParkedForm) -> bool:
        key, _, number = parked.subject.partition(":")
        if parked.flow not in OF_CASES:
            return True
        places = self.work.staff.of_person(self.person.id)
        if key == "visit_id":
            visit = self.work.visits.find(int(number))
            return any(visit is not None and may_make(one, visit) for one in places)
        if key == "call_id":
            return self._may_answer(places, int(number))
        referral = self.work.referrals.find(int(number))
        permits = Permits(self.hotline, self.work, self.now)
        return referral is not None and (
            permits.acting_as(places, referral, Action.SEE) is not None
        )

    def _may_answer(self, places: Sequence[Staff], call_id: int) -> bool:
        call = self.work.agency_calls.find(call_id)
        if call is None:
            return False
        referral = self.work.referrals.get(call.referral_id)
        return any(may_answer(one, call.agency, referral) for one in places)

    def _case_id(self, dialogue: Dialogue) -> int | None:
        memory = dialogue.memory
        if dialogue.flow == "feedback":
            return int(str(memory["case_id"]))
        if dialogue.flow == "complaint":
            about = str(memory.get("about") or "")
            return self.work.cases.report(int(about)).case_id if about.isdecimal() else None
        if dialogue.flow not in OF_CASES:
            return None
        key, _, number = (subject_of(dialogue) or "").partition(":")
        referral = self._referral(key, int(number))
        return referral.case_id if referral else None

    def _redraw(self, parked: ParkedForm) -> None:
        """Let the person's card of the case offer to go on, or stop offering it."""
        referral = self.referral_of(parked)
        if referral is not None and parked.flow not in ("visit", "answer-call", "refuse-call"):
            Paging(self.hotline, self.work, self.now).redraw_on(referral, self.person.id)

    def _form(self, flow: str) -> Form | None:
        found = self.hotline.flows.named(flow)
        return found if isinstance(found, Form) else None


def named(parked: ParkedForm) -> Ref:
    """Return what a form is called: what is done in it, and of which case by its number."""
    memory = json.loads(parked.memory)
    name = Ref(f"form-{parked.flow}")
    number = memory.get("number")
    return Ref("form-of-case", {"form": name, "number": str(number)}) if number else name
