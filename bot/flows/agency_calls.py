"""The dialogues about a call with an agency's contacts: they answer or give it back, officers ask.

What a contact sends besides words, photos, voice or files, goes on the case at once, so that
nothing of several is lost; the answer ends with words, or with a tap that this was all.
"""

from collections.abc import Sequence

from bot.flows.acts import AnswerCall, AskAgency, RefuseCall, SendForCall
from bot.flows.dialogue import Answer, Choice, Dialogue, Effect, Entry, Say, Step
from bot.flows.form import Form, Memory, Question, Row, entry_of, is_empty, number_of, text_of

REFUSALS = ("not-ours", "other-place", "no-means")
_ALL_SENT = "all-sent"
_CALL = "call:"


class AnswerCallForm(Form):
    """The dialogue of 回复: what was done, in words, with whatever is sent before them."""

    def __init__(self) -> None:
        super().__init__("answer-call", [Question("answer", "ask-answer-call", _sent)], _answered)

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Keep what is sent at once, and go on waiting for words."""
        entry = answer.entry
        is_file = entry is not None and entry.attachment is not None and not is_empty(answer)
        if answer.choice is not None or entry is None or not is_file:
            return super().step(dialogue, answer)
        album = entry.attachment.album_id if entry.attachment else ""
        goes_on = bool(album) and album == dialogue.memory.get("album")
        memory = {**dialogue.memory, "album": album, "sent": True}
        kept: Effect = SendForCall(number_of(memory, "call_id"), entry)
        effects = (kept,) if goes_on else (kept, Say("call-file-kept"))
        onward = Dialogue(self.name, self.version, dialogue.state, memory)
        return Step(onward, effects, ask=not goes_on)


def refuse_call_form() -> Form:
    """Return the dialogue of 退回: why the agency gives the call back."""
    questions = [Question("reason", "ask-refuse-call", _reasons, words_only=True)]
    return Form("refuse-call", questions, _refused)


def ask_agency_form() -> Form:
    """Return the dialogue of 问部门: of which call, and what is asked."""
    questions = [
        Question("call", "ask-which-call", _calls, takes_words=False, known=_only_call),
        Question("question", "ask-agency-question", words_only=True),
    ]
    return Form("ask-agency", questions, _asked)


def _sent(memory: Memory) -> Sequence[Row]:
    return [(Choice(_ALL_SENT, "choice-all-sent"),)] if memory.get("sent") else []


def _reasons(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice(f"call-{reason}", f"call-{reason}"),) for reason in REFUSALS]


def _pairs(memory: Memory) -> list[tuple[str, str]]:
    offered = memory.get("calls")
    rows = offered if isinstance(offered, list) else []
    return [(str(one[0]), str(one[1])) for one in rows if isinstance(one, list)]


def _calls(memory: Memory) -> Sequence[Row]:
    return [(Choice(f"{_CALL}{one}", literal=label),) for one, label in _pairs(memory)]


def _only_call(memory: Memory) -> str | None:
    calls = _pairs(memory)
    return f"{_CALL}{calls[0][0]}" if len(calls) == 1 else None


def _answered(memory: Memory) -> tuple[Effect, ...]:
    is_words = text_of(memory, "answer") != _ALL_SENT or not memory.get("answer_key")
    return (AnswerCall(number_of(memory, "call_id"), entry_of(memory) if is_words else Entry()),)


def _refused(memory: Memory) -> tuple[Effect, ...]:
    return (RefuseCall(number_of(memory, "call_id"), text_of(memory, "reason")),)


def _asked(memory: Memory) -> tuple[Effect, ...]:
    call = text_of(memory, "call").removeprefix(_CALL)
    call_id = int(call) if call.isdigit() else 0
    return (AskAgency(number_of(memory, "referral_id"), call_id, text_of(memory, "question")),)
