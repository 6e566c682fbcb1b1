"""Files that people send: expected with their words, kept once fetched, shown to who may see."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.flows.dialogue import Attachment, Entry
from bot.services.examining import Examined
from bot.services.within import Within
from bot.views.outgoing import Outgoing
from storage.records import EntryRow, Referral, Staff
from storage.repositories.attachments import AttachmentRow

CLEAN = "clean"
"""The kind of a row of the outbox that sends the clean copy of a picture."""
# What Telegram itself made of a file: no picture of it tells where it was taken.
_MADE_ANEW = frozenset({"photo", "voice"})
_HELD = frozenset({"photo", "voice", "video", "document"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What an entry's file may be shown as.

    `clean_id` names the attachment whose clean copy is shown in its place, `since` is when it was
    kept.
    """

    may_go: bool
    clean_id: int | None = None
    since: datetime | None = None

    def came_after(self, moment: datetime) -> bool:
        """Say whether the file was not there before the moment; rather twice than never."""
        return self.since is not None and self.since >= moment


@dataclass(frozen=True, slots=True)
class Evidence(Within):
    """Look after files within one unit of work.

    `shown_to` sends somebody what is attached to a case, once a file was kept.
    """

    shown_to: Callable[[Referral, Staff], None] = lambda referral, staff: None  # noqa: ARG005

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
        self._tell_sender(row, why)
        self._show_holder(row.case_id)

    def of(self, entry: EntryRow) -> "Kept":
        """Return what is known of the entry's file, where it is one that is kept here."""
        row = self.work.attachments.of_entry(entry.id) if self.hotline.files else None
        if row is None or entry.report_id is None:
            # Nothing is kept of it; or staff sent it, which goes as it came.
            return Kept(may_go=True)
        if row.state == "kept":
            return Kept(True, row.id if row.is_shown else None, row.settled_at)
        return Kept(may_go=_goes_as_it_came(row), since=row.settled_at)

    def message(self, wanted: str) -> Outgoing | None:
        """Return the clean copy that a row of the outbox asks for; None once it was erased.

        Raises:
            OSError, SealBroken: the file cannot be read.
        """
        asked = json.loads(wanted)
        row = self.work.attachments.get(int(asked["attachment"]))
        if row is None or row.state != "kept":
            return None
        return Outgoing(
            "photo",
            text=str(asked["caption"]),
            file_id=self.clean(row.id),
            protected=True,
            spoiler=True,
        )

    def clean(self, attachment_id: int) -> bytes:
        """Return the clean copy of a picture.

        Raises:
            OSError, SealBroken: the file cannot be read.
        """
        files = self.hotline.files
        assert files is not None  # noqa: S101 - Only where files are kept does a row say so.
        return files.read(attachment_id, "shown")

    def _show_holder(self, case_id: int) -> None:
        referral = self.work.referrals.current_of(case_id)
        if referral is not None and referral.is_open and referral.holder_id is not None:
            self.shown_to(referral, self.work.staff.get(referral.holder_id))

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


def _goes_as_it_came(row: AttachmentRow) -> bool:
    """Say whether Telegram's own handle of a file may be shown while, or where, it is not kept.

    A picture waits until its copy is drawn; where it cannot be fetched, one that Telegram made anew
    is shown all the same.
    """
    match row.state:
        case "waiting":
            return row.kind not in ("photo", "document")
        case "failed":
            return row.kind in _MADE_ANEW
        case _:
            return False


def _is_file(attachment: Attachment) -> bool:
    return attachment.kind in _HELD and bool(attachment.file_id)
