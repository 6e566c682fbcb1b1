"""Files on their way to somebody: albums kept together, documents without their own names.

Where files are kept here, a picture goes as the clean copy that was drawn of it, and waits until
that is there; see `bot.services.evidence`.
"""

import json
import re
from dataclasses import replace
from datetime import timedelta

from bot.flows.dialogue import Attachment
from bot.services.attachments import attachment_from_json, copy_of
from bot.services.evidence import CLEAN, Evidence
from bot.services.mail import Priority
from bot.services.within import Within
from bot.views.outgoing import Outgoing, Part
from storage.records import EntryRow, Person

KIND = "album"
CLEAN_NAME = "file.jpg"
# Telegram hands over the parts of an album one by one; this long after the first they are there.
ALBUM_WAIT = timedelta(seconds=2)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_IN_ALBUMS = frozenset({"photo", "video", "document"})


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
    ) -> None:
        """Send the entry's file once; the parts of an album leave together, a late one alone.

        Args:
            person: to whom.
            entry: what was attached to it is sent.
            key: tells this sending from others of the same file.
            caption: stands under it, or under the first of an album.
            priority: how soon it leaves.
        """
        kept = Evidence(self.hotline, self.work, self.now).of(entry)
        if entry.attachment is None or not kept.may_go:
            return
        if not entry.album_id:
            self._send_alone(person, entry, key=key, caption=caption, priority=priority)
            return
        album_key = f"{key}:{entry.case_id}:{entry.album_id}"
        payload = {"case": entry.case_id, "album": entry.album_id, "caption": caption, "key": key}
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
        if sent_at is not None and (entry.said_at > sent_at or kept.came_after(sent_at)):
            self._send_alone(person, entry, key=key, caption=caption, priority=priority)

    def drawn(self, payload: str, person: Person) -> Outgoing | None:
        """Return an album as it leaves now, with every part that has come."""
        asked = json.loads(payload)
        entries = self.work.said.album(asked["case"], asked["album"])
        parts = [part for entry in entries if (part := self._part(entry)) is not None]
        if len(parts) == 1:
            return self._alone_of(parts[0], asked["caption"], person)
        if not parts:
            return None
        return Outgoing(
            "album",
            text=asked["caption"],
            parts=tuple(parts),
            protected=True,
            instead=self._instead(person),
        )

    def arrived(self, payload: str, message: Outgoing, person: Person) -> None:
        """Send the parts that came while the album was on its way."""
        asked = json.loads(payload)
        gone = {part.source or part.file_id for part in message.parts} or {message.source}
        evidence = Evidence(self.hotline, self.work, self.now)
        for entry in self.work.said.album(asked["case"], asked["album"]):
            file = attachment_from_json(entry.attachment) if entry.attachment else None
            if file is not None and file.file_id not in gone and evidence.of(entry).may_go:
                self._send_alone(person, entry, key=asked["key"], caption=asked["caption"])

    def _send_alone(
        self,
        person: Person,
        entry: EntryRow,
        *,
        key: str,
        caption: str,
        priority: Priority = Priority.PAGE,
    ) -> None:
        kept = Evidence(self.hotline, self.work, self.now).of(entry)
        if kept.clean_id is not None:
            self.work.outbox.put(
                person_id=person.id,
                kind=CLEAN,
                priority=priority,
                now=self.now,
                payload=json.dumps({"attachment": kept.clean_id, "caption": caption}),
                dedupe_key=f"{key}:{entry.id}",
            )
            return
        shown = self._alone(attachment_from_json(entry.attachment or ""), caption, person)
        if shown is not None:
            self.mail.send(person, shown, priority=priority, dedupe_key=f"{key}:{entry.id}")

    def _alone(self, attachment: Attachment, caption: str, person: Person) -> Outgoing | None:
        return copy_of(
            attachment, caption, file_name=neutral_name(attachment), instead=self._instead(person)
        )

    def _alone_of(self, part: Part, caption: str, person: Person) -> Outgoing:
        """Return the only part of an album that can go, as a message of its own."""
        is_drawn = isinstance(part.file_id, bytes)
        return Outgoing(
            "photo" if is_drawn else part.kind,
            text=caption,
            file_id=part.file_id,
            protected=True,
            spoiler=is_drawn or part.spoiler,
            file_name="" if is_drawn else part.file_name,
            instead=self._instead(person),
            source=part.source or str(part.file_id),
        )

    def _part(self, entry: EntryRow) -> Part | None:
        """Return the entry's file as a part of an album; None where it cannot go, or not yet."""
        file = attachment_from_json(entry.attachment) if entry.attachment else None
        evidence = Evidence(self.hotline, self.work, self.now)
        kept = evidence.of(entry)
        if file is None or file.kind not in _IN_ALBUMS or not kept.may_go:
            return None
        part = _part(file)
        if kept.clean_id is None:
            return part
        name = CLEAN_NAME if part.kind == "document" else ""
        drawn = evidence.clean(kept.clean_id)
        return replace(part, file_id=drawn, file_name=name, source=file.file_id)

    def _instead(self, person: Person) -> str:
        return self.hotline.texts("file-too-big-to-carry", person.language)


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
