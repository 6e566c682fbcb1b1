"""What the sender asks and tells: is this message still wanted, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.services import call_cards, command_menu, evidence, letters, month, slips, talking
from bot.services.answering_calls import AnsweringCalls
from bot.services.attachments import CLEAN_COPY
from bot.services.cards import CardMaker
from bot.services.hotline import Hotline
from bot.services.letters import Letters, letter_of
from bot.services.mail import Mail, Priority
from bot.services.paging import Paging
from bot.views.outgoing import Outgoing
from storage.records import CardRow, OutboxRow, Page, Referral
from storage.repositories.referrals import ReferralMoved
from storage.work import UnitOfWork

_DRAWN = "card"
_CALLS = frozenset({"page", "remind"})
# To somebody who is asked into a case that another one holds.
_TO_OTHERS = frozenset({"helper", "offered", "called_in", "approve"})


@dataclass(frozen=True, slots=True)
class ServiceDesk:
    """Answer the sender within its own transactions."""

    hotline: Hotline

    def prepare(self, work: UnitOfWork, row: OutboxRow, now: datetime) -> Outgoing | None:
        """Return what is to be sent, drawn from how matters stand now; None where it is moot."""
        if row.kind == "text":
            return Outgoing.from_json(row.payload or "")
        if row.kind in talking.KINDS:
            return talking.prepare(self.hotline, work, row, now)
        if row.kind == command_menu.KIND:
            return command_menu.CommandMenu(self.hotline, work, now).drawn(row.person_id)
        if row.kind == month.KIND:
            return month.Month(self.hotline, work, now).message(row.payload or "")
        if row.kind == month.SHEET:
            return month.Month(self.hotline, work, now).sheet(row.payload or "")
        if row.kind == CLEAN_COPY:
            return evidence.Evidence(self.hotline, work, now).message(row.payload or "")
        if row.kind == slips.KIND:
            return slips.Slips(self.hotline, work, now).message(row.payload or "")
        if row.kind in call_cards.KINDS:
            return call_cards.CallCards(self.hotline, work, now).message(
                row.kind, row.payload or ""
            )
        assert row.card_id is not None  # noqa: S101 - Pages and redrawings have a card.
        card = work.pages.card(row.card_id)
        referral = work.referrals.get(card.referral_id)
        if row.kind == "page":
            return self._page(work, row, card, referral, now)
        return self._redraw(work, card, referral, now)

    def sent(
        self, work: UnitOfWork, row: OutboxRow, message: Outgoing, message_id: int, now: datetime
    ) -> None:
        """Put down that the message arrived."""
        if row.kind in talking.KINDS:
            talking.sent(self.hotline, work, row, message, message_id, now)
            return
        if row.kind == call_cards.CARD:
            call_cards.CallCards(self.hotline, work, now).sent(row.payload or "", message_id)
        if row.card_id is not None:
            drawn = work.vault.fingerprint(_DRAWN, _shown(message))
            new_message = message_id if row.kind == "page" else None
            work.pages.note_drawn(row.card_id, message_id=new_message, drawn=drawn)
        if row.page_id is not None:
            page = work.pages.get(row.page_id)
            work.pages.settle(page.id, "sent", now)
            self._tell(work, page, "sent", now)

    def failed(
        self, work: UnitOfWork, row: OutboxRow, trouble: str, now: datetime, *, unreachable: bool
    ) -> None:
        """Put down that the message will not arrive; whoever waits for it is helped at once."""
        newly = unreachable and work.people.mark_blocked(row.person_id, now)
        if row.kind == letters.KIND:
            Letters(self.hotline, work, now).failed(
                letter_of(row.payload), row.person_id, unreachable=unreachable
            )
        if row.page_id is not None:
            page = work.pages.get(row.page_id)
            work.pages.settle(page.id, "failed", now)
            self._tell(work, page, "failed", now, trouble)
            self._call_next(work, work.referrals.get(page.referral_id), page.staff_id, now)
        if newly:
            self._tell_leads(work, row.person_id, now)
            for contact in work.staff.of_person(row.person_id):
                AnsweringCalls(self.hotline, work, now).gone(contact)
        elif row.kind == call_cards.CARD:
            card = call_cards.card_of(row.payload or "")
            AnsweringCalls(self.hotline, work, now).unreached(card)

    def delayed(self, work: UnitOfWork, row: OutboxRow, until: datetime, now: datetime) -> None:
        """Call the next person now where a page must wait longer than its rung does."""
        if row.page_id is None:
            return
        page = work.pages.get(row.page_id)
        referral = work.referrals.get(page.referral_id)
        if referral.next_deadline_at is not None and until > referral.next_deadline_at:
            self._tell(work, page, "delayed", now)
            self._call_next(work, referral, page.staff_id, now)

    def superseded(self, work: UnitOfWork, row: OutboxRow, now: datetime) -> None:
        """Put down that a call was dropped before it left."""
        if row.page_id is not None:
            work.pages.settle(row.page_id, "superseded", now)

    def _page(
        self, work: UnitOfWork, row: OutboxRow, card: CardRow, referral: Referral, now: datetime
    ) -> Outgoing | None:
        assert row.page_id is not None  # noqa: S101 - A row of this kind has a page.
        page = work.pages.get(row.page_id)
        has_left = work.staff.get(page.staff_id).left_at is not None
        if has_left or _is_pointless(page, referral, now):
            self.superseded(work, row, now)
            return None
        return CardMaker(self.hotline, work, now).page(card, referral)

    def _redraw(
        self, work: UnitOfWork, card: CardRow, referral: Referral, now: datetime
    ) -> Outgoing | None:
        if card.message_id is None:
            return None
        drawn = CardMaker(self.hotline, work, now).edited(card, referral)
        is_same = work.vault.is_fingerprint(card.drawn, _DRAWN, _shown(drawn))
        return None if is_same else drawn

    def _call_next(
        self, work: UnitOfWork, referral: Referral, staff_id: int, now: datetime
    ) -> None:
        """Bring the deadline to now, unless somebody else has the case in hand."""
        if not referral.is_open or referral.holder_id not in (None, staff_id):
            return
        try:
            Paging(self.hotline, work, now).call_somebody_else_now(referral)
        except ReferralMoved:
            return
        work.topics.add("deadline")

    def _tell_leads(self, work: UnitOfWork, person_id: int, now: datetime) -> None:
        mail = Mail(work, self.hotline.texts, now)
        for staff in work.staff.of_person(person_id):
            for lead in work.staff.in_office(staff.office_code, ["lead", "city_officer"]):
                if lead.person_id == person_id or not lead.is_reachable:
                    continue
                mail.say(
                    work.people.get(lead.person_id),
                    "person-unreachable",
                    priority=Priority.PAGE,
                    args={"name": staff.name},
                )

    def _tell(
        self, work: UnitOfWork, page: Page, what: str, now: datetime, trouble: str = ""
    ) -> None:
        referral = work.referrals.get(page.referral_id)
        work.timeline.add(
            referral.case_id,
            f"page-{what}",
            now=now,
            referral_id=referral.id,
            staff_id=page.staff_id,
            details={"kind": page.kind, "rung": page.rung, "trouble": trouble},
        )


def _is_pointless(page: Page, referral: Referral, now: datetime) -> bool:
    """Say whether the call has lost its point since it was queued.

    To take the case, once somebody has; to keep a promise, once it is kept or another's; whatever
    it was, once the referral has ended. A card that was asked for is shown as matters stand.
    """
    if page.kind == "shown":
        return False
    if page.kind in _TO_OTHERS:
        return not referral.is_open
    if page.kind in _CALLS:
        return referral.holder_id is not None or not referral.is_open
    if referral.holder_id is None or not referral.is_open:
        return True
    due = referral.milestone_due_at
    if page.kind == "chase":
        return due is not None and due > now
    return page.staff_id != referral.holder_id


def _shown(message: Outgoing) -> str:
    return repr((message.text, message.buttons))
