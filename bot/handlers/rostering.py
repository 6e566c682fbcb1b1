"""The roster in chat: the month's picture, swaps, and the tap that signs for a shift."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.duty.turns import HAND_OFF
from bot.errors import Stale
from bot.flows.duty import span_text, spelt
from bot.handlers import sheets
from bot.handlers.turn import Toast, Turn
from bot.services import month
from bot.services.access import Action, area_of, permitted
from bot.services.handing import Handing
from bot.services.mail import Priority
from bot.services.rostering import moment
from bot.services.swapping import Swapping
from bot.terms import Tier
from bot.views.duty_taps import PREFIX, DutyTap, decode_duty
from bot.views.outgoing import Outgoing
from storage.duty_records import Handover, Shift
from storage.records import Office, Staff

# A keyboard stays short enough to be read; further shifts are typed as spans.
SHIFTS, RETURNS = 10, 5
_MONTH = re.compile(r"(?:(20\d\d)[-/年])?(1[0-2]|0?[1-9])月?")
_AS_SHEET = frozenset({"表格", "xlsx", "excel", "sheet"})
_DAY = timedelta(days=1)


def is_duty(data: str) -> bool:
    """Say whether a button's answer comes from a roster."""
    return data.startswith(PREFIX)


def roster(turn: Turn) -> None:
    """Send the month's roster of each office where the person serves, or of one they name.

    It is a picture, or with `表格` a sheet that may be changed and sent back.
    """
    wanted = _wanted(turn)
    if wanted is None:
        turn.say("roster-usage")
        return
    named, first, as_sheet = wanted
    own = [turn.hotline.offices[staff.office_code] for staff in turn.places]
    # A sheet leaves the bot's hands, so that only who lays the roster is given one.
    action = Action.KEEP_ROSTER if as_sheet else Action.SEE_DUTY
    offices = [one for one in named or own if may(turn, action, one)]
    if not offices:
        turn.say("toast-not-allowed")
        return
    for office in dict.fromkeys(offices):
        _send_month(turn, office, first, month.SHEET if as_sheet else month.KIND)


def _wanted(turn: Turn) -> tuple[Sequence[Office], date, bool] | None:
    """Return which offices' month is wanted and whether as a sheet; None for other words."""
    words = turn.incoming.argument.lower().split()
    here = turn.now.astimezone(turn.hotline.zone).date().replace(day=1)
    offices = [turn.hotline.offices[one] for one in words if one in turn.hotline.offices.by_code]
    as_sheet = any(one in _AS_SHEET for one in words)
    rest = [one for one in words if one not in turn.hotline.offices.by_code]
    months = [_MONTH.fullmatch(one) for one in rest if one not in _AS_SHEET]
    if len(offices) > 1 or len(months) > 1 or None in months:
        return None
    return offices, _first_of(months[0], here) if months and months[0] else here, as_sheet


def swap(turn: Turn) -> None:
    """Begin to ask a colleague to take one of the person's next shifts."""
    mine = [staff for staff in turn.places if may_own(turn, Action.SWAP, staff)]
    shifts = turn.work.roster.of_staff([staff.id for staff in mine], turn.now, SHIFTS)
    if not mine:
        turn.say("toast-not-allowed")
        return
    if not shifts:
        turn.say("swap-none")
        return
    by_id = {staff.id: staff for staff in mine}
    people = {
        tier: [(str(one.id), one.name) for one in there]
        for tier in dict.fromkeys(shift.tier for shift in shifts)
        if (there := _colleagues(turn, by_id, shifts, tier))
    }
    offered = [shift for shift in shifts if shift.tier in people]
    if not offered:
        turn.say("swap-nobody")
        return
    subject: dict[str, object] = {
        "shifts": [[_kept(shift), _label(turn, shift)] for shift in offered],
        "now": turn.now.astimezone(turn.hotline.zone).isoformat(),
        "hand_off": HAND_OFF.isoformat(),
    }
    for tier, named in people.items():
        subject[f"colleagues-{tier}"] = distinct(named)
        for staff_id, _ in named:
            subject[f"returns-{tier}-{staff_id}"] = _theirs(turn, int(staff_id), tier)
    turn.talk.begin(turn.hotline.flows.swap.start(**subject))


def tapped(turn: Turn) -> Toast:
    """Answer a tap on a hand-over, a swap or a month; permission is looked up now."""
    tap = decode_duty(turn.incoming.data)
    match tap:
        case DutyTap(name="month"):
            return _month(turn, tap)
        case DutyTap(name="sign"):
            return _sign(turn, tap)
        case DutyTap(name="take" | "leave" | "office"):
            return sheets.tapped(turn, tap)
        case DutyTap():
            return _answer_swap(turn, tap)
        case _:
            return turn.toast("toast-not-allowed", alert=True)


def _month(turn: Turn, tap: DutyTap) -> Toast:
    office = turn.hotline.offices.find(tap.target)
    month_of_year = int(tap.more[4:])
    if office is None or not 1 <= month_of_year <= 12 or not may(turn, Action.SEE_DUTY, office):  # noqa: PLR2004
        return turn.toast("toast-not-allowed", alert=True)
    _send_month(turn, office, date(int(tap.more[:4]) or 1, month_of_year, 1))
    return Toast()


def _sign(turn: Turn, tap: DutyTap) -> Toast:
    handover = turn.work.handovers.find(tap.number)
    if handover is None or not _is_theirs(turn, handover):
        return turn.toast("toast-not-allowed", alert=True)
    if handover.state == "signed":
        return turn.toast("toast-signed-before")
    handing = Handing(turn.hotline, turn.work, turn.now)
    if not handing.sign(handover, message_id=turn.incoming.message_id):
        return turn.toast("toast-shift-over", alert=True)
    return turn.toast("toast-signed")


def _is_theirs(turn: Turn, handover: Handover) -> bool:
    return any(
        staff.id == handover.staff_id and may_own(turn, Action.SIGN, staff) for staff in turn.places
    )


def _answer_swap(turn: Turn, tap: DutyTap) -> Toast:
    found = turn.work.swaps.find(tap.number)
    mine = [staff for staff in turn.places if found and staff.id == found.asked_id]
    if found is None or not any(may_own(turn, Action.SWAP, staff) for staff in mine):
        return turn.toast("toast-not-allowed", alert=True)
    swapping = Swapping(turn.hotline, turn.work, turn.now)
    try:
        if tap.name == "agree":
            swapping.agree(found)
        else:
            swapping.refuse(found)
    except Stale:
        key = "toast-swap-stale"
    else:
        key = "toast-swap-agreed" if tap.name == "agree" else "toast-swap-refused"
    _settle_message(
        turn,
        swapping.span(found.starts_at, found.ends_at, turn.person.language),
        turn.words(f"tier-{found.tier}"),
        turn.words(key),
    )
    return turn.toast(key, alert=key == "toast-swap-stale")


def _settle_message(turn: Turn, span: str, tier: str, answer: str) -> None:
    """Take the buttons from the question, so that it shows what became of it."""
    text = turn.words("swap-answered", span=span, tier=tier, answer=answer)
    turn.mail.send(turn.person, Outgoing("edit", text=text, message_id=turn.incoming.message_id))


def _send_month(turn: Turn, office: Office, first: date, kind: str = month.KIND) -> None:
    turn.work.outbox.put(
        person_id=turn.person.id,
        kind=kind,
        priority=Priority.LIST,
        now=turn.now,
        payload=month.wanted(office, first, turn.person.language),
    )


def _first_of(found: re.Match[str], here: date) -> date:
    """Return the first day of the month that was named; without a year the next such month."""
    number = int(found[2])
    year = int(found[1]) if found[1] else here.year + (number < here.month)
    return date(year, number, 1)


def may(turn: Turn, action: Action, office: Office) -> bool:
    """Say whether the person may do this with the roster of an office."""
    offices = turn.hotline.offices.by_code
    return any(action in permitted(staff, area_of(staff, office, offices)) for staff in turn.places)


def may_own(turn: Turn, action: Action, staff: Staff) -> bool:
    """Say whether the person may do this in a place of their own."""
    offices = turn.hotline.offices
    return action in permitted(staff, area_of(staff, offices[staff.office_code], offices.by_code))


def _colleagues(
    turn: Turn, mine: dict[int, Staff], shifts: Sequence[Shift], tier: str
) -> Sequence[Staff]:
    shift = next(one for one in shifts if one.tier == tier)
    swapping = Swapping(turn.hotline, turn.work, turn.now)
    return swapping.colleagues(mine[shift.staff_id], Tier(tier))


def _theirs(turn: Turn, staff_id: int, tier: str) -> list[list[str]]:
    shifts = turn.work.roster.of_staff([staff_id], turn.now, 2 * RETURNS)
    return [
        [spelt((one.starts_at, one.ends_at)), _label(turn, one)]
        for one in shifts
        if one.tier == tier
    ][:RETURNS]


def distinct(people: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the people with names that differ, as a key of the keyboard is known by its words."""
    seen: dict[str, int] = {}
    shown = []
    for staff_id, name in people:
        seen[name] = seen.get(name, 0) + 1
        shown.append([staff_id, name if seen[name] == 1 else f"{name}（{seen[name]}）"])
    return shown


def _kept(shift: Shift) -> str:
    return f"{shift.tier}/{shift.staff_id}/{spelt((shift.starts_at, shift.ends_at))}"


def _label(turn: Turn, shift: Shift) -> str:
    here = turn.now.astimezone(turn.hotline.zone)
    span = span_text((shift.starts_at, shift.ends_at), here)
    return f"{span} {turn.words(f'tier-{shift.tier}')}"


def offered_spans(turn: Turn, here: datetime, hand_off: time) -> list[list[str]]:
    """Return the days that are absences most often: what is left of this one, and the next.

    Before the hand-off that is the one which began yesterday, and the next is today.
    """
    zone = turn.hotline.zone
    is_early = here.time() < hand_off
    began_on = here.date() - _DAY if is_early else here.date()
    ends = moment(began_on + _DAY, hand_off, zone)
    days = (
        ("absent-now" if is_early else "absent-today", (turn.now, ends)),
        (
            "absent-today" if is_early else "absent-tomorrow",
            (ends, moment(began_on + 2 * _DAY, hand_off, zone)),
        ),
    )
    return [[spelt(span), f"{turn.words(key)} {span_text(span, here)}"] for key, span in days]
