"""The edge: each update is parsed, read, and answered in one unit of work.

The inbox row is marked as done in the same transaction as everything that the update led to, so
an update that is handed over twice is answered once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.clock import Clock
from bot.handlers import officer, resident, talking
from bot.handlers.flood import slow_down
from bot.handlers.incoming import Incoming, understand
from bot.handlers.menus import Menus
from bot.handlers.turn import Toast, Turn
from bot.services.enrolment import PAYLOAD
from bot.services.hotline import Hotline
from bot.services.letters import Letters
from bot.triage.reading import Reading
from bot.views.cards import cut
from storage.database import Database
from storage.work import UnitOfWork

TOAST_LIMIT = 200
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Gateway:
    """Answer updates."""

    hotline: Hotline
    database: Database
    clock: Clock
    bot: Bot
    menus: Menus

    async def receive(self, update: Update) -> None:
        """Answer one update; whatever it led to is committed when this returns."""
        incoming = understand(update)
        reading = await self._read(incoming)
        toast = await self.database.write(lambda work: self.answer(work, incoming, reading))
        if incoming.callback_id:
            await self._toast(incoming.callback_id, toast)
        if incoming.argument.startswith(PAYLOAD):
            await self.menus.enrolled(incoming.chat)

    def answer(self, work: UnitOfWork, incoming: Incoming, reading: Reading | None) -> Toast | None:
        """Answer within a unit of work; nothing where the update was answered before."""
        now = self.clock.now()
        if not work.inbox.finish(incoming.update_id, now):
            return None
        if incoming.what in ("nothing", "elsewhere"):
            return None
        person = work.people.meet(incoming.chat, language=incoming.language, now=now)
        if incoming.what == "left":
            work.people.mark_blocked(person.id, now)
            return None
        if person.blocked_at is not None:
            work.people.mark_blocked(person.id, None)
            Letters(self.hotline, work, now).came_back(work.people.get(person.id))
        if incoming.what == "returned":
            return None
        if incoming.what in ("said", "command"):
            work.lines.note(person.id, (incoming.message_id,), now)
        places = work.staff.of_person(person.id)
        turn = Turn(self.hotline, work, person, places, incoming, reading, now)
        slow_down(turn)
        if incoming.what == "tapped":
            return self._tapped(turn)
        if talking.handle(turn) or officer.handle(turn):
            return None
        resident.handle(turn)
        return None

    def _tapped(self, turn: Turn) -> Toast | None:
        if turn.incoming.data.startswith(resident.PREFIX):
            return resident.tapped(turn)
        return officer.tapped(turn)

    async def _read(self, incoming: Incoming) -> Reading | None:
        if incoming.what not in ("said", "edited"):
            return None
        known = await self.database.read(lambda work: _known_counties(work, incoming.chat))
        return self.hotline.read(incoming.entry, known_counties=known)

    async def _toast(self, callback_id: str, toast: Toast | None) -> None:
        shown = toast or Toast()
        try:
            await self.bot.answer_callback_query(
                callback_id, text=cut(shown.text, TOAST_LIMIT) or None, show_alert=shown.alert
            )
        except TelegramError as error:
            # A toast that is too late tells nothing that the redrawn card does not.
            log.info("toast-lost", error=type(error).__name__)


def _known_counties(work: UnitOfWork, chat: str) -> Sequence[str]:
    person = work.people.with_chat(chat)
    return work.cases.counties_known_by(person.id) if person else ()
