"""Files on their way to somebody: albums kept together, documents without their own names."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.flows.dialogue import Attachment
from bot.services.attachments import (
    CLEAN_COPY,
    attachment_from_json,
    copy_of,
    is_drawn,
    kind_of,
    may_be_shown,
    may_tell,
)
from bot.services.mail import Priority
from bot.services.within import Within
from bot.views.outgoing import Outgoing, Part
from storage.evidence import SealedFiles
from storage.records import EntryRow, Person
from storage.repositories.attachments import AttachmentRow

KIND = "album"
# Telegram hands over the parts of an album one by one; this long after the first they are there.
ALBUM_WAIT = timedelta(seconds=2)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_IN_ALBUMS = frozenset({"photo", "video", "document"})


@dataclass(frozen=True, slots=True)
class _Sending:
    """How a file is sent, as `Enclosures.send` is told."""

    key: str
    caption: str
    priority: Priority
    clean: bool


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """The clean copy of a file that is kept, read when it leaves."""

    files: SealedFiles
    attachment_id: int

    def __call__(self) -> bytes:
        """Return the copy.

        Raises:
            OSError, SealBroken: it cannot be read.
        """
        return self.files.read(self.attachment_id, "shown")


class Enclosures(Within):
    """Send what was attached, without who sent it, within one unit of work."""

    def send(
        self,
        person: Person,
        entry: EntryRow,
        *,
        key: str,
        caption: str = "",
        priority: Priority = Priority.PAGE,
        clean: bool = False,
    ) -> None:
        """Send the entry's file once; the parts of an album leave together, a late one alone.

        Args:
            person: to whom.
            entry: what was attached to it is sent.
            key: tells this sending from others of the same file.
            caption: stands under it, or under the first of an album.
            priority: how soon it leaves.
            clean: whether pictures are shown only as they were drawn anew.
        """
        if entry.attachment is None:
            return
        sent = _Sending(key, caption, priority, clean)
        if not entry.album_id:
            self._send_alone(person, entry, sent)
            return
        album_key = f"{key}:{entry.case_id}:{entry.album_id}"
        payload = {
            "case": entry.case_id,
            "album": entry.album_id,
            "caption": caption,
            "key": key,
            "clean": clean,
        }
        first = self.work.said.album(entry.case_id, entry.album_id)[0]
        is_new = self.work.outbox.put(
            person_id=person.id,
            kind=KIND,
            priority=Priority.NEWS,  # While it waits for its parts, nothing pressing waits behind.
            now=self.now,
            payload=json.dumps(payload, ensure_ascii=False),
            dedupe_key=album_key,
            not_before_at=max(self.now, first.said_at + ALBUM_WAIT),
        )
        sent_at = None if is_new else self.work.outbox.sent_at(album_key)
        if sent_at is not None and (
            entry.said_at > sent_at or self._came_late(entry, sent, sent_at)
        ):
            self._send_alone(person, entry, sent)

    def drawn(self, payload: str, person: Person) -> Outgoing | None:
        """Return an album as it leaves now, with every part that has come."""
        asked = json.loads(payload)
        parts = [one for one in self._parts(asked) if one.attachment]
        shown = [part for one in parts if (part := self._part(one, clean=asked["clean"]))]
        rows = [self._row(one, clean=asked["clean"]) for one in parts]
        caption = self._warned(asked["caption"], next(filter(may_tell, rows), None), person)
        if len(shown) == 1:
            return self._single(shown[0], caption, person)
        if not shown:
            return None
        return Outgoing(
            "album",
            text=caption,
            parts=tuple(shown),
            protected=True,
            instead=self._instead(person),
        )

    def arrived(self, payload: str, message: Outgoing, person: Person) -> None:
        """Send the parts that came while the album was on its way."""
        asked = json.loads(payload)
        gone = {_which(part) for part in message.parts} or {_which(message)}
        sent = _Sending(asked["key"], asked["caption"], Priority.PAGE, asked["clean"])
        for entry in self._parts(asked):
            part = self._part(entry, clean=sent.clean) if entry.attachment else None
            if part is not None and _which(part) not in gone:
                self._send_alone(person, entry, sent)

    def _came_late(self, entry: EntryRow, sent: "_Sending", sent_at: datetime) -> bool:
        """Say whether the file could be shown only after its album had left; in doubt, yes."""
        row = self._row(entry, clean=sent.clean)
        return row is not None and row.settled_at is not None and row.settled_at >= sent_at

    def _parts(self, asked: Mapping[str, Any]) -> Sequence[EntryRow]:
        return self.work.said.album(asked["case"], asked["album"])

    def _row(self, entry: EntryRow, *, clean: bool) -> AttachmentRow | None:
        """Return what became of the entry's file; nothing where it is sent as it came anyhow."""
        return self.work.attachments.of_case(entry.case_id).get(entry.id) if clean else None

    def _part(self, entry: EntryRow, *, clean: bool) -> Part | None:
        """Return what is shown of one file of an album; None where nothing may be."""
        file = attachment_from_json(entry.attachment or "")
        if file.kind not in _IN_ALBUMS:
            return None
        row = self._row(entry, clean=clean)
        if row is not None and is_drawn(row) and self.hotline.files is not None:
            copy, kind = CleanCopy(self.hotline.files, row.id), kind_of(row)
            name = neutral_name(file) if kind == "document" else ""
            return Part(kind, make=copy, spoiler=not name, file_name=name)
        return _part(file) if may_be_shown(file, row) else None

    def _send_alone(self, person: Person, entry: EntryRow, sent: "_Sending") -> None:
        file, key = attachment_from_json(entry.attachment or ""), f"{sent.key}:{entry.id}"
        row = self._row(entry, clean=sent.clean)
        if row is not None and is_drawn(row):
            wanted = json.dumps(
                {"attachment": row.id, "number": sent.caption, "name": neutral_name(file)}
            )
            self.work.outbox.put(
                person_id=person.id,
                kind=CLEAN_COPY,
                priority=sent.priority,
                now=self.now,
                payload=wanted,
                dedupe_key=key,
            )
            return
        caption = self._warned(sent.caption, row, person)
        shown = self._alone(file, caption, person) if may_be_shown(file, row) else None
        if shown is not None:
            self.mail.send(person, shown, priority=sent.priority, dedupe_key=key)

    def _single(self, part: Part, caption: str, person: Person) -> Outgoing:
        return Outgoing(
            part.kind,
            text=caption,
            file_id=part.file_id,
            make=part.make,
            protected=True,
            spoiler=part.spoiler,
            file_name=part.file_name,
            instead=self._instead(person),
        )

    def _alone(self, attachment: Attachment, caption: str, person: Person) -> Outgoing | None:
        return copy_of(
            attachment, caption, file_name=neutral_name(attachment), instead=self._instead(person)
        )

    def _warned(self, caption: str, row: AttachmentRow | None, person: Person) -> str:
        """Return the caption, with a warning where the file may tell where and when it was made."""
        if not may_tell(row):
            return caption
        return f"{caption} · {self.hotline.texts('file-may-tell', person.language)}"

    def _instead(self, person: Person) -> str:
        return self.hotline.texts("file-too-big-to-carry", person.language)


def _which(sent: Part | Outgoing) -> object:
    """Return what tells a file that was sent from others."""
    return sent.make or sent.file_id


def neutral_name(attachment: Attachment) -> str:
    """Return the name under which a document travels: its own may name a person."""
    if attachment.kind != "document":
        return ""
    extension = _EXTENSION.search(attachment.name)
    return f"file{extension.group().lower() if extension else ''}"


def _part(attachment: Attachment) -> Part:
    match attachment.kind:
        case "photo":
            return Part("photo", attachment.file_id, spoiler=True)
        case "video":
            return Part("video", attachment.file_id, spoiler=True)
        case _:
            return Part("document", attachment.file_id, file_name=neutral_name(attachment))
