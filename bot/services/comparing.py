"""What a sheet would change of a roster: who stands where now, who would, and where nobody."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.duty.holes import Hole, uncovered
from bot.duty.laying import Laid, lay
from bot.services.roster_sheet import TIERS, Understood, pieces_of
from bot.services.rostering import Rostering
from bot.services.watch import RosterHole
from bot.services.within import Within
from bot.terms import Tier

# Of what stands on a day so much is kept to see that it is still so.
_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """One day of one tier on which others would be on duty; by the numbers of staff, in order."""

    tier: Tier
    day: date
    before: Sequence[int]
    after: Sequence[int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a sheet would change: days with others, days that nobody had, and holes that remain.

    `seen` tells how each day of the sheet stands now, so that it is known when it has changed.
    """

    changed: Sequence[Difference]
    filled: Sequence[Difference]
    holes: Sequence[RosterHole]
    seen: Mapping[str, str]


class Comparing(Within):
    """Compare rosters within one unit of work; nothing is changed."""

    def compare(self, understood: Understood) -> Comparison:
        """Return what would be otherwise if the sheet were taken in."""
        rostering = Rostering(self.work, self.hotline.zone, self.now)
        differences: list[Difference] = []
        holes: list[RosterHole] = []
        seen: dict[str, str] = {}
        on_duty: Sequence[Laid] | None = None
        every = [span for spans in understood.days.values() for span in spans.values()]
        begins, ends = min(every)[0], max(end for _, end in every)
        for tier, change in sorted(understood.changes.items(), key=lambda one: TIERS.index(one[0])):
            code = understood.office.code
            before = rostering.foreseen(code, tier, begins, ends)
            plan = rostering.plan(code, tier, change, on_duty=on_duty)
            after = lay(plan, self.hotline.zone, max(begins, self.now), ends)
            if tier is Tier.DUTY:
                on_duty = after
            spans = understood.days[tier]
            for day, (since, until) in spans.items():
                seen[f"{tier.value}/{day}"] = _digest(pieces_of(before, since, until))
                was = _who(pieces_of(before, max(since, self.now), until))
                will = _who(pieces_of(after, max(since, self.now), until))
                if was != will:
                    differences.append(Difference(tier, day, _people(was), _people(will)))
            holes += self._holes(tier, after, list(spans.values()))
        return Comparison(
            [one for one in differences if one.before],
            [one for one in differences if not one.before],
            holes,
            seen,
        )

    def _holes(
        self, tier: Tier, after: Sequence[Laid], spans: Sequence[tuple[datetime, datetime]]
    ) -> Sequence[RosterHole]:
        """Return the holes in the days of the sheet, each once however many days it goes over."""
        begins, ends = max(spans[0][0], self.now), spans[-1][1]
        found = [Hole(one.starts_at, one.ends_at or ends) for one in uncovered(after, begins, ends)]
        return [RosterHole(tier, one) for one in found if any(one.touches(*span) for span in spans)]


def _who(pieces: Sequence[Laid]) -> list[Laid]:
    """Return the pieces with those joined in which the same person simply goes on."""
    joined: list[Laid] = []
    for one in pieces:
        last = joined[-1] if joined else None
        if last and (last.staff_id, last.ends_at) == (one.staff_id, one.starts_at):
            joined[-1] = Laid(one.staff_id, last.starts_at, one.ends_at)
        else:
            joined.append(one)
    return joined


def _people(pieces: Sequence[Laid]) -> Sequence[int]:
    return [one.staff_id for one in pieces]


def _digest(pieces: Sequence[Laid]) -> str:
    words = ";".join(
        f"{one.staff_id} {one.starts_at.isoformat()} {one.ends_at.isoformat()}"
        for one in _who(pieces)
    )
    return hashlib.sha256(words.encode()).hexdigest()[:_DIGEST]
