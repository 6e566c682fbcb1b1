"""What officers and visitors decide in their longer dialogues, to be done after the step."""

from dataclasses import dataclass

from bot.flows.dialogue import Entry, OfficerAct


@dataclass(frozen=True, slots=True)
class AskVisit(OfficerAct):
    """Have somebody visit the family: a number of staff, or nobody where one goes oneself."""

    referral_id: int
    staff_id: int | None
    brief: str


@dataclass(frozen=True, slots=True)
class SeeOnVisit(OfficerAct):
    """Put what was seen on a visit, a photo or a few spoken words, on its case."""

    visit_id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class DangerOnVisit(OfficerAct):
    """Call people: the visitor finds the child in danger."""

    visit_id: int


@dataclass(frozen=True, slots=True)
class ReportVisit(OfficerAct):
    """End a visit with its checklist (JSON of answers by question) and what was found."""

    visit_id: int
    answers: str


@dataclass(frozen=True, slots=True)
class AddAgency(OfficerAct):
    """Ask an agency, by its name in the configuration, to help, with what is asked of it."""

    referral_id: int
    agency: str
    purpose: str


@dataclass(frozen=True, slots=True)
class AnswerOfAgency(OfficerAct):
    """Put down what an agency answered."""

    referral_id: int
    call_id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class AskAgency(OfficerAct):
    """Ask an agency's contacts in chat something more about a call."""

    referral_id: int
    call_id: int
    question: str


@dataclass(frozen=True, slots=True)
class SendForCall(OfficerAct):
    """Put what an agency's contact sent, a photo or a file, on the case of a call at once."""

    call_id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class AnswerCall(OfficerAct):
    """End a call with what the agency's contact says of it, if anything besides what was sent."""

    call_id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class RefuseCall(OfficerAct):
    """Give a call back to the officer, and why."""

    call_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class RefuseClosing(OfficerAct):
    """Say no to a holder's wish to close, and why."""

    referral_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class OpenAgain(OfficerAct):
    """Open a closed case again, and why."""

    referral_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PartCases(OfficerAct):
    """Part a case from the one of a referral, into which it was wrongly joined, and why."""

    referral_id: int
    case_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Dismiss(OfficerAct):
    """Take somebody out of service at once: a number of staff."""

    staff_id: int
