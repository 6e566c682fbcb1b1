"""What is said with an agency's contacts in chat: who signed, what was asked, on which phones."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.casework_records import AgencyCall, AgencyCard, AgencyTalk
from storage.casework_tables import agency_calls, agency_cards, agency_talks
from storage.repositories.repository import Repository


class AgencyTalks(Repository):
    """Ask how a call stands with those who are to answer it."""

    def begin(self, call: AgencyCall) -> AgencyTalk:
        """Return the talk about the call, begun where there was none."""
        self._add_new(
            agency_talks,
            "call_id",
            id=self._ids(),
            call_id=call.id,
            referral_id=call.referral_id,
            refused=False,
        )
        found = self.about(call.id)
        assert found is not None  # noqa: S101 - It was put down just now.
        return found

    def about(self, call_id: int) -> AgencyTalk | None:
        """Return the talk about the call; None where it is on paper."""
        query = select(agency_talks).where(agency_talks.c.call_id == call_id)
        return self._one(AgencyTalk, agency_talks, query)

    def sign(self, talk: AgencyTalk, staff_id: int, now: datetime) -> bool:
        """Put down who acknowledged the call; False where somebody did before."""
        signed = (
            update(agency_talks)
            .where(agency_talks.c.id == talk.id, agency_talks.c.signed_by.is_(None))
            .values(signed_by=staff_id, signed_at=now)
        )
        return self._connection.execute(signed).rowcount == 1

    def unsign(self, talk: AgencyTalk) -> None:
        """Let the call be acknowledged anew."""
        self._set(agency_talks, {"id": talk.id}, signed_by=None, signed_at=None)

    def settle(self, talk: AgencyTalk, staff_id: int, *, refused: bool) -> None:
        """Put down who answered, or gave the call back."""
        self._set(agency_talks, {"id": talk.id}, settled_by=staff_id, refused=refused)

    def ask(self, talk: AgencyTalk, question: str) -> None:
        """Put down what the officer asks now; it is to be acknowledged and answered anew."""
        self._set(
            agency_talks,
            {"id": talk.id},
            signed_by=None,
            signed_at=None,
            settled_by=None,
            refused=False,
            question_sealed=self._seal(agency_talks, "question_sealed", talk.id, question),
        )

    def bring_back_unsigned(self, at: datetime) -> None:
        """Let no call that nobody acknowledged be looked at later than `at`."""
        unsigned = select(agency_talks.c.call_id).where(agency_talks.c.signed_by.is_(None))
        self._connection.execute(
            update(agency_calls)
            .where(agency_calls.c.id.in_(unsigned), agency_calls.c.next_at > at)
            .values(next_at=at)
        )

    def lay(self, call_id: int, staff_id: int, now: datetime) -> int:
        """Put down that a contact is sent the call; return the card's number."""
        card_id = self._ids()
        self._add(agency_cards, id=card_id, call_id=call_id, staff_id=staff_id, laid_at=now)
        return card_id

    def card(self, card_id: int) -> AgencyCard:
        """Return the card.

        Raises:
            LookupError: there is none.
        """
        found = self._with(AgencyCard, agency_cards, id=card_id)
        if found is None:
            raise LookupError(card_id)
        return found

    def arrived(self, card_id: int, message_id: int) -> None:
        """Put down as which message the card stands on its phone."""
        self._set(agency_cards, {"id": card_id}, message_id=message_id)

    def cards_of(self, call_id: int) -> Sequence[AgencyCard]:
        """Return on which phones the call is, in order."""
        return self._all_with(AgencyCard, agency_cards, "id", call_id=call_id)

    def card_at(self, staff_id: int, message_id: int) -> AgencyCard | None:
        """Return the card that stands as this message on the contact's phone, if one does."""
        return self._with(AgencyCard, agency_cards, staff_id=staff_id, message_id=message_id)

    def cards_with(self, staff_id: int) -> Sequence[AgencyCard]:
        """Return every card on one contact's phone, in order."""
        return self._all_with(AgencyCard, agency_cards, "id", staff_id=staff_id)
