"""A dialogue of a few questions in a row, each answered by a choice or by words."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from bot.flows.dialogue import (
    Answer,
    Aside,
    Attachment,
    Choice,
    Dialogue,
    Effect,
    Entry,
    Json,
    Prompt,
    Ref,
    Say,
    Step,
)

MARK = "★ "
"""What stands before a name that is offered first; it is no part of the name."""

Memory = Mapping[str, Json]
Row = tuple[Choice, ...]
BACK = Choice("back", "choice-back")
CANCEL = Choice("cancel", "choice-cancel")
SKIP = Choice("skip", "choice-skip")
LONGER_THAN_LABELS = 8
EARLY = "told_early"
_ASKED = re.compile(r"[?？吗呢]\s*$")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    `choices` are taken from the form's memory; `takes_words` says whether words are an answer,
    `words_only` whether nothing else is, so that no photo is taken for words and lost;
    `is_optional` whether it may be skipped. `args` names what of the memory the text shows. Where
    `known` already tells the answer from the memory, the question is not asked. `reads` makes an
    answer of words: its value and how it is shown, or None where they are not understood, which
    the text `unread` then says. `fits` says whether words may be an answer at all.
    """

    name: str
    key: str
    choices: Callable[[Memory], Sequence[Row]] = lambda memory: ()  # noqa: ARG005
    takes_words: bool = True
    words_only: bool = False
    is_optional: bool = False
    args: tuple[str, ...] = ("number",)
    known: Callable[[Memory], str | None] = lambda memory: None  # noqa: ARG005
    reads: Callable[[Memory, str], tuple[str, str] | None] | None = None
    unread: str = ""
    fits: Callable[[str], bool] = lambda text: True  # noqa: ARG005


class Form:
    """A flow that asks its questions in order and then does one thing.

    Args:
        name: the flow's name, stored with each dialogue.
        questions: what is asked, in order.
        finish: what the answered form does; it may read `entry_of` for what was sent.
        on_danger: what words that mean danger do, whatever the question was; None where such
            words are an ordinary answer.
        keeps_asides: whether words that are plainly no answer are taken out of the form, so that
            they are not lost in it: a resident's questions and news.
        early: the question that such words answer instead, if any: whoever was asked whom they
            complain of, and tells at once what was done, tells nothing that goes anywhere else.
    """

    version = 1

    def __init__(
        self,
        name: str,
        questions: Sequence[Question],
        finish: Callable[[Memory], tuple[Effect, ...]],
        on_danger: Callable[[Memory, Answer], tuple[Effect, ...]] | None = None,
        *,
        keeps_asides: bool = False,
        early: str = "",
    ) -> None:
        self.name = name
        self._questions = tuple(questions)
        self._finish = finish
        self._on_danger = on_danger
        self._keeps_asides = keeps_asides
        self._early = early

    @property
    def states(self) -> tuple[str, ...]:
        """Return the names of the questions, in their order."""
        return tuple(question.name for question in self._questions)

    def start(self, **subject: object) -> Step:
        """Begin the form about a subject of plain values, which its questions and end may read."""
        return self._onward(0, json.loads(json.dumps(subject)))

    def prompt(self, dialogue: Dialogue) -> Prompt:
        """Return the question that the dialogue now stands at."""
        place = self._place(dialogue.state)
        question = self._questions[place]
        navigation = tuple(
            choice
            for choice, is_shown in (
                (BACK, self._before(place, dialogue.memory) is not None),
                (SKIP, question.is_optional),
                (CANCEL, True),
            )
            if is_shown
        )
        args = {name: _shown(dialogue.memory, name) for name in question.args}
        step = (place + 1, len(self._questions)) if len(self._questions) > 1 else None
        rows = (*question.choices(dialogue.memory), navigation)
        return Prompt(question.key, args, rows, step)

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Return what the answer leads to."""
        place = self._place(dialogue.state)
        question = self._questions[place]
        memory = dict(dialogue.memory)
        match answer.choice:
            case "cancel" | "stop":
                return Step(None, (Say("form-cancelled"),), ask=False)
            case "back":
                before = self._before(place, memory)
                return self._at(place if before is None else before, memory)
            case "skip" if question.is_optional:
                return self._answered(place, memory, "")
            case str() as choice:
                return self._chosen(place, memory, choice)
        if answer.entry and answer.reading and answer.reading.danger and self._on_danger:
            return Step(None, self._on_danger(memory, answer), ask=False)
        if answer.entry and self._is_aside(question, answer):
            if self._early:
                return self._told_early(place, memory, answer.entry)
            return Step(None, (Aside(answer.entry),), ask=False)
        if answer.entry is None or not question.takes_words or is_empty(answer):
            return self._at(place, memory, Say("form-tap-please"))
        if question.words_only and (not answer.text or answer.entry.attachment):
            return self._at(place, memory, Say("form-words-please"))
        memory.pop(f"{question.name}_key", None)
        if question.reads is not None:
            return self._read(place, memory, question.reads(memory, answer.text))
        memory["entry"] = entry_to_json(answer.entry)
        return self._answered(place, memory, answer.text)

    def holds(self, memory: Memory) -> bool:
        """Say whether the person answered anything so far."""
        return EARLY in memory or any(
            question.name in memory and question.known(memory) is None
            for question in self._questions
        )

    def taken_up(self, fresh: Dialogue, before: Dialogue) -> Dialogue:
        """Return the form that begins now, with what was answered in it before.

        What it is about, and what it offers, is taken as it is now.
        """
        memory = {**before.memory, **fresh.memory}
        is_known = before.state in {question.name for question in self._questions}
        return replace(fresh, state=before.state if is_known else fresh.state, memory=memory)

    def _told_early(self, place: int, memory: dict[str, Json], entry: Entry) -> Step:
        """Keep what a later question asks for, and put the present one again."""
        before = entry_of(memory)
        if before.attachment is not None and entry.attachment is not None:
            return self._at(place, memory, Say("form-file-later"))
        words = "\n".join(text for text in (before.text, entry.text) if text)
        kept = replace(entry, text=words, attachment=entry.attachment or before.attachment)
        memory |= {"entry": entry_to_json(kept), EARLY: words}
        return self._at(place, memory, Say("form-told-early"))

    def _read(self, place: int, memory: dict[str, Json], read: tuple[str, str] | None) -> Step:
        question = self._questions[place]
        if read is None:
            return self._at(place, memory, Say(question.unread))
        value, memory[f"{question.name}_shown"] = read
        return self._answered(place, memory, value)

    def _is_aside(self, question: Question, answer: Answer) -> bool:
        """Say whether the answer is plainly none: too long for a label, a question, a file."""
        if not self._keeps_asides or is_empty(answer):
            return False
        is_file = answer.entry is not None and answer.entry.attachment is not None
        is_long = is_file or len(answer.text) >= LONGER_THAN_LABELS
        if not (is_long or _ASKED.search(answer.text)):
            return False
        if question.reads is not None:
            return is_file or question.reads({}, answer.text) is None
        return not question.takes_words or not question.fits(answer.text)

    def _chosen(self, place: int, memory: dict[str, Json], choice: str) -> Step:
        question = self._questions[place]
        offered = {one.id: one for row in question.choices(memory) for one in row}
        if choice not in offered:
            return self._at(place, memory)
        memory[f"{question.name}_key"] = offered[choice].key
        memory[f"{question.name}_shown"] = offered[choice].literal.removeprefix(MARK)
        return self._answered(place, memory, choice)

    def _answered(self, place: int, memory: dict[str, Json], value: str) -> Step:
        memory[self._questions[place].name] = value
        return self._onward(place + 1, memory)

    def _onward(self, place: int, memory: dict[str, Json]) -> Step:
        for further, question in enumerate(self._questions[place:], place):
            known = question.known(memory)
            if known is None and question.name == self._early and EARLY in memory:
                known = text_of(memory, EARLY)
            if known is None:
                return self._at(further, memory)
            memory[question.name] = known
        return Step(None, self._finish(memory), ask=False)

    def _before(self, place: int, memory: Memory) -> int | None:
        asked = (one for one in range(place) if self._questions[one].known(memory) is None)
        return max(asked, default=None)

    def _at(self, place: int, memory: Memory, *effects: Effect) -> Step:
        state = self._questions[place].name
        return Step(Dialogue(self.name, self.version, state, memory), effects)

    def _place(self, state: str) -> int:
        names = [question.name for question in self._questions]
        return names.index(state) if state in names else 0


def text_of(memory: Memory, name: str) -> str:
    """Return an answer of the form as words."""
    return str(memory.get(name) or "")


def number_of(memory: Memory, name: str) -> int:
    """Return a subject of the form that is an identifier."""
    return int(str(memory[name]))


def entry_to_json(entry: Entry) -> Json:
    """Return the entry as plain JSON values."""
    value: Json = asdict(entry)
    return value


def entry_of(memory: Memory) -> Entry:
    """Return what was last sent in the form."""
    value = memory.get("entry")
    if not isinstance(value, dict):
        return Entry()
    attachment = value.get("attachment")
    plain = replace(Entry(), text=str(value["text"]), message_id=int(str(value["message_id"])))
    if not isinstance(attachment, dict):
        return plain
    return replace(plain, attachment=Attachment(**attachment))  # type: ignore[arg-type]


def is_empty(answer: Answer) -> bool:
    """Say whether nothing was said that could be kept; a sticker is no answer."""
    attachment = answer.entry.attachment if answer.entry else None
    return not answer.text and (attachment is None or attachment.kind == "sticker")


def _shown(memory: Memory, name: str) -> str | int | Ref:
    """Return an answer as a question shows it: a choice by its label, words as they are."""
    value, key = memory.get(name), memory.get(f"{name}_key")
    if isinstance(key, str) and key:
        return Ref(key)
    shown = memory.get(f"{name}_shown")
    if isinstance(shown, str) and shown:
        return shown
    return value if isinstance(value, str | int) else ""
