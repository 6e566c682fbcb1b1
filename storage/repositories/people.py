"""Everybody with a chat: residents and staff alike."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy import bindparam, exists, select, update

from storage.encryption import Place, SealBroken
from storage.records import Person, Tried
from storage.repositories.repository import Repository
from storage.tables import people, staff

_CHATS = select(people.c.id, people.c.chat_sealed).where(
    people.c.id.in_(bindparam("people", expanding=True))
)
_MAY_SERVE = exists().where(staff.c.person_id == people.c.id, staff.c.left_at.is_(None))
_WITH_CHAT = select(people, _MAY_SERVE.label("may_serve")).where(
    people.c.chat_key.in_(bindparam("keys", expanding=True))
)


class People(Repository):
    """Ask who somebody is."""

    def with_chat(self, chat: str) -> Person | None:
        """Return the person of this chat, found by its keyed fingerprint."""
        keys = list(self._vault.fingerprints("chat", chat))
        return self._one(Person, people, _WITH_CHAT, {"keys": keys})

    def get(self, person_id: int) -> Person:
        """Return the person with this identifier.

        Raises:
            LookupError: there is none.
        """
        person = self._with(Person, people, id=person_id)
        if person is None:
            raise LookupError(person_id)
        return person

    def chats_of(self, person_ids: Iterable[int]) -> Mapping[int, str]:
        """Return the chats of these people, without those who are not known or do not open."""
        chats: dict[int, str] = {}
        found = self._connection.execute(_CHATS, {"people": list(dict.fromkeys(person_ids))})
        for person_id, sealed in found:
            with suppress(SealBroken):
                place = Place(people.name, "chat_sealed", person_id)
                chats[person_id] = self._vault.open(sealed, place)
        return chats

    def meet(self, chat: str, *, language: str, now: datetime) -> Person:
        """Return the person of this chat, made known where this is the first message."""
        known = self.with_chat(chat)
        if known is not None:
            return known
        person_id = self._ids()
        is_new = self._add_new(
            people,
            "chat_key",
            id=person_id,
            chat_key=self._chat_key(chat),
            chat_sealed=self._seal(people, "chat_sealed", person_id, chat),
            language=language,
            met_at=now,
        )
        if is_new:
            return Person(
                person_id,
                chat,
                language,
                met_at=now,
                blocked_at=None,
                quiet_at=None,
                minute_at=None,
                minute_count=0,
                inquiry_hour_at=None,
                inquiry_count=0,
                receipt_hour_at=None,
                receipt_count=0,
                may_serve=False,
            )
        met = self.with_chat(chat)
        if met is None:
            raise LookupError(person_id)
        return met

    def speak(self, person_id: int, language: str) -> None:
        """Remember the language that the person chose."""
        self._change(person_id, language=language)

    def mark_blocked(self, person_id: int, blocked_at: datetime | None) -> bool:
        """Remember that messages no longer arrive, or arrive again; say whether that is new."""
        change = (
            update(people)
            .where(people.c.id == person_id, people.c.blocked_at.is_(None) == bool(blocked_at))
            .values(blocked_at=blocked_at)
        )
        return self._connection.execute(change).rowcount > 0

    def mark_quiet(self, person_id: int, quiet_at: datetime | None) -> None:
        """Remember that the person wants no news, or wants them again."""
        self._change(person_id, quiet_at=quiet_at)

    def count_message(self, person: Person, *, minute_at: datetime, count: int) -> None:
        """Remember how many messages came within the minute that began at `minute_at`."""
        self._change(person.id, minute_at=minute_at, minute_count=count)

    def count_try(self, person: Person, tried: Tried, *, hour_at: datetime, count: int) -> None:
        """Remember how many of these were tried within the hour that began at `hour_at`."""
        if tried == "receipt":
            self._change(person.id, receipt_hour_at=hour_at, receipt_count=count)
        else:
            self._change(person.id, inquiry_hour_at=hour_at, inquiry_count=count)

    def bring_back(self, now: datetime) -> None:
        """Let nobody's count of messages or tries have begun later than now."""
        for column in (people.c.minute_at, people.c.inquiry_hour_at, people.c.receipt_hour_at):
            self._connection.execute(update(people).where(column > now).values({column: now}))

    def _change(self, person_id: int, **values: object) -> None:
        self._set(people, {"id": person_id}, **values)

    def _chat_key(self, chat: str) -> bytes:
        return self._vault.fingerprint("chat", chat)
