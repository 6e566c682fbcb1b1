"""What a finished dialogue of the roster does, its permission looked up at that moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Stale
from bot.flows.dialogue import AskSwap, BeAbsent, ComeBack, Cover
from bot.services.access import Action, area_of, has_turns, permitted
from bot.services.covering import Covering
from bot.services.hotline import Hotline
from bot.services.mail import Mail, Priority
from bot.services.roster_news import RosterNews, Standing
from bot.services.rostering import Rostering
from bot.services.superiors import Superiors
from bot.services.swapping import Swapping
from bot.services.watch import RosterHole, Watch
from bot.terms import Tier
from storage.records import Person, Staff
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DutyDeeds:
    """Change rosters as a person decided in a dialogue, within one unit of work."""

    hotline: Hotline
    work: UnitOfWork
    person: Person
    now: datetime

    @property
    def mail(self) -> Mail:
        """Return the way to write to people in this unit of work."""
        return Mail(self.work, self.hotline.texts, self.now)

    @property
    def news(self) -> RosterNews:
        """Return the telling of changed rosters in this unit of work."""
        return RosterNews(self.hotline, self.work, self.now)

    def do(self, effect: AskSwap | BeAbsent | ComeBack | Cover) -> None:
        """Do what was decided, if it is still permitted and possible; else say so."""
        match effect:
            case AskSwap():
                self._ask_swap(effect)
            case BeAbsent(span, staff_id):
                self._absent(span, self._whom(staff_id))
            case ComeBack(staff_id):
                self._back(self._whom(staff_id))
            case _:
                self._cover(effect)

    def _ask_swap(self, effect: AskSwap) -> None:
        mine = {staff.id: staff for staff in self._own(Action.SWAP)}
        swapping = Swapping(self.hotline, self.work, self.now)
        asker, tier = mine.get(effect.asker_id), Tier(effect.tier)
        there = swapping.colleagues(asker, tier) if asker else ()
        asked = next((one for one in there if one.id == effect.asked_id), None)
        if asker is None or asked is None:
            self._say("toast-not-allowed")
            return
        try:
            swapping.ask(asker, asked, tier, effect.span, effect.back)
        except Stale:
            self._say("toast-swap-stale")
            return
        self._say("swap-sent", name=asked.name)

    def _absent(self, span: tuple[datetime, datetime], people: Sequence[Staff]) -> None:
        starts_at, ends_at = max(span[0], self.now), span[1]
        if not people or ends_at <= starts_at:
            self._say("toast-not-allowed" if not people else "absent-past")
            return
        for staff in people:
            office = self.hotline.offices[staff.office_code]
            before = self.news.standing(office)
            Rostering(self.work, self.hotline.zone, self.now).be_absent(staff, starts_at, ends_at)
            self._tell_absent(staff, starts_at, ends_at, self._changed(staff, before))

    def _back(self, people: Sequence[Staff]) -> None:
        if not people:
            self._say("toast-not-allowed")
            return
        for staff in people:
            before = self.news.standing(self.hotline.offices[staff.office_code])
            Rostering(self.work, self.hotline.zone, self.now).be_back(staff)
            self._changed(staff, before)
            self._tell(staff, "returned-told", name=staff.name)
        self._say("returned-done", name=people[0].name)

    def _cover(self, effect: Cover) -> None:
        office = self.hotline.offices.find(effect.office_code)
        staff = self.work.staff.get(effect.staff_id)
        is_theirs = office is not None and staff.office_code == office.code and has_turns(staff)
        if office is None or not is_theirs or not self._whom(staff.id):
            self._say("toast-not-allowed")
            return
        span = max(effect.span[0], self.now), effect.span[1]
        if span[1] <= span[0]:
            self._say("absent-past")
            return
        covering = Covering(self.hotline, self.work, self.now)
        covering.cover(self.person, office, Tier(effect.tier), staff, span)

    def _changed(self, staff: Staff, before: Standing) -> Sequence[Staff]:
        """Tell the others whose turns changed with somebody's; return them."""
        office = self.hotline.offices[staff.office_code]
        changed = self.news.tell_those(office, before, knowing={staff.person_id, self.person.id})
        return [one for one in changed if one.id != staff.id]

    def _tell_absent(
        self, staff: Staff, starts_at: datetime, ends_at: datetime, changed: Sequence[Staff]
    ) -> None:
        watch = Watch(self.hotline, self.work, self.now)
        office = self.hotline.offices[staff.office_code]
        holes = [
            one
            for one in watch.holes(office, ends_at + self.hotline.config.duty.look_ahead)
            if one.hole.touches(starts_at, ends_at)
        ]
        self._say(
            "absent-done", **self._told(self.person, staff, (starts_at, ends_at), holes, changed)
        )
        superiors = Superiors(self.hotline, self.work, self.now)
        superiors.tell(
            self._above(superiors, staff),
            lambda person: self.mail.words(
                person,
                "absent-told",
                **self._told(person, staff, (starts_at, ends_at), holes, changed),
            ),
        )

    def _told(
        self,
        person: Person,
        staff: Staff,
        span: tuple[datetime, datetime],
        holes: Sequence[RosterHole],
        changed: Sequence[Staff],
    ) -> dict[str, str]:
        texts, language = self.hotline.texts, person.language
        watch = Watch(self.hotline, self.work, self.now)
        lines = [texts("absent-covered", language)]
        if holes:
            lines = [texts("absent-holes", language, lines=watch.lines(holes, person))]
        if changed:
            names = "、".join(one.name for one in changed)
            lines.append(texts("absent-changed", language, names=names))
        lines.extend(self.news.missed(changed, person))
        when = Swapping(self.hotline, self.work, self.now).span(*span, language)
        return {"name": staff.name, "span": when, "lines": "\n".join(lines)}

    def _tell(self, staff: Staff, key: str, **args: str) -> None:
        superiors = Superiors(self.hotline, self.work, self.now)
        superiors.tell(
            self._above(superiors, staff),
            lambda person: self.mail.words(person, key, **args),
            priority=Priority.NEWS,
        )

    def _above(self, superiors: Superiors, staff: Staff) -> Sequence[Staff]:
        """Return the leads, without whoever said it and whomever it is about."""
        above = superiors.of(staff.office_code, besides={staff.id})
        return [one for one in above if one.person_id != self.person.id]

    def _own(self, action: Action) -> Sequence[Staff]:
        offices = self.hotline.offices
        return [
            staff
            for staff in self.work.staff.of_person(self.person.id)
            if action
            in permitted(staff, area_of(staff, offices[staff.office_code], offices.by_code))
        ]

    def _whom(self, staff_id: int | None) -> Sequence[Staff]:
        """Return whose turns the person may change: their own, or those of one in their area."""
        if staff_id is None:
            return self._own(Action.BE_ABSENT)
        staff = self.work.staff.get(staff_id)
        offices = self.hotline.offices
        office = offices[staff.office_code]
        may = any(
            Action.KEEP_ROSTER in permitted(place, area_of(place, office, offices.by_code))
            for place in self.work.staff.of_person(self.person.id)
        )
        return [staff] if may and staff.left_at is None else []

    def _say(self, key: str, **args: str) -> None:
        self.mail.say(self.person, key, keys=(), args=dict(args))
