"""Shift changes: a card for whoever comes on, signed with one tap that is the check-in too.

A change is one row, made by the tick that first sees the shift run; its deadline stands in it, so
that a restart loses none and no card is sent twice.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.services.access import is_complained_of
from bot.services.case_lines import case_line
from bot.services.mail import Priority
from bot.services.superiors import Superiors, stand_ins
from bot.services.unanswered import Unanswered
from bot.services.within import Within
from bot.terms import Level, Tier
from bot.views.duty_cards import CASES_SHOWN, HandoverView, render_handover
from bot.views.duty_taps import encode_duty
from bot.views.outgoing import Button, Outgoing
from storage.duty_records import Handover, Shift
from storage.records import Person, Staff

_MINUTE = timedelta(minutes=1)


class Handing(Within):
    """Hand duty over within one unit of work."""

    @property
    def superiors(self) -> Superiors:
        """Return those above, in this unit of work."""
        return Superiors(self.hotline, self.work, self.now)

    def begin(self, shift: Shift) -> None:
        """Give whoever comes on the card to sign; whoever merely goes on needs none."""
        staff = self.work.staff.get(shift.staff_id)
        if self._goes_on(shift):
            self.work.handovers.open(shift, "over", None)
            return
        if not staff.is_reachable:
            if self.work.handovers.open(shift, "missed", None) is not None:
                self._missed(shift, staff)
            return
        due_at = self.now + self.hotline.config.duty.check_in
        handover_id = self.work.handovers.open(shift, "waiting", due_at)
        if handover_id is None:
            return
        person = self.work.people.get(staff.person_id)
        sign = Button(
            self.hotline.texts("button-sign", person.language), encode_duty("sign", handover_id)
        )
        card = Outgoing(
            "message", text=self._card(shift, person), buttons=((sign,),), protected=True
        )
        self.mail.send(person, card, priority=Priority.PAGE, dedupe_key=f"handover:{handover_id}")
        self._ring(shift, staff)

    def lapse(self, handover: Handover) -> None:
        """Count whoever has not signed in time as not answering, and call the next person."""
        shift = self.shift_of(handover)
        if shift is None:
            self.work.handovers.settle(handover, "over")
            return
        if self.work.handovers.settle(handover, "missed"):
            self._missed(shift, self.work.staff.get(handover.staff_id))

    def sign(self, handover: Handover, *, message_id: int) -> bool:
        """Take the tap for the check-in; False where the shift is over or taken by another.

        A late tap is told to whoever was told that there was none.
        """
        shift = self.shift_of(handover)
        if shift is None or not self.work.handovers.settle(handover, "signed", signed_at=self.now):
            return False
        staff = self.work.staff.get(handover.staff_id)
        person = self.work.people.get(staff.person_id)
        card = Outgoing(
            "edit", text=self._card(shift, person, is_signed=True), message_id=message_id
        )
        self.mail.send(person, card)
        if handover.state == "missed":
            self.superiors.tell(
                self.superiors.of(shift.office_code, besides={staff.id}),
                lambda person: self._words(person, shift, staff, "handover-late"),
                key=f"late:{handover.id}",
            )
        return True

    def shift_of(self, handover: Handover) -> Shift | None:
        """Return the shift that runs now and began with this change, if it still does."""
        running = self.work.roster.on_duty(handover.office_code, handover.tier, self.now)
        return next(
            (
                shift
                for shift in running
                if (shift.staff_id, shift.starts_at) == (handover.staff_id, handover.starts_at)
            ),
            None,
        )

    def _goes_on(self, shift: Shift) -> bool:
        """Say whether the same person was on until this shift began, and had signed for it."""
        moment = shift.starts_at - timedelta(microseconds=1)
        before = self.work.roster.on_duty(shift.office_code, shift.tier, moment)
        for one in before:
            if one.staff_id == shift.staff_id and one.ends_at == shift.starts_at:
                change = self.work.handovers.of_shift(one)
                return change is not None and change.state in ("signed", "over")
        return False

    def _missed(self, shift: Shift, staff: Staff) -> None:
        called = self._next(shift, staff)
        key = f"missed:{shift.office_code}:{shift.tier}:{staff.id}:{shift.starts_at:%Y%m%d%H%M}"
        names = "、".join(one.name for one in called)
        above = self.superiors.of(shift.office_code, besides={staff.id})
        stepping_in = {one.id for one in called}
        self.superiors.tell(
            [one for one in above if one.id not in stepping_in],
            lambda person: self._words(person, shift, staff, "handover-missed", next=names or "—"),
            key=key,
        )
        self.superiors.tell(
            called,
            lambda person: self._words(person, shift, staff, "handover-step-in"),
            key=key,
        )
        for one in called:
            self._ring(shift, one)

    def _next(self, shift: Shift, staff: Staff) -> Sequence[Staff]:
        """Return who stands in for them, whom the ladder then calls as well (`Reach`)."""
        return stand_ins(
            self.work,
            self.hotline.offices,
            shift.office_code,
            shift.tier,
            absent={staff.id},
            now=self.now,
        )

    def _ring(self, shift: Shift, staff: Staff) -> None:
        """Call whoever answers from now on for what nobody has taken yet."""
        if shift.tier == Tier.DUTY:
            unanswered = Unanswered(self.hotline, self.work, self.now)
            unanswered.ring(shift.office_code, staff, since=shift.starts_at)

    def _words(self, person: Person, shift: Shift, staff: Staff, key: str, **args: str) -> str:
        tier = self.hotline.texts(f"tier-{shift.tier}", person.language)
        return self.mail.words(
            person,
            key,
            name=staff.name,
            office=self.hotline.offices[shift.office_code].name,
            tier=tier,
            until=self.hotline.when(shift.ends_at, self.now, person.language),
            **args,
        )

    def _card(self, shift: Shift, person: Person, *, is_signed: bool = False) -> str:
        places = self.work.staff.of_person(person.id)
        open_here = self.work.referrals.open_in([shift.office_code])
        referrals = [one for one in open_here if not is_complained_of(places, one)]
        readers = [self.work.staff.get(shift.staff_id)]
        when = self.hotline.when
        view = HandoverView(
            office=self.hotline.offices[shift.office_code].name,
            tier=Tier(shift.tier),
            until=when(shift.ends_at, self.now, person.language),
            minutes=self.hotline.config.duty.check_in // _MINUTE,
            cases=[
                case_line(self.hotline, self.work, one, readers, self.now)
                for one in referrals[:CASES_SHOWN]
            ],
            count=len(referrals),
            urgent=sum(Level(one.level).urgent for one in referrals),
            waiting=sum(one.holder_id is None for one in referrals),
            late=sum(
                one.milestone_due_at is not None and one.milestone_due_at < self.now
                for one in referrals
            ),
            signed=when(self.now, self.now, person.language) if is_signed else "",
        )
        return render_handover(
            view,
            language=person.language,
            texts=self.hotline.texts,
            now=self.now,
            zone=self.hotline.zone,
        )
