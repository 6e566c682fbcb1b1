"""Everything that the services share and that does not change while the bot runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Config
from bot.flows.addition import AdditionFlow
from bot.flows.after import feedback_form, inquiry_form, number_and_rest, withdrawal_form
from bot.flows.casework import ask_form, close_form, lower_form, note_form
from bot.flows.dialogue import Entry, Flow
from bot.flows.duty import absent_form, cover_form, swap_form
from bot.flows.erasing import erasure_form
from bot.flows.form import Form
from bot.flows.officer_forms import officer_forms
from bot.flows.referral import ReferralMachine
from bot.flows.report import ReportFlow
from bot.flows.wishes import wishes_form
from bot.services.codes import CodeWords
from bot.services.offices import Offices
from bot.services.proofs import Proofs
from bot.terms import Category, Level, Outcome
from bot.triage.asked import Asked
from bot.triage.gathered import Gathered
from bot.triage.gazetteer import Gazetteer
from bot.triage.reading import Reading
from bot.views.texts import Texts
from bot.working_time import WorkingTime
from storage.evidence import SealedFiles
from storage.records import Case, Referral

# The sentences that a form offers are kept by name; whatever else an officer writes is words.
OFFERED = frozenset(f"told-{outcome.value}" for outcome in Outcome)


@dataclass(frozen=True, slots=True)
class Flows:
    """Every dialogue there is, each made once."""

    report: ReportFlow
    complaint: Form
    decline: Form
    addition: AdditionFlow = field(default_factory=AdditionFlow)
    inquiry: Form = field(default_factory=inquiry_form)
    feedback: Form = field(default_factory=feedback_form)
    withdrawal: Form = field(default_factory=withdrawal_form)
    erasure: Form = field(default_factory=erasure_form)
    ask: Form = field(default_factory=ask_form)
    note: Form = field(default_factory=note_form)
    close: Form = field(default_factory=close_form)
    lower: Form = field(default_factory=lower_form)
    swap: Form = field(default_factory=swap_form)
    absent: Form = field(default_factory=absent_form)
    cover: Form = field(default_factory=cover_form)
    wishes: Form = field(default_factory=wishes_form)
    officer: Mapping[str, Form] = field(default_factory=officer_forms)
    _by_name: Mapping[str, Flow] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Know each by its name: a step asks several times."""
        object.__setattr__(self, "_by_name", {flow.name: flow for flow in reversed(self.every)})

    @property
    def every(self) -> tuple[Flow, ...]:
        """Return all of them."""
        return (
            self.report,
            self.addition,
            self.inquiry,
            self.feedback,
            self.withdrawal,
            self.erasure,
            self.decline,
            self.ask,
            self.note,
            self.close,
            self.lower,
            self.swap,
            self.absent,
            self.cover,
            self.wishes,
            self.complaint,
            *self.officer.values(),
        )

    def named(self, name: str) -> Flow | None:
        """Return the dialogue with this name, if there still is one."""
        return self._by_name.get(name)


class NotRead(Exception):
    """Say that a step must know what a message says; it is to be read outside the transaction.

    Attributes:
        entry: the message.
        known_counties: as `Hotline.asked_of` takes them.
    """

    def __init__(self, entry: Entry, known_counties: Sequence[str] = ()) -> None:
        super().__init__()
        self.entry = entry
        self.known_counties = known_counties


@dataclass(frozen=True, slots=True)
class Hotline:
    """The configured hotline: policies, texts, places, flows and the calendar.

    A step of somebody's talk has one of its own, with the `readings` that it stands on.
    """

    config: Config
    texts: Texts
    gazetteer: Gazetteer
    offices: Offices
    calendar: WorkingTime
    codes: CodeWords
    proofs: Proofs
    flows: Flows
    machine: ReferralMachine
    triage: Gathered
    zone: ZoneInfo
    default_levels: Mapping[Category, Level]
    bot_name: str = ""
    files: SealedFiles | None = None
    readings: Mapping[Entry, Reading | None] = field(default_factory=dict, repr=False)

    def having_read(self, readings: Mapping[Entry, Reading | None]) -> "Hotline":
        """Return the hotline for a step that may ask for these readings."""
        return replace(self, readings=readings)

    def understood(
        self, entry: Entry, known_counties: Callable[[], Sequence[str]]
    ) -> Reading | None:
        """Return what was read of a message before this step.

        Raises:
            NotRead: it was not.
        """
        if entry not in self.readings and (entry.text or _spot_of(entry)):
            raise NotRead(entry, known_counties())
        return self.readings.get(entry)

    def when(self, moment: datetime | None, now: datetime, language: str) -> str:
        """Return a moment in words: the hour today or tomorrow, else the day and the hour."""
        if moment is None:
            return self.texts("when-none", language)
        there, here = moment.astimezone(self.zone), now.astimezone(self.zone)
        hour = there.strftime("%H:%M")
        days = (there.date() - here.date()).days
        if days in (0, 1):
            return self.texts(("when-today", "when-tomorrow")[days], language, hour=hour)
        return self.texts("when-day", language, month=there.month, day=there.day, hour=hour)

    def is_restricted(self, category: str | None) -> bool:
        """Say whether only named persons may read matters of this category."""
        return category is not None and self.config.categories[Category(category)].restricted

    def asked_of(self, entry: Entry, known_counties: Sequence[str] = ()) -> Asked | None:
        """Return what is to be read of a message: its words, or the point on the map.

        It is None where nothing is: of a picture alone, and of a secret code.

        Args:
            entry: the message.
            known_counties: codes of the counties that the person reported from, the latest
                first: a village or township of one of these is likelier meant than another.
        """
        spot = _spot_of(entry)
        if spot is not None:
            return Asked(spot=spot)
        if not entry.text or self._is_code(entry.text):
            return None
        return Asked(entry.text, tuple(known_counties))

    async def read(self, entry: Entry, known_counties: Sequence[str] = ()) -> Reading | None:
        """Return what is understood of a message, read beside whoever else is at work.

        Args:
            entry: the message.
            known_counties: as `asked_of` takes them.

        Raises:
            Exception: it could not be read.
        """
        asked = self.asked_of(entry, known_counties)
        if asked is not None:
            return await self.triage.of(asked)
        return Reading() if entry.text else None

    def _is_code(self, text: str) -> bool:
        """Say whether it is a secret code: its words are drawn at random and tell of nothing."""
        return any(self.codes.heard(part) for part in (text, *number_and_rest(text)) if part)

    def said(self, words: str, language: str) -> str:
        """Return an officer's words: a sentence that was offered in the reader's language."""
        return self.texts(words, language) if words in OFFERED else words

    @staticmethod
    def state_key(case: Case, referral: Referral) -> str:
        """Return the name of the text that tells a reporter how the case stands."""
        return f"resident-state-{'closed' if case.state == 'closed' else referral.state}"


def _spot_of(entry: Entry) -> tuple[float, float] | None:
    sent = entry.attachment
    if sent is None or sent.latitude is None or sent.longitude is None:
        return None
    return sent.latitude, sent.longitude
