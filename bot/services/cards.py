"""Gathering what a card shows, for one viewer, from how matters stand now."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.services.access import Action
from bot.services.alike import Alike
from bot.services.card_entries import entry_views
from bot.services.evidence import Evidence
from bot.services.mail import Priority
from bot.services.permits import Permits
from bot.services.settled import NONE, open_facts, settled
from bot.services.suggested import of_case
from bot.services.within import Within
from bot.terms import Category, Level
from bot.views.cards import (
    Card,
    CaseView,
    ClosingView,
    Happened,
    Owed,
    SettledView,
    Understood,
    render_card,
    render_notice,
    render_words,
)
from bot.views.outgoing import Button, Outgoing
from storage.records import CardRow, Case, Correction, Event, Referral, Report, Staff
from storage.repositories.retention import SAID

TIMELINE_LINES = 3
RETURNS_BEFORE_CITY = 2
# Whoever may see a card may read all of the words on it.
_WITH_SIGHT = ("words",)


class CardMaker(Within):
    """Draw cards within one unit of work."""

    @property
    def permits(self) -> Permits:
        """Return who may do what in this unit of work."""
        return Permits(self.hotline, self.work, self.now)

    def page(self, card: CardRow, referral: Referral) -> Outgoing:
        """Return the card as a new message, headed by why it comes."""
        return self._drawn(card, referral, lasting_only=False)

    def edited(self, card: CardRow, referral: Referral) -> Outgoing:
        """Return the card as a change of the message in which it stands.

        Why it came stays above it as long as that still holds.
        """
        drawn = self._drawn(card, referral, lasting_only=True)
        return replace(drawn, kind="edit", message_id=card.message_id or 0)

    def _drawn(self, card: CardRow, referral: Referral, *, lasting_only: bool) -> Outgoing:
        staff = self.work.staff.get(card.staff_id)
        language = self.work.people.get(card.person_id).language
        actions = self.permits.actions(staff, referral)
        if Action.SEE not in actions:
            return _message(self._blank(referral, language))
        view = replace(self.view(referral), alike=self._alike(referral, staff))
        kind = self.work.pages.get(card.page_id).kind if card.page_id else "shown"
        notice = ""
        if not lasting_only or self._still_holds(kind, referral):
            notice = render_notice(
                kind, view, language=language, texts=self.hotline.texts, now=self.now
            )
        return _message(self._draw(view, actions, language), heading=notice)

    def _still_holds(self, kind: str, referral: Referral) -> bool:
        due = referral.milestone_due_at
        match kind:
            case "page" | "remind":
                return referral.holder_id is None and referral.is_open
            case "chase":
                return due is not None and due <= self.now
            case "agency_late":
                return any(one.state == "open" for one in self.work.agency_calls.of(referral.id))
            case "approve":
                return self.work.approvals.open_of(referral.id) is not None
            case "offered":
                offered = self.work.helpers.of(referral.case_id)
                return any(one.offered_at is not None for one in offered)
            case _:
                return referral.is_open

    def lay(self, referral: Referral, staff: Staff) -> None:
        """Send the card to somebody who asked for it, with what was attached."""
        self._note_reading(referral, staff, "card")
        page_id = self.work.pages.queue(
            referral_id=referral.id,
            staff_id=staff.id,
            kind="shown",
            rung=referral.rung,
            round=referral.round,
            now=self.now,
        )
        card_id = self.work.pages.lay_card(
            referral_id=referral.id,
            staff_id=staff.id,
            person_id=staff.person_id,
            page_id=page_id,
            now=self.now,
        )
        self.work.outbox.put(
            person_id=staff.person_id,
            kind="page",
            priority=Priority.ANSWER,
            now=self.now,
            referral_id=referral.id,
            page_id=page_id,
            card_id=card_id,
        )
        self.attach(referral, staff)

    def read_out(self, referral: Referral, staff: Staff) -> None:
        """Send somebody everything that was said in the case, uncut."""
        self._note_reading(referral, staff, "words")
        person = self.work.people.get(staff.person_id)
        for text in render_words(
            self.view(referral),
            language=person.language,
            texts=self.hotline.texts,
            zone=self.hotline.zone,
        ):
            # Named by its case, so that it can be taken off the phone again.
            key = f"{SAID}:{referral.case_id}:{self.work.ids()}"
            message = Outgoing("message", text=text, protected=True)
            self.mail.send(person, message, dedupe_key=key)

    def attach(self, referral: Referral, staff: Staff) -> None:
        """Send copies of everything attached, without who sent it, to whoever sees the case."""
        actions = self.permits.actions(staff, referral)
        if Action.SEE not in actions:
            return
        Evidence(self.hotline, self.work, self.now).show(referral.case_id, staff)

    def view(self, referral: Referral) -> CaseView:
        """Return everything that any viewer's card of this referral may show."""
        case = self.work.cases.get(referral.case_id)
        reports = self.work.cases.reports_of(case.id)
        holder = self.work.staff.get(referral.holder_id) if referral.holder_id else None
        name, phone = _contact(reports)
        child, known = case.child_facts, settled(self.work, case)
        return CaseView(
            number=case.number,
            referral_id=referral.id,
            version=referral.version,
            level=Level(case.level),
            category=Category(case.category) if case.category else None,
            office=self.hotline.offices[referral.office_code].name,
            place=self._place(case),
            child_age=child.get("age"),
            child_sex=child.get("sex"),
            child_name=child.get("name"),
            entries=entry_views(self.work, case.id),
            reports=len([report for report in reports if report.withdrawn_at is None]),
            withdrawn=all(report.withdrawn_at is not None for report in reports),
            may_write_back=any(report.may_write_back for report in reports),
            reporter_name=name,
            reporter_phone=phone,
            is_complete=case.complete,
            reported_at=case.opened_at,
            state=referral.state,
            outcome=referral.outcome,
            done=referral.done,
            milestone=referral.milestone,
            milestone_due_at=referral.milestone_due_at,
            provisional=referral.provisional,
            holder=holder.name if holder else None,
            rung=referral.rung,
            round=referral.round,
            timeline=self._timeline(case),
            read=self._understood(case, known),
            may_confirm=bool(open_facts(case, known)),
            proposed_owner=self._proposed(referral),
            is_restricted=case.restricted,
            visits=tuple(
                Owed(self.work.staff.get(one.staff_id).name, one.due_at)
                for one in self.work.visits.of(referral.id)
                if one.is_open
            ),
            closing=self._closing(referral),
            guardianship=case.guardianship,
            helpers=tuple(
                self.work.staff.get(one.staff_id).name for one in self.work.helpers.of(case.id)
            ),
            agencies=tuple(
                Owed(one.agency, one.due_at)
                for one in self.work.agency_calls.of(referral.id)
                if one.state == "open"
            ),
            returned_for=self.work.referrals.reason_returned(referral.id),
            marks=self._marks(case, referral),
        )

    def _draw(self, view: CaseView, actions: Collection[Action], language: str) -> Card:
        return render_card(
            view,
            permitted=frozenset((*(action.value for action in actions), *_WITH_SIGHT)),
            language=language,
            texts=self.hotline.texts,
            now=self.now,
            zone=self.hotline.zone,
        )

    def _alike(self, referral: Referral, staff: Staff) -> tuple[str, ...]:
        """Return the numbers of open cases that the viewer might join with this one."""
        others = Alike(self.hotline, self.work, self.now).of(referral, staff)
        return tuple(self.work.cases.get(one.case_id).number for one in others)

    def _closing(self, referral: Referral) -> ClosingView | None:
        """Return the holder's wish to close: waiting, or refused and not asked for again."""
        wish = self.work.approvals.last_of(referral.id)
        if wish is None or wish.state not in ("asked", "refused"):
            return None
        return ClosingView(
            by=self.work.staff.get(wish.asked_by).name,
            outcome=wish.outcome,
            done=wish.done,
            told=wish.told,
            refused_for=wish.reason if wish.state == "refused" else None,
        )

    def _blank(self, referral: Referral, language: str) -> Card:
        """Return what stays of a card on the phone of whoever may not read the case any more."""
        number = self.work.cases.get(referral.case_id).number
        if referral.outcome == "joined":
            into = self.work.cases.get(self.work.joinings.now_in(referral.case_id)).number
            return Card(self.hotline.texts("card-joined", language, number=number, into=into), ())
        key = "card-moved" if referral.outcome == "transferred" else "card-not-yours"
        return Card(self.hotline.texts(key, language, number=number), ())

    def _note_reading(self, referral: Referral, staff: Staff, what: str) -> None:
        case = self.work.cases.get(referral.case_id)
        self.permits.note_reading(case, referral, staff, what)

    def _place(self, case: Case) -> str:
        gazetteer = self.hotline.gazetteer
        county = gazetteer.county(case.county_code) if case.county_code else None
        township = gazetteer.township(case.township_code) if case.township_code else None
        names = (county.name if county else "", township.name if township else "", case.village)
        return " ".join(name for name in names if name)

    def _marks(self, case: Case, referral: Referral) -> tuple[str, ...]:
        """Return what people marked the case as, and whether it waits on the quiet list."""
        marks = tuple(self.work.quiet.marks_of(case.id))
        by_marked = self.work.quiet.has_marked_reporter(case.id)
        waits = referral.quiet and referral.holder_id is None
        returned = self.work.referrals.times_declined(case.id) >= RETURNS_BEFORE_CITY
        mine = (
            ("abusive", by_marked),
            ("quiet", waits),
            ("final", referral.final),
            ("for-city", returned and referral.is_open and not referral.final),
        )
        return (*marks, *(mark for mark, is_shown in mine if is_shown))

    def _understood(self, case: Case, known: Mapping[str, Correction]) -> Understood:
        suggested = of_case(case)
        words = {
            what: SettledView(
                by=self.work.staff.get(one.staff_id).name,
                was=None if one.suggested == one.corrected else _unless_none(one.suggested),
            )
            for what, one in known.items()
        }
        return Understood(
            scores=suggested.scores,
            is_chosen=suggested.is_chosen,
            settled=words,
            outside=suggested.outside,
            situations=case.situation_numbers,
            children=suggested.children,
            writer=suggested.writer,
            is_bound=suggested.is_bound,
            reasons=tuple(json.loads(case.reasons or "[]")),
        )

    def _timeline(self, case: Case) -> tuple[Happened, ...]:
        return tuple(
            Happened(
                line.happened_at,
                line.kind,
                self.work.staff.get(line.staff_id).name if line.staff_id else None,
                self._change(line),
                _why(line),
            )
            for line in self.work.timeline.of(case.id, last=TIMELINE_LINES)
        )

    def _change(self, line: Event) -> tuple[str, str] | None:
        """Return from what to what the event changed something; places by their names."""
        details = json.loads(line.details or "{}")
        if "from" not in details or "to" not in details:
            return None
        return self._named(str(details["from"])), self._named(str(details["to"]))

    def _named(self, code: str) -> str:
        place = code.rpartition("/")[2]
        found = self.hotline.gazetteer.township(place) or self.hotline.gazetteer.county(place)
        return found.name if found else code

    def _proposed(self, referral: Referral) -> str | None:
        code = self.work.referrals.proposed_owner(referral.id)
        office = self.hotline.offices.find(code)
        return office.name if office else None


def _contact(reports: Sequence[Report]) -> tuple[str | None, str | None]:
    """Return the name and number that were left; of several reporters each name by its number."""
    left = [(one.reporter_name, one.reporter_phone) for one in reports]
    left = [one for one in left if any(one)]
    if len(left) < 2:  # noqa: PLR2004 - One contact stands as it is.
        return left[0] if left else (None, None)
    return "；".join(" ".join(filter(None, one)) for one in left), None


def _why(line: Event) -> str:
    """Return why a person lowered a level; why anything else was raised stands on the card."""
    details = json.loads(line.details or "{}")
    return str(details.get("why", "")) if line.kind == "level-lowered" else ""


def _unless_none(code: str | None) -> str:
    return "" if code in (None, NONE) else str(code)


def _message(card: Card, heading: str = "") -> Outgoing:
    text = f"{heading}\n\n{card.text}" if heading else card.text
    buttons = tuple(
        tuple(Button(button.text, button.data) for button in row) for row in card.buttons
    )
    return Outgoing("message", text=text, buttons=buttons, protected=True)
