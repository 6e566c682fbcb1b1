"""A call on the phone of an agency's contact: what the form says, and what to do with it."""

import re
from dataclasses import dataclass

from bot.flows.report_prompts import child_key
from bot.views.outgoing import Button
from bot.views.quoting import NAME_LIMIT, line, quoted
from bot.views.slip import Slip
from bot.views.texts import Texts

PREFIX = "a:"
PURPOSE_LIMIT = 1500
QUESTION_LIMIT = 1000
_TAP = re.compile(r"a:(sign|answer|refuse):([1-9][0-9]{0,18})")
_GREATEST_ID = 2**63 - 1
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class CallTap:
    """What a button under a call means."""

    act: str
    call_id: int


@dataclass(frozen=True, slots=True)
class CallView:
    """How a call stands: `ended` where nothing is waited for any more.

    `heading` is the text that says why it comes; `signed` and `settled` name people.
    """

    call_id: int
    heading: str
    slip: Slip
    due: str
    question: str | None = None
    signed: str = ""
    signed_at: str = ""
    settled: str = ""
    refused: bool = False
    ended: bool = False


def encode_call(act: str, call_id: int) -> str:
    """Return what a button answers with: at most 64 bytes (Bot API, callback_data)."""
    return f"{PREFIX}{act}:{call_id}"


def decode_call(data: str) -> CallTap | None:
    """Return what a button's answer means; None for whatever no call of ours has sent."""
    found = _TAP.fullmatch(data)
    if found is None or int(found[2]) > _GREATEST_ID:
        return None
    return CallTap(found[1], int(found[2]))


def render_call(view: CallView, texts: Texts, language: str) -> tuple[str, Rows]:
    """Return the card's text and buttons; of a call that is over nothing of the child stays."""

    def say(key: str, **args: str) -> str:
        return texts(key, language, **args)

    def button(act: str, key: str) -> Button:
        return Button(say(key), encode_call(act, view.call_id))

    number = line(view.slip.number)
    if view.ended or view.settled:
        key = "call-refused-by" if view.refused else "call-answered-by"
        standing = say(key, name=line(view.settled, NAME_LIMIT)) if view.settled else ""
        over = say("call-ended") if view.ended else say("call-may-add")
        text = "\n".join(part for part in (say("call-over", number=number), standing, over) if part)
        return text, ((button("answer", "button-call-add"),),)
    slip = view.slip
    lines = [
        say(view.heading, number=number, level=slip.level),
        say("call-due", when=view.due),
        say("call-from", office=line(slip.sender)),
        say("call-place", place=line(slip.place)) if slip.place else "",
        say("call-child", child=_child(slip, texts, language)),
        say("call-purpose", text=quoted(slip.purpose, PURPOSE_LIMIT)),
        say("call-question-line", text=quoted(view.question, QUESTION_LIMIT))
        if view.question
        else "",
        say("call-signed", name=line(view.signed, NAME_LIMIT), when=view.signed_at)
        if view.signed
        else "",
        say("call-warning"),
    ]
    sign = () if view.signed else ((button("sign", "button-call-sign"),),)
    rest = (button("answer", "button-call-answer"), button("refuse", "button-call-refuse"))
    return "\n".join(part for part in lines if part), (*sign, rest)


def _child(slip: Slip, texts: Texts, language: str) -> str:
    key = child_key(slip.age or None, slip.sex or None)
    child = texts(key, language, age=line(slip.age, 20)) if key else texts("unknown", language)
    return f"{child} · {line(slip.child, NAME_LIMIT)}" if slip.child else child
