"""Counts and spans for monitors; nothing of them tells who anybody is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select

from storage.queues import UNSETTLED, WAITING, is_in
from storage.repositories.repository import Repository
from storage.tables import inbox, outbox, pages, people, referrals, staff

_INBOX_DEPTH = select(func.count()).select_from(inbox).where(is_in(inbox, *WAITING))


@dataclass(frozen=True, slots=True)
class Milestone:
    """How long after dispatch a referral reached a milestone."""

    level: int
    span: timedelta
    referral_id: int


class Figures(Repository):
    """Ask how much there is, and how long it took."""

    def outbox_depth(self) -> Mapping[int, int]:
        """Return how many messages wait or are on their way, by priority."""
        query = select(outbox.c.priority, func.count()).where(is_in(outbox, *UNSETTLED))
        rows = self._connection.execute(query.group_by(outbox.c.priority)).all()
        return {priority: count for priority, count in rows}  # noqa: C416 - Rows are no pairs to mypy.

    def uncertain(self) -> int:
        """Return how many messages were perhaps sent."""
        return self._count(and_(is_in(outbox, *UNSETTLED), outbox.c.state == "uncertain"))

    def inbox_depth(self) -> int:
        """Return how many updates wait to be worked on."""
        return int(self._connection.execute(_INBOX_DEPTH).scalar_one())

    def unreachable_staff(self) -> int:
        """Return how many members of staff no message reaches."""
        query = (
            select(func.count(staff.c.person_id.distinct()))
            .join(people, people.c.id == staff.c.person_id)
            .where(staff.c.left_at.is_(None), people.c.blocked_at.is_not(None))
        )
        return int(self._connection.execute(query).scalar_one())

    def reached(self, milestone: str, after: datetime, until: datetime) -> Sequence[Milestone]:
        """Return the referrals that were `accepted`, `contacted` or `closed` in a span.

        Neither a hand-over to another office nor a joining ends the matter: they are left out.
        """
        at = referrals.c[f"{milestone}_at"]
        query = (
            select(referrals.c.level, referrals.c.dispatched_at, at, referrals.c.id)
            .where(at > after, at <= until)
            .where(
                or_(
                    referrals.c.outcome.is_(None),
                    referrals.c.outcome.not_in(("transferred", "joined")),
                )
            )
        )
        rows = self._connection.execute(query.order_by(referrals.c.id)).all()
        return [Milestone(level, at - start, one) for level, start, at, one in rows]

    def highest_rung(self, referral_id: int) -> int:
        """Return the highest rung that called anybody to take the referral."""
        query = select(func.max(pages.c.rung)).where(
            pages.c.referral_id == referral_id, pages.c.kind.in_(("page", "remind"))
        )
        return int(self._connection.execute(query).scalar() or 0)

    def _count(self, condition: object) -> int:
        query = select(func.count()).select_from(outbox).where(condition)  # type: ignore[arg-type]
        return int(self._connection.execute(query).scalar_one())
