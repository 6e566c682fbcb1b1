"""Receipts for those whom the law obliges to report."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.repositories.repository import Repository
from storage.talk_tables import receipts

DOMAIN = "receipt"
"""The domain of the fingerprint by which a receipt's number is looked up."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A proof of one report: its number, by which it can be checked, and in which role it was."""

    id: int
    report_id: int
    number: str
    role: str
    office_code: str
    made_at: datetime


class Receipts(Repository):
    """Ask who has a proof of having reported."""

    def add(
        self, *, report_id: int, number: str, role: str, office_code: str, now: datetime
    ) -> Receipt:
        """Keep a receipt; of its number a fingerprint is looked up."""
        receipt_id = self._ids()
        self._add(
            receipts,
            id=receipt_id,
            report_id=report_id,
            number_key=self._vault.fingerprint(DOMAIN, number),
            number_sealed=self._seal(receipts, "number_sealed", receipt_id, number),
            role=role,
            office_code=office_code,
            made_at=now,
        )
        return self.get(receipt_id)

    def get(self, receipt_id: int) -> Receipt:
        """Return the receipt.

        Raises:
            LookupError: there is none.
        """
        found = self._one(Receipt, receipts, select(receipts).where(receipts.c.id == receipt_id))
        if found is None:
            raise LookupError(receipt_id)
        return found

    def of_report(self, report_id: int) -> Receipt | None:
        """Return the receipt for the report, if there is one."""
        query = select(receipts).where(receipts.c.report_id == report_id)
        return self._one(Receipt, receipts, query)

    def with_number(self, number: str) -> Receipt | None:
        """Return the receipt with this number, if there is one."""
        keys = self._vault.fingerprints(DOMAIN, number)
        query = select(receipts).where(receipts.c.number_key.in_(keys))
        return self._one(Receipt, receipts, query)
