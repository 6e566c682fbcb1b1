"""Files on their way to somebody: albums kept together, documents without their own names."""

import json
import re
from datetime import timedelta

from bot.flows.dialogue import Attachment
from bot.services.attachments import attachment_from_json, copy_of
from bot.services.mail import Priority
from bot.services.within import Within
from bot.views.outgoing import Outgoing, Part
from storage.records import EntryRow, Person

KIND = "album"
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
        if entry.attachment is None:
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
        if sent_at is not None and entry.said_at > sent_at:
            self._send_alone(person, entry, key=key, caption=caption, priority=priority)

    def drawn(self, payload: str, person: Person) -> Outgoing | None:
        """Return an album as it leaves now, with every part that has come."""
        asked = json.loads(payload)
        parts = self.work.said.album(asked["case"], asked["album"])
        files = [attachment_from_json(one.attachment) for one in parts if one.attachment]
        files = [one for one in files if one.kind in _IN_ALBUMS]
        if len(files) == 1:
            return self._alone(files[0], asked["caption"], person)
        if not files:
            return None
        return Outgoing(
            "album",
            text=asked["caption"],
            parts=tuple(_part(one) for one in files),
            protected=True,
            instead=self._instead(person),
        )

    def arrived(self, payload: str, message: Outgoing, person: Person) -> None:
        """Send the parts that came while the album was on its way."""
        asked = json.loads(payload)
        gone = {part.file_id for part in message.parts} or {str(message.file_id)}
        for entry in self.work.said.album(asked["case"], asked["album"]):
            file = attachment_from_json(entry.attachment) if entry.attachment else None
            if file is not None and file.file_id not in gone:
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
        shown = self._alone(attachment_from_json(entry.attachment or ""), caption, person)
        if shown is not None:
            self.mail.send(person, shown, priority=priority, dedupe_key=f"{key}:{entry.id}")

    def _alone(self, attachment: Attachment, caption: str, person: Person) -> Outgoing | None:
        return copy_of(
            attachment, caption, file_name=neutral_name(attachment), instead=self._instead(person)
        )

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
