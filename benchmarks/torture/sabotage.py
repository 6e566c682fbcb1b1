"""Ways to break the bot on purpose, to see that the checks would notice.

Each is a mistake that somebody could make in earnest; none is reachable from the product.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.delivery.claiming import Claim, Claimer
from bot.services.paging import Paging
from storage.records import OutboxRow, Referral
from storage.repositories.outbox import Outbox
from storage.work import UnitOfWork


def _forgets_leases() -> None:
    """Let go of every message as soon as it was claimed, so that it is claimed again and again."""
    claim = Outbox.claim

    def without_lease(
        self: Outbox, *, now: datetime, lease_until_at: datetime, **options: Any
    ) -> Sequence[OutboxRow]:
        return claim(self, now=now, lease_until_at=min(now, lease_until_at), **options)

    Outbox.claim = without_lease  # type: ignore[method-assign]


def _settles_before_the_wire() -> None:
    """Put a message down as sent while it is claimed, before it left."""
    claim = Claimer.claim

    def settled(self: Claimer, work: UnitOfWork, limit: int, first_of: int | None = None) -> Claim:
        claimed = claim(self, work, limit, first_of)
        for letter in claimed.letters:
            self.ledger.arrived(work, self.desk, letter.row, letter.message, 1)
        return claimed

    Claimer.claim = settled  # type: ignore[method-assign]


def _drops_rungs() -> None:
    """Move the deadline on without calling anybody."""

    def nothing(_self: Paging, _referral: Referral, _staff_id: int, **_options: Any) -> None:
        """Call nobody."""

    Paging.call = nothing  # type: ignore[assignment, method-assign]


def _stops_ladders() -> None:
    """Set the next deadline a month ahead."""
    fire = Paging.fire

    def far(self: Paging, referral: Referral) -> Referral:
        fired = fire(self, referral)
        return self.work.referrals.change(fired, next_deadline_at=self.now + timedelta(days=30))

    Paging.fire = far  # type: ignore[method-assign]


WAYS: Mapping[str, Callable[[], None]] = {
    "forgets-leases": _forgets_leases,
    "settles-before-the-wire": _settles_before_the_wire,
    "drops-rungs": _drops_rungs,
    "stops-ladders": _stops_ladders,
}


def spoil(way: str) -> None:
    """Break this process in one of the `WAYS`."""
    WAYS[way]()
