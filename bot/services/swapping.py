"""Swaps: one officer asks another of the same tier to take a shift, perhaps in return for one."""

from collections.abc import Sequence
from datetime import datetime

from bot.errors import Stale
from bot.services.mail import Priority
from bot.services.rostering import Rostering
from bot.services.superiors import Superiors
from bot.services.within import Within
from bot.terms import Role, Tier
from bot.views.duty_taps import encode_duty
from bot.views.outgoing import Button
from storage.duty_records import DutySwap
from storage.records import Person, Staff

# Who may stand in which tier: 带班 is the leads' alone.
_ROLES_OF = {
    Tier.LEAD: (Role.LEAD,),
    Tier.DUTY: (Role.OFFICER, Role.CITY_OFFICER, Role.PROVINCE),
    Tier.BACKUP: (Role.OFFICER, Role.CITY_OFFICER, Role.PROVINCE),
}


class NotTheirs(Stale):
    """Say that the shift is no longer whose it was when the swap was asked for."""


class Swapping(Within):
    """Ask for swaps and settle them within one unit of work."""

    @property
    def rostering(self) -> Rostering:
        """Return the laying of rosters in this unit of work."""
        return Rostering(self.work, self.hotline.zone, self.now)

    def colleagues(self, staff: Staff, tier: Tier) -> Sequence[Staff]:
        """Return who else may stand in the tier: who has a turn in it, and who has its role."""
        office = staff.office_code
        on_roster = {
            person
            for rule in self.work.duties.rules(office, tier.value)
            for person in rule.staff_ids
        }
        return [
            one
            for one in self.work.staff.in_office(office)
            if one.id != staff.id
            and one.is_reachable
            and (one.id in on_roster or Role(one.role) in _ROLES_OF[tier])
        ]

    def ask(
        self,
        asker: Staff,
        asked: Staff,
        tier: Tier,
        span: tuple[datetime, datetime],
        back: tuple[datetime, datetime] | None,
    ) -> None:
        """Ask the colleague, who agrees or refuses with a button.

        Raises:
            NotTheirs: the shift, or the one in return, is not theirs (any more).
            Stale: it has begun.
        """
        if span[0] <= self.now or (back is not None and back[0] <= self.now):
            raise Stale(asker.id)
        self._check(asker.office_code, tier, asker.id, span)
        if back is not None:
            self._check(asker.office_code, tier, asked.id, back)
        swap_id = self.work.swaps.ask(
            office_code=asker.office_code,
            tier=tier.value,
            asker_id=asker.id,
            asked_id=asked.id,
            starts_at=span[0],
            ends_at=span[1],
            back=back,
            now=self.now,
        )
        swap = self.work.swaps.find(swap_id)
        assert swap is not None  # noqa: S101 - It was put down just now.
        person = self.work.people.get(asked.person_id)
        buttons = tuple(
            Button(
                self.hotline.texts(f"button-swap-{name}", person.language),
                encode_duty(name, swap_id),
            )
            for name in ("agree", "refuse")
        )
        self.mail.say(
            person,
            "swap-asked",
            priority=Priority.PAGE,
            buttons=(buttons,),
            args=self._args(swap, person),
        )

    def agree(self, swap: DutySwap) -> None:
        """Let the shifts change hands now, and tell the one who asked and the lead.

        Raises:
            NotTheirs: a shift has changed hands meanwhile; the swap is void.
            Stale: it was settled before, or its shift has begun.
        """
        if swap.starts_at <= self.now or self._is_stale(swap):
            self.lapse(swap)
            raise NotTheirs(swap.id)
        if not self.work.swaps.settle(swap.id, "agreed", self.now):
            raise Stale(swap.id)
        tier = Tier(swap.tier)
        self.rostering.put_in(
            swap.office_code, tier, swap.asked_id, swap.starts_at, swap.ends_at, swap_id=swap.id
        )
        if swap.back_starts_at is not None and swap.back_ends_at is not None:
            self.rostering.put_in(
                swap.office_code,
                tier,
                swap.asker_id,
                swap.back_starts_at,
                swap.back_ends_at,
                swap_id=swap.id,
            )
        self.rostering.rebuild(swap.office_code, tier)
        self._tell_asker(swap, "swap-agreed")
        superiors = Superiors(self.hotline, self.work, self.now)
        superiors.tell(
            superiors.of(swap.office_code, besides={swap.asker_id, swap.asked_id}),
            lambda person: self.mail.words(person, "swap-done", **self._args(swap, person)),
            key=f"swap:{swap.id}",
            priority=Priority.NEWS,
        )

    def refuse(self, swap: DutySwap) -> None:
        """Leave everything as it is, and tell the one who asked.

        Raises:
            Stale: it was settled before.
        """
        if not self.work.swaps.settle(swap.id, "refused", self.now):
            raise Stale(swap.id)
        self._tell_asker(swap, "swap-refused")

    def lapse(self, swap: DutySwap) -> None:
        """Make void what was not answered in time, or can no longer be; the asker still has it."""
        if self.work.swaps.settle(swap.id, "void", self.now):
            self._tell_asker(swap, "swap-void")

    def _is_stale(self, swap: DutySwap) -> bool:
        try:
            tier, office = Tier(swap.tier), swap.office_code
            self._check(office, tier, swap.asker_id, (swap.starts_at, swap.ends_at))
            if swap.back_starts_at is not None and swap.back_ends_at is not None:
                if swap.back_starts_at <= self.now:
                    return True
                back = swap.back_starts_at, swap.back_ends_at
                self._check(office, tier, swap.asked_id, back)
        except NotTheirs:
            return True
        return self._is_away(swap)

    def _is_away(self, swap: DutySwap) -> bool:
        """Say whether the one asked is absent in the span: then nobody would come."""
        absences = self.work.duties.absences([swap.asked_id], self.now)
        return any(
            away.starts_at < swap.ends_at and away.ends_at > swap.starts_at for away in absences
        )

    def _check(
        self, office_code: str, tier: Tier, staff_id: int, span: tuple[datetime, datetime]
    ) -> None:
        """Raise where any part of the span is not the person's."""
        shifts = self.work.roster.of_tier(office_code, tier.value, *span)
        reached = span[0]
        for shift in shifts:
            if shift.staff_id == staff_id and shift.starts_at <= reached:
                reached = max(reached, shift.ends_at)
        if reached < span[1] or any(shift.staff_id != staff_id for shift in shifts):
            raise NotTheirs(staff_id)

    def _tell_asker(self, swap: DutySwap, key: str) -> None:
        person = self.work.people.get(self.work.staff.get(swap.asker_id).person_id)
        self.mail.say(person, key, priority=Priority.PAGE, args=self._args(swap, person))

    def _args(self, swap: DutySwap, person: Person) -> dict[str, str | int]:
        texts, language = self.hotline.texts, person.language
        back = texts("swap-no-return", language)
        if swap.back_starts_at is not None and swap.back_ends_at is not None:
            span = self.span(swap.back_starts_at, swap.back_ends_at, language)
            back = texts("swap-return", language, span=span)
        return {
            "asker": self.work.staff.get(swap.asker_id).name,
            "asked": self.work.staff.get(swap.asked_id).name,
            "tier": texts(f"tier-{swap.tier}", language),
            "span": self.span(swap.starts_at, swap.ends_at, language),
            "back": back,
        }

    def span(self, starts_at: datetime, ends_at: datetime, language: str) -> str:
        """Return a span in words."""
        when = self.hotline.when
        return self.hotline.texts(
            "span-from-to",
            language,
            begins=when(starts_at, self.now, language),
            ends=when(ends_at, self.now, language),
        )
