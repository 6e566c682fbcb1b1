"""How urgent a case is, and what follows when that changes: ladder, promises, calls.

Anything may raise a level; only a person lowers it, with a reason. Either way the deadlines are
reckoned anew, and the old promise stays on the timeline.
"""

from bot.errors import Stale
from bot.services.agencies import Agencies
from bot.services.escalation import milestone_after
from bot.services.paging import Paging
from bot.services.within import Within
from bot.terms import Level
from storage.records import Case, Referral, Staff


class Levels(Within):
    """Change how urgent cases are, within one unit of work."""

    @property
    def paging(self) -> Paging:
        """Return the calling of people in this unit of work."""
        return Paging(self.hotline, self.work, self.now)

    def raise_level(
        self, case: Case, level: Level, *, why: str, staff: Staff | None = None
    ) -> None:
        """Make the case more urgent; only a person lowers it.

        The referral starts on the ladder of the new level, and whoever holds it is called.
        """
        referral = self.work.referrals.current_of(case.id)
        if level >= case.level or not referral.is_open:
            return
        raised = self._on_ladder_of(case, level, referral, why=why, staff=staff)
        Agencies(self.hotline, self.work, self.now).hasten(raised)
        if raised.holder_id is None:
            self.paging.fire(self._promised_sooner(self.paging.call_now(raised)))
            return
        advanced = self._kept_sooner(referral, self._advance(raised, raised.state))
        if self.work.staff.get(raised.holder_id).is_reachable:
            self.paging.call(advanced, raised.holder_id, kind="raised", rung=0)
            return
        # Whoever holds it would not hear of it; whoever leads them does.
        self.paging.fire(self.paging.call_now(advanced))

    def lower_level(
        self, case: Case, level: Level, referral: Referral, *, why: str, staff: Staff
    ) -> None:
        """Make the case less urgent, at a person's word: nobody is called for it.

        Who was called stays called; the next call waits as long as the first rung of the new
        ladder says, and what was promised is reckoned from the dispatch as if it had been so.

        Raises:
            Stale: the case is closed, or is not more urgent than that any more.
        """
        if level <= case.level or not referral.is_open:
            raise Stale(case.id)
        lowered = self._on_ladder_of(case, level, referral, why=why, staff=staff)
        if lowered.holder_id is not None:
            self._advance(lowered, lowered.state)
            return
        ladder, due = self.hotline.config.ladders[level], self.hotline.calendar.due
        promise = due(lowered.dispatched_at, self.hotline.config.levels[level].acknowledge)
        look_again = due(self.now, ladder.rungs[0].wait)
        self.work.referrals.change(
            lowered,
            rung=min(1, len(ladder.rungs) - 1),
            milestone_due_at=promise.at,
            next_deadline_at=look_again.at,
            provisional=promise.provisional or look_again.provisional,
        )

    def _on_ladder_of(
        self, case: Case, level: Level, referral: Referral, *, why: str, staff: Staff | None
    ) -> Referral:
        self._set_level(case, level, referral, why=why, staff=staff)
        config = self.hotline.config
        ladder, chase = config.ladders[level], config.chase[level]
        for kept in (ladder, chase):
            self.work.referrals.keep_ladder(kept.version, kept.to_json(), self.now)
        return self.work.referrals.change(
            referral,
            level=int(level),
            ladder_version=ladder.version,
            chase_version=chase.version,
            rung=0,
            round=0,
        )

    def _set_level(
        self, case: Case, level: Level, referral: Referral, *, why: str, staff: Staff | None = None
    ) -> None:
        promised = referral.milestone_due_at
        details: dict[str, str | int] = {
            "from": case.level,
            "to": int(level),
            "why": why,
            "milestone": referral.milestone,
            "promised": promised.isoformat() if promised else "",
        }
        self.work.cases.set_level(case.id, level)
        self.work.timeline.add(
            case.id,
            "level-raised" if level < case.level else "level-lowered",
            now=self.now,
            referral_id=referral.id,
            staff_id=staff.id if staff else None,
            details=details,
        )

    def _kept_sooner(self, before: Referral, raised: Referral) -> Referral:
        """Hold to what was promised before, where that is sooner than what is promised now."""
        old, new = before.milestone_due_at, raised.milestone_due_at
        if before.milestone != raised.milestone or old is None or new is None or old >= new:
            return raised
        return self.work.referrals.change(
            raised, milestone_due_at=old, next_deadline_at=max(old, self.now)
        )

    def _promised_sooner(self, referral: Referral) -> Referral:
        """Bring the promise that somebody answers forward to what the level calls for."""
        wait = self.hotline.config.levels[Level(referral.level)].acknowledge
        due = self.hotline.calendar.due(self.now, wait).at
        old = referral.milestone_due_at
        return self.work.referrals.change(
            referral, milestone_due_at=due if old is None else min(old, due)
        )

    def _advance(self, referral: Referral, state: str, **values: object) -> Referral:
        """Set the next promise that the state and level call for, with its deadline."""
        level = Level(referral.level)
        promise = milestone_after(
            state, self.hotline.config.levels[level], start=self.now, due=self.hotline.calendar.due
        )
        return self.work.referrals.change(
            referral,
            state=state,
            milestone=promise.milestone,
            milestone_due_at=promise.due_at,
            next_deadline_at=promise.due_at,
            provisional=promise.provisional,
            **values,  # type: ignore[arg-type]  # Columns of the row, of many types.
        )
