"""Telling people that their turns are others than before, after a roster was changed as a whole."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from bot.services.mail import Priority
from bot.services.superiors import Superiors
from bot.services.swapping import Swapping
from bot.services.within import Within
from bot.terms import Tier
from bot.views.outgoing import Outgoing
from storage.records import Office, Person, Staff

TOLD_AHEAD = timedelta(days=14)
"""Later turns are told by `/roster`, and by whoever hands over."""

MOST_SPANS = 14
Turn = tuple[Tier, datetime, datetime]
Standing = Mapping[int, Sequence[Turn]]
"""The turns of the next days of each member of staff, in order."""


class RosterNews(Within):
    """Tell of a changed roster within one unit of work."""

    def standing(self, office: Office) -> Standing:
        """Return how the turns of an office stand; from now on, so that both sides compare."""
        until = self.now + TOLD_AHEAD
        found: dict[int, list[Turn]] = {}
        for tier in Tier:
            for shift in self.work.roster.of_tier(office.code, tier.value, self.now, until):
                begins, ends = max(shift.starts_at, self.now), shift.ends_at
                theirs = found.setdefault(shift.staff_id, [])
                if theirs and theirs[-1][0] is tier and theirs[-1][2] == begins:
                    begins = theirs.pop()[1]
                theirs.append((tier, begins, ends))
        return {one: sorted(turns, key=itemgetter(1)) for one, turns in found.items()}

    def tell(self, office: Office, before: Standing, *, by: Person | None = None) -> None:
        """Tell each whose turns changed, in one message, and whoever leads the office.

        `by` is who changed them, and knows.
        """
        changed = self.tell_those(office, before, knowing={by.id} if by else frozenset())
        if not changed:
            return

        def words(person: Person) -> str:
            told = self._words(
                person, "roster-changed-of", office=office.name, names=_named(changed)
            )
            return "\n".join((told, *self.missed(changed, person)))

        leads = [
            one
            for one in Superiors(self.hotline, self.work, self.now).of(office.code)
            if by is None or one.person_id != by.id
        ]
        Superiors(self.hotline, self.work, self.now).tell(leads, words)

    def tell_those(
        self, office: Office, before: Standing, *, knowing: Collection[int] = ()
    ) -> Sequence[Staff]:
        """Tell each whose turns changed, in one message, and return them, the unreachable as well.

        `knowing` are the numbers of persons who know already.
        """
        after = self.standing(office)
        ids = [one for one in {**before, **after} if before.get(one) != after.get(one)]
        changed = [self.work.staff.get(one) for one in ids]
        for staff in changed:
            if staff.is_reachable and staff.person_id not in knowing:
                self._tell(staff, office, before.get(staff.id, ()), after.get(staff.id, ()))
        return changed

    def missed(self, changed: Sequence[Staff], person: Person) -> Sequence[str]:
        """Return a line that names those who could not be told, if there are any."""
        unreached = [one for one in changed if not one.is_reachable]
        if not unreached:
            return ()
        return (self._words(person, "roster-changed-missed", names=_named(unreached)),)

    def _tell(
        self,
        staff: Staff,
        office: Office,
        known: Sequence[Turn],
        turns: Sequence[Turn],
    ) -> None:
        person = self.work.people.get(staff.person_id)
        days = TOLD_AHEAD.days
        if not turns:
            text = self._words(person, "roster-changed-none", office=office.name, days=days)
        else:
            lines = "\n".join(
                self._line("turn" if one in known else "new", one, person)
                for one in turns[:MOST_SPANS]
            )
            text = self._words(
                person, "roster-changed-yours", office=office.name, days=days, lines=lines
            )
        self.mail.send(person, Outgoing("message", text=text), priority=Priority.PAGE)

    def _line(self, key: str, turn: Turn, person: Person) -> str:
        tier, *span = turn
        spans = Swapping(self.hotline, self.work, self.now)
        return self._words(
            person,
            f"roster-changed-{key}",
            tier=self.hotline.texts(f"tier-{tier.value}", person.language),
            span=spans.span(span[0], span[1], person.language),
        )

    def _words(self, person: Person, key: str, **args: str | int) -> str:
        return self.hotline.texts(key, person.language, **args)


def _named(people: Sequence[Staff]) -> str:
    return "、".join(one.name for one in people)
