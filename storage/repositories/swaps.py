"""Questions of one officer to another to take a shift."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.duty_records import DutySwap
from storage.repositories.repository import Repository
from storage.tables import duty_swaps


class Swaps(Repository):
    """Ask which swaps were proposed, and what became of them."""

    def find(self, swap_id: int) -> DutySwap | None:
        """Return the swap, if there is one."""
        return self._one(DutySwap, duty_swaps, select(duty_swaps).where(duty_swaps.c.id == swap_id))

    def ask(
        self,
        *,
        office_code: str,
        tier: str,
        asker_id: int,
        asked_id: int,
        starts_at: datetime,
        ends_at: datetime,
        back: tuple[datetime, datetime] | None,
        now: datetime,
    ) -> int:
        """Put down that somebody asks; `back` is the shift that they take in return."""
        swap_id = self._ids()
        self._add(
            duty_swaps,
            id=swap_id,
            office_code=office_code,
            tier=tier,
            asker_id=asker_id,
            asked_id=asked_id,
            starts_at=starts_at,
            ends_at=ends_at,
            back_starts_at=back[0] if back else None,
            back_ends_at=back[1] if back else None,
            state="asked",
            asked_at=now,
        )
        return swap_id

    def settle(self, swap_id: int, state: str, now: datetime) -> bool:
        """Put down that it was agreed, refused or void; False where it was settled before."""
        settled = (
            update(duty_swaps)
            .where(duty_swaps.c.id == swap_id, duty_swaps.c.state == "asked")
            .values(state=state, settled_at=now)
        )
        return self._connection.execute(settled).rowcount == 1

    def past(self, now: datetime, limit: int) -> Sequence[DutySwap]:
        """Return what nobody answered before its shift began."""
        return self._all(
            DutySwap,
            duty_swaps,
            select(duty_swaps)
            .where(duty_swaps.c.state == "asked", duty_swaps.c.starts_at <= now)
            .order_by(duty_swaps.c.starts_at)
            .limit(limit),
        )
