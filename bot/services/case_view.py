"""Gathering everything that a card of a referral may show, whoever looks at it."""

import json
from collections.abc import Sequence

from bot.services.call_cards import CallCards
from bot.services.card_entries import entry_views
from bot.services.folder import Folder
from bot.services.settled import NONE, open_facts
from bot.services.suggested import of_case
from bot.services.within import Within
from bot.terms import Category, Level
from bot.views.cards import (
    CaseView,
    ClosingView,
    ComplaintView,
    Happened,
    OpenedAgainView,
    Owed,
    SettledView,
    Understood,
)
from storage.casework_records import AgencyCall
from storage.records import Event, Report

TIMELINE_LINES = 3
RETURNS_BEFORE_CITY = 2
_WITH_REASON = frozenset({"level-lowered", "parted", "parted-from"})


class CaseViews(Within):
    """Put together within one unit of work what is to be shown."""

    def of(self, folder: Folder) -> CaseView:
        """Return everything that any viewer's card of the folder's referral may show."""
        case, referral, reports = folder.case, folder.referral, folder.reports
        name, phone = _contact(reports)
        child, returned = case.child_facts, folder.last_return
        return CaseView(
            number=case.number,
            referral_id=referral.id,
            version=referral.version,
            level=Level(case.level),
            category=Category(case.category) if case.category else None,
            office=self.hotline.offices[referral.office_code].name,
            place=self._place(folder),
            child_age=child.get("age"),
            child_sex=child.get("sex"),
            child_name=child.get("name"),
            entries=entry_views(self.work, folder),
            reports=len([report for report in reports if report.withdrawn_at is None]),
            withdrawn=all(report.withdrawn_at is not None for report in reports),
            may_write_back=any(
                report.may_write_back for report in reports if report.withdrawn_at is None
            ),
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
            holder=folder.name_of(referral.holder_id) if referral.holder_id else None,
            rung=referral.rung,
            round=referral.round,
            timeline=self._timeline(folder),
            read=_understood(folder),
            may_confirm=bool(open_facts(case, folder.settled)),
            proposed_owner=self._proposed(folder),
            is_restricted=case.restricted,
            visits=tuple(Owed(folder.name_of(one.staff_id), one.due_at) for one in folder.visits),
            closing=_closing(folder),
            guardianship=case.guardianship,
            helpers=tuple(folder.name_of(one.staff_id) for one in folder.helpers),
            agencies=tuple(_owed(folder, one) for one in folder.agency_calls),
            may_ask_agency=self._may_ask_agency(folder),
            returned_for=returned.reason if returned else None,
            marks=_marks(folder),
            raised_by_others=folder.moved.raised_it,
            complaint=self._complaint(folder),
            opened_again=_opened_again(folder),
        )

    def _complaint(self, folder: Folder) -> ComplaintView | None:
        """Return whom a complaint is about; those read it who stand above them."""
        about = folder.referral.about_offices
        if about is None:
            return None
        offices = tuple(self.hotline.offices[code].name for code in json.loads(about))
        case_id = self.work.complaints.about_case_of(folder.case.id)
        number = self.work.cases.get(case_id).number if case_id is not None else ""
        return ComplaintView(offices, number)

    def _may_ask_agency(self, folder: Folder) -> bool:
        """Say whether somebody of an agency that was asked can be asked more in the chat."""
        if not folder.asked_agencies or not folder.referral.is_open:
            return False
        return bool(CallCards(self.hotline, self.work, self.now).askable(folder.referral))

    def _place(self, folder: Folder) -> str:
        gazetteer, case = self.hotline.gazetteer, folder.case
        county = gazetteer.county(case.county_code) if case.county_code else None
        township = gazetteer.township(case.township_code) if case.township_code else None
        names = (county.name if county else "", township.name if township else "", case.village)
        return " ".join(name for name in names if name)

    def _timeline(self, folder: Folder) -> tuple[Happened, ...]:
        return tuple(
            Happened(
                line.happened_at,
                line.kind,
                folder.name_of(line.staff_id) if line.staff_id else None,
                self._change(line),
                _why(line),
            )
            for line in self.work.timeline.of(folder.case.id, last=TIMELINE_LINES)
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

    def _proposed(self, folder: Folder) -> str | None:
        returned = folder.last_return
        office = self.hotline.offices.find(returned.owner_code) if returned else None
        return office.name if office else None


def _owed(folder: Folder, call: AgencyCall) -> Owed:
    talk = folder.talk_about(call)
    if talk is None or talk.signed_by is None:
        return Owed(call.agency, call.due_at)
    return Owed(call.agency, call.due_at, folder.name_of(talk.signed_by), talk.signed_at)


def _closing(folder: Folder) -> ClosingView | None:
    """Return the holder's wish to close: waiting, or refused and not asked for again."""
    wish = folder.wish
    if wish is None or wish.state not in ("asked", "refused"):
        return None
    return ClosingView(
        by=folder.name_of(wish.asked_by),
        outcome=wish.outcome,
        done=wish.done,
        told=wish.told,
        refused_for=wish.reason if wish.state == "refused" else None,
    )


def _opened_again(folder: Folder) -> OpenedAgainView | None:
    """Return how the case had been closed before, and who opened it again, and why."""
    again = folder.opened_again
    if again is None:
        return None
    return OpenedAgainView(
        closed_at=again.closed.closed_at,
        closed_by=folder.name_of(again.closed_by) if again.closed_by else "",
        outcome=again.closed.outcome,
        done=again.closed.done,
        by=folder.name_of(again.opened_by) if again.opened_by else "",
        why=again.why,
    )


def _marks(folder: Folder) -> tuple[str, ...]:
    """Return what people marked the case as, and whether it waits on the quiet list."""
    referral = folder.referral
    returned = folder.times_returned >= RETURNS_BEFORE_CITY
    mine = (
        ("abusive", folder.is_of_marked_reporters),
        ("quiet", referral.quiet and referral.holder_id is None),
        ("final", referral.final),
        ("for-city", returned and referral.is_open and not referral.final),
    )
    return (*folder.marks, *(mark for mark, is_shown in mine if is_shown))


def _understood(folder: Folder) -> Understood:
    case = folder.case
    suggested = of_case(case)
    words = {
        what: SettledView(
            by=folder.name_of(one.staff_id),
            was=None if one.suggested == one.corrected else _unless_none(one.suggested),
        )
        for what, one in folder.settled.items()
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


def _contact(reports: Sequence[Report]) -> tuple[str | None, str | None]:
    """Return the name and number that were left; of several reporters each name by its number."""
    left = [(one.reporter_name, one.reporter_phone) for one in reports]
    left = [one for one in left if any(one)]
    if len(left) < 2:  # noqa: PLR2004 - One contact stands as it is.
        return left[0] if left else (None, None)
    return "；".join(" ".join(filter(None, one)) for one in left), None


def _why(line: Event) -> str:
    """Return why a person lowered a level, or parted cases; why one was raised is on the card."""
    details = json.loads(line.details or "{}")
    return str(details.get("why", "")) if line.kind in _WITH_REASON else ""


def _unless_none(code: str | None) -> str:
    return "" if code in (None, NONE) else str(code)
