"""Which small forms are kept when they are left, and what each is about.

Not kept are forms of a tap or two that say more than they hold: a withdrawal, an erasure, a
dismissal; nor the number and code of an inquiry, which are typed again as quickly, and whose words
are to stand nowhere.
"""

from collections.abc import Mapping

from bot.flows.dialogue import Dialogue

# By the form's name, what of its memory says what it is about; nothing where there is only one.
_ABOUT: Mapping[str, str] = {
    "decline": "referral_id",
    "ask": "referral_id",
    "note": "referral_id",
    "close": "referral_id",
    "lower": "referral_id",
    "ask-visit": "referral_id",
    "agency": "referral_id",
    "agency-answer": "referral_id",
    "ask-agency": "referral_id",
    "answer-call": "call_id",
    "refuse-call": "call_id",
    "refuse": "referral_id",
    "reopen": "referral_id",
    "part": "referral_id",
    "visit": "visit_id",
    "feedback": "case_id",
    "absent": "staff_id",
    "swap": "",
    "cover": "",
    "complaint": "",
    "wishes": "",
}
_OF_A_CASE = ("referral_id", "visit_id", "call_id")
OF_CASES = frozenset(name for name, key in _ABOUT.items() if key in _OF_A_CASE)
"""Forms of staff about a case. Left alone they are kept though nothing was answered yet: whoever
comes back with the answer finds the question again."""


def subject_of(dialogue: Dialogue) -> str | None:
    """Return what a form is about, such as `referral_id:7`; None where its kind is not kept."""
    key = _ABOUT.get(dialogue.flow)
    if key is None:
        return None
    return f"{key}:{dialogue.memory.get(key)}" if key else ""
