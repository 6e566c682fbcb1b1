"""What is to be changed of a tier's roster all at once, before and without being put down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.duty.laying import NamedDay, Override

# Of several overrides the one made last counts, and these are made after all that there are.
_LATEST = 1 << 62


@dataclass(frozen=True, slots=True)
class PutIn:
    """One person for a span."""

    staff_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """People for whole days, people for spans, and spans in which former ones are forgotten."""

    days: Mapping[date, Sequence[int]] = field(default_factory=dict)
    put_in: Sequence[PutIn] = ()
    cleared: Sequence[tuple[datetime, datetime]] = ()

    def clears(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Say whether an override over the span is forgotten: it lies wholly in a cleared one."""
        return any(begins <= starts_at and ends_at <= ends for begins, ends in self.cleared)

    def of_days(self, days: Sequence[NamedDay]) -> list[NamedDay]:
        """Return the named days as they are after the change."""
        kept = [one for one in days if one.day not in self.days]
        return kept + [NamedDay(day, tuple(people)) for day, people in self.days.items()]

    def of_overrides(self, overrides: Sequence[Override]) -> list[Override]:
        """Return the overrides as they are after the change."""
        kept = [one for one in overrides if not self.clears(one.starts_at, one.ends_at)]
        return kept + [
            Override(_LATEST + place, one.staff_id, one.starts_at, one.ends_at)
            for place, one in enumerate(self.put_in)
        ]


NO_CHANGE = Change()
