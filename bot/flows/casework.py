"""The officers' dialogues: return a referral, ask the reporter, put down notes, close."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.flows.county_names import named_in
from bot.flows.dialogue import (
    AddNote,
    Answer,
    AskReporter,
    Choice,
    Close,
    Decline,
    Dialogue,
    Effect,
    Lower,
    Prompt,
    Say,
    Step,
)
from bot.flows.form import (
    CANCEL,
    Form,
    Memory,
    Question,
    Row,
    entry_of,
    entry_to_json,
    is_empty,
    number_of,
    text_of,
)
from bot.flows.places import Places
from bot.terms import Outcome

_READ_BACK = ("number", "outcome", "done", "told")
REASONS = ("elsewhere", "not-ours", "unclear", "duplicate")
LOWER_REASONS = ("misread", "past", "handled", "checked", "moved")
# Offered only where the words that raised it are said to be another matter.
_MOVED = "moved"
NOBODY = "owner:"
DONE = Choice("done", "choice-done")


class NoteForm(Form):
    """The dialogue of 记录: whatever is sent goes on the case at once, until one has done.

    Every message is a note of its own as soon as it comes, so that nothing waits for an end that
    an officer called away never reaches; an album is its parts.
    """

    def __init__(self) -> None:
        super().__init__("note", [Question("note", "ask-note")], _noted)

    @property
    def states(self) -> tuple[str, ...]:
        """Return where the dialogue may stand: before the first note, and after it."""
        return ("note", "more")

    def prompt(self, dialogue: Dialogue) -> Prompt:
        """Ask for a note, or for more."""
        args = {"number": text_of(dialogue.memory, "number")}
        if dialogue.state == "more":
            return Prompt("ask-note-more", args, ((DONE,),))
        return Prompt("ask-note", args, ((CANCEL,),))

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Keep what was sent, and go on."""
        if answer.choice is not None:
            return self._ended(dialogue, answer.choice)
        if answer.entry is None or is_empty(answer):
            return Step(dialogue)
        album = answer.entry.attachment.album_id if answer.entry.attachment else ""
        goes_on = bool(album) and album == dialogue.memory.get("album")
        memory = {**dialogue.memory, "album": album, "entry": entry_to_json(answer.entry)}
        onward = Dialogue(self.name, self.version, "more", memory)
        return Step(onward, _noted(memory), ask=not goes_on)

    def taken_up(self, fresh: Dialogue, before: Dialogue) -> Dialogue:
        """Return the form as it stands: what was noted is on the case already."""
        return replace(fresh, state=before.state, memory={**before.memory, **fresh.memory})

    def _ended(self, dialogue: Dialogue, choice: str) -> Step:
        if choice == "done" and dialogue.state == "more":
            number = text_of(dialogue.memory, "number")
            return Step(None, (Say("note-finished", {"number": number}),), ask=False)
        if choice in ("cancel", "stop", "done"):
            return Step(None, (Say("form-cancelled"),), ask=False)
        return Step(dialogue)


def decline_form(places: Places) -> Form:
    """Return the dialogue of 退单: why, who is proposed to own the matter, read back once.

    Any county's or city's office may be typed besides those that are offered.
    """
    questions = [
        Question("reason", "ask-decline-reason", _reasons, words_only=True),
        Question(
            "owner",
            "ask-decline-owner",
            _owners,
            reads=_owner_in(places),
            unread="decline-owner-unread",
        ),
        Question(
            "sure",
            "ask-decline-sure",
            _decline_sure,
            takes_words=False,
            args=("number", "reason", "owner"),
        ),
    ]
    return Form("decline", questions, _declined)


def ask_form() -> Form:
    """Return the dialogue of 问报告人: the question, which goes out without a name."""
    return Form("ask", [Question("question", "ask-question")], _asked)


def note_form() -> Form:
    """Return the dialogue of 记录: messages that each go on the case's timeline."""
    return NoteForm()


def close_form() -> Form:
    """Return the dialogue of 办结: outcome, what was done, what the reporter may be told."""
    questions = [
        Question("outcome", "ask-outcome", _outcomes, takes_words=False),
        Question("done", "ask-done", words_only=True),
        Question("told", "ask-told", _told, words_only=True),
        Question("sure", "ask-close-sure", _sure, takes_words=False, args=_READ_BACK),
    ]
    return Form("close", questions, _closed)


def lower_form() -> Form:
    """Return the dialogue of 降级: why the matter is less urgent than it was thought to be."""
    args = ("number", "was", "will")
    question = Question("reason", "ask-lower-reason", _why_lower, words_only=True, args=args)
    return Form("lower", [question], _lowered)


def _why_lower(memory: Memory) -> Sequence[Row]:
    return [
        (Choice(f"lower-{reason}", f"lower-{reason}"),)
        for reason in sorted(LOWER_REASONS, key=lambda one: one != _MOVED)
        if reason != _MOVED or memory.get("moved")
    ]


def _lowered(memory: Memory) -> tuple[Effect, ...]:
    return (
        Lower(
            number_of(memory, "referral_id"), number_of(memory, "level"), text_of(memory, "reason")
        ),
    )


def _reasons(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice(f"decline-{reason}", f"decline-{reason}"),) for reason in REASONS]


def _owners(memory: Memory) -> Sequence[Row]:
    offered = memory.get("owners")
    owners = offered if isinstance(offered, list) else []
    choices = [
        Choice(f"owner:{owner[0]}", literal=str(owner[1]))
        for owner in owners
        if isinstance(owner, list)
    ]
    pairs = [tuple(choices[first : first + 2]) for first in range(0, len(choices), 2)]
    return [*pairs, (Choice(NOBODY, "choice-unknown"),)]


def _owner_in(places: Places) -> Callable[[Memory, str], tuple[str, str] | None]:
    """Return the reading of whose office is named; of two counties the one that is offered."""

    def read(memory: Memory, words: str) -> tuple[str, str] | None:
        offered = {choice.id: choice.literal for row in _owners(memory) for choice in row}
        here = text_of(memory, "here")
        named = {f"owner:{code}": name for code, name in named_in(places, words).items()}
        found = [one for one in named if one in offered] or list(named)
        if len(found) != 1 or (found[0] == f"owner:{here}" and found[0] not in offered):
            return None
        return found[0], offered.get(found[0], named[found[0]])

    return read


def _outcomes(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    choices = [Choice(outcome.value, f"outcome-{outcome.value}") for outcome in Outcome]
    return [tuple(choices[first : first + 2]) for first in range(0, len(choices), 2)]


def _told(memory: Memory) -> Sequence[Row]:
    outcome = text_of(memory, "outcome") or Outcome.OTHER.value
    return [(Choice(f"told-{outcome}", f"told-{outcome}"),)]


def _sure(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("sure", "choice-close-sure"),)]


def _decline_sure(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("sure", "choice-decline-sure"),)]


def _declined(memory: Memory) -> tuple[Effect, ...]:
    owner = text_of(memory, "owner").removeprefix(NOBODY) or None
    return (Decline(number_of(memory, "referral_id"), text_of(memory, "reason"), owner),)


def _asked(memory: Memory) -> tuple[Effect, ...]:
    return (AskReporter(number_of(memory, "referral_id"), entry_of(memory)),)


def _noted(memory: Memory) -> tuple[Effect, ...]:
    return (AddNote(number_of(memory, "referral_id"), entry_of(memory)),)


def _closed(memory: Memory) -> tuple[Effect, ...]:
    return (
        Close(
            number_of(memory, "referral_id"),
            text_of(memory, "outcome"),
            text_of(memory, "done"),
            text_of(memory, "told"),
        ),
    )
