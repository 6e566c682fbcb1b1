"""When and how openly reporters want to hear from the office, and what stands in their chats."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import delete, select

from storage.repositories import shapes
from storage.repositories.repository import Repository
from storage.talk_tables import chat_lines, contact_wishes


@dataclass(frozen=True, slots=True)
class Wishes:
    """One reporter's wishes: hours of the clock as `HH:MM`, both or neither."""

    person_id: int
    safe_from: str | None = None
    safe_until: str | None = None
    discreet: bool = False

    @property
    def hours(self) -> tuple[time, time] | None:
        """Return from when until when messages are safe; until may be the next morning."""
        if self.safe_from is None or self.safe_until is None:
            return None
        return time.fromisoformat(self.safe_from), time.fromisoformat(self.safe_until)


class ContactWishes(Repository):
    """Ask how somebody wants to be written to."""

    def of(self, person_id: int) -> Wishes:
        """Return the person's wishes; none unless they said so."""
        return self._with(Wishes, contact_wishes, person_id=person_id) or Wishes(person_id)

    def keep(self, wishes: Wishes, now: datetime) -> None:
        """Keep the person's wishes in place of those before."""
        self._put_in_place(
            contact_wishes,
            "person_id",
            wishes.person_id,
            safe_from=wishes.safe_from,
            safe_until=wishes.safe_until,
            discreet=wishes.discreet,
            changed_at=now,
        )


class ChatLines(Repository):
    """Ask which messages stand in a chat."""

    def note(
        self, person_id: int, message_ids: Iterable[int], now: datetime, *, mark: str | None = None
    ) -> None:
        """Remember that these messages stand in the person's chat, and what they came from."""
        rows = [
            {
                "id": self._ids(),
                "person_id": person_id,
                "message_id": message_id,
                "mark": mark,
                "stood_at": now,
            }
            for message_id in message_ids
        ]
        if rows:
            unique = ("person_id", "message_id")
            once = shapes.put_once(chat_lines, unique, self._connection.dialect.name)
            self._connection.execute(once, rows)

    def standing(self, person_id: int, since: datetime) -> Sequence[int]:
        """Return the messages of the chat that were put there after this moment, newest first."""
        query = select(chat_lines.c.message_id).where(
            chat_lines.c.person_id == person_id, chat_lines.c.stood_at > since
        )
        return list(
            self._connection.execute(query.order_by(chat_lines.c.message_id.desc())).scalars()
        )

    def marked(self, person_id: int, beginning: str, since: datetime) -> Sequence[int]:
        """Return the messages after this moment whose mark begins like this."""
        query = select(chat_lines.c.message_id).where(
            chat_lines.c.person_id == person_id,
            chat_lines.c.mark.startswith(beginning, autoescape=True),
            chat_lines.c.stood_at > since,
        )
        return list(self._connection.execute(query.order_by(chat_lines.c.id)).scalars())

    def forget(self, person_id: int) -> None:
        """Forget what stood in the chat: it was deleted."""
        self._connection.execute(delete(chat_lines).where(chat_lines.c.person_id == person_id))

    def forget_older(self, than: datetime) -> None:
        """Forget what Telegram lets nobody delete any more."""
        self._connection.execute(delete(chat_lines).where(chat_lines.c.stood_at <= than))
