"""Rosters that were sent as sheets in chat: read, shown for what they would change, and answered.

What was read of a sheet is kept, sealed, until its sender takes it in or leaves it, a day at most.
Who may lay the roster is looked up whenever that counts; what is taken in is what the command
`weibao rota import` takes in, by the same code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.duty.sheet_page import Page
from bot.flows.dialogue import Entry
from bot.services.access import Action, has_turns
from bot.services.comparing import Comparing
from bot.services.permits import Permits
from bot.services.roster_news import RosterNews
from bot.services.roster_sheet import RosterSheet, Understood
from bot.services.sheet_words import SheetWords
from bot.services.sheets_kept import Kept, Sent
from bot.services.within import Within
from bot.terms import Role
from bot.views.duty_taps import encode_duty
from bot.views.outgoing import Button, Kind, Outgoing
from storage.records import Office, Person, Staff
from storage.repositories.sheets import RosterSheetRow

log = structlog.get_logger(__name__)

HOLDS_FOR = timedelta(days=1)
# A choice of more offices than this is none; the sheet is to say which it is.
MOST_OFFICES = 24
_ON_ROSTERS = (Role.OFFICER, Role.LEAD, Role.CITY_OFFICER, Role.PROVINCE)


@dataclass(frozen=True, slots=True)
class NotTheirs(Exception):
    """Say that a sheet is called by an office whose roster its sender does not keep."""

    title: str
    office: Office


class Proposals(Within):
    """Propose and take in sheets within one unit of work."""

    def expect(self, person: Person, entry: Entry) -> None:
        """Have the sheet fetched; it happens after the commit."""
        attachment = entry.attachment
        assert attachment is not None  # noqa: S101 - The caller looked.
        sent = Sent(attachment.file_id, attachment.name, entry.text)
        self.work.sheets.expect(person_id=person.id, source=sent.to_json(), now=self.now)

    def delay(self, row: RosterSheetRow, at: datetime, *, counted: bool) -> None:
        """Let the sheet be fetched again later, and say so once."""
        self.work.sheets.try_again(row, at=at, counted=counted)
        if row.attempts == 1 and counted:
            self._say(row, "sheet-delayed")

    def refuse(self, row: RosterSheetRow, why: str) -> None:
        """Say why the file cannot be read, and forget it."""
        if self.work.sheets.let_go(row.id):
            self._say(row, f"sheet-file-{why}")

    def read(self, row: RosterSheetRow, pages: Sequence[Page]) -> None:
        """Show what the sheets would change, or what is wrong, or ask which office they are of."""
        sent = Sent.from_json(row.source or "{}")
        self._propose(row, Kept(pages, f"{sent.name} {sent.words}"), 0)

    def choose(self, row: RosterSheetRow, office: Office, message_id: int) -> bool:
        """Go on with the office that its sender chose; False where that is not theirs to choose."""
        if row.state != "asked" or office not in self._offices(row):
            return False
        self._propose(row, replace(self._kept(row), office=office.code), message_id)
        return True

    def take(self, row: RosterSheetRow, message_id: int) -> str:
        """Take the sheet in; return the text that answers the tap.

        Where the roster has changed since it was shown, it is shown again instead.
        """
        kept, person = self._kept(row), self._person(row)
        try:
            parts = self._understood(row, kept)
        except NotTheirs as refused:
            self._not_theirs(row, refused, message_id)
            return "toast-not-allowed"
        if parts is None or row.state != "offered":
            return "toast-sheet-gone"
        if any(part.wrong for part in parts) or self._has_changed(parts, kept):
            self._propose(row, kept, message_id)
            return "toast-sheet-changed"
        words = SheetWords(self.hotline, self.work, self.now)
        told = words.done(parts, person)
        self.work.sheets.let_go(row.id)
        news = RosterNews(self.hotline, self.work, self.now)
        for part, page in zip(parts, self._pages(row, kept) or (), strict=True):
            before = news.standing(part.office)
            RosterSheet(self.hotline, self.work, self.now).take_in(part.office, page[1])
            news.tell(part.office, before, by=person)
        self._put(person, told, message_id=message_id)
        log.info(
            "sheet-taken-in",
            sheet_id=row.id,
            person_id=person.id,
            offices=[part.office.code for part in parts],
            days=sum(part.count for part in parts),
        )
        return "toast-sheet-taken"

    def leave(self, row: RosterSheetRow, message_id: int) -> None:
        """Leave the roster as it is, and forget the sheet."""
        self.work.sheets.let_go(row.id)
        self._put(self._person(row), self._words(row, "sheet-left"), message_id=message_id)

    def lapse(self, row: RosterSheetRow) -> None:
        """Forget a sheet that nobody answered for a day, and say so."""
        if self.work.sheets.let_go(row.id):
            self._say(row, "sheet-lapsed")

    def _propose(self, row: RosterSheetRow, kept: Kept, message_id: int) -> None:
        person, words = self._person(row), SheetWords(self.hotline, self.work, self.now)
        if not self._offices(row):
            self._end(row, self._words(row, "toast-not-allowed"), message_id)
            return
        try:
            parts = self._understood(row, kept)
        except NotTheirs as refused:
            self._not_theirs(row, refused, message_id)
            return
        if parts is None:
            self._ask_office(row, kept)
            return
        wrong = [problem for part in parts for problem in part.wrong]
        if wrong:
            self._end(row, words.wrong(wrong, person), message_id)
            return
        if not any(part.count for part in parts):
            self._end(row, self._words(row, "sheet-all-over"), message_id)
            return
        comparing = Comparing(self.hotline, self.work, self.now)
        compared = [(part, comparing.compare(part)) for part in parts if part.count]
        seen = {
            f"{part.office.code}/{day}": digest
            for part, comparison in compared
            for day, digest in comparison.seen.items()
        }
        kept = replace(kept, seen=seen)
        until = self.now + HOLDS_FOR
        self.work.sheets.keep(row.id, "offered", kept.to_json(), until=until)
        text = words.offer(compared, kept.unread(), person)
        buttons = tuple(
            Button(self.hotline.texts(f"button-sheet-{name}", person.language), data)
            for name, data in (
                ("take", encode_duty("take", row.id)),
                ("leave", encode_duty("leave", row.id)),
            )
        )
        self._put(person, text, (buttons,), message_id=message_id)

    def _understood(self, row: RosterSheetRow, kept: Kept) -> Sequence[Understood] | None:
        """Return what each office's sheet would change; None where an office is to be chosen.

        Raises:
            NotTheirs: a sheet is of an office whose roster is not theirs.
        """
        pages = self._pages(row, kept)
        if pages is None:
            return None
        sheets = RosterSheet(self.hotline, self.work, self.now)
        return [sheets.understand(office, page) for office, page in pages]

    def _pages(self, row: RosterSheetRow, kept: Kept) -> Sequence[tuple[Office, Page]] | None:
        """Return each office with its sheets as one; None where an office is to be chosen."""
        offices, sheets = self._offices(row), RosterSheet(self.hotline, self.work, self.now)
        meant = kept.hinted(offices)
        by_office: dict[str, list[Page]] = {}
        for page in kept.sheets():
            office = sheets.office_of(page.title)
            if office is not None and office not in offices:
                raise NotTheirs(page.title, office)
            office = office or meant
            if office is None:
                return None
            by_office.setdefault(office.code, []).append(page)
        return [
            (self.hotline.offices[code], kept.joined(pages)) for code, pages in by_office.items()
        ]

    def _ask_office(self, row: RosterSheetRow, kept: Kept) -> None:
        """Ask which office it is; those come first of whose people the sheet names most."""
        names, person = kept.names(), self._person(row)
        staffed = set(self.work.staff.staffed_offices(_ON_ROSTERS))
        known = {
            office.code: len(names & {one.name for one in self._people(office)})
            for office in self._offices(row)
            if office.code in staffed
        }
        likely = [code for code in known if known[code]] or list(known)
        likely.sort(key=lambda code: -known[code])
        if not 0 < len(likely) <= MOST_OFFICES:
            self._end(row, self._words(row, "sheet-name-office"), 0)
            return
        self.work.sheets.keep(row.id, "asked", kept.to_json(), until=self.now + HOLDS_FOR)
        buttons = tuple(
            (Button(self.hotline.offices[code].name, encode_duty("office", row.id, code)),)
            for code in likely
        )
        self._put(person, self._words(row, "sheet-which-office"), buttons)

    def _people(self, office: Office) -> Sequence[Staff]:
        return [one for one in self.work.staff.in_office(office.code) if has_turns(one)]

    def _has_changed(self, parts: Sequence[Understood], kept: Kept) -> bool:
        """Say whether a day of the sheet that is not over stands otherwise than it was shown."""
        comparing = Comparing(self.hotline, self.work, self.now)
        for part in parts:
            now = comparing.compare(part).seen if part.count else {}
            if any(kept.seen.get(f"{part.office.code}/{day}") != one for day, one in now.items()):
                return True
        return False

    def _offices(self, row: RosterSheetRow) -> Sequence[Office]:
        """Return the offices whose rosters the sender keeps now."""
        places = self.work.staff.of_person(row.person_id)
        return Permits(self.hotline, self.work, self.now).offices_for(places, Action.KEEP_ROSTER)

    def _kept(self, row: RosterSheetRow) -> Kept:
        return Kept.from_json(row.content or "{}")

    def _person(self, row: RosterSheetRow) -> Person:
        return self.work.people.get(row.person_id)

    def _not_theirs(self, row: RosterSheetRow, refused: NotTheirs, message_id: int) -> None:
        told = self._words(row, "sheet-not-theirs", title=refused.title, office=refused.office.name)
        self._end(row, told, message_id)

    def _end(self, row: RosterSheetRow, text: str, message_id: int) -> None:
        """Say the last word about the sheet, and forget it."""
        self.work.sheets.let_go(row.id)
        self._put(self._person(row), text, message_id=message_id)

    def _put(
        self,
        person: Person,
        text: str,
        buttons: tuple[tuple[Button, ...], ...] = (),
        *,
        message_id: int = 0,
    ) -> None:
        """Write to the person, in place of the message whose button they tapped if they did."""
        kind: Kind = "edit" if message_id else "message"
        self.mail.send(person, Outgoing(kind, text=text, buttons=buttons, message_id=message_id))

    def _words(self, row: RosterSheetRow, key: str, **args: str | int) -> str:
        return self.mail.words(self._person(row), key, **args)

    def _say(self, row: RosterSheetRow, key: str) -> None:
        person = self._person(row)
        if person.blocked_at is None:
            self.mail.say(person, key)


def is_of(row: RosterSheetRow | None, person: Person) -> bool:
    """Say whether the sheet is still there and was sent by the person."""
    return row is not None and row.person_id == person.id
