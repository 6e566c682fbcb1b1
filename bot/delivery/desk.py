"""Whom the sender asks what to send, and tells what became of it."""

from datetime import datetime
from typing import Protocol

from bot.views.outgoing import Outgoing
from storage.records import OutboxRow
from storage.work import UnitOfWork


class Told(Protocol):
    """Who hears what became of a message, inside the transaction that puts it down."""

    def sent(
        self, work: UnitOfWork, row: OutboxRow, message: Outgoing, message_id: int, now: datetime
    ) -> None:
        """Hear that the message arrived, in the words in which it did."""
        ...

    def failed(
        self, work: UnitOfWork, row: OutboxRow, trouble: str, now: datetime, *, unreachable: bool
    ) -> None:
        """Hear that the message will never arrive, and whether nothing reaches the person."""
        ...

    def delayed(self, work: UnitOfWork, row: OutboxRow, until: datetime, now: datetime) -> None:
        """Hear that Telegram takes nothing for this chat before `until`."""
        ...


class Desk(Told, Protocol):
    """What the services answer and are told."""

    def prepare(self, work: UnitOfWork, row: OutboxRow, now: datetime) -> Outgoing | None:
        """Return what is to be sent now; None where it is no longer wanted.

        It is asked within the transaction that claims the row, in which nobody else can write: what
        takes its time to draw or to read is made later, by what the message has for it.
        """
        ...


class Nobody:
    """Hear nothing: a message is finished even where the services fail over the news."""

    def sent(
        self, work: UnitOfWork, row: OutboxRow, message: Outgoing, message_id: int, now: datetime
    ) -> None:
        """Do nothing."""

    def failed(
        self, work: UnitOfWork, row: OutboxRow, trouble: str, now: datetime, *, unreachable: bool
    ) -> None:
        """Do nothing."""

    def delayed(self, work: UnitOfWork, row: OutboxRow, until: datetime, now: datetime) -> None:
        """Do nothing."""
