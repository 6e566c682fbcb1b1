"""What the sender asks and tells about messages of the talk: letters, albums, wiping."""

from datetime import datetime

from bot.services import enclosures, letters, receipts, stopping
from bot.services.enclosures import Enclosures
from bot.services.hotline import Hotline
from bot.services.letters import Letters, letter_of
from bot.services.receipts import Receipts
from bot.services.stopping import Stopping
from bot.views.outgoing import Outgoing
from storage.records import OutboxRow
from storage.work import UnitOfWork

KINDS = frozenset({letters.KIND, letters.EDIT, enclosures.KIND, receipts.KIND, stopping.KIND})


def prepare(hotline: Hotline, work: UnitOfWork, row: OutboxRow, now: datetime) -> Outgoing | None:
    """Return what is to be sent, as matters stand now; None where it is moot."""
    match row.kind:
        case letters.KIND:
            return Letters(hotline, work, now).drawn(letter_of(row.payload), row.person_id)
        case letters.EDIT:
            return Letters(hotline, work, now).redrawn(letter_of(row.payload))
        case enclosures.KIND:
            person = work.people.get(row.person_id)
            return Enclosures(hotline, work, now).drawn(row.payload or "", person)
        case receipts.KIND:
            person = work.people.get(row.person_id)
            return Receipts(hotline, work, now).drawn(row.payload or "", person)
        case _:
            return Stopping(hotline, work, now).drawn(row.person_id, row.payload or "")


def sent(
    hotline: Hotline,
    work: UnitOfWork,
    row: OutboxRow,
    message: Outgoing,
    message_id: int,
    now: datetime,
) -> None:
    """Put down that the message arrived."""
    match row.kind:
        case letters.KIND:
            Letters(hotline, work, now).arrived(letter_of(row.payload), message_id, row.person_id)
        case enclosures.KIND:
            person = work.people.get(row.person_id)
            Enclosures(hotline, work, now).arrived(row.payload or "", message, person)
        case stopping.KIND:
            Stopping(hotline, work, now).wiped(row.person_id)
