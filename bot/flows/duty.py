"""The dialogues of the roster: ask a colleague to take a shift, be absent, put somebody in.

What may be chosen is put into the dialogue when it begins, in the person's language: shifts as
`tier/staff/begin/end`, spans as `begin/end`, moments in UTC.
"""

from collections.abc import Sequence
from datetime import datetime, time

from bot.duty.words import span_in
from bot.flows.dialogue import AskSwap, BeAbsent, Choice, ComeBack, Cover, Effect, Json
from bot.flows.form import Form, Memory, Question, Row, text_of

NO_RETURN = "none"
BACK_ON_DUTY = "returned"
_SURE = Choice("sure", "choice-swap-sure")
_COVER = Choice("sure", "choice-cover-sure")
_ABSENT = Choice("sure", "choice-absent-sure")
Span = tuple[datetime, datetime]


def swap_form() -> Form:
    """Return the dialogue of 换班: which shift, who takes it, and for which of theirs."""
    questions = [
        Question(
            "shift", "ask-swap-shift", _shifts, args=(), reads=_part_of_shift, unread="swap-unread"
        ),
        Question("colleague", "ask-swap-colleague", _colleagues, takes_words=False, args=()),
        Question(
            "back",
            "ask-swap-back",
            _returns,
            takes_words=False,
            args=("colleague",),
            known=_nothing_to_return,
        ),
        Question(
            "sure",
            "ask-swap-sure",
            lambda memory: [(_SURE,)],  # noqa: ARG005 - All choices have one shape.
            takes_words=False,
            args=("shift", "colleague", "back"),
        ),
    ]
    return Form("swap", questions, _swapped)


def absent_form() -> Form:
    """Return the dialogue of 请假: from when to when, read back once.

    A span that was said with the command is in its memory already, as `span_is`.
    """
    questions = [
        Question(
            "span",
            "ask-absent-span",
            _spans,
            args=("name",),
            reads=_span,
            unread="absent-unread",
            known=_known_span,
        ),
        Question(
            "sure",
            "ask-absent-sure",
            lambda memory: [(_ABSENT,)],  # noqa: ARG005 - All choices have one shape.
            takes_words=False,
            args=("name", "span"),
            known=_needs_no_reading_back,
        ),
    ]
    return Form("absent", questions, _away)


def cover_form() -> Form:
    """Return the dialogue of 顶班: which office and tier, who, and when, read back once.

    What was said with the command is in its memory already, as `tier_is` and `span_is`.
    """
    questions = [
        Question(
            "office", "ask-cover-office", _offices, takes_words=False, args=(), known=_only_office
        ),
        Question(
            "tier",
            "ask-cover-tier",
            lambda memory: _rows(_pairs(memory, "tiers")),
            takes_words=False,
            args=(),
            known=lambda memory: text_of(memory, "tier_is") or None,
        ),
        Question(
            "person",
            "ask-cover-person",
            _people,
            takes_words=False,
            args=("tier",),
            known=_only_person,
        ),
        Question(
            "span",
            "ask-cover-span",
            lambda memory: _rows(_pairs(memory, "spans")),
            args=("person", "tier"),
            reads=_span,
            unread="absent-unread",
            known=_known_span,
        ),
        Question(
            "sure",
            "ask-cover-sure",
            lambda memory: [(_COVER,)],  # noqa: ARG005 - All choices have one shape.
            takes_words=False,
            args=("person", "tier", "span"),
        ),
    ]
    return Form("cover", questions, _covered)


def span_text(span: Span, zone: datetime) -> str:
    """Return a span as the clock of a moment's zone shows it, as it is offered and read back."""
    begins, ends = (one.astimezone(zone.tzinfo) for one in span)
    return f"{begins:%m-%d %H:%M} → {ends:%m-%d %H:%M}"


def spelt(span: Span) -> str:
    """Return a span as a choice keeps it."""
    return "/".join(one.isoformat() for one in span)


def _pairs(memory: Memory, name: str) -> list[tuple[str, str]]:
    """Return what is kept under a name as pairs of value and label."""
    return [(str(one[0]), str(one[1])) for one in _list(memory.get(name)) if isinstance(one, list)]


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _rows(pairs: Sequence[tuple[str, str]]) -> list[Row]:
    return [(Choice(value, literal=label),) for value, label in pairs]


def _shifts(memory: Memory) -> Sequence[Row]:
    return _rows(_pairs(memory, "shifts"))


def _colleagues(memory: Memory) -> Sequence[Row]:
    return _rows(_pairs(memory, f"colleagues-{_tier(memory)}"))


def _returns(memory: Memory) -> Sequence[Row]:
    theirs = _rows(_pairs(memory, f"returns-{_tier(memory)}-{text_of(memory, 'colleague')}"))
    return [(Choice(NO_RETURN, "choice-no-return"),), *theirs]


def _nothing_to_return(memory: Memory) -> str | None:
    return NO_RETURN if len(_returns(memory)) == 1 else None


def _tier(memory: Memory) -> str:
    return text_of(memory, "shift").partition("/")[0]


def _part_of_shift(memory: Memory, words: str) -> tuple[str, str] | None:
    """Return the span that was typed, where it lies within one of the shifts."""
    now = _now(memory)
    span = span_in(words, now, time.fromisoformat(text_of(memory, "hand_off")))
    for value, _ in _pairs(memory, "shifts") if span else ():
        tier, staff_id, begins, ends = value.split("/")
        if span and datetime.fromisoformat(begins) <= span[0] < span[1] <= datetime.fromisoformat(
            ends
        ):
            return f"{tier}/{staff_id}/{spelt(span)}", span_text(span, now)
    return None


def _spans(memory: Memory) -> Sequence[Row]:
    rows = _rows(_pairs(memory, "spans"))
    if memory.get("is_absent"):
        rows.append((Choice(BACK_ON_DUTY, "choice-returned"),))
    return rows


def _span(memory: Memory, words: str) -> tuple[str, str] | None:
    now = _now(memory)
    span = span_in(words, now, time.fromisoformat(text_of(memory, "hand_off")))
    return (spelt(span), span_text(span, now)) if span else None


def _known_span(memory: Memory) -> str | None:
    return text_of(memory, "span_is") or None


def _offices(memory: Memory) -> Sequence[Row]:
    return _rows(_pairs(memory, "offices"))


def _only_office(memory: Memory) -> str | None:
    offices = _pairs(memory, "offices")
    return offices[0][0] if len(offices) == 1 else None


def _people(memory: Memory) -> Sequence[Row]:
    return _rows(_pairs(memory, f"people-{text_of(memory, 'office')}"))


def _only_person(memory: Memory) -> str | None:
    """Return the one person where the command named one; else one is chosen even of one."""
    people = _pairs(memory, f"people-{text_of(memory, 'office')}")
    return people[0][0] if memory.get("is_named") and len(people) == 1 else None


def _now(memory: Memory) -> datetime:
    """Return the moment at which the dialogue began, on the clock of the hotline's zone."""
    return datetime.fromisoformat(text_of(memory, "now"))


def _needs_no_reading_back(memory: Memory) -> str | None:
    return "sure" if text_of(memory, "span") == BACK_ON_DUTY else None


def _read_span(words: str) -> Span:
    begins, ends = words.split("/")
    return datetime.fromisoformat(begins), datetime.fromisoformat(ends)


def _swapped(memory: Memory) -> tuple[Effect, ...]:
    tier, staff_id, span = text_of(memory, "shift").split("/", 2)
    back = text_of(memory, "back")
    return (
        AskSwap(
            int(staff_id),
            int(text_of(memory, "colleague")),
            tier,
            _read_span(span),
            None if back == NO_RETURN else _read_span(back),
        ),
    )


def _away(memory: Memory) -> tuple[Effect, ...]:
    staff = text_of(memory, "staff_id")
    staff_id = int(staff) if staff else None
    span = text_of(memory, "span")
    if span == BACK_ON_DUTY:
        return (ComeBack(staff_id),)
    return (BeAbsent(_read_span(span), staff_id),)


def _covered(memory: Memory) -> tuple[Effect, ...]:
    return (
        Cover(
            text_of(memory, "office"),
            text_of(memory, "tier"),
            int(text_of(memory, "person")),
            _read_span(text_of(memory, "span")),
        ),
    )
