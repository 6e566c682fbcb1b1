"""Putting one person in for a span, whatever turns and days say, and telling whom it concerns."""

from collections.abc import Sequence
from datetime import datetime

from bot.duty.changing import Change, PutIn
from bot.duty.laying import Laid, lay
from bot.services.mail import Priority
from bot.services.rostering import Rostering
from bot.services.swapping import Swapping
from bot.services.within import Within
from bot.terms import Tier
from storage.records import Office, Person, Staff

Span = tuple[datetime, datetime]


class Covering(Within):
    """Put people in within one unit of work."""

    def cover(self, by: Person, office: Office, tier: Tier, staff: Staff, span: Span) -> None:
        """Put the person in, and tell them, whoever is relieved, and who decided it.

        Nothing is done where the person could not stand there all the time: absent, or on duty
        and so no backup.
        """
        rostering = Rostering(self.work, self.hotline.zone, self.now)
        before = rostering.foreseen(office.code, tier, *span)
        relieved = [one for one in before if one.staff_id != staff.id]
        is_there = bool(before) and not relieved and _is_whole(before, span)
        change = Change(put_in=[PutIn(staff.id, *span)])
        after = lay(rostering.plan(office.code, tier, change), self.hotline.zone, *span)
        if is_there or not _is_whole(after, span) or any(one.staff_id != staff.id for one in after):
            key = "cover-there-already" if is_there else "cover-not-free"
            self._say(by, key, office, tier, staff, span)
            return
        rostering.change(office.code, tier, change)
        rostering.rebuild(office.code, tier)
        names = dict.fromkeys(self.work.staff.get(one.staff_id).name for one in relieved)
        self._say(
            by,
            "cover-done" if names else "cover-done-nobody",
            office,
            tier,
            staff,
            span,
            relieved="、".join(names),
        )
        self._tell(by, staff, "cover-put-in", office, tier, staff, span)
        for one in relieved:
            whom = self.work.staff.get(one.staff_id)
            theirs = one.starts_at, one.ends_at
            self._tell(by, whom, "cover-relieved", office, tier, staff, theirs)

    def _tell(
        self,
        by: Person,
        whom: Staff,
        key: str,
        office: Office,
        tier: Tier,
        staff: Staff,
        span: Span,
    ) -> None:
        """Tell somebody whom it concerns, unless they decided it themselves."""
        if whom.person_id != by.id and whom.is_reachable:
            person = self.work.people.get(whom.person_id)
            self._say(person, key, office, tier, staff, span, priority=Priority.PAGE)

    def _say(
        self,
        person: Person,
        key: str,
        office: Office,
        tier: Tier,
        staff: Staff,
        span: Span,
        *,
        priority: Priority = Priority.ANSWER,
        **args: str,
    ) -> None:
        language = person.language
        said: dict[str, str | int] = {
            "name": staff.name,
            "office": office.name,
            "tier": self.hotline.texts(f"tier-{tier.value}", language),
            "span": Swapping(self.hotline, self.work, self.now).span(*span, language),
            **args,
        }
        # To whoever decided it, it ends the dialogue; nobody else's keys are touched.
        keys = () if priority is Priority.ANSWER else None
        self.mail.say(person, key, priority=priority, keys=keys, args=said)


def _is_whole(pieces: Sequence[Laid], span: Span) -> bool:
    """Say whether the pieces, which do not overlap, leave nothing of the span out."""
    begins, ends = span
    reached = begins
    for one in pieces:
        if one.starts_at > reached:
            return False
        reached = max(reached, one.ends_at)
    return reached >= ends
