"""What visitors are told, and their checklist in words."""

import html
from collections.abc import Mapping

from bot.flows.report_prompts import child_key
from bot.flows.visiting import ANSWERS, HAZARDS, POINTS, SAFE
from bot.services.mail import Priority
from bot.services.within import Within
from bot.views.outgoing import Button, Outgoing
from bot.views.quoting import NAME_LIMIT, line, quoted
from bot.views.visit_taps import encode_visit
from storage.casework_records import Visit
from storage.records import Case, Person, Referral, Staff

BRIEF_LIMIT = 1500
OFFERED_BRIEF = "brief-usual"


class VisitWords(Within):
    """Write to visitors within one unit of work."""

    def task(self, visit: Visit, visitor: Staff, *, urgent: bool = False) -> None:
        """Send the task: what the visit is about, until when, and what is never said there."""
        priority = Priority.EMERGENCY_PAGE if urgent else Priority.PAGE
        self._send(visit, visitor, "visit-task", priority, dedupe=f"visit:{visit.id}")

    def shown(self, visit: Visit, visitor: Staff) -> None:
        """Send the task once more to somebody who asked for it."""
        self._send(visit, visitor, "visit-task", Priority.ANSWER)

    def reminder(self, visit: Visit, visitor: Staff) -> None:
        """Send the task once more, because nothing was heard of it."""
        self._send(
            visit, visitor, "visit-reminder", Priority.PAGE, dedupe=f"visit-again:{visit.id}"
        )

    def end_with(self, referral: Referral) -> None:
        """End the visits of a referral that has ended, and tell whoever was to go."""
        for visit in self.work.visits.of(referral.id):
            if visit.is_open and self.work.visits.settle(visit, "off", now=self.now):
                self._called_off(visit)

    def _called_off(self, visit: Visit) -> None:
        visitor = self.work.staff.get(visit.staff_id)
        if visitor.is_reachable and visit.staff_id != visit.asked_by:
            person = self.work.people.get(visitor.person_id)
            number = self._case(visit).number
            self.mail.say(person, "visit-off", priority=Priority.NEWS, args={"number": number})

    def checklist(self, answers: Mapping[str, str], language: str) -> str:
        """Return the checklist in words: what is wrong first, then what nobody saw."""
        say = self.hotline.texts
        safe = answers.get("safe", "")
        first = say(f"choice-visit-{safe}", language) if safe in SAFE else ""
        lines = [say("visit-safe-line", language, safe=first)]
        groups = (("visit-points-line", POINTS), ("visit-hazards-line", HAZARDS))
        for key, names in groups:
            wrong = "；".join(
                self._wrong(name, answers, language) for name in names if _is_wrong(answers, name)
            )
            lines.append(say(key, language, lines=wrong or say("visit-all-fine", language)))
        unseen = "、".join(
            say(f"visit-{name}", language)
            for name in (*POINTS, *HAZARDS)
            if answers.get(name) == "unseen"
        )
        if unseen:
            lines.append(say("visit-unseen-line", language, lines=unseen))
        return "\n".join([*lines, answers.get("found", "")]).strip()

    def _wrong(self, name: str, answers: Mapping[str, str], language: str) -> str:
        label, said = self.hotline.texts(f"visit-{name}", language), answers[name]
        return label if said == "problem" else f"{label}：{said}"

    def _send(
        self,
        visit: Visit,
        visitor: Staff,
        key: str,
        priority: Priority,
        *,
        dedupe: str | None = None,
    ) -> None:
        person = self.work.people.get(visitor.person_id)
        case, when = self._case(visit), self.hotline.when
        brief = visit.brief
        if brief == OFFERED_BRIEF:
            brief = self.hotline.texts(brief, person.language)
        text = self.hotline.texts(
            key,
            person.language,
            number=case.number,
            due=when(visit.due_at, self.now, person.language),
            place=self._place(case),
            child=self._child(case, person),
            text=quoted(brief, BRIEF_LIMIT),
        )
        message = Outgoing(
            "message", text=text, buttons=self._buttons(visit, person), protected=True
        )
        self.mail.send(person, message, priority=priority, dedupe_key=dedupe)

    def _buttons(self, visit: Visit, person: Person) -> tuple[tuple[Button, ...], ...]:
        def button(act: str) -> Button:
            label = self.hotline.texts(f"button-visit-{act}", person.language)
            return Button(label, encode_visit(act, visit.id))

        first = (button("going"), button("refuse")) if visit.state == "asked" else ()
        return tuple(row for row in (first, (button("report"),)) if row)

    def _case(self, visit: Visit) -> Case:
        return self.work.cases.get(self.work.referrals.get(visit.referral_id).case_id)

    def _place(self, case: Case) -> str:
        gazetteer = self.hotline.gazetteer
        county = gazetteer.county(case.county_code or "")
        township = gazetteer.township(case.township_code or "")
        names = (county.name if county else "", township.name if township else "", case.village)
        return " ".join(line(name) for name in names if name)

    def _child(self, case: Case, person: Person) -> str:
        facts = case.child_facts
        age, name = facts.get("age"), facts.get("name")
        key = child_key(age, facts.get("sex"))
        say = self.hotline.texts
        child = (
            say(key, person.language, age=html.escape(age or ""))
            if key
            else say("unknown", person.language)
        )
        return f"{child} · {line(name, NAME_LIMIT)}" if name else child


def _is_wrong(answers: Mapping[str, str], name: str) -> bool:
    said = answers.get(name, "")
    return said == "problem" or (bool(said) and said not in ANSWERS)
