"""The card of a shift change: what whoever comes on takes over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.terms import Tier
from bot.views.lists import CaseLine, Rows, case_rows, render_case
from bot.views.quoting import line
from bot.views.texts import Texts

CASES_SHOWN = 10
WAITING_SHOWN = 20


@dataclass(frozen=True, slots=True)
class HandoverView:
    """What the card may show; `until` is in words.

    `cases` are the first of the `count` open ones in order of deadline; of all of them `urgent` are
    of L1 or L2, `waiting` have no holder, and `late` are past their deadline.
    """

    office: str
    tier: Tier
    until: str
    minutes: int
    cases: Sequence[CaseLine]
    count: int
    urgent: int
    waiting: int
    late: int
    signed: str = ""


def render_handover(
    view: HandoverView, *, language: str, texts: Texts, now: datetime, zone: ZoneInfo
) -> str:
    """Return the card: one line where no case is open, else the cases and what to watch."""
    tier = texts(f"tier-{view.tier.value}", language)
    heading = texts(
        "handover-heading", language, office=line(view.office), tier=tier, until=view.until
    )
    last = (
        texts("handover-signed", language, when=view.signed)
        if view.signed
        else texts("handover-sign", language, minutes=view.minutes)
    )
    if not view.cases:
        return " ".join((heading, texts("handover-none", language), last))
    shown = [
        render_case(case, language=language, texts=texts, now=now, zone=zone) for case in view.cases
    ]
    if view.count > len(view.cases):
        shown.append(texts("handover-more", language, count=view.count - len(view.cases)))
    count = texts("handover-cases", language, count=view.count)
    return "\n".join([heading, *_watch(view, language, texts), count, *shown, last])


def render_waiting(
    cases: Sequence[CaseLine],
    *,
    count: int,
    language: str,
    texts: Texts,
    now: datetime,
    zone: ZoneInfo,
) -> tuple[str, Rows]:
    """Return what names the first of `count` cases that nobody took, a button for each of them."""
    shown = [render_case(one, language=language, texts=texts, now=now, zone=zone) for one in cases]
    if count > len(cases):
        shown.append(texts("handover-more", language, count=count - len(cases)))
    return "\n".join([texts("handover-waiting", language, count=count), *shown]), case_rows(cases)


def _watch(view: HandoverView, language: str, texts: Texts) -> Sequence[str]:
    """Return the line that says what to watch; none where all is calm."""
    counts = (
        ("watch-urgent", view.urgent),
        ("watch-waiting", view.waiting),
        ("watch-late", view.late),
    )
    found = [texts(key, language, count=count) for key, count in counts if count]
    return [texts("handover-watch", language, watch=" · ".join(found))] if found else []
