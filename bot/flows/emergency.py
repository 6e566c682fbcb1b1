"""The numbers to call first, in words for whoever writes: a grown-up near a child may hurt it."""

from bot.flows.dialogue import Answer, Effect, Say
from bot.triage.reading import Relation

EMERGENCY = Say("emergency")
TO_CHILD = Say("emergency-to-child")


def call_first(*, to_child: bool) -> Say:
    """Return the numbers to call first, as they are told to a child or to anybody else."""
    return TO_CHILD if to_child else EMERGENCY


def is_call_first(effect: Effect) -> bool:
    """Say whether the step tells the numbers to call first, which is never put below anything."""
    return effect in (EMERGENCY, TO_CHILD)


def is_of_child(answer: Answer) -> bool:
    """Say whether a child writes of itself, by these very words."""
    return answer.reading is not None and answer.reading.writer.relation is Relation.CHILD
