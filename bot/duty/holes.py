"""Holes: spans in which nobody, or only somebody whom no message reaches, is on duty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.duty.spans import Span


@dataclass(frozen=True, slots=True)
class Hole:
    """A span without anybody to reach; `staff_id` is who stands there in vain, if anybody.

    `ends_at` is None where the hole goes on past everything that was looked at.
    """

    starts_at: datetime
    ends_at: datetime | None
    staff_id: int | None = None

    def touches(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Say whether the hole has a part in the span."""
        return self.starts_at < ends_at and (self.ends_at is None or self.ends_at > starts_at)

    def is_rest_of(self, other: "Hole") -> bool:
        """Say whether this is the other hole, or what is left of it: then it is no news."""
        return (
            self.staff_id == other.staff_id
            and self.starts_at >= other.starts_at
            and self.ends_at == other.ends_at
        )


def uncovered(shifts: Sequence[Span], since: datetime, until: datetime) -> Iterator[Hole]:
    """Yield the parts of the span that no shift covers, in order."""
    reached = since
    for shift in sorted(shifts, key=lambda one: one.starts_at):
        if shift.ends_at <= reached:
            continue
        if shift.starts_at >= until:
            break
        if shift.starts_at > reached:
            yield Hole(reached, shift.starts_at)
        reached = shift.ends_at
    if reached < until:
        yield Hole(reached, None)
