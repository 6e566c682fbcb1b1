"""After the clock was set back: what lies further ahead than it ever may is brought back.

Every deadline was reckoned by the old clock. By the new one it may lie weeks ahead, and until
then nobody would be called.
"""

from datetime import datetime, timedelta

from bot.ladders import Ladder
from bot.services.escalation import Promise, milestone_after
from bot.services.paging import Paging
from bot.services.proposals import HOLDS_FOR
from bot.services.within import Within
from bot.terms import Level
from storage.records import Referral

TOLERATED = timedelta(minutes=1)
"""By so much a person may wait longer; beyond it the next one is called at once."""

FETCHED_WITHIN = timedelta(minutes=5)
"""So long a process may be at a file; before that nobody else takes it."""


class SettingBack(Within):
    """Bring moments back within one unit of work; `now` is by the new clock."""

    def referral(self, referral_id: int) -> bool:
        """Bring an open referral's deadline and promise back; say whether that was needed.

        None lies further ahead than if its rung had been fired, or its promise given, just now.
        How long somebody was waited for already is not known by this clock: where nobody holds
        the case, the next person is called now.

        A promise that lies ahead is a held case's deadline; a lapsed one is chased by rungs.
        """
        referral = self.work.referrals.get(referral_id)
        deadline, promised = referral.next_deadline_at, referral.milestone_due_at
        if deadline is None:
            return False
        promise = self._promise(referral)
        owed = promise.due_at if promised is None else min(promised, promise.due_at)
        latest = self._latest(referral, owed)
        sooner, kept = min(deadline, latest), None if promised is None else owed
        if (sooner, kept) == (deadline, promised):
            return False
        self._tell(referral, deadline)
        changed = self.work.referrals.change(
            referral, next_deadline_at=sooner, milestone_due_at=kept
        )
        paging = Paging(self.hotline, self.work, self.now)
        if referral.holder_id is None and deadline > latest + TOLERATED:
            changed = paging.fire(paging.call_now(changed))
        paging.redraw(changed)
        return True

    def _tell(self, referral: Referral, deadline: datetime) -> None:
        self.work.timeline.add(
            referral.case_id,
            "clock-went-back",
            now=self.now,
            referral_id=referral.id,
            details={"deadline": deadline.isoformat()},
        )

    def everything_else(self) -> None:
        """Bring back what else waits: messages, updates, dialogues, counters, files, shifts."""
        config = self.hotline.config
        dialogue = config.dialogue
        waits = {
            "page": dialogue.urgent_after,
            "remind": dialogue.reminder_after,
            "finish": dialogue.reminder_after,
            "confirm": dialogue.reminder_after,
            "default": dialogue.additions_default_after,
            "expire": dialogue.forms_expire_after,
        }
        for due, wait in waits.items():
            self.work.dialogues.bring_back_those(due, self.now + wait)
        self._what_others_owe()
        self.work.outbox.bring_back(self.now, lease_until_at=self.now + config.sender.lease)
        self.work.inbox.bring_back(self.now)
        # Looked at anew, a letter waits for the next safe hour by the new clock.
        self.work.letters.bring_back(self.now)
        self.work.people.bring_back(self.now)
        self.work.handovers.bring_back(self.now + config.duty.check_in)
        self._files()

    def _files(self) -> None:
        """Bring back files and sheets that are to be fetched, and sheets that wait for a word."""
        fetched = self.now + FETCHED_WITHIN
        self.work.attachments.bring_back(fetched)
        self.work.sheets.bring_back_unread(fetched)
        self.work.sheets.bring_back(self.now + HOLDS_FOR)

    def _what_others_owe(self) -> None:
        """Bring back visits, agencies and approvals to what the longest span allows."""
        casework, due = self.hotline.config.casework, self.hotline.calendar.due
        visits = max(due(self.now, one.within).at for one in casework.visits.values())
        answers = max(due(self.now, one).at for one in casework.answers.values())
        approvals = max(casework.approval.values(), default=timedelta())
        self.work.visits.bring_back(visits)
        self.work.agency_calls.bring_back(answers)
        self._what_is_not_signed()
        self.work.approvals.bring_back(self.now + approvals)

    def _what_is_not_signed(self) -> None:
        """Bring calls that no contact acknowledged back to what the longest such span allows."""
        casework, due = self.hotline.config.casework, self.hotline.calendar.due
        signed = max(due(self.now, one).at for one in casework.acknowledge.values())
        self.work.agency_talks.bring_back_unsigned(signed)

    def _latest(self, referral: Referral, owed: datetime) -> datetime:
        is_held = referral.holder_id is not None
        if is_held and owed > self.now:
            return owed
        version = referral.chase_version if is_held else referral.ladder_version
        rungs = Ladder.from_json(self.work.referrals.ladder(version)).rungs
        last = len(rungs) - 1
        # The rung that was fired last is the one before the next; the last one stays the next.
        fired = {max(min(referral.rung, last) - 1, 0)}
        if referral.rung >= last:
            fired.add(last)
        return max(self.hotline.calendar.due(self.now, rungs[one].wait).at for one in fired)

    def _promise(self, referral: Referral) -> Promise:
        policy = self.hotline.config.levels[Level(referral.level)]
        due = self.hotline.calendar.due
        if referral.holder_id is not None:
            return milestone_after(referral.state, policy, start=self.now, due=due)
        answer = due(self.now, policy.acknowledge)
        return Promise("acknowledge", answer.at, answer.provisional)
