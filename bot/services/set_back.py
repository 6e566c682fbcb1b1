"""After the machine's clock was set back: nobody waits for a moment that was named before.

A clock that stood ahead for an hour leaves deadlines an hour too late, and no error anywhere.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.config import Ladder
from bot.services.escalation import milestone_after
from bot.services.paging import Paging
from bot.services.within import Within
from bot.terms import Level
from storage.records import Referral

# A clock that is set right by less than this moves no deadline that anybody would notice.
TOLERATED = timedelta(minutes=1)


class SetBack(Within):
    """Find and mend what was reckoned by a clock that stood ahead, within one unit of work."""

    def doubtful(self, limit: int) -> Sequence[int]:
        """Return the referrals whose deadline cannot have been reckoned from now."""
        config = self.hotline.config
        return self.work.referrals.beyond(
            self.now,
            tolerated=TOLERATED,
            calls=self._ends(config.ladders),
            chases=self._ends(config.chase),
            limit=limit,
        )

    def reckon_anew(self, referral: Referral) -> Referral:
        """Call the next person now where nobody holds it; hold a promise to what now promises."""
        if referral.next_deadline_at is None:
            return referral
        self.work.timeline.add(
            referral.case_id,
            "clock-went-back",
            now=self.now,
            referral_id=referral.id,
            details={"deadline": referral.next_deadline_at.isoformat()},
        )
        paging = Paging(self.hotline, self.work, self.now)
        if referral.holder_id is None:
            return paging.fire(paging.call_now(referral))
        policy = self.hotline.config.levels[Level(referral.level)]
        promise = milestone_after(
            referral.state, policy, start=self.now, due=self.hotline.calendar.due
        )
        owed = min(promise.due_at, referral.milestone_due_at or promise.due_at)
        return self.work.referrals.change(
            referral, milestone_due_at=owed, next_deadline_at=max(owed, self.now)
        )

    def let_leave(self) -> None:
        """Let no message wait, and no lease hold, for longer than they would from now."""
        self.work.outbox.come_back(self.now, latest=self.now + self.hotline.config.sender.lease)

    def _ends(self, ladders: Mapping[Level, Ladder]) -> Mapping[int, datetime]:
        """Return the latest moment for which a ladder of each level may wait now."""
        due = self.hotline.calendar.due
        return {
            int(level): max(due(self.now, rung.wait).at for rung in ladder.rungs)
            for level, ladder in ladders.items()
        }
