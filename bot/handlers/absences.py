"""The dialogue in which somebody says when they, or one of a lead's officers, have no duty.

It is begun by `/absent`, and what stands behind the command is not asked: `/absent 明天`, or of a
lead `/absent 王芳 11-26 到 11-28`.
"""

from collections.abc import Sequence
from datetime import time

from bot.duty.naming import bare
from bot.duty.turns import HAND_OFF
from bot.duty.words import span_in
from bot.flows.duty import span_text, spelt
from bot.handlers.rostering import may, may_own, offered_spans
from bot.handlers.turn import Turn
from bot.services.access import Action
from bot.terms import Tier
from storage.records import Staff


def absent(turn: Turn) -> None:
    """Begin to put down when the person, or one of the lead's officers by name, is away."""
    words = turn.incoming.argument.split()
    here = turn.now.astimezone(turn.hotline.zone)
    mine = [staff for staff in turn.places if may_own(turn, Action.BE_ABSENT, staff)]
    if words and span_in(" ".join(words), here, HAND_OFF) is None:
        _by_name(turn, words, mine)
    elif mine:
        _ask(turn, mine, staff_id="", span=" ".join(words))
    else:
        turn.say("toast-not-allowed")


def _by_name(turn: Turn, words: Sequence[str], mine: Sequence[Staff]) -> None:
    """Begin for whoever is named in front; what stands behind the name is the span."""
    there = [
        staff
        for office in turn.hotline.offices.by_code.values()
        if may(turn, Action.KEEP_ROSTER, office)
        for staff in turn.work.staff.in_office(office.code)
        if staff.agency is None
    ]
    for count in range(len(words), 0, -1):
        name, span = bare("".join(words[:count])), " ".join(words[count:])
        found = [staff for staff in there if bare(staff.name) == name]
        if len(found) == 1:
            _ask(turn, found, staff_id=str(found[0].id), span=span)
            return
        own = [staff for staff in mine if bare(staff.name) == name]
        if own and not found:
            _ask(turn, own, staff_id="", span=span)
            return
    if not there:
        turn.say("toast-not-allowed")
        return
    names = "、".join(staff.name for staff in there[:20])
    turn.say("absent-unknown", name=words[0][:40], names=names)


def _ask(turn: Turn, people: Sequence[Staff], *, staff_id: str, span: str) -> None:
    here = turn.now.astimezone(turn.hotline.zone)
    hand_off = _hand_off(turn, people[0])
    said = span_in(span, here, hand_off) if span else None
    if span and said is None:
        turn.say("absent-unread")
    known = {"span_is": spelt(said), "span_shown": span_text(said, here)} if said else {}
    step = turn.hotline.flows.absent.start(
        staff_id=staff_id,
        name=people[0].name,
        now=here.isoformat(),
        hand_off=hand_off.isoformat(),
        spans=offered_spans(turn, here, hand_off),
        is_absent=bool(turn.work.duties.absences([staff.id for staff in people], turn.now)),
        **known,
    )
    turn.talk.begin(step, anew=bool(span))


def _hand_off(turn: Turn, staff: Staff) -> time:
    """Return the hour at which the person's days of duty begin."""
    rules = [
        rule
        for tier in Tier
        for rule in turn.work.duties.rules(staff.office_code, tier.value)
        if staff.id in rule.staff_ids
    ]
    return min(rules[-1].hours) if rules else HAND_OFF
