"""Words that are told together: each is taken as ever, but what comes next is asked once."""

from dataclasses import replace

from bot.flows.dialogue import Say, Step
from bot.flows.emergency import is_call_first

# What the report says of further words; of words that come together the first are acknowledged.
_ACKNOWLEDGED = frozenset({"kept-and-ask", "passed-on", "passed-on-and-ask", "location-kept"})


def together(step: Step, held: tuple[Say, ...], *, is_last: bool) -> tuple[Step, tuple[Say, ...]]:
    """Return the step as one of several, and what is to be said above the question at their end.

    Args:
        step: what one of the entries led to.
        held: what is to be said of those before it.
        is_last: whether the question is put now.
    """
    said = [one for one in step.effects if isinstance(one, Say) and not is_call_first(one)]
    done = tuple(one for one in step.effects if one not in said)
    fresh = [one for one in said if not held or one.key not in _ACKNOWLEDGED]
    held = (*held, *(one for one in fresh if one not in held))
    if is_last:
        return replace(step, effects=(*done, *held), ask=True), ()
    return replace(step, effects=done, ask=False), held
