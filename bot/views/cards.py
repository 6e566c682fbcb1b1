"""The officer's card: everything about a referral that its viewer may see, in one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.card_buttons import Action, decode_action, encode_action, offered
from bot.views.card_drawing import EMOJI, Drawing, span_in_words
from bot.views.outgoing import Button
from bot.views.quoting import NAME_LIMIT, cut, length_parsed, line
from bot.views.said import EntryView, render_whole
from bot.views.shown_case import (
    CaseView,
    ClosingView,
    ComplaintView,
    Happened,
    OpenedAgainView,
    Owed,
)
from bot.views.texts import Texts
from bot.views.understood import SettledView, Understood

# The one door to everything that a card is made of.
__all__ = [
    "EMOJI",
    "Action",
    "Card",
    "CaseView",
    "ClosingView",
    "ComplaintView",
    "EntryView",
    "Happened",
    "OpenedAgainView",
    "Owed",
    "SettledView",
    "Understood",
    "cut",
    "decode_action",
    "encode_action",
    "render_card",
    "render_notice",
    "render_words",
]

LIMIT = 4096
NOTICE_ROOM = 200
NAMES_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Card:
    """A message with its buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...]


def render_card(
    case: CaseView,
    *,
    permitted: frozenset[str],
    language: str,
    texts: Texts,
    now: datetime,
    zone: ZoneInfo,
) -> Card:
    """Return the card for a viewer who is permitted these actions.

    The text is at most 4096 UTF-16 units after parsing, a notice above it included.
    """
    drawing = Drawing(case, language, texts, now, zone)
    facts = drawing.facts(may_read="see" in permitted)
    before = [drawing.heading(), drawing.opened_again(), facts]
    after = [drawing.understood(), drawing.standing(), drawing.happened()]
    room = LIMIT - NOTICE_ROOM - sum(length_parsed(part) + 2 for part in before + after)
    said = drawing.said(room)
    text = "\n\n".join(part for part in (*before, said.text, *after) if part)
    rows = offered(
        case.state,
        permitted,
        may_transfer=case.proposed_owner is not None,
        has_more=said.is_cut or any(entry.former for entry in case.entries),
        may_confirm=case.may_confirm,
        awaits_agency=bool(case.agencies),
        may_ask_agency=case.may_ask_agency,
        awaits_approval=case.closing is not None and case.closing.refused_for is None,
        may_join=bool(case.alike),
        may_go_on=case.has_parked,
        may_part=case.may_part,
    )
    return Card(text, tuple(tuple(drawing.button(name) for name in row) for row in rows))


def render_words(
    case: CaseView, *, language: str, texts: Texts, now: datetime, zone: ZoneInfo
) -> tuple[str, ...]:
    """Return everything said in the case, whole, as messages that each keep the limit."""
    heading = f"<b>{line(case.number)}</b>"
    drawing = Drawing(case, language, texts, now, zone)
    room = LIMIT - NOTICE_ROOM
    messages = render_whole(case.entries, room=room, say=drawing.say, now=now, zone=zone)
    return tuple(f"{heading}\n{message}" for message in messages)


def render_notice(
    kind: str,
    case: CaseView,
    *,
    language: str,
    texts: Texts,
    now: datetime,
    before: Sequence[str] = (),
    silent: Sequence[str] = (),
) -> str:
    """Return the line above a card that says why it comes now.

    `before` are the names of those who were called in vain before, the latest first; `silent`
    those of the agencies of which nothing was heard.
    """
    named = "、".join(line(one, NAME_LIMIT) for one in before[:NAMES_BEFORE])
    agencies = "、".join(line(one, NAME_LIMIT) for one in silent[:NAMES_BEFORE])
    return texts(
        f"notice-{kind}-after" if before else f"notice-{kind}",
        language,
        span=span_in_words(now - case.reported_at, language=language, texts=texts),
        round=case.round,
        milestone=texts(f"milestone-{case.milestone}", language),
        count=len(before),
        names=f"{named}…" if len(before) > NAMES_BEFORE else named,
        agencies=f"{agencies}…" if len(silent) > NAMES_BEFORE else agencies,
    )
