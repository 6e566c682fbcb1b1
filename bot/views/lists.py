"""Lists on a phone: open cases by deadline, and who is on duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.terms import Level, Tier
from bot.views.cards import EMOJI, encode_action
from bot.views.quoting import NAME_LIMIT, line
from bot.views.texts import Texts

PER_PAGE = 8
# A button of a list says which list (open, mine) and how it is narrowed in one number.
LIST_KINDS = 10
NARROWINGS = ("all", "L1", "L2", "L3", "L4", "late", "soon")
Rows = tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list."""

    referral_id: int
    version: int
    number: str
    level: Level
    category: str | None
    place: str
    state: str
    holder: str | None
    next_deadline_at: datetime | None
    provisional: bool
    quiet: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Who has one tier of an office now, and who comes next."""

    tier: Tier
    now: tuple[str, ...]
    until_at: datetime | None
    next: str | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Extent:
    """How many cases there are where a list is given only one page of them.

    `found` are those that fit, of `all`; `narrowing` is the number of how the list is narrowed,
    `words` what was looked for.
    """

    found: int
    all: int
    narrowing: int = 0
    words: str = ""


def render_list(
    which: str,
    cases: Sequence[CaseLine],
    *,
    of: Extent | None = None,
    page: int,
    language: str,
    texts: Texts,
    now: datetime,
    zone: ZoneInfo,
) -> tuple[str, Rows]:
    """Return one page of a list, with a button for each case and for the pages around."""
    is_page, of = of is not None, of or Extent(len(cases), len(cases))
    target = int(which == "mine")
    narrowings = _narrowings(of, target, texts, language)
    if not cases:
        is_narrow = of.narrowing or of.words
        empty = texts("list-nothing-fits" if is_narrow else f"list-{which}-empty", language)
        return empty, narrowings
    last = (of.found - 1) // PER_PAGE
    page = min(max(page, 0), last)
    shown = cases if is_page else cases[page * PER_PAGE : (page + 1) * PER_PAGE]
    heading = texts(f"list-{which}", language, count=of.found, page=page + 1, pages=last + 1)
    lines = [
        render_case(case, language=language, texts=texts, now=now, zone=zone) for case in shown
    ]
    rows = case_rows(shown)
    if of.words:
        # What was looked for has no room in a button, so that such a list has one page.
        more = [texts("list-more", language, count=of.found - len(shown))] if last else []
        return "\n".join([heading, *lines, *more]), rows
    narrowed = of.narrowing * LIST_KINDS + target
    turns = tuple(
        (texts(key, language), encode_action("list", narrowed, to))
        for key, to, is_shown in (
            ("list-back", page - 1, page > 0),
            ("list-on", page + 1, page < last),
        )
        if is_shown
    )
    return "\n".join([heading, *lines]), (*rows, *((turns,) if turns else ()), *narrowings)


def _narrowings(of: Extent, target: int, texts: Texts, language: str) -> Rows:
    """Return the buttons that narrow a long list, the present one ticked."""
    if of.words or (of.all <= PER_PAGE and not of.narrowing):
        return ()
    buttons = tuple(
        (
            ("✓ " if number == of.narrowing else "") + texts(f"list-by-{name}", language),
            encode_action("list", number * LIST_KINDS + target, 0),
        )
        for number, name in enumerate(NARROWINGS)
    )
    return buttons[:1] + buttons[5:], buttons[1:5]


def render_duty(
    office: str,
    lines: Sequence[DutyLine],
    *,
    language: str,
    texts: Texts,
    now: datetime,
    zone: ZoneInfo,
) -> str:
    """Return who is on duty in an office now, and who comes next."""
    shown = [f"<b>{line(office)}</b> {now.astimezone(zone):%m-%d %H:%M}"]
    for duty in lines:
        names = "、".join(line(name, NAME_LIMIT) for name in duty.now) or texts(
            "duty-nobody", language
        )
        tier = texts(f"tier-{duty.tier.value}", language)
        until = f"{duty.until_at.astimezone(zone):%m-%d %H:%M}" if duty.until_at else ""
        shown.append(texts("duty-now", language, tier=tier, names=names, until=until))
        if duty.next and duty.next_at:
            at = f"{duty.next_at.astimezone(zone):%m-%d %H:%M}"
            shown.append(texts("duty-next", language, name=line(duty.next, NAME_LIMIT), at=at))
    return "\n".join(shown)


def render_case(
    case: CaseLine, *, language: str, texts: Texts, now: datetime, zone: ZoneInfo
) -> str:
    """Return one case in two lines: level, number and deadline, then kind, place and holder."""
    due = case.next_deadline_at
    when = f"{due.astimezone(zone):%m-%d %H:%M}" if due else "—"
    late = " ⏰" if due is not None and due < now else ""
    if case.is_hidden:
        return (
            f"{EMOJI[case.level]} <b>{line(case.number)}</b> {when}{late}\n"
            f"   {texts('list-restricted', language)}"
        )
    category = texts(f"category-{case.category}", language) if case.category else ""
    holder = line(case.holder, NAME_LIMIT) if case.holder else texts("list-nobody", language)
    mark = f" {texts('provisional', language)}" if case.provisional else ""
    quiet = " 🤫" if case.quiet else ""
    facts = " · ".join(part for part in (category, line(case.place, 40), holder) if part)
    return f"{EMOJI[case.level]} <b>{line(case.number)}</b> {when}{late}{mark}{quiet}\n   {facts}"


def case_rows(cases: Sequence[CaseLine]) -> Rows:
    """Return a button for each case that its reader may open, two in a row."""
    cells = _cells(cases)
    return tuple(cells[first : first + 2] for first in range(0, len(cells), 2))


def _cells(cases: Sequence[CaseLine]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"{EMOJI[case.level]} {case.number}",
            encode_action("show", case.referral_id, case.version),
        )
        for case in cases
        if not case.is_hidden
    )
