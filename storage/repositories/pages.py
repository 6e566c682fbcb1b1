"""Calls to people, and the cards on their phones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from storage.records import CardRow, Page
from storage.repositories.repository import Repository
from storage.tables import cards, pages, referrals, staff

_UNANSWERED = update(pages).where(
    pages.c.id == bindparam("page_id"), pages.c.state != "acknowledged"
)


class Pages(Repository):
    """Ask who was called, and who has a card."""

    def queue(
        self,
        *,
        referral_id: int,
        staff_id: int,
        kind: str,
        rung: int,
        round: int,  # noqa: A002 - The ladder's own word.
        now: datetime,
    ) -> int:
        """Put down that somebody is called: `page`, `remind` or `chase`."""
        page_id = self._ids()
        self._add(
            pages,
            id=page_id,
            referral_id=referral_id,
            staff_id=staff_id,
            kind=kind,
            rung=rung,
            round=round,
            state="queued",
            queued_at=now,
        )
        return page_id

    def get(self, page_id: int) -> Page:
        """Return the page.

        Raises:
            LookupError: there is none.
        """
        page = self._with(Page, pages, id=page_id)
        if page is None:
            raise LookupError(page_id)
        return page

    def of(self, referral_id: int) -> Sequence[Page]:
        """Return all calls for the referral, in order."""
        return self._all_with(Page, pages, "id", referral_id=referral_id)

    def settle(self, page_id: int, state: str, now: datetime) -> None:
        """Put down what became of a call: `sent`, `failed` or `superseded`."""
        self._connection.execute(
            _UNANSWERED, {"page_id": page_id, "state": state, "settled_at": now}
        )

    def calls_for(self, referral_id: int) -> Sequence[int]:
        """Return the calls for the referral; a card that somebody asked for is none."""
        query = select(pages.c.id).where(
            pages.c.referral_id == referral_id, pages.c.kind != "shown"
        )
        return list(self._connection.execute(query).scalars())

    def was_called(self, referral_id: int, staff_id: int) -> bool:
        """Say whether the person was ever called to take the referral up, or to decide on it."""
        query = select(pages.c.id).where(
            pages.c.referral_id == referral_id,
            pages.c.staff_id == staff_id,
            pages.c.kind.in_(("page", "remind", "chase", "approve")),
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def called_before(self, page: Page) -> Sequence[int]:
        """Return who else was called to take the referral before this call, the latest first."""
        query = (
            select(pages.c.staff_id)
            .where(
                pages.c.referral_id == page.referral_id,
                pages.c.id < page.id,
                pages.c.staff_id != page.staff_id,
                pages.c.kind.in_(("page", "remind")),
            )
            .group_by(pages.c.staff_id)
            .order_by(func.max(pages.c.id).desc())
        )
        return list(self._connection.execute(query).scalars())

    def acknowledge(self, referral_id: int, staff_id: int, now: datetime) -> None:
        """Put down that the person answered the calls for this referral."""
        self._connection.execute(
            update(pages)
            .where(pages.c.referral_id == referral_id, pages.c.staff_id == staff_id)
            .values(state="acknowledged", settled_at=now)
        )

    def lay_card(
        self,
        *,
        referral_id: int,
        staff_id: int,
        person_id: int,
        now: datetime,
        page_id: int | None = None,
    ) -> int:
        """Give somebody a card of the referral, for the call that it comes with."""
        card_id = self._ids()
        self._add(
            cards,
            id=card_id,
            referral_id=referral_id,
            staff_id=staff_id,
            person_id=person_id,
            page_id=page_id,
            made_at=now,
        )
        return card_id

    def card(self, card_id: int) -> CardRow:
        """Return the card.

        Raises:
            LookupError: there is none.
        """
        card = self._with(CardRow, cards, id=card_id)
        if card is None:
            raise LookupError(card_id)
        return card

    def cards_of(self, referral_id: int) -> Sequence[CardRow]:
        """Return all cards of the referral, on every phone."""
        return self._all_with(CardRow, cards, "id", referral_id=referral_id)

    def cards_of_case(self, case_id: int) -> Sequence[CardRow]:
        """Return all cards of all referrals of the case."""
        mine = select(referrals.c.id).where(referrals.c.case_id == case_id)
        query = select(cards).where(cards.c.referral_id.in_(mine)).order_by(cards.c.id)
        return self._all(CardRow, cards, query)

    def cards_held_by(self, staff_id: int) -> Sequence[CardRow]:
        """Return every card on the person's phone."""
        # Cards are known by whose phone they are on.
        phone = select(staff.c.person_id).where(staff.c.id == staff_id).scalar_subquery()
        query = select(cards).where(
            cards.c.person_id == phone,
            cards.c.staff_id == staff_id,
            cards.c.message_id.is_not(None),
        )
        return self._all(CardRow, cards, query.order_by(cards.c.id))

    def card_at(self, person_id: int, message_id: int) -> CardRow | None:
        """Return the card that stands in this message of the person's chat."""
        return self._with(CardRow, cards, person_id=person_id, message_id=message_id)

    def note_drawn(self, card_id: int, *, message_id: int | None, drawn: bytes) -> None:
        """Remember what the card shows, and in which message."""
        values: dict[str, object] = {"drawn": drawn}
        if message_id is not None:
            values["message_id"] = message_id
        self._set(cards, {"id": card_id}, **values)
