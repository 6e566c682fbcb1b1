"""The dialogue that parts cases which were wrongly joined: which one, and why."""

from collections.abc import Sequence

from bot.flows.acts import PartCases
from bot.flows.after import case_choices, only_case
from bot.flows.dialogue import Choice, Effect
from bot.flows.form import Form, Memory, Question, Row, number_of, text_of

PARTED = ("other-child", "other-matter", "mistaken")


def part_form() -> Form:
    """Return the dialogue of 拆开."""
    questions = [
        Question("case", "ask-part-which", case_choices, takes_words=False, known=only_case),
        Question("reason", "ask-part-reason", _why, words_only=True, args=("number", "others")),
    ]
    return Form("part", questions, _parted)


def _why(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice(f"part-{reason}", f"part-{reason}"),) for reason in PARTED]


def _parted(memory: Memory) -> tuple[Effect, ...]:
    reason = text_of(memory, "reason")
    return (PartCases(number_of(memory, "referral_id"), number_of(memory, "case"), reason),)
