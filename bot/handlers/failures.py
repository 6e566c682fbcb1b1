"""What becomes of an update that could not be worked on: it is kept, tried again, and told of."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from bot.clock import Clock
from bot.delivery.inbox import Told
from bot.flows.draft import Draft
from bot.handlers.incoming import Incoming, understand
from bot.handlers.proving import without_secret
from bot.services.hotline import Hotline
from bot.services.intake import Intake
from bot.services.mail import Mail
from bot.triage.asked import EndsReader
from storage.database import Database, StorageUnavailable
from storage.work import UnitOfWork

Ending = Callable[[UnitOfWork, Told], None]
"""What is done for an update that is given up, within the unit of work that ends it."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Failures:
    """Count failed attempts, and tell the person once no further one is made."""

    hotline: Hotline
    database: Database
    clock: Clock

    async def failed(self, update: object, error: BaseException) -> None:
        """Count a failed attempt; the update stays in the inbox and is tried again."""
        if _is_trouble(error):
            # Not the update's fault: it stays in the inbox, and this was no attempt.
            return
        log.error("update-failed", error=type(error).__name__)
        if isinstance(update, Told):
            limit = self.hotline.config.inbox.attempts
            if isinstance(error, EndsReader):
                limit = 1  # Two attempts are over, and others waited for both.
            await self._count(update, type(error).__name__, limit)

    async def _count(self, update: Told, trouble: str, limit: int) -> None:
        """Count the attempt; after the last one give the update up, as well as that can be done.

        Where the database is in trouble this was no attempt either: the update stays as it was.
        """
        for ending in (self._give_up, self._apologise):
            try:
                await self._note(update, trouble, limit, ending)
            except Exception as error:
                if _is_trouble(error):
                    raise
                # The update is kept as dead all the same.
                log.critical("update-lost-to-people", error=type(error).__name__)
            else:
                return
        await self._note(update, trouble, limit, _leave)

    async def _note(self, update: Told, trouble: str, limit: int, ending: Ending) -> None:
        """Count the attempt, and after the last one end the update, in one unit of work.

        A dead update is taken up by nobody: whatever is done for it is on disk with its death.
        """

        def note(work: UnitOfWork) -> None:
            if work.inbox.note_failure(update.update_id, trouble, limit=limit):
                ending(work, update)

        await self.database.write(note)

    def _give_up(self, work: UnitOfWork, update: Told) -> None:
        """Tell the person to call instead, and hand the bare words to an officer.

        Words that nobody reads must not seem received; whatever could not be understood by the
        dialogue can still be read by a person. Number and code are a secret and no words.
        """
        self._apologise(work, update)
        incoming = self._without_secret(understand(update))
        entry = incoming.entry
        if incoming.proof is not None and not incoming.proof.number:
            entry = replace(entry, text="")  # A code alone still stands there.
        has_more = incoming.proof is None or entry.text or entry.attachment is not None
        if incoming.chat and incoming.is_told and has_more:
            self._hand_over(work, replace(incoming, entry=entry))

    def _without_secret(self, incoming: Incoming) -> Incoming:
        try:
            return without_secret(self.hotline, incoming)
        except Exception as error:  # noqa: BLE001 - It may be what failed all along.
            # A lost report is worse than a code that is told.
            log.error("secret-not-sought", error=type(error).__name__)  # noqa: TRY400 - No words.
            return incoming

    def _apologise(self, work: UnitOfWork, update: Told) -> None:
        incoming = understand(update)
        if not incoming.chat:
            return
        now = self.clock.now()
        person = work.people.meet(incoming.chat, language=incoming.language, now=now)
        Mail(work, self.hotline.texts, now).say(
            person, "failed-apology", dedupe_key=f"apology:{incoming.update_id}"
        )

    def _hand_over(self, work: UnitOfWork, incoming: Incoming) -> None:
        now = self.clock.now()
        person = work.people.meet(incoming.chat, language=incoming.language, now=now)
        draft = Draft(entries=(incoming.entry,), danger="unsure")
        intake = Intake(self.hotline, work, now)
        intake.confirm(person, intake.file(person, draft, complete=True))


def _leave(_work: UnitOfWork, _update: Told) -> None:
    """Do no more for an update that not even an apology can be made for."""


def _is_trouble(error: BaseException) -> bool:
    return isinstance(error, StorageUnavailable) and error.is_trouble
