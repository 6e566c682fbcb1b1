"""What was said in cases, found by the message it came in, and what it was before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from storage.records import EntryRow
from storage.repositories.repository import Repository
from storage.tables import entries, reports
from storage.talk_tables import entry_phones, former_words

# Asked whenever a card is drawn.
_FORMER = (
    select(former_words)
    .join(entries, entries.c.id == former_words.c.entry_id)
    .where(entries.c.case_id == bindparam("case"))
    .order_by(former_words.c.id)
)
# The index of what came in albums holds nothing else.
_IN_ALBUM = entries.c.album_id != literal_column("''")


def _said_by_person() -> Select[*tuple[Any, ...]]:
    """Return the question for what a reporter said in a message.

    Whose words they are is asked from the person's side, once for each kind of phone: an engine
    that were to find out for every entry whose it is would look at all of them.
    """
    person: BindParameter[int] = bindparam("person")
    message: BindParameter[int] = bindparam("message")
    noted = select(entry_phones.c.entry_id).where(entry_phones.c.entry_id == entries.c.id)
    there = select(entries.c.id).join(reports, reports.c.id == entries.c.report_id)
    on_their_own = there.where(
        reports.c.person_id == person,
        reports.c.hidden_at.is_(None),
        entries.c.message_id == message,
        ~noted.exists(),
    )
    on_another = there.join(entry_phones, entry_phones.c.entry_id == entries.c.id).where(
        entry_phones.c.person_id == person,
        or_(reports.c.person_id != person, reports.c.hidden_at.is_(None)),
        entries.c.message_id == message,
    )
    either = union_all(on_their_own, on_another).subquery()
    return select(entries).where(entries.c.id == select(func.max(either.c.id)).scalar_subquery())


_BY_PERSON = _said_by_person()


@dataclass(frozen=True, slots=True)
class Former:
    """What an entry said before it was edited, or (`taken_back`) taken back by who said it."""

    id: int
    entry_id: int
    words: str | None
    taken_back: bool
    replaced_at: datetime


class Said(Repository):
    """Ask who said what in which message."""

    def get(self, entry_id: int) -> EntryRow:
        """Return the entry.

        Raises:
            LookupError: there is none.
        """
        found = self.find(entry_id)
        if found is None:
            raise LookupError(entry_id)
        return found

    def find(self, entry_id: int) -> EntryRow | None:
        """Return the entry, if there is one."""
        return self._with(EntryRow, entries, id=entry_id)

    def by_person(self, person_id: int, message_id: int) -> EntryRow | None:
        """Return what a reporter said in this message, if it is on a case."""
        # The same number stands for another message on another phone.
        given = {"person": person_id, "message": message_id}
        return self._one(EntryRow, entries, _BY_PERSON, given) if message_id else None

    def by_staff(self, staff_ids: Iterable[int], message_id: int) -> EntryRow | None:
        """Return what a member of staff said in this message, if it is on a case."""
        query = select(entries).where(
            entries.c.staff_id.in_(list(staff_ids)), entries.c.message_id == message_id
        )
        found = query.order_by(entries.c.id.desc()).limit(1)
        return self._one(EntryRow, entries, found) if message_id else None

    def album(self, case_id: int, album_id: str) -> Sequence[EntryRow]:
        """Return the parts of an album in the case, in order."""
        return self._all_with(EntryRow, entries, "id", case_id=case_id, album_id=album_id)

    def begun_by(self, staff_ids: Iterable[int], album_id: str) -> EntryRow | None:
        """Return the first part of an album that a member of staff put on a case."""
        query = select(entries).where(
            entries.c.staff_id.in_(list(staff_ids)), entries.c.album_id == album_id, _IN_ALBUM
        )
        return self._one(EntryRow, entries, query.order_by(entries.c.id).limit(1))

    def correct(self, entry: EntryRow, words: str, now: datetime) -> None:
        """Give the entry other words; the ones before are kept."""
        self._keep(entry, now, taken_back=False)
        self._change(entry.id, words_sealed=self._sealed(entry.id, words), edited_at=now)

    def take_back(self, entry: EntryRow, now: datetime) -> None:
        """Take the entry's words out of the talk; they are kept, as is what was attached."""
        self._keep(entry, now, taken_back=True)
        self._change(entry.id, words_sealed=None, edited_at=now)

    def is_taken_back(self, entry_id: int) -> bool:
        """Say whether whoever said it has taken it back."""
        query = select(former_words.c.id).where(
            former_words.c.entry_id == entry_id, former_words.c.taken_back
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def former(self, case_id: int) -> Mapping[int, Sequence[Former]]:
        """Return by entry what it was before, the oldest first."""
        found: dict[int, list[Former]] = {}
        for one in self._all(Former, former_words, _FORMER, {"case": case_id}):
            found.setdefault(one.entry_id, []).append(one)
        return found

    def _keep(self, entry: EntryRow, now: datetime, *, taken_back: bool) -> None:
        former_id = self._ids()
        self._add(
            former_words,
            id=former_id,
            entry_id=entry.id,
            words_sealed=self._seal(former_words, "words_sealed", former_id, entry.words),
            taken_back=taken_back,
            replaced_at=now,
        )

    def _sealed(self, entry_id: int, words: str) -> bytes | None:
        return self._seal(entries, "words_sealed", entry_id, words)

    def _change(self, entry_id: int, **values: object) -> None:
        self._set(entries, {"id": entry_id}, **values)
