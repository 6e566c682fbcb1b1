"""Lists: who is on duty, which cases are mine, which are open in my area."""

from collections.abc import Sequence

from bot.handlers.turn import Toast, Turn
from bot.services.access import Action, area_of, is_complained_of, permitted
from bot.services.case_lines import case_line
from bot.services.finding import Finding, Narrowing
from bot.services.mail import Priority
from bot.terms import Tier
from bot.views.cards import Action as ButtonAction
from bot.views.lists import LIST_KINDS, PER_PAGE, DutyLine, Extent, render_duty, render_list
from bot.views.outgoing import Button, Outgoing
from storage.duty_records import Shift
from storage.records import Office, Referral

_LISTS = {"mine": Action.LIST_MINE, "open": Action.LIST_OPEN}


def duty(turn: Turn) -> None:
    """Tell who is on duty now and next, in each office where the person serves."""
    offices = _offices(turn, Action.SEE_DUTY, below=False)
    if not offices:
        turn.say("toast-not-allowed")
    for office in offices:
        lines = [_duty_line(turn, office, tier) for tier in (Tier.DUTY, Tier.BACKUP, Tier.LEAD)]
        text = render_duty(
            office.name,
            lines,
            language=turn.person.language,
            texts=turn.hotline.texts,
            now=turn.now,
            zone=turn.hotline.zone,
        )
        turn.mail.send(turn.person, Outgoing("message", text=text), priority=Priority.LIST)


def mine(turn: Turn) -> None:
    """List the open cases that the person holds, by deadline; `/mine words` finds among them."""
    _send_list(turn, "mine", words=turn.incoming.argument)


def open_cases(turn: Turn) -> None:
    """List the open cases of the person's area, by deadline; `/open words` finds among them."""
    _send_list(turn, "open", words=turn.incoming.argument)


def turn_page(turn: Turn, action: ButtonAction) -> Toast:
    """Show another page of a list in place of the one that stands there."""
    narrowing, is_mine = divmod(action.target, LIST_KINDS)
    if narrowing not in set(Narrowing) or is_mine > 1:
        return turn.toast("toast-not-allowed", alert=True)
    which = "mine" if is_mine else "open"
    if not _offices(turn, _LISTS[which]):
        return turn.toast("toast-not-allowed", alert=True)
    here = turn.incoming.message_id
    _send_list(turn, which, by=Narrowing(narrowing), page=action.version, message_id=here)
    return Toast()


def _send_list(
    turn: Turn,
    which: str,
    *,
    by: Narrowing = Narrowing.ALL,
    words: str = "",
    page: int = 0,
    message_id: int = 0,
) -> None:
    """Send one page; only its cases are opened, so that a list of hundreds is as quick as one."""
    finding = Finding(turn.hotline, turn.work, turn.now)
    every = listed(turn, which)
    referrals = finding.matching(every, words, turn.places) if words else every
    referrals = finding.narrowed(referrals, by)
    page = min(page, max(len(referrals) - 1, 0) // PER_PAGE)
    shown = referrals[page * PER_PAGE : (page + 1) * PER_PAGE]
    text, rows = render_list(
        which,
        [case_line(turn.hotline, turn.work, one, turn.places, turn.now) for one in shown],
        of=Extent(len(referrals), len(every), int(by), words),
        page=page,
        language=turn.person.language,
        texts=turn.hotline.texts,
        now=turn.now,
        zone=turn.hotline.zone,
    )
    buttons = tuple(tuple(Button(label, data) for label, data in row) for row in rows)
    message = Outgoing(
        "edit" if message_id else "message",
        text=text,
        buttons=buttons,
        message_id=message_id,
        protected=True,
    )
    turn.mail.send(turn.person, message)


def listed(turn: Turn, which: str) -> Sequence[Referral]:
    """Return what the list `mine` or `open` shows the person, by deadline."""
    if which == "mine":
        return turn.work.referrals.held_by(staff.id for staff in turn.places)
    codes = {office.code for office in _offices(turn, Action.LIST_OPEN)}
    found = turn.work.referrals.open_in(codes)
    return [one for one in found if not is_complained_of(turn.places, one)]


def _offices(turn: Turn, action: Action, *, below: bool = True) -> list[Office]:
    """Return the offices in which the person may do the action."""
    offices = turn.hotline.offices
    found: dict[str, Office] = {}
    for staff in turn.places:
        own = offices[staff.office_code]
        candidates = offices.by_code.values() if below else [own]
        for office in candidates:
            if action in permitted(staff, area_of(staff, office, offices.by_code)):
                found[office.code] = office
    return list(found.values())


def _duty_line(turn: Turn, office: Office, tier: Tier) -> DutyLine:
    roster, staff = turn.work.roster, turn.work.staff
    now_on = roster.on_duty(office.code, tier, turn.now)
    after = roster.next_on_duty(office.code, tier, turn.now)
    return DutyLine(
        tier=tier,
        now=tuple(_named(turn, shift) for shift in now_on),
        until_at=now_on[0].ends_at if now_on else None,
        next=staff.get(after.staff_id).name if after else None,
        next_at=after.starts_at if after else None,
    )


def _named(turn: Turn, shift: Shift) -> str:
    """Return who has the shift, and whether they have not signed for it."""
    name = turn.work.staff.get(shift.staff_id).name
    change = turn.work.handovers.of_shift(shift)
    if change is None or change.state not in ("waiting", "missed"):
        return name
    return name + turn.words("duty-unsigned")
