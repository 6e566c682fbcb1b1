"""Handing a case to an office, and calling people until one of them takes it."""

from datetime import datetime

from bot.ladders import Ladder
from bot.services.cards import CardMaker
from bot.services.complaints import concerns
from bot.services.escalation import Decision, Standing, decide
from bot.services.mail import Priority
from bot.services.quiet import QuietList
from bot.services.reach import Reach
from bot.services.within import Within
from bot.terms import Level, Who
from storage.records import CardRow, Case, Office, Referral, Staff


class Paging(Within):
    """Dispatch referrals and fire the rungs of their ladders, within one unit of work."""

    def dispatch(
        self, case: Case, office: Office, *, dispatched_at: datetime | None = None
    ) -> Referral:
        """Hand the case to the office and call the first person at once.

        The clock starts at dispatch, never at acceptance; a transfer keeps the old start.
        """
        about = self.work.complaints.offices_of(case.id)
        if concerns(about, [office.code]):
            # Wherever a complaint is handed, it never comes to those whom it is about.
            office = self.hotline.offices.province() or office
        level = Level(case.level)
        ladder, chase = self.hotline.config.ladders[level], self.hotline.config.chase[level]
        for kept in (ladder, chase):
            self.work.referrals.keep_ladder(kept.version, kept.to_json(), self.now)
        start = dispatched_at or self.now
        promise = self.hotline.config.levels[level].acknowledge
        due = self.hotline.calendar.due(start, promise)
        referral = self.work.referrals.dispatch(
            case_id=case.id,
            office_code=office.code,
            level=case.level,
            ladder_version=ladder.version,
            chase_version=chase.version,
            milestone_due_at=due.at,
            next_deadline_at=self.now,
            provisional=due.provisional,
            dispatched_at=start,
        )
        if about is not None:
            referral = self.work.referrals.change(referral, about_offices=about)
        self.work.timeline.add(
            case.id,
            "dispatched",
            now=self.now,
            referral_id=referral.id,
            details={"office": office.code, "level": case.level},
        )
        if QuietList(self.hotline, self.work, self.now).is_for(case):
            # Nobody is called before the moment that was promised; then the ladder goes as ever.
            return self.work.referrals.change(referral, quiet=True, next_deadline_at=due.at)
        return self.fire(referral)

    def fire(self, referral: Referral) -> Referral:
        """Call whoever is to be called now, and set the next deadline."""
        reach = Reach(self.work, self.hotline.offices, referral, self.now)
        decision = decide(
            self._standing(referral),
            self._ladder(referral),
            reach,
            self.hotline.calendar.due,
            self.now,
        )
        self._record_skipped(referral, decision)
        for page in decision.pages:
            self.call(referral, page.staff_id, kind=page.kind, rung=page.rung, round_=page.round)
        paged = bool(decision.pages)
        return self.work.referrals.change(
            referral,
            state="paging" if referral.state == "new" and paged else referral.state,
            rung=decision.rung,
            round=decision.round,
            next_deadline_at=decision.next_deadline_at,
            provisional=decision.provisional,
            last_paged_at=self.now if paged else referral.last_paged_at,
        )

    def is_unanswered(self, referral: Referral) -> bool:
        """Say whether its next call goes above the officer on duty, past the promised moment."""
        promised = referral.milestone_due_at
        if referral.holder_id is not None or promised is None or promised > self.now:
            return False
        rungs = self._ladder(referral).rungs
        return rungs[min(referral.rung, len(rungs) - 1)].who is not Who.DUTY

    def call(
        self, referral: Referral, staff_id: int, *, kind: str, rung: int, round_: int | None = None
    ) -> None:
        """Send one person a card of the referral; what it shows is drawn when it leaves."""
        staff = self.work.staff.get(staff_id)
        page_id = self.work.pages.queue(
            referral_id=referral.id,
            staff_id=staff_id,
            kind=kind,
            rung=rung,
            round=referral.round if round_ is None else round_,
            now=self.now,
        )
        card_id = self.work.pages.lay_card(
            referral_id=referral.id,
            staff_id=staff_id,
            person_id=staff.person_id,
            page_id=page_id,
            now=self.now,
        )
        urgent = referral.level == Level.L1
        self.work.outbox.put(
            person_id=staff.person_id,
            kind="page",
            priority=Priority.EMERGENCY_PAGE if urgent else Priority.PAGE,
            now=self.now,
            referral_id=referral.id,
            page_id=page_id,
            card_id=card_id,
            dedupe_key=f"page:{page_id}",
            # It might have left from the deadline on: from there its way to the wire is measured.
            not_before_at=min(self.now, referral.next_deadline_at or self.now),
        )
        CardMaker(self.hotline, self.work, self.now).attach(referral, staff)
        self.record(referral, f"{kind}-queued", staff, rung=rung)

    def put_down(self, referral: Referral, kind: str, staff: Staff, **details: str | int) -> None:
        """Put what somebody did on the timeline, and have every card show it."""
        self.record(referral, kind, staff, **details)
        self.redraw(referral)

    def redraw(self, referral: Referral) -> None:
        """Have the card drawn anew on every phone that has it."""
        for card in self.work.pages.cards_of(referral.id):
            if card.message_id is not None:
                self._redraw(card)

    def redraw_last(self, referral: Referral) -> None:
        """Have the last card on each phone drawn anew.

        For what changes with every call: what nobody answers for days is called for hundreds of
        times, and the cards above the last are drawn anew once somebody does something.
        """
        there = [one for one in self.work.pages.cards_of(referral.id) if one.message_id is not None]
        for card in {one.person_id: one for one in there}.values():
            self._redraw(card)

    def redraw_on(self, referral: Referral, person_id: int) -> None:
        """Have the card drawn anew on one person's phone."""
        for card in self.work.pages.cards_of(referral.id):
            if card.message_id is not None and card.person_id == person_id:
                self._redraw(card)

    def redraw_for(self, staff: Staff) -> None:
        """Have every card on one phone drawn anew: what its reader may see has changed."""
        for card in self.work.pages.cards_held_by(staff.id):
            self._redraw(card)

    def _redraw(self, card: CardRow) -> None:
        self.work.outbox.supersede_card(card.id, self.now)
        self.work.outbox.put(
            person_id=card.person_id,
            kind="redraw",
            priority=Priority.PAGE,
            now=self.now,
            referral_id=card.referral_id,
            card_id=card.id,
        )

    def call_off(self, referral: Referral) -> None:
        """Drop the calls of an ended referral that have not left."""
        calls = self.work.pages.calls_for(referral.id)
        for page_id in self.work.outbox.supersede_pages(calls, self.now):
            self.work.pages.settle(page_id, "superseded", self.now)

    def call_now(self, referral: Referral) -> Referral:
        """Bring the deadline to this moment, so that the next person is called at once."""
        if not referral.is_open:
            return referral
        return self.work.referrals.change(referral, next_deadline_at=self.now)

    def call_somebody_else_now(self, referral: Referral) -> Referral:
        """Bring the deadline to this moment, past the rungs that only remind whom we called."""
        if not referral.is_open:
            return referral
        rungs = self._ladder(referral).rungs
        place = min(referral.rung, len(rungs) - 1)
        while place < len(rungs) - 1 and rungs[place].remind:
            place += 1
        return self.work.referrals.change(referral, rung=place, next_deadline_at=self.now)

    def skip_to(self, referral: Referral, *who: Who) -> int:
        """Return the place of the first rung that calls one of these, or of the last rung."""
        rungs = Ladder.from_json(self.work.referrals.ladder(referral.ladder_version)).rungs
        places = [place for place, rung in enumerate(rungs) if rung.who in who]
        return places[0] if places else len(rungs) - 1

    def _standing(self, referral: Referral) -> Standing:
        assert referral.next_deadline_at is not None  # noqa: S101 - Only open ones are due.
        return Standing(
            referral_id=referral.id,
            state=referral.state,
            level=Level(referral.level),
            rung=referral.rung,
            round=referral.round,
            next_deadline_at=referral.next_deadline_at,
            holder_id=referral.holder_id,
            declined_by=self.work.referrals.declined_by(referral.id),
            provisional=referral.provisional,
        )

    def _ladder(self, referral: Referral) -> Ladder:
        version = referral.ladder_version if referral.holder_id is None else referral.chase_version
        return Ladder.from_json(self.work.referrals.ladder(version))

    def _record_skipped(self, referral: Referral, decision: Decision) -> None:
        for skipped in decision.skipped:
            self.record(
                referral,
                "rung-skipped",
                rung=skipped.rung,
                who=str(skipped.who),
                reason=skipped.reason,
            )
        if decision.exhausted:
            self.record(referral, "nobody-reachable", rung=decision.rung)
