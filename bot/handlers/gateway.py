"""The edge: each update is parsed, read, and answered in one unit of work.

The inbox row is marked as done in the same transaction as everything that the update led to, so
an update that is handed over twice is answered once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery.inbox import Told
from bot.delivery.plain import Words
from bot.flows.dialogue import Entry
from bot.handlers import officer, parked, proving, resident, talking
from bot.handlers.flood import slow_down
from bot.handlers.incoming import Incoming, understand
from bot.handlers.menus import Menus
from bot.handlers.turn import Toast, Turn
from bot.services.answering_calls import AnsweringCalls
from bot.services.enrolment import PAYLOAD
from bot.services.hotline import Hotline, NotRead
from bot.services.letters import Letters
from bot.services.readings import write_with_readings
from bot.triage.reading import Reading
from bot.views.cards import cut
from bot.views.labels import Labels
from storage.database import Database
from storage.work import UnitOfWork

TOAST_LIMIT = 200
FEW = 4
"""So many updates at once are no crowd."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Gateway:
    """Answer updates."""

    hotline: Hotline
    database: Database
    clock: Clock
    bot: Bot
    menus: Menus
    labels: Labels = field(init=False)

    def __post_init__(self) -> None:
        """Know the labels of the hotline's texts."""
        object.__setattr__(self, "labels", Labels(self.hotline.texts))

    def expect(self, updates: Sequence[Told]) -> None:
        """Begin to read what is being kept, where it is words of few people.

        Reading is most of what an answer takes, and needs no more than the words. A crowd is
        kept first.
        """
        if len(updates) > FEW or not self.hotline.triage.reader.is_there:
            return
        for words in updates:
            if not isinstance(words, Words):
                continue
            incoming = proving.without_secret(self.hotline, understand(words))
            asked = self.hotline.asked_of(incoming.entry)
            if asked is not None and incoming.what == "said" and not self._may_be_key(incoming):
                self.hotline.triage.expect(asked)

    async def receive(self, update: Told) -> None:
        """Answer one update; whatever it led to is committed when this returns."""
        incoming = proving.without_secret(self.hotline, understand(update))
        # Reading costs more than all the rest, and of a key nothing is read.
        is_read = incoming.is_told and not self._may_be_key(incoming)
        toast = await write_with_readings(
            self.database,
            self.hotline,
            lambda work, hotline: self.answer(work, hotline, incoming),
            known={incoming.entry: await self._read(incoming, incoming.entry)} if is_read else {},
            read=lambda unread: self._read(incoming, unread.entry),
        )
        if incoming.callback_id:
            await self._toast(incoming.callback_id, toast)
        if incoming.argument.startswith(PAYLOAD):
            await self.menus.enrolled(incoming.chat)

    def answer(self, work: UnitOfWork, hotline: Hotline, incoming: Incoming) -> Toast | None:
        """Answer within a unit of work; nothing where the update was answered before.

        Raises:
            NotRead: the words are not a key of the question asked last and the hotline has not
                read them, or those are needed that were said before.
        """
        now = self.clock.now()
        if not work.inbox.finish(incoming.update_id, now):
            return None
        if incoming.what in ("nothing", "elsewhere"):
            return None
        person = work.people.meet(incoming.chat, language=incoming.language, now=now)
        if incoming.what == "left":
            if work.people.mark_blocked(person.id, now):
                for contact in work.staff.of_person(person.id):
                    AnsweringCalls(self.hotline, work, now).gone(contact)
            return None
        if person.blocked_at is not None:
            work.people.mark_blocked(person.id, None)
            Letters(self.hotline, work, now).came_back(work.people.get(person.id))
            for contact in work.staff.of_person(person.id):
                AnsweringCalls(self.hotline, work, now).came_back(contact)
        if incoming.what == "returned":
            return None
        if incoming.what in ("said", "command"):
            work.lines.note(person.id, (incoming.message_id,), now)
        places = work.staff.of_person(person.id) if person.may_serve else ()
        turn = Turn(hotline, work, person, places, incoming, now)
        is_read = incoming.entry in hotline.readings
        if incoming.what == "said" and not is_read and not turn.is_key:
            raise NotRead(incoming.entry)
        slow_down(turn)
        if incoming.what == "tapped":
            return self._tapped(turn)
        self._heard(turn)
        return None

    def _heard(self, turn: Turn) -> None:
        """Answer what was typed or sent: number and code first, then all the rest."""
        if turn.incoming.proof is not None and proving.handle(turn):
            return
        if not talking.handle(turn):
            self._begun(turn)

    def _tapped(self, turn: Turn) -> Toast | None:
        if parked.is_parked(turn.incoming.data):
            return parked.tapped(turn, self._begun)
        if turn.incoming.data.startswith(resident.PREFIX):
            return resident.tapped(turn)
        return officer.tapped(turn)

    def _begun(self, turn: Turn) -> Toast | None:
        """Begin what a tap or a command of this turn begins."""
        if turn.incoming.what == "tapped":
            return self._tapped(turn)
        if not officer.handle(turn):
            resident.handle(turn)
        return None

    def _may_be_key(self, incoming: Incoming) -> bool:
        return (
            incoming.what == "said"
            and not incoming.reply_to
            and incoming.entry.attachment is None
            and self.labels.may_hold(incoming.entry.text)
        )

    async def _read(self, incoming: Incoming, entry: Entry) -> Reading | None:
        reading = await self.hotline.read(entry)
        if reading is None or reading.place.sure or len(reading.place.candidates) <= 1:
            return reading
        # Of several places those come first that the person reported from before.
        known = await self.database.read(lambda work: _known_counties(work, incoming.chat))
        return await self.hotline.read(entry, known) if known else reading

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
