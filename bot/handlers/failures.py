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
        attempts = self.hotline.config.inbox.attempts
        number, trouble = update.update_id, type(error).__name__
        is_dead = await self.database.write(
            lambda work: work.inbox.note_failure(number, trouble, limit=attempts)
        )
        if is_dead:
            await self.given_up(update)

    async def given_up(self, update: Told) -> None:
        """Hand the bare words to an officer, and tell the person to call instead.

        Words that nobody reads must not seem received; whatever could not be understood by the
        dialogue can still be read by a person.
        """
        incoming = understand(update)
        if not incoming.chat:
            return
        now = self.clock.now()

        def apologise(work: UnitOfWork) -> None:
            person = work.people.meet(incoming.chat, language=incoming.language, now=now)
            Mail(work, self.hotline.texts, now).say(
                person, "failed-apology", dedupe_key=f"apology:{incoming.update_id}"
            )

        await self.database.write(apologise)
        if incoming.what not in ("said", "edited"):
            return
        try:
            await self.database.write(lambda work: self._hand_over(work, incoming))
        except Exception as error:  # noqa: BLE001 - The update is kept as dead, and was told of.
            log.critical("update-lost-to-people", error=type(error).__name__)

    def _hand_over(self, work: UnitOfWork, incoming: Incoming) -> None:
        now = self.clock.now()
        person = work.people.meet(incoming.chat, language=incoming.language, now=now)
        draft = Draft(entries=(incoming.entry,), danger="unsure")
        intake = Intake(self.hotline, work, now)
        intake.confirm(person, intake.file(person, draft, complete=True))
