"""Files that people send: expected with their words, kept once fetched, shown to who may see."""

import hashlib
import json

from bot.flows.dialogue import Attachment, Entry
from bot.services.attachments import PATIENCE, attachment_from_json, holds_up, kind_of
from bot.services.enclosures import CleanCopy, Enclosures
from bot.services.examined import Examined
from bot.services.within import Within
from bot.views.outgoing import Kind, Outgoing
from storage.records import EntryRow, Staff
from storage.repositories.attachments import AttachmentRow
from storage.repositories.retention import COPY

_HELD = frozenset({"photo", "voice", "video", "video_note", "document"})


class Evidence(Within):
    """Look after files within one unit of work."""

    def expect(self, case_id: int, entry_id: int, entry: Entry) -> None:
        """Have the entry's file fetched, where files are kept; it happens after the commit."""
        attachment = entry.attachment
        if self.hotline.files is None or attachment is None or not _is_file(attachment):
            return
        self.work.attachments.expect(
            case_id=case_id,
            entry_id=entry_id,
            kind=attachment.kind,
            source=attachment.file_id,
            now=self.now,
        )

    def kept(self, row: AttachmentRow, content: bytes, found: Examined) -> bool:
        """Put down that the file is kept, with its hash, and show it to who holds the case.

        False where it was erased meanwhile: then its files are to go again.
        """
        is_new = self.work.attachments.kept(
            row,
            media_type=found.media_type,
            size=len(content),
            is_shown=found.shown is not None,
            now=self.now,
        )
        if not is_new:
            return False
        self._record(
            row,
            "attachment-kept",
            sha256=hashlib.sha256(content).hexdigest(),
            bytes=len(content),
            type=found.media_type,
        )
        self._show_holder(row.case_id)
        return True

    def not_kept(self, row: AttachmentRow, state: str, why: str) -> None:
        """Put down that the file is not kept, and tell whoever sent it what to do instead."""
        if not self.work.attachments.not_kept(row, state, why, now=self.now):
            return
        self._record(row, f"attachment-{state}", why=why)
        self._tell_sender(row, f"{why}-video" if (row.kind, why) == ("video", "size") else why)
        self._show_holder(row.case_id)

    def delayed(self, row: AttachmentRow) -> None:
        """Show what is there without the file, once its album has waited long enough for it."""
        if row.attempts == PATIENCE:
            self._show_holder(row.case_id)

    def show(self, case_id: int, staff: Staff) -> None:
        """Send somebody who may see the case a copy of each file, once, without who sent it."""
        person = self.work.people.get(staff.person_id)
        number = self.work.cases.get(case_id).number
        rows = self.work.attachments.of_case(case_id)
        said = [one for one in self.work.cases.said_in(case_id) if one.attachment is not None]
        # An album leaves together, once all of it may be shown or has been waited for.
        waits = {one.album_id for one in said if one.album_id and _waits(one, rows.get(one.id))}
        enclosures = Enclosures(self.hotline, self.work, self.now)
        for entry in said:
            if entry.staff_id == staff.id or entry.album_id in waits:
                continue
            enclosures.send(
                person, entry, key=f"{COPY}:{case_id}:{staff.id}", caption=number, clean=True
            )

    def message(self, wanted: str) -> Outgoing | None:
        """Return the clean copy that a row of the outbox asks for; None once it was erased."""
        asked = json.loads(wanted)
        row = self.work.attachments.get(int(asked["attachment"]))
        if row is None or row.state != "kept" or self.hotline.files is None:
            return None
        drawn = kind_of(row)
        kind: Kind = "voice" if (row.kind, drawn) == ("voice", "document") else drawn
        return Outgoing(
            kind,
            text=str(asked["number"]),
            make=CleanCopy(self.hotline.files, row.id),
            protected=True,
            spoiler=kind in ("photo", "video"),
            file_name=str(asked.get("name", "")) if kind == "document" else "",
        )

    def _show_holder(self, case_id: int) -> None:
        referral = self.work.referrals.current_of(case_id)
        if referral.is_open and referral.holder_id is not None:
            self.show(case_id, self.work.staff.get(referral.holder_id))

    def _tell_sender(self, row: AttachmentRow, why: str) -> None:
        entry = next(one for one in self.work.cases.said_in(row.case_id) if one.id == row.entry_id)
        if entry.report_id is None:
            return
        report = self.work.cases.report(entry.report_id)
        person = self.work.people.get(report.person_id)
        if person.blocked_at is None:
            self.mail.say(person, f"file-not-kept-{why}", args={"number": report.number})

    def _record(self, row: AttachmentRow, kind: str, **details: str | int) -> None:
        self.work.timeline.add(row.case_id, kind, now=self.now, details=details)


def _waits(entry: EntryRow, row: AttachmentRow | None) -> bool:
    return holds_up(attachment_from_json(entry.attachment or ""), row)


def _is_file(attachment: Attachment) -> bool:
    return attachment.kind in _HELD and bool(attachment.file_id)
