"""Putting one person in for a span, whatever turns and days say, and telling whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.duty.changing import Change, PutIn
from bot.duty.laying import Laid, lay
from bot.services.mail import Priority
from bot.services.roster_news import RosterNews
from bot.services.rostering import Rostering
from bot.services.swapping import Swapping
from bot.services.within import Within
from bot.terms import Tier
from storage.records import Office, Person, Staff

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Covered:
    """What came of putting somebody in.

    Attributes:
        relieved: the names of those in whose place they stand.
        why_not: `there-already`, or `not-free` for all of the span; empty where it was done.
    """

    relieved: Sequence[str] = ()
    why_not: str = ""


class Covering(Within):
    """Put people in within one unit of work."""

    def cover(self, by: Person, office: Office, tier: Tier, staff: Staff, span: Span) -> None:
        """Put the person in, and tell them, whoever is relieved, and who decided it."""
        done = self.put_in(office, tier, staff, span, by=by)
        if done.why_not:
            self._say(by, f"cover-{done.why_not}", office, tier, staff, span)
            return
        key = "cover-done" if done.relieved else "cover-done-nobody"
        self._say(by, key, office, tier, staff, span, relieved="、".join(done.relieved))

    def put_in(
        self, office: Office, tier: Tier, staff: Staff, span: Span, *, by: Person | None = None
    ) -> Covered:
        """Put the person in, and tell them and whoever is relieved, unless they decided it.

        Nothing is done where the person could not stand there all the time: absent, or on duty
        and so no backup.
        """
        rostering = Rostering(self.work, self.hotline.zone, self.now)
        before = rostering.foreseen(office.code, tier, *span)
        relieved = [one for one in before if one.staff_id != staff.id]
        if before and not relieved and _is_whole(before, span):
            return Covered(why_not="there-already")
        change = Change(put_in=[PutIn(staff.id, *span)])
        after = lay(rostering.plan(office.code, tier, change), self.hotline.zone, *span)
        if not _is_whole(after, span) or any(one.staff_id != staff.id for one in after):
            return Covered(why_not="not-free")
        news = RosterNews(self.hotline, self.work, self.now)
        stood = news.standing(office)
        rostering.change(office.code, tier, change)
        rostering.rebuild(office.code, tier)
        self._tell(by, staff, "cover-put-in", office, tier, staff, span)
        for one in relieved:
            whom = self.work.staff.get(one.staff_id)
            theirs = one.starts_at, one.ends_at
            self._tell(by, whom, "cover-relieved", office, tier, staff, theirs)
        told = {staff.person_id, *(self.work.staff.get(one.staff_id).person_id for one in relieved)}
        # Whoever is on duty is no backup, so that a third may have that turn now.
        news.tell_those(office, stood, knowing=told | ({by.id} if by else set()))
        names = dict.fromkeys(self.work.staff.get(one.staff_id).name for one in relieved)
        return Covered(tuple(names))

    def _tell(
        self,
        by: Person | None,
        whom: Staff,
        key: str,
        office: Office,
        tier: Tier,
        staff: Staff,
        span: Span,
    ) -> None:
        """Tell somebody whom it concerns, unless they decided it themselves."""
        if whom.is_reachable and (by is None or whom.person_id != by.id):
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
