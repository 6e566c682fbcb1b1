"""Corrections from a card: a menu opens with the first tap, and the second does it."""

from bot.errors import Stale
from bot.handlers.turn import Toast, Turn
from bot.services.access import Action
from bot.services.correcting import Correcting
from bot.services.folder import Folder
from bot.services.suggested import of_case
from bot.terms import Category, Level
from bot.views.menus import ALL, PREFIX, Menus, Rows, Tap, decode_tap
from bot.views.outgoing import Outgoing
from bot.views.understood import CIRCLED
from storage.records import Case, Referral, Staff
from storage.repositories.referrals import ReferralMoved

OPENED_BY = frozenset({"kind", "level", "place", "situation", "guardian", "confirm"})
_NEEDS = {
    "kind": Action.CORRECT,
    "level": Action.RAISE,
    "town": Action.CORRECT,
    "county": Action.TRANSFER,
    "situation": Action.CORRECT,
    "guardian": Action.CORRECT,
}


def is_menu(data: str) -> bool:
    """Say whether a button's answer comes from a menu."""
    return data.startswith(PREFIX)


def opened(turn: Turn, name: str, referral: Referral, staff: Staff) -> Toast:
    """Open a menu from a card, or confirm at once; permission for that was looked up.

    Raises:
        Stale: the case is closed, or there is nothing to confirm.
    """
    if not referral.is_open:
        raise Stale(referral.id)
    case = turn.work.cases.get(referral.case_id)
    if name == "confirm":
        _correcting(turn).confirm(referral, staff)
        return turn.toast("toast-confirmed", number=case.number)
    match name:
        case "kind":
            shown = _kinds(turn, case, referral, every=False)
        case "level":
            shown = _levels(turn, case, referral, staff)
        case "place":
            shown = _places(turn, case, referral, page=0)
        case "guardian":
            shown = _menus(turn, case, referral).guardianship(case.guardianship)
        case _:
            shown = _menus(turn, case, referral).situations(case.situation_numbers)
    if not shown[1]:
        return turn.toast("toast-no-level", alert=True)
    _show(turn, shown, message_id=0)
    return Toast()


def tapped(turn: Turn) -> Toast:
    """Answer a tap in a menu; permission is looked up now, never taken from the menu."""
    tap = decode_tap(turn.incoming.data)
    if tap is None or tap.menu not in _NEEDS:
        return turn.toast("toast-not-allowed", alert=True)
    referral = turn.work.referrals.find(tap.referral_id)
    staff = _permitted(turn, referral, _needed(turn, tap, referral)) if referral else None
    if referral is None or staff is None:
        return turn.toast("toast-not-allowed", alert=True)
    try:
        return _done(turn, tap, referral, staff)
    except (Stale, ReferralMoved):
        turn.casework.paging.redraw(referral)
        return turn.toast("toast-stale", alert=True)


def _needed(turn: Turn, tap: Tap, referral: Referral | None) -> Action:
    """Return what the tap needs: lowering more than raising, leafing no more than correcting."""
    if tap.menu == "county" and tap.value == ALL:
        return Action.CORRECT
    if tap.menu != "level" or referral is None or not tap.value.isdecimal():
        return _NEEDS[tap.menu]
    is_lower = int(tap.value) > turn.work.cases.get(referral.case_id).level
    return Action.LOWER if is_lower else Action.RAISE


def _done(turn: Turn, tap: Tap, referral: Referral, staff: Staff) -> Toast:
    if not referral.is_open:
        raise Stale(referral.id)
    case = turn.work.cases.get(referral.case_id)
    match tap.menu:
        case "kind":
            return _kind(turn, tap.value, case, referral, staff)
        case "level":
            return _level(turn, tap.value, case, referral, staff)
        case "town":
            return _town(turn, tap.value, case, referral, staff)
        case "county":
            return _county(turn, tap.value, case, referral, staff)
        case "guardian":
            return _guardian(turn, tap.value, case, referral, staff)
        case _:
            return _situation(turn, tap.value, case, referral, staff)


def _kind(turn: Turn, value: str, case: Case, referral: Referral, staff: Staff) -> Toast:
    if value == ALL:
        return _leafed(turn, _kinds(turn, case, referral, every=True))
    if value not in Category.__members__:
        raise Stale(referral.id)
    category = Category(value)
    _correcting(turn).category(referral, staff, category)
    usual = turn.hotline.default_levels[category]
    kind = turn.words(f"category-{value}")
    if usual < case.level:
        level = turn.words(f"level-{usual.name}")
        text = turn.words("menu-kind-hint", number=case.number, kind=kind, level=level)
        _show(turn, (text, _menus(turn, case, referral).raise_to(usual)))
    else:
        _show(turn, (turn.words("menu-kind-done", number=case.number, kind=kind), ()))
    return turn.toast("toast-corrected", number=case.number)


def _level(turn: Turn, value: str, case: Case, referral: Referral, staff: Staff) -> Toast:
    if value not in {str(int(one)) for one in Level}:
        raise Stale(referral.id)
    level = Level(int(value))
    if level > case.level:
        return _begin_lowering(turn, level, case, referral)
    _correcting(turn).raise_to(referral, staff, level)
    name = turn.words(f"level-{level.name}")
    _show(turn, (turn.words("menu-level-done", number=case.number, level=name), ()))
    return turn.toast("toast-corrected", number=case.number)


def _begin_lowering(turn: Turn, level: Level, case: Case, referral: Referral) -> Toast:
    """Ask for the reason, without which no level is lowered."""
    step = turn.hotline.flows.lower.start(
        referral_id=referral.id,
        number=case.number,
        level=int(level),
        was_key=f"level-{Level(case.level).name}",
        will_key=f"level-{level.name}",
        moved=int(Folder(turn.work, referral).moved.raised_it),
    )
    turn.talk.begin(step)
    return Toast()


def _town(turn: Turn, value: str, case: Case, referral: Referral, staff: Staff) -> Toast:
    if value.startswith("p") and value[1:].isdecimal():
        return _leafed(turn, _places(turn, case, referral, page=int(value[1:])))
    _correcting(turn).township(referral, staff, value)
    township = turn.hotline.gazetteer.township(value)
    place = township.name if township else ""
    _show(turn, (turn.words("menu-place-done", number=case.number, place=place), ()))
    return turn.toast("toast-corrected", number=case.number)


def _county(turn: Turn, value: str, case: Case, referral: Referral, staff: Staff) -> Toast:
    """Hand the case to another county; whoever may not do that returns it with a proposal."""
    if value == ALL:
        return _other_county(turn, case, referral)
    office = turn.hotline.offices.find(value)
    is_same = office is not None and office.code == referral.office_code
    if office is None or (is_same and not turn.casework.decides(referral, staff)):
        raise Stale(referral.id)
    turn.casework.transfer(referral, office, staff=staff)
    text = turn.words("menu-county-done", number=case.number, place=office.name)
    _show(turn, (text, ()))
    return turn.toast("toast-transferred", office=office.name)


def _other_county(turn: Turn, case: Case, referral: Referral) -> Toast:
    owners = near_offices(turn, referral)
    if _permitted(turn, referral, Action.TRANSFER) is not None:
        return _leafed(turn, _menus(turn, case, referral).counties(owners))
    if _permitted(turn, referral, Action.DECLINE) is None:
        return turn.toast("toast-not-allowed", alert=True)
    turn.talk.begin(
        turn.hotline.flows.decline.start(
            referral_id=referral.id, number=case.number, owners=owners, here=referral.office_code
        )
    )
    return Toast()


def _situation(turn: Turn, value: str, case: Case, referral: Referral, staff: Staff) -> Toast:
    if value not in "123456789" or len(value) != 1:
        raise Stale(referral.id)
    number = int(value)
    holds = _correcting(turn).situation(referral, staff, number)
    changed = turn.work.cases.get(case.id)
    _show(turn, _menus(turn, case, referral).situations(changed.situation_numbers))
    key = "toast-situation-on" if holds else "toast-situation-off"
    return turn.toast(key, situation=CIRCLED[number - 1])


def _guardian(turn: Turn, value: str, case: Case, referral: Referral, staff: Staff) -> Toast:
    if value not in "01234567" or len(value) != 1:
        raise Stale(referral.id)
    ground = int(value) or None
    _correcting(turn).guardianship(referral, staff, ground)
    _show(turn, _menus(turn, case, referral).guardianship(ground))
    return turn.toast("toast-corrected", number=case.number)


def near_offices(turn: Turn, referral: Referral) -> list[tuple[str, str]]:
    """Return who may own the case: the counties its words may mean, the city, its counties."""
    offices = turn.hotline.offices
    case = turn.work.cases.get(referral.case_id)
    above = offices.city_above(referral.office_code)
    likely = [offices.find(county) for county, _ in of_case(case).places]
    near = [above, *offices.below(above.code)] if above else []
    found = {one.code: one.name for one in (*likely, *near) if one is not None}
    here = turn.hotline.offices[referral.office_code]
    found.pop(here.code, None)
    staff = turn.permits.acting_as(turn.places, referral, Action.TRANSFER)
    if staff is not None and turn.casework.decides(referral, staff):
        # What was returned twice may stay where it is, if the city says so.
        found = {here.code: here.name, **found}
    return list(found.items())


def _kinds(turn: Turn, case: Case, referral: Referral, *, every: bool) -> tuple[str, Rows]:
    likely = [code for code, _ in of_case(case).scores]
    return _menus(turn, case, referral).kinds(likely, every=every)


def _levels(turn: Turn, case: Case, referral: Referral, staff: Staff) -> tuple[str, Rows]:
    may_lower = Action.LOWER in turn.permits.actions(staff, referral)
    return _menus(turn, case, referral).levels(Level(case.level), may_lower=may_lower)


def _places(turn: Turn, case: Case, referral: Referral, *, page: int) -> tuple[str, Rows]:
    """Offer the counties that the words may mean where a transfer is permitted, and townships."""
    gazetteer = turn.hotline.gazetteer
    may_transfer = _permitted(turn, referral, Action.TRANSFER) is not None
    codes = dict.fromkeys(county for county, _ in of_case(case).places)
    likely = [gazetteer.county(code) for code in codes if code != case.county_code and may_transfer]
    towns = gazetteer.townships_of(case.county_code or "")
    return _menus(turn, case, referral).places(
        [(one.code, one.name) for one in likely if one is not None],
        [(one.code, one.name) for one in towns],
        page=page,
    )


def _permitted(turn: Turn, referral: Referral, action: Action) -> Staff | None:
    return turn.permits.acting_as(turn.places, referral, action)


def _correcting(turn: Turn) -> Correcting:
    return Correcting(turn.hotline, turn.work, turn.now)


def _menus(turn: Turn, case: Case, referral: Referral) -> Menus:
    return Menus(turn.hotline.texts, turn.person.language, case.number, referral.id)


def _leafed(turn: Turn, shown: tuple[str, Rows]) -> Toast:
    _show(turn, shown)
    return Toast()


def _show(turn: Turn, shown: tuple[str, Rows], *, message_id: int | None = None) -> None:
    """Show a menu: as a new message below the card, or in place of the one that was tapped."""
    here = turn.incoming.message_id if message_id is None else message_id
    text, buttons = shown
    message = Outgoing(
        "edit" if here else "message", text=text, buttons=buttons, message_id=here, protected=True
    )
    turn.mail.send(turn.person, message)
