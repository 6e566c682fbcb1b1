"""Hand-overs of cases to offices, and the one deadline that each open one has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, Integer, bindparam, func, select

from storage.records import Decline, Referral
from storage.repositories.repository import Repository
from storage.tables import declines, ladders, referrals

_NEWEST = (
    select(referrals)
    .where(referrals.c.case_id == bindparam("case_id"))
    .order_by(referrals.c.id.desc())
    .limit(1)
)
_WHO_DECLINED = select(declines.c.staff_id).where(
    declines.c.referral_id == bindparam("referral_id")
)
_LAST_DECLINE = (
    select(declines)
    .where(declines.c.referral_id == bindparam("referral_id"))
    .order_by(declines.c.id.desc())
    .limit(1)
)
_TIMES_DECLINED = (
    select(func.count())
    .select_from(declines)
    .join(referrals, referrals.c.id == declines.c.referral_id)
    .where(referrals.c.case_id == bindparam("case_id"))
)
_COME = referrals.c.next_deadline_at <= bindparam("now")
_FEW: BindParameter[int] = bindparam("few", type_=Integer)
_URGENCY = (referrals.c.level, referrals.c.next_deadline_at)
_DUE_IDS = select(referrals.c.id).where(_COME).order_by(*_URGENCY).limit(_FEW)
_PLACES = {one.name: place for place, one in enumerate(fields(Referral))}
_values = attrgetter(*_PLACES)
_LADDER = select(ladders.c.content).where(ladders.c.version == bindparam("version"))


class ReferralMoved(Exception):
    """Say that the referral was changed by somebody else since it was read."""


class Referrals(Repository):
    """Ask which referrals are open and which are due."""

    def get(self, referral_id: int) -> Referral:
        """Return the referral.

        Raises:
            LookupError: there is none.
        """
        found = self.find(referral_id)
        if found is None:
            raise LookupError(referral_id)
        return found

    def find(self, referral_id: int) -> Referral | None:
        """Return the referral, if there is one."""
        return self._with(Referral, referrals, id=referral_id)

    def current_of(self, case_id: int) -> Referral:
        """Return the case's newest referral; a case is handed over in the step that opens it.

        Raises:
            LookupError: there is no such case.
        """
        found = self._one(Referral, referrals, _NEWEST, {"case_id": case_id})
        if found is None:
            raise LookupError(case_id)
        return found

    def dispatch(
        self,
        *,
        case_id: int,
        office_code: str,
        level: int,
        ladder_version: str,
        chase_version: str,
        milestone_due_at: datetime,
        next_deadline_at: datetime,
        provisional: bool,
        dispatched_at: datetime,
    ) -> Referral:
        """Hand the case to the office."""
        referral_id = self._ids()
        self._add(
            referrals,
            id=referral_id,
            case_id=case_id,
            office_code=office_code,
            state="new",
            level=level,
            ladder_version=ladder_version,
            chase_version=chase_version,
            milestone="acknowledge",
            milestone_due_at=milestone_due_at,
            next_deadline_at=next_deadline_at,
            provisional=provisional,
            dispatched_at=dispatched_at,
        )
        return self.get(referral_id)

    def change(
        self,
        referral: Referral,
        *,
        done: str | None = None,
        told: str | None = None,
        **values: object,
    ) -> Referral:
        """Change the referral, if it still is as it was read, and return it as it is now.

        `done` is what was done, `told` what the reporter may be told.

        Raises:
            ReferralMoved: somebody else changed it first; nothing was changed.
        """
        sealed = {
            f"{column}_sealed": self._seal(referrals, f"{column}_sealed", referral.id, words)
            for column, words in (("done", done), ("told", told))
            if words is not None
        }
        as_read = {"id": referral.id, "version": referral.version}
        changed = self._set(referrals, as_read, version=referral.version + 1, **values, **sealed)
        if changed != 1:
            raise ReferralMoved(referral.id)
        words = {name: said for name, said in (("done", done), ("told", told)) if said is not None}
        return _as_changed(referral, {**values, **words})

    def due_ids(self, now: datetime, limit: int = 100) -> Sequence[int]:
        """Return the referrals whose deadline has come, the most urgent first.

        Nothing is locked: who acts on one uses `change`, which lets only the first succeed.
        """
        return list(self._connection.execute(_DUE_IDS, {"now": now, "few": limit}).scalars())

    def open_ids(self) -> Sequence[int]:
        """Return which referrals are open."""
        query = select(referrals.c.id).where(referrals.c.next_deadline_at.is_not(None))
        return list(self._connection.execute(query.order_by(referrals.c.level)).scalars())

    def next_deadline(self) -> datetime | None:
        """Return the earliest deadline of all open referrals."""
        return self._connection.execute(select(func.min(referrals.c.next_deadline_at))).scalar()

    def open_in(self, office_codes: Iterable[str]) -> Sequence[Referral]:
        """Return the open referrals of these offices, by deadline."""
        return self._open(referrals.c.office_code.in_(list(office_codes)))

    def held_by(self, staff_ids: Iterable[int]) -> Sequence[Referral]:
        """Return the open referrals that these hold, by deadline."""
        return self._open(referrals.c.holder_id.in_(list(staff_ids)))

    def decline(
        self,
        *,
        referral_id: int,
        staff_id: int,
        reason: str,
        owner_code: str | None,
        now: datetime,
    ) -> None:
        """Keep who returned the referral, and why."""
        decline_id = self._ids()
        self._add(
            declines,
            id=decline_id,
            referral_id=referral_id,
            staff_id=staff_id,
            reason_sealed=self._seal(declines, "reason_sealed", decline_id, reason),
            owner_code=owner_code,
            declined_at=now,
        )

    def declined_by(self, referral_id: int) -> frozenset[int]:
        """Return who returned the referral."""
        rows = self._connection.execute(_WHO_DECLINED, {"referral_id": referral_id})
        return frozenset(rows.scalars())

    def times_declined(self, case_id: int) -> int:
        """Return how often the case's referrals were returned."""
        return int(self._connection.execute(_TIMES_DECLINED, {"case_id": case_id}).scalar_one())

    def last_return(self, referral_id: int) -> Decline | None:
        """Return how the referral was last returned, if it was."""
        return self._one(Decline, declines, _LAST_DECLINE, {"referral_id": referral_id})

    def keep_ladder(self, version: str, content: str, now: datetime) -> None:
        """Keep a ladder as it is now, for the referrals that start on it."""
        self._add_new(ladders, "version", version=version, content=content, first_used_at=now)

    def ladder(self, version: str) -> str:
        """Return the content of a ladder that was kept."""
        return str(self._connection.execute(_LADDER, {"version": version}).scalar_one())

    def _open(self, condition: object) -> Sequence[Referral]:
        return self._all(
            Referral,
            referrals,
            select(referrals)
            .where(referrals.c.next_deadline_at.is_not(None), condition)  # type: ignore[arg-type]
            .order_by(referrals.c.next_deadline_at, referrals.c.id),
        )


def _as_changed(referral: Referral, values: Mapping[str, object]) -> Referral:
    """Return the referral with these values, as reading it again would."""
    # As `dataclasses.replace` does, in a third of its time.
    read: list[Any] = list(_values(referral))
    read[_PLACES["version"]] += 1
    for name, value in values.items():
        is_moment = isinstance(value, datetime)
        read[_PLACES[name]] = value.astimezone(UTC) if is_moment else value  # type: ignore[attr-defined]
    return Referral(*read)
