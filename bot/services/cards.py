"""Gathering what a card shows, for one viewer, from how matters stand now."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.services.access import Action
from bot.services.alike import Alike
from bot.services.case_view import CaseViews
from bot.services.evidence import Evidence
from bot.services.folder import Folder
from bot.services.mail import Priority
from bot.services.permits import Permits
from bot.services.within import Within
from bot.views.card_buttons import REOPENED
from bot.views.cards import (
    Card,
    CaseView,
    render_card,
    render_notice,
    render_words,
)
from bot.views.outgoing import Button, Outgoing
from storage.casework_records import AgencyTalk
from storage.records import CardRow, Page, Referral, Staff
from storage.repositories.retention import SAID

# Whoever may see a card may read all of the words on it.
_WITH_SIGHT = ("words",)
_OF_SILENCE = ("agency_late", "agency_mute")


class CardMaker(Within):
    """Draw cards within one unit of work."""

    @property
    def permits(self) -> Permits:
        """Return who may do what in this unit of work."""
        return Permits(self.hotline, self.work, self.now)

    def page(self, card: CardRow, referral: Referral) -> Outgoing:
        """Return the card as a new message, headed by why it comes."""
        return self._drawn(card, referral, lasting_only=False)

    def edited(self, card: CardRow, referral: Referral) -> Outgoing:
        """Return the card as a change of the message in which it stands.

        Why it came stays above it as long as that still holds.
        """
        drawn = self._drawn(card, referral, lasting_only=True)
        return replace(drawn, kind="edit", message_id=card.message_id or 0)

    def _drawn(self, card: CardRow, referral: Referral, *, lasting_only: bool) -> Outgoing:
        staff = self.work.staff.get(card.staff_id)
        language = self.work.people.get(card.person_id).language
        actions = self.permits.actions(staff, referral)
        if Action.SEE not in actions:
            return _message(self._blank(referral, language))
        folder = Folder(self.work, referral)
        view = replace(
            self._view(folder),
            alike=self._alike(referral, staff),
            has_parked=self._has_parked(referral, card),
            may_part=self._may_part(folder),
        )
        if self._goes_on_elsewhere(referral):
            view = replace(view, state=REOPENED)
        page = self.work.pages.get(card.page_id) if card.page_id else None
        kind = page.kind if page else "shown"
        notice = ""
        silent = self._silent(kind, folder)
        # An agency was heard since its silence was to be told.
        is_moot = kind in _OF_SILENCE and not silent
        if not is_moot and (not lasting_only or self._still_holds(kind, folder)):
            notice = render_notice(
                kind,
                view,
                language=language,
                texts=self.hotline.texts,
                now=self.now,
                before=self._in_vain(page, folder) if page else (),
                silent=silent,
            )
        return _message(self._draw(view, actions, language), heading=notice)

    def _in_vain(self, page: Page, folder: Folder) -> Sequence[str]:
        """Return the names of those who were called before and have not answered."""
        if page.kind != "page" or page.rung == 0:
            return ()
        called = self.work.pages.called_before(page)
        returned = self.work.referrals.declined_by(page.referral_id) if called else frozenset()
        return [folder.name_of(one) for one in called if one not in returned]

    def _silent(self, kind: str, folder: Folder) -> Sequence[str]:
        """Return the agencies that are late, or that have not even acknowledged their call."""
        if kind not in _OF_SILENCE:
            return ()
        calls = folder.agency_calls
        if kind == "agency_late":
            silent = [one.agency for one in calls if one.due_at <= self.now]
        else:
            silent = [one.agency for one in calls if _is_mute(folder.talk_about(one))]
        return tuple(dict.fromkeys(silent))

    def _still_holds(self, kind: str, folder: Folder) -> bool:
        referral = folder.referral
        due = referral.milestone_due_at
        match kind:
            case "page" | "remind":
                return referral.holder_id is None and referral.is_open
            case "chase":
                return due is not None and due <= self.now
            case "agency_gone":
                return bool(folder.agency_calls)
            case "approve":
                return folder.wish is not None and folder.wish.state == "asked"
            case "offered" | "called_in" | "placed":
                return any(one.offered_at is not None for one in folder.helpers)
            case _:
                return referral.is_open

    def lay(self, referral: Referral, staff: Staff) -> None:
        """Send the card to somebody who asked for it, with what was attached."""
        self._note_reading(referral, staff, "card")
        page_id = self.work.pages.queue(
            referral_id=referral.id,
            staff_id=staff.id,
            kind="shown",
            rung=referral.rung,
            round=referral.round,
            now=self.now,
        )
        card_id = self.work.pages.lay_card(
            referral_id=referral.id,
            staff_id=staff.id,
            person_id=staff.person_id,
            page_id=page_id,
            now=self.now,
        )
        self.work.outbox.put(
            person_id=staff.person_id,
            kind="page",
            priority=Priority.ANSWER,
            now=self.now,
            referral_id=referral.id,
            page_id=page_id,
            card_id=card_id,
        )
        self.attach(referral, staff)

    def read_out(self, referral: Referral, staff: Staff) -> None:
        """Send somebody everything that was said in the case, uncut."""
        self._note_reading(referral, staff, "words")
        person = self.work.people.get(staff.person_id)
        for text in render_words(
            self._view(Folder(self.work, referral)),
            language=person.language,
            texts=self.hotline.texts,
            now=self.now,
            zone=self.hotline.zone,
        ):
            # Named by its case, so that it can be taken off the phone again.
            key = f"{SAID}:{referral.case_id}:{self.work.ids()}"
            message = Outgoing("message", text=text, protected=True)
            self.mail.send(person, message, dedupe_key=key)

    def attach(self, referral: Referral, staff: Staff) -> None:
        """Send copies of everything attached, without who sent it, to whoever sees the case."""
        if not self.work.cases.has_attachments(referral.case_id):
            return
        if Action.SEE not in self.permits.actions(staff, referral):
            return
        Evidence(self.hotline, self.work, self.now).show(referral.case_id, staff)

    def _view(self, folder: Folder) -> CaseView:
        return CaseViews(self.hotline, self.work, self.now).of(folder)

    def _draw(self, view: CaseView, actions: Collection[Action], language: str) -> Card:
        return render_card(
            view,
            permitted=frozenset((*(action.value for action in actions), *_WITH_SIGHT)),
            language=language,
            texts=self.hotline.texts,
            now=self.now,
            zone=self.hotline.zone,
        )

    def _goes_on_elsewhere(self, referral: Referral) -> bool:
        """Say whether the case was opened again since: what is to be done stands on other cards."""
        if referral.is_open:
            return False
        return self.work.referrals.current_of(referral.case_id).id != referral.id

    def _alike(self, referral: Referral, staff: Staff) -> tuple[str, ...]:
        """Return the numbers of open cases that the viewer might join with this one."""
        others = Alike(self.hotline, self.work, self.now).of(referral, staff)
        return tuple(self.work.cases.get(one.case_id).number for one in others)

    def _has_parked(self, referral: Referral, card: CardRow) -> bool:
        """Say whether the viewer left a form about the case.

        Of a case that nobody has taken yet that is not asked: no call waits for it.
        """
        if referral.accepted_at is None:
            return False
        return bool(self.work.parked.in_case(card.person_id, referral.case_id))

    def _may_part(self, folder: Folder) -> bool:
        """Say whether other cases were joined into this one that can be parted from it."""
        return len(folder.reports) > 1 and bool(self.work.joinings.partable(folder.case.id))

    def _blank(self, referral: Referral, language: str) -> Card:
        """Return what stays of a card on the phone of whoever may not read the case any more."""
        number = self.work.cases.get(referral.case_id).number
        if referral.outcome == "joined":
            into_id = self.work.joinings.now_in(referral.case_id)
            if into_id == referral.case_id:
                return Card(self.hotline.texts("card-parted", language, number=number), ())
            into = self.work.cases.get(into_id).number
            return Card(self.hotline.texts("card-joined", language, number=number, into=into), ())
        key = "card-moved" if referral.outcome == "transferred" else "card-not-yours"
        return Card(self.hotline.texts(key, language, number=number), ())

    def _note_reading(self, referral: Referral, staff: Staff, what: str) -> None:
        case = self.work.cases.get(referral.case_id)
        self.permits.note_reading(case, referral, staff, what)


def _message(card: Card, heading: str = "") -> Outgoing:
    text = f"{heading}\n\n{card.text}" if heading else card.text
    buttons = tuple(
        tuple(Button(button.text, button.data) for button in row) for row in card.buttons
    )
    return Outgoing("message", text=text, buttons=buttons, protected=True)


def _is_mute(talk: AgencyTalk | None) -> bool:
    """Say whether nobody acknowledged a call in the chat; on paper nobody is to."""
    return talk is not None and talk.signed_by is None
