"""What the office writes to reporters, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.repositories.timed import Timed
from storage.talk_tables import letters


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of the office to one reporter; `content` is JSON.

    `state` is held, queued, sent, failed or dropped; `held_for` is hours, blocked or stopped.
    """

    id: int
    report_id: int
    person_id: int
    entry_id: int | None
    kind: str
    content: str
    state: str
    held_for: str | None
    held_until_at: datetime | None
    message_id: int | None
    made_at: datetime
    settled_at: datetime | None = None


class Letters(Timed):
    """Ask what was written to a reporter."""

    MOMENT = letters.c.held_until_at
    WAITING = (letters.c.state == "held",)

    def put(
        self,
        *,
        report_id: int,
        person_id: int,
        kind: str,
        mark: str,
        content: str,
        now: datetime,
        entry_id: int | None = None,
    ) -> Letter | None:
        """Keep a letter as queued; None where one with this mark was written before."""
        letter_id = self._ids()
        is_new = self._add_new(
            letters,
            "mark",
            id=letter_id,
            report_id=report_id,
            person_id=person_id,
            entry_id=entry_id,
            kind=kind,
            mark=mark,
            content_sealed=self._seal(letters, "content_sealed", letter_id, content),
            state="queued",
            made_at=now,
        )
        return self.get(letter_id) if is_new else None

    def get(self, letter_id: int) -> Letter:
        """Return the letter.

        Raises:
            LookupError: there is none.
        """
        found = self._with(Letter, letters, id=letter_id)
        if found is None:
            raise LookupError(letter_id)
        return found

    def hold(self, letter_id: int, held_for: str, until: datetime | None = None) -> None:
        """Keep the letter back: until a moment, or until its reader is there again."""
        self._change(letter_id, state="held", held_for=held_for, held_until_at=until)

    def queue(self, letter_id: int) -> None:
        """Let a letter that was kept back leave."""
        self._change(letter_id, state="queued", held_for=None, held_until_at=None)

    def settle(
        self, letter_id: int, state: str, now: datetime, *, message_id: int | None = None
    ) -> None:
        """Put down what became of the letter: `sent`, `failed` or `dropped`."""
        self._change(
            letter_id,
            state=state,
            held_for=None,
            held_until_at=None,
            message_id=message_id,
            settled_at=now,
        )

    def of_entry(self, entry_id: int) -> Sequence[Letter]:
        """Return the letters that carry what an officer said."""
        return self._all_with(Letter, letters, "id", entry_id=entry_id)

    def on_the_way(self, person_id: int) -> Sequence[Letter]:
        """Return the person's letters that have not left."""
        return self._letters(
            letters.c.person_id == person_id, letters.c.state.in_(("held", "queued"))
        )

    def waiting_of(self, report_id: int) -> Sequence[Letter]:
        """Return the letters to a reporter that have not left, the oldest first."""
        return self._letters(
            letters.c.report_id == report_id, letters.c.state.in_(("held", "queued"))
        )

    def readdress(self, letter_id: int, person_id: int) -> None:
        """Let a letter that has not left go to another phone of its reporter."""
        self._change(letter_id, person_id=person_id)

    def held_for(self, person_id: int, *causes: str) -> Sequence[Letter]:
        """Return the person's letters that are kept back for these causes, the oldest first."""
        return self._letters(
            letters.c.person_id == person_id,
            letters.c.state == "held",
            letters.c.held_for.in_(causes),
        )

    def at(self, person_id: int, message_id: int) -> Letter | None:
        """Return the letter that stands in this message of the person's chat."""
        return self._with(Letter, letters, person_id=person_id, message_id=message_id)

    def _letters(self, *conditions: object) -> Sequence[Letter]:
        query = select(letters).where(*conditions)  # type: ignore[arg-type]
        return self._all(Letter, letters, query.order_by(letters.c.id))

    def _change(self, letter_id: int, **values: object) -> None:
        self._set(letters, {"id": letter_id}, **values)
