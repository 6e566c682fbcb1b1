"""The folder of a referral's case, read once for whoever draws it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from bot.services.moved import LEVELS, MOVED, Moved, moved_in
from bot.services.opened_again import ENDS, REOPENED, OpenedAgain, last_opened_again
from bot.services.settled import still_said
from storage.casework_records import AgencyCall, AgencyTalk, Approval, Helper, Visit
from storage.records import Case, Correction, Decline, Event, Referral, Report
from storage.repositories.attachments import AttachmentRow
from storage.repositories.said import Former
from storage.work import UnitOfWork

T = TypeVar("T")
N = TypeVar("N")


class Folder:
    """What there is to say of a referral and its case.

    Most folders hold little besides what was said, and a card, drawn at every call, shows all of
    it: one question tells what is there at all, and only that is read, when first asked for.
    """

    def __init__(self, work: UnitOfWork, referral: Referral) -> None:
        self.referral = referral
        self._work = work
        self._names: dict[int, str] = {}

    def name_of(self, staff_id: int) -> str:
        """Return the name of a member of staff."""
        if staff_id not in self._names:
            self._names[staff_id] = self._work.staff.get(staff_id).name
        return self._names[staff_id]

    @cached_property
    def case(self) -> Case:
        """The case itself."""
        return self._work.cases.get(self.referral.case_id)

    @cached_property
    def reports(self) -> Sequence[Report]:
        """The reports that make the case."""
        return self._work.cases.reports_of(self.case.id)

    @cached_property
    def former(self) -> Mapping[int, Sequence[Former]]:
        """What entries were before they were changed or taken back, by entry."""
        return self._of_case("former_words", self._work.said.former, {})

    @cached_property
    def files(self) -> Mapping[int, AttachmentRow]:
        """What became of the files that came with entries, by entry."""
        return self._of_case("attachments", self._work.attachments.of_case, {})

    @cached_property
    def moved(self) -> Moved:
        """Which of what was said is another matter, as its reporter said afterwards."""
        kinds = (*LEVELS, MOVED)
        return self._of_case(
            MOVED,
            lambda case_id: moved_in(self._work.timeline.of_kinds((case_id,), kinds)),
            Moved(),
        )

    @cached_property
    def opened_again(self) -> OpenedAgain | None:
        """How the case was last closed, and opened again, before this referral; if it was."""
        lines: Sequence[Event] = self._of_case(
            REOPENED, lambda case_id: self._work.timeline.of_kinds((case_id,), ENDS), ()
        )
        return last_opened_again(lines, self.referral, self._work.referrals.get)

    @cached_property
    def phones(self) -> Mapping[int, str]:
        """Which entries came from another phone than the reporter's first, and which one."""
        nothing: Mapping[int, str] = {}
        return self._of_case("entry_phones", self._work.phones.said_in, nothing)

    @cached_property
    def settled(self) -> Mapping[str, Correction]:
        """What a person settled of each fact, as far as that is still what the case says."""
        nothing: Mapping[str, Correction] = {}
        last = self._of_case("corrections", self._work.corrections.last_of, nothing)
        return still_said(self.case, last)

    @cached_property
    def helpers(self) -> Sequence[Helper]:
        """Who helps with the case now."""
        return self._of_case("helpers", self._work.helpers.of, ())

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """The visits of this referral that somebody still has to make."""
        every = self._of_referral("visits", self._work.visits.of, ())
        return [one for one in every if one.is_open]

    @cached_property
    def agency_calls(self) -> Sequence[AgencyCall]:
        """The agencies whose answer is still out."""
        return [one for one in self.asked_agencies if one.state == "open"]

    @cached_property
    def asked_agencies(self) -> Sequence[AgencyCall]:
        """The agencies that were asked, whatever became of it."""
        return self._of_referral("agency_calls", self._work.agency_calls.of, ())

    def talk_about(self, call: AgencyCall) -> AgencyTalk | None:
        """Return how an agency's call stands in the chat."""
        return self._work.agency_talks.about(call.id)

    @cached_property
    def wish(self) -> Approval | None:
        """The newest wish to close this referral, whatever became of it."""
        return self._of_referral("approvals", self._work.approvals.last_of, None)

    @cached_property
    def last_return(self) -> Decline | None:
        """How this referral was last returned."""
        return self._of_referral("declines", self._work.referrals.last_return, None)

    @cached_property
    def times_returned(self) -> int:
        """How often the case's referrals were returned."""
        return self._of_case("declines", self._work.referrals.times_declined, 0)

    @cached_property
    def marks(self) -> Collection[str]:
        """What people marked the case as."""
        return self._of_case("case_marks", self._work.quiet.marks_of, ())

    @cached_property
    def is_of_marked_reporters(self) -> bool:
        """Whether everybody who reported it is marked as abusive."""
        is_marked = self._work.quiet.has_marked_reporter
        return self._of_case("quiet_reporters", is_marked, nothing=False)

    @cached_property
    def _there(self) -> frozenset[str]:
        return self._work.holdings.of(self.referral)

    def _of_case(self, table: str, read: Callable[[int], T], nothing: N) -> T | N:
        """Return what is read of the case; `nothing` at once where the table holds none of it."""
        return read(self.referral.case_id) if table in self._there else nothing

    def _of_referral(self, table: str, read: Callable[[int], T], nothing: N) -> T | N:
        """Return what is read of the referral, likewise."""
        return read(self.referral.id) if table in self._there else nothing
