"""The dialogue in which a lead puts somebody in for a span: `/cover`, or all of it in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.duty.naming import bare, likeliest
from bot.duty.sheet_page import TIERS
from bot.duty.turns import HAND_OFF
from bot.duty.words import span_in
from bot.flows.duty import span_text, spelt
from bot.handlers.refusing import refuse
from bot.handlers.rostering import distinct, offered_spans
from bot.handlers.turn import Turn
from bot.services import roster_sheet
from bot.services.access import Action, has_turns
from bot.terms import Tier
from storage.records import Office, Staff

# More offices than these are no choice; the person is to be named.
MOST_OFFICES = 24


@dataclass(frozen=True, slots=True)
class _Asked:
    """What stood behind the command: a tier, a name, a span, each only where it did."""

    tier: Tier | None
    name: str
    span: str


def cover(turn: Turn) -> None:
    """Begin to put somebody in; what the command says already is not asked."""
    people = {
        office: [one for one in turn.work.staff.in_office(office.code) if has_turns(one)]
        for office in turn.permits.offices_for(turn.places, Action.KEEP_ROSTER)
    }
    if not people:
        refuse(turn, Action.KEEP_ROSTER)
        return
    asked = _asked(
        turn.incoming.argument, {bare(s.name) for there in people.values() for s in there}
    )
    if asked.name:
        people = {
            office: [one for one in there if bare(one.name) == asked.name]
            for office, there in people.items()
        }
    people = {office: there for office, there in people.items() if there}
    here = turn.now.astimezone(turn.hotline.zone)
    span = span_in(asked.span, here, HAND_OFF) if asked.span else None
    if asked.span and not asked.name:
        _unknown(turn, asked.span)
        return
    if not 0 < len(people) <= MOST_OFFICES:
        turn.say("cover-usage")
        return
    if asked.span and span is None:
        turn.say("absent-unread")
    _begin(turn, people, asked, span)


def _begin(
    turn: Turn,
    people: dict[Office, list[Staff]],
    asked: _Asked,
    span: tuple[datetime, datetime] | None,
) -> None:
    here, tier = turn.now.astimezone(turn.hotline.zone), asked.tier
    subject: dict[str, object] = {
        "offices": [[office.code, office.name] for office in people],
        "tiers": [[one.value, turn.words(f"tier-{one.value}")] for one in roster_sheet.TIERS],
        "is_named": bool(asked.name),
        "spans": offered_spans(turn, here, HAND_OFF),
        "now": here.isoformat(),
        "hand_off": HAND_OFF.isoformat(),
    }
    if tier:
        subject |= {"tier_is": tier.value, "tier_shown": turn.words(f"tier-{tier.value}")}
    if asked.name:
        subject["person_shown"] = asked.name
    if span:
        subject |= {"span_is": spelt(span), "span_shown": span_text(span, here)}
    for office, there in people.items():
        named = [(str(one.id), one.name) for one in there]
        subject[f"people-{office.code}"] = distinct(named)
    # What the command names is never mixed with what another was about that was left.
    is_named = bool(turn.incoming.argument.strip())
    turn.talk.begin(turn.hotline.flows.cover.start(**subject), anew=is_named)


def _asked(words: str, names: set[str]) -> _Asked:
    """Take tier and name from the front of the words, in any order; the rest is the span."""
    tier: Tier | None = None
    name = ""
    rest = words.split()
    while rest:
        if tier is None and rest[0].lower() in TIERS:
            tier = TIERS[rest.pop(0).lower()]
        elif not name and bare(rest[0]) in names:
            name = bare(rest.pop(0))
        else:
            break
    return _Asked(tier, name, " ".join(rest))


def _unknown(turn: Turn, words: str) -> None:
    """Say that there is nobody of the name, and who was perhaps meant."""
    name = words.split(maxsplit=1)[0]
    there = _names(turn)
    meant = likeliest(name, there)
    turn.say("absent-unknown", name=name[:40], names=meant or "、".join(there[:20]))


def _names(turn: Turn) -> Sequence[str]:
    offices = turn.permits.offices_for(turn.places, Action.KEEP_ROSTER)
    return [
        one.name
        for office in offices
        for one in turn.work.staff.in_office(office.code)
        if has_turns(one)
    ]
