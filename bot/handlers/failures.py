"""What becomes of an update that could not be worked on: it is kept, tried again, and told of."""

from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.delivery.inbox import Told
from bot.flows.draft import Draft
from bot.handlers.incoming import Incoming, understand
from bot.services.hotline import Hotline
from bot.services.intake import Intake
from bot.services.mail import Mail
from storage.database import Database, StorageUnavailable
from storage.records import Person
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Failures:
    """Count failed attempts, and tell the person once no further one is made."""

    hotline: Hotline
    database: Database
    clock: Clock

    async def failed(self, update: object, error: BaseException) -> None:
        """Count a failed attempt; the update stays in the inbox and is tried again."""
        if isinstance(error, StorageUnavailable) and error.is_trouble:
            # Not the update's fault: it stays in the inbox, and this was no attempt.
            return
        log.error("update-failed", error=type(error).__name__)
        if not isinstance(update, Told):
            return
        trouble = type(error).__name__
        try:
            await self.database.write(lambda work: self._noted(work, update, trouble))
        except Exception as broken:  # noqa: BLE001 - The words are kept, and the person is told.
            if isinstance(broken, StorageUnavailable) and broken.is_trouble:
                # Nothing was noted either: it is tried again, and then given up as a whole.
                return
            log.critical("update-lost-to-people", error=type(broken).__name__)
            await self.database.write(
                lambda work: self._noted(work, update, trouble, is_handed_over=False)
            )

    def _noted(
        self, work: UnitOfWork, update: Told, trouble: str, *, is_handed_over: bool = True
    ) -> None:
        """Count the attempt; after the last one tell the person to call, and an officer the words.

        All of it is one step: an update that is given up is not looked at again. Words that nobody
        reads must not seem received, and what the dialogue could not understand a person can read.
        """
        attempts = self.hotline.config.inbox.attempts
        if not work.inbox.note_failure(update.update_id, trouble, limit=attempts):
            return
        incoming = understand(update)
        if not incoming.chat:
            return
        now = self.clock.now()
        person = work.people.meet(incoming.chat, language=incoming.language, now=now)
        Mail(work, self.hotline.texts, now).say(
            person, "failed-apology", dedupe_key=f"apology:{incoming.update_id}"
        )
        if is_handed_over and incoming.what in ("said", "edited"):
            self._hand_over(work, person, incoming)

    def _hand_over(self, work: UnitOfWork, person: Person, incoming: Incoming) -> None:
        draft = Draft(entries=(incoming.entry,), danger="unsure")
        intake = Intake(self.hotline, work, self.clock.now())
        intake.confirm(person, intake.file(person, draft, complete=True))
