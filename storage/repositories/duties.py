"""What shifts are laid by: rules, named days, overrides and absences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TypeVar

from sqlalchemy import delete, select, union

from storage.duty_records import DutyAbsence, DutyDay, DutyOverride, DutyRule
from storage.repositories import shapes
from storage.repositories.repository import Repository, as_json
from storage.tables import duty_absences, duty_days, duty_overrides, duty_rules, offices

T = TypeVar("T")
_BATCH = 400


class Duties(Repository):
    """Ask what was laid down for a tier."""

    def lock(self, office_code: str) -> None:
        """Keep every other process from laying shifts of the office until this step is over."""
        self._connection.execute(
            select(offices.c.code).where(offices.c.code == office_code).with_for_update()
        )

    def tiers(self) -> Sequence[tuple[str, str]]:
        """Return office and tier of every roster that is laid by rules, days or overrides."""
        asked = union(
            *(select(t.c.office_code, t.c.tier) for t in (duty_rules, duty_days, duty_overrides))
        )
        return [(row[0], row[1]) for row in self._connection.execute(asked.order_by("office_code"))]

    def rules(self, office_code: str, tier: str) -> Sequence[DutyRule]:
        """Return every rule of the tier, the older first."""
        return self._all(
            DutyRule,
            duty_rules,
            select(duty_rules)
            .where(duty_rules.c.office_code == office_code, duty_rules.c.tier == tier)
            .order_by(duty_rules.c.id),
        )

    def days(self, office_code: str, tier: str, since: date) -> Sequence[DutyDay]:
        """Return the named days of the tier from a day on, in order."""
        return self._all(
            DutyDay,
            duty_days,
            select(duty_days)
            .where(
                duty_days.c.office_code == office_code,
                duty_days.c.tier == tier,
                duty_days.c.day >= since,
            )
            .order_by(duty_days.c.day),
        )

    def overrides(self, office_code: str, tier: str, since: datetime) -> Sequence[DutyOverride]:
        """Return the overrides of the tier that end after the moment, the older first."""
        return self._all(
            DutyOverride,
            duty_overrides,
            select(duty_overrides)
            .where(
                duty_overrides.c.office_code == office_code,
                duty_overrides.c.tier == tier,
                duty_overrides.c.ends_at > since,
            )
            .order_by(duty_overrides.c.id),
        )

    def absences(self, staff_ids: Iterable[int], since: datetime) -> Sequence[DutyAbsence]:
        """Return the absences of these that end after the moment."""
        return self._all(
            DutyAbsence,
            duty_absences,
            select(duty_absences)
            .where(duty_absences.c.staff_id.in_(list(staff_ids)), duty_absences.c.ends_at > since)
            .order_by(duty_absences.c.starts_at, duty_absences.c.id),
        )

    def add_rule(
        self,
        *,
        office_code: str,
        tier: str,
        staff_ids: Sequence[int],
        hand_offs: Sequence[time],
        weekday: int | None,
        starts_on: date,
        from_at: datetime,
        now: datetime,
    ) -> None:
        """Lay down who takes turns, from a moment on."""
        self._add(
            duty_rules,
            id=self._ids(),
            office_code=office_code,
            tier=tier,
            people=as_json(list(staff_ids)),
            hand_offs=as_json([f"{at:%H:%M}" for at in hand_offs]),
            weekday=weekday,
            starts_on=starts_on,
            from_at=from_at,
            made_at=now,
        )

    def name_day(
        self,
        *,
        office_code: str,
        tier: str,
        day: date,
        staff_ids: Sequence[int],
        holiday: str | None,
        now: datetime,
    ) -> None:
        """Name people for a day, in place of who was named before."""
        named = (
            duty_days.c.office_code == office_code,
            duty_days.c.tier == tier,
            duty_days.c.day == day,
        )
        self._connection.execute(delete(duty_days).where(*named))
        self._add(
            duty_days,
            id=self._ids(),
            office_code=office_code,
            tier=tier,
            day=day,
            people=as_json(list(staff_ids)),
            holiday=holiday,
            made_at=now,
        )

    def add_override(
        self,
        *,
        office_code: str,
        tier: str,
        staff_id: int,
        starts_at: datetime,
        ends_at: datetime,
        now: datetime,
        swap_id: int | None = None,
    ) -> None:
        """Put one person in the place of whoever it is for a span."""
        self._add(
            duty_overrides,
            id=self._ids(),
            office_code=office_code,
            tier=tier,
            staff_id=staff_id,
            starts_at=starts_at,
            ends_at=ends_at,
            swap_id=swap_id,
            made_at=now,
        )

    def name_days(
        self, office_code: str, tier: str, days: Mapping[date, Sequence[int]], *, now: datetime
    ) -> None:
        """Name people for many days at once, in place of who was named before."""
        mine = (duty_days.c.office_code == office_code, duty_days.c.tier == tier)
        for some in _batches(list(days)):
            self._connection.execute(delete(duty_days).where(*mine, duty_days.c.day.in_(some)))
        rows = [
            {
                "id": self._ids(),
                "office_code": office_code,
                "tier": tier,
                "day": day,
                "people": as_json(list(people)),
                "made_at": now,
            }
            for day, people in days.items()
        ]
        if rows:
            self._connection.execute(shapes.added(duty_days), rows)

    def forget_overrides(self, overrides: Sequence[int]) -> None:
        """Forget these overrides."""
        for some in _batches(overrides):
            self._connection.execute(delete(duty_overrides).where(duty_overrides.c.id.in_(some)))

    def add_absence(
        self, *, staff_id: int, starts_at: datetime, ends_at: datetime, now: datetime
    ) -> None:
        """Put down that somebody takes no turn for a span."""
        self._add(
            duty_absences,
            id=self._ids(),
            staff_id=staff_id,
            starts_at=starts_at,
            ends_at=ends_at,
            made_at=now,
        )

    def end_absence(self, absence: DutyAbsence, at: datetime) -> None:
        """Let somebody take turns again from a moment on; what has passed stays."""
        mine = duty_absences.c.id == absence.id
        if at <= absence.starts_at:
            self._connection.execute(delete(duty_absences).where(mine))
            return
        self._connection.execute(duty_absences.update().where(mine).values(ends_at=at))


def _batches(every: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield as much at a time as one statement names."""
    for first in range(0, len(every), _BATCH):
        yield every[first : first + _BATCH]
