"""Carrying out what a step of a dialogue led to, within the same unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.flows.dialogue import (
    AddNote,
    AddToCase,
    Alarm,
    AskReporter,
    AskSwap,
    BeAbsent,
    BelongElsewhere,
    Close,
    ComeBack,
    Complain,
    ComplainOf,
    Cover,
    Decline,
    Effect,
    Entry,
    Erase,
    LookUp,
    Lower,
    OfficerAct,
    Ref,
    Reopen,
    Say,
    StartReport,
    Wish,
    Withdraw,
)
from bot.services.complaining import Complaining
from bot.services.deeds import Deeds
from bot.services.duty_deeds import DutyDeeds
from bot.services.elsewhere import Elsewhere
from bot.services.hotline import Hotline
from bot.services.intake import Intake
from bot.services.mail import Mail
from bot.services.officer_deeds import OfficerDeeds
from bot.services.withdrawing import Withdrawing
from bot.views.outgoing import Outgoing
from bot.views.prompts import rendered
from storage.records import Person
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Effects:
    """Carry out effects for one person."""

    hotline: Hotline
    work: UnitOfWork
    person: Person
    now: datetime

    @property
    def intake(self) -> Intake:
        """Return the making of cases in this unit of work."""
        return Intake(self.hotline, self.work, self.now)

    @property
    def complaining(self) -> Complaining:
        """Return the filing of complaints in this unit of work."""
        return Complaining(self.hotline, self.work, self.now)

    def carry_out(self, effect: Effect) -> tuple[Entry, ...]:
        """Do what the step says; return what is now to be told as a matter of its own."""
        deeds = Deeds(self.hotline, self.work, self.person, self.now)
        match effect:
            case StartReport(entries):
                return entries
            case AddToCase(case_id, entry, urgent, rings):
                case_id = self.work.joinings.now_in(case_id)
                is_kept = self.intake.add(self.person, case_id, entry, urgent=urgent, rings=rings)
                return () if is_kept else (entry,)
            case BelongElsewhere(case_id, entries):
                case_id = self.work.joinings.now_in(case_id)
                Elsewhere(self.hotline, self.work, self.now).put_down(self.person, case_id, entries)
            case Reopen(case_id, entry):
                case_id = self.work.joinings.now_in(case_id)
                is_kept = deeds.reopen(case_id, entry) or entry == Entry()
                return () if is_kept else (entry,)
            case Say(key, args):
                self._say(key, args)
            case OfficerAct():
                OfficerDeeds(self.hotline, self.work, self.person, self.now).do(effect)
            case AskSwap() | BeAbsent() | ComeBack() | Cover():
                DutyDeeds(self.hotline, self.work, self.person, self.now).do(effect)
            case Decline() | AskReporter() | AddNote() | Close() | Lower():
                self._for_office(effect, deeds)
            case _:
                self._for_reporter(effect, deeds)
        return ()

    def words(self, key: str, args: Mapping[str, str | int | Ref]) -> str:
        """Return the text `key` in the person's language, its arguments rendered and escaped."""
        texts, language = self.hotline.texts, self.person.language
        return texts(key, language, **rendered(args, texts, language))

    def _for_reporter(self, effect: Effect, deeds: Deeds) -> None:
        match effect:
            case LookUp(number, code):
                deeds.look_up(number, code)
            case Alarm(case_id):
                self.intake.alarm(
                    self.person, self.work.cases.get(self.work.joinings.now_in(case_id))
                )
            case Withdraw(case_id):
                Withdrawing(self.hotline, self.work, self.now).withdraw(
                    self.person, self.work.joinings.now_in(case_id)
                )
            case Erase(case_id):
                deeds.erase(self.work.joinings.now_in(case_id))
            case Wish(hours, discreet):
                deeds.wish(hours, discreet=discreet)
            case Complain(report_id, office_code, entry):
                self.complaining.complain(self.person, report_id, office_code, entry)
            case ComplainOf(case_id, entries, is_told):
                case_id = self.work.joinings.now_in(case_id)
                self.complaining.told_of(self.person, case_id, entries, is_told=is_told)

    def _for_office(
        self, effect: Decline | AskReporter | AddNote | Close | Lower, deeds: Deeds
    ) -> None:
        match effect:
            case Decline(referral_id, reason, owner_code):
                deeds.decline(referral_id, reason, owner_code)
            case AskReporter(referral_id, entry):
                deeds.ask(referral_id, entry)
            case AddNote(referral_id, entry):
                deeds.note(referral_id, entry)
            case Close(referral_id, outcome, done, told):
                deeds.close(referral_id, outcome, done, told)
            case _:
                deeds.lower(effect.referral_id, effect.level, effect.reason)

    def _say(self, key: str, args: Mapping[str, str | int | Ref]) -> None:
        # Whatever ends a dialogue also takes its keys away.
        keys = () if self.work.dialogues.of(self.person.id) is None else None
        message = Outgoing("message", text=self.words(key, args), keys=keys)
        Mail(self.work, self.hotline.texts, self.now).send(self.person, message)
