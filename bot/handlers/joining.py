"""并案: an officer says with two taps that two cases are about the same child and matter."""

from bot.errors import Stale
from bot.flows.report_prompts import child_key
from bot.handlers.turn import Toast, Turn
from bot.services.access import Action
from bot.services.alike import Alike
from bot.services.joining import Joining
from bot.services.parting import Parting
from bot.terms import Level
from bot.views.cards import EMOJI
from bot.views.joining_menu import PREFIX, Candidate, JoinTap, decode_join, joining_menu
from bot.views.outgoing import Outgoing
from bot.views.quoting import NAME_LIMIT, line
from storage.records import Case, Referral, Staff
from storage.repositories.referrals import ReferralMoved


def is_joining(data: str) -> bool:
    """Say whether a button's answer comes from the menu of cases to join."""
    return data.startswith(PREFIX)


def open_menu(turn: Turn, referral: Referral, staff: Staff) -> Toast:
    """Show which cases look alike, each to be read or joined, below the card."""
    if not referral.is_open:
        raise Stale(referral.id)
    others = Alike(turn.hotline, turn.work, turn.now).of(referral, staff)
    if not others:
        turn.casework.paging.redraw(referral)
        return turn.toast("toast-none-alike", alert=True)
    text, rows = joining_menu(
        turn.hotline.texts,
        turn.person.language,
        number=turn.work.cases.get(referral.case_id).number,
        referral_id=referral.id,
        candidates=[_candidate(turn, one, staff) for one in others],
    )
    turn.mail.send(turn.person, Outgoing("message", text=text, buttons=rows, protected=True))
    return Toast()


def begin_parting(turn: Turn, referral: Referral, staff: Staff) -> Toast:  # noqa: ARG001
    """Ask which of the joined cases is to be parted again, and why."""
    joined = Parting(turn.hotline, turn.work, turn.now).offered(referral)
    if not joined:
        raise Stale(referral.id)
    step = turn.hotline.flows.officer["part"].start(
        referral_id=referral.id,
        number=turn.work.cases.get(referral.case_id).number,
        cases=[[one.id, one.number] for one in joined],
        others="、".join(one.number for one in joined),
    )
    turn.talk.begin(step)
    return Toast()


def tapped(turn: Turn) -> Toast:
    """Answer a tap in the menu; permission is looked up now, never taken from the menu."""
    tap = decode_join(turn.incoming.data)
    referral = turn.work.referrals.find(tap.referral_id) if tap else None
    staff = turn.permits.acting_as(turn.places, referral, Action.CORRECT) if referral else None
    if tap is None or referral is None or staff is None:
        return turn.toast("toast-not-allowed", alert=True)
    if tap.act == "no":
        _replace(turn, turn.words("join-left"))
        return Toast()
    try:
        return _join(turn, tap, referral, staff)
    except (Stale, ReferralMoved):
        turn.casework.paging.redraw(referral)
        return turn.toast("toast-stale", alert=True)


def _join(turn: Turn, tap: JoinTap, referral: Referral, staff: Staff) -> Toast:
    other = turn.work.referrals.find(tap.other_id)
    if other is None or turn.permits.acting_as([staff], other, Action.CORRECT) is None:
        return turn.toast("toast-not-allowed", alert=True)
    joining = Joining(turn.hotline, turn.work, turn.now)
    kept = joining.join(referral, other, staff)
    ended = other if kept.case_id == referral.case_id else referral
    numbers = [turn.work.cases.get(one.case_id).number for one in (ended, kept)]
    _replace(turn, turn.words("join-done", number=numbers[0], into=numbers[1]))
    return turn.toast("toast-joined", into=numbers[1])


def _replace(turn: Turn, text: str) -> None:
    """Let the menu say what became of it."""
    message = Outgoing("edit", text=text, message_id=turn.incoming.message_id, protected=True)
    turn.mail.send(turn.person, message)


def _candidate(turn: Turn, referral: Referral, staff: Staff) -> Candidate:
    case = turn.work.cases.get(referral.case_id)
    turn.permits.note_reading(case, referral, staff, "card")
    language = turn.person.language
    text = turn.words(
        "join-line",
        emoji=EMOJI[Level(case.level)],
        number=case.number,
        when=turn.hotline.when(case.opened_at, turn.now, language),
        kind=turn.words(f"category-{case.category}") if case.category else turn.words("unknown"),
        place=_place(turn, case),
        child=_child(turn, case),
    )
    return Candidate(referral.id, case.number, text)


def _place(turn: Turn, case: Case) -> str:
    township = turn.hotline.gazetteer.township(case.township_code or "")
    names = (township.name if township else "", case.village or "")
    return line(" ".join(name for name in names if name)) or turn.words("unknown")


def _child(turn: Turn, case: Case) -> str:
    facts = case.child_facts
    key = child_key(facts.get("age"), facts.get("sex"))
    child = turn.words(key, age=line(facts.get("age", ""), 20)) if key else turn.words("unknown")
    name = facts.get("name")
    return f"{child} · {line(name, NAME_LIMIT)}" if name else child
