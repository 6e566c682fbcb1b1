"""Receipts for whoever must report by law: a proof of time and office, of nobody's family.

Whoever works with children closely must report at once (未成年人保护法 Art 11, 高检发〔2020〕9号),
and may have to show that they did. The number of a receipt can be checked by anybody who has it;
what comes out says neither which case it is nor whom it is about.
"""

import json
import re
import secrets
import unicodedata
from datetime import datetime
from functools import partial

from bot.services.mail import Priority
from bot.services.within import Within
from bot.views.outgoing import Button, Outgoing
from bot.views.receipt import ReceiptView, in_words
from storage.records import Person, Report
from storage.repositories.receipts import Receipt

KIND = "receipt"
ROLES = ("teacher", "medical", "village", "social", "other")
# Letters and figures that nobody takes for one another; eight of them are forty bits.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 8
_NUMBER = re.compile(rf"HZ([{_SIGNS}]{{{_LENGTH}}})")


class Receipts(Within):
    """Make, show and check receipts within one unit of work."""

    def offer(self, person: Person, report: Report) -> None:
        """Ask in which role the person reported, so that a receipt can be made out."""
        buttons = tuple(
            Button(
                self.hotline.texts(f"button-role-{role}", person.language),
                data=f"r:proof:{role}-{report.id}",
            )
            for role in ROLES
        )
        rows = (buttons[:2], buttons[2:4], buttons[4:])
        args: dict[str, str | int] = {"number": report.number}
        self.mail.say(person, "receipt-offer", buttons=rows, args=args)

    def make(self, report: Report, role: str) -> Receipt:
        """Return the report's receipt, made out for this role where there is none."""
        made = self.work.receipts.of_report(report.id)
        if made is not None:
            return made
        referral = self.work.referrals.current_of(report.case_id)
        return self.work.receipts.add(
            report_id=report.id,
            number=new_number(),
            role=role,
            office_code=referral.office_code,
            now=self.now,
        )

    def send(self, person: Person, receipt: Receipt) -> None:
        """Send the receipt as matters stand when it leaves."""
        self.work.outbox.put(
            person_id=person.id,
            kind=KIND,
            priority=Priority.ANSWER,
            now=self.now,
            payload=json.dumps({"receipt": receipt.id}),
        )

    def drawn(self, payload: str, person: Person) -> Outgoing:
        """Return the receipt as a picture with its words; it may be passed on and kept."""
        receipt = self.work.receipts.get(json.loads(payload)["receipt"])
        view = self._view(receipt, person.language)
        words = in_words(view)
        return Outgoing("photo", make=partial(_drawn, view), text=words, instead=words)

    def checked(self, person: Person, typed: str) -> None:
        """Tell whether a receipt with this number was made out, when, and by which office."""
        number = number_in(typed)
        receipt = self.work.receipts.with_number(number) if number else None
        if receipt is None:
            self.mail.say(person, "receipt-unknown")
            return
        args: dict[str, str | int] = {
            "receipt": receipt.number,
            "at": self._moment(self.work.cases.report(receipt.report_id).reported_at),
            "office": self.hotline.offices[receipt.office_code].name,
            "role": self.hotline.texts(f"receipt-role-{receipt.role}", person.language),
        }
        self.mail.say(person, "receipt-valid", args=args)

    def _view(self, receipt: Receipt, language: str) -> ReceiptView:
        def say(key: str, **args: str | int) -> str:
            return self.hotline.texts(key, language, **args)

        report = self.work.cases.report(receipt.report_id)
        facts = [
            (say("receipt-number"), receipt.number),
            (say("receipt-at"), self._moment(report.reported_at)),
            (say("receipt-office"), self.hotline.offices[receipt.office_code].name),
            (say("receipt-role"), say(f"receipt-role-{receipt.role}")),
            *((say(f"receipt-{what}"), self._moment(at)) for what, at in self._standing(report)),
        ]
        check = say("receipt-check", receipt=receipt.number)
        made = say("receipt-made", at=self._moment(self.now))
        sentences = (say("receipt-proves"), say("receipt-law"), say("receipt-bare"), check, made)
        return ReceiptView(say("receipt-title"), facts, sentences)

    def _standing(self, report: Report) -> list[tuple[str, datetime]]:
        """Return how far the matter is, without a word of what was found."""
        referral = self.work.referrals.current_of(report.case_id)
        case = self.work.cases.get(report.case_id)
        moments = (
            ("accepted", referral.accepted_at),
            ("contacted", referral.contacted_at),
            ("closed", case.closed_at),
        )
        # What lies before the report was done for another one, unknown to this reporter.
        return [(what, at) for what, at in moments if at is not None and at >= report.reported_at]

    def _moment(self, at: datetime) -> str:
        return f"{at.astimezone(self.hotline.zone):%Y-%m-%d %H:%M}"


def _drawn(view: ReceiptView) -> bytes | None:
    from bot.views.receipt_picture import in_a_picture

    return in_a_picture(view)


def new_number() -> str:
    """Return a number that nobody guesses, such as `HZ-7K3P-9QXM`."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return f"HZ-{signs[:4]}-{signs[4:]}"


def number_in(typed: str) -> str | None:
    """Return the number that was typed, however it is spaced and cased; None where it is none."""
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", typed)).upper()
    found = _NUMBER.search(bare)
    return f"HZ-{found[1][:4]}-{found[1][4:]}" if found else None
