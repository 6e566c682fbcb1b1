"""The dialogues of a visit: an officer asks somebody to go, and whoever went says what they found.

The checklist is the province's (苏未保办〔2023〕1号): six points of each family and five hazards
of the house. What is sent besides, photos or spoken words, goes on the case at once, whatever the
question was.
"""

import json
from collections.abc import Sequence

from bot.flows.acts import AskVisit, DangerOnVisit, ReportVisit, SeeOnVisit
from bot.flows.dialogue import Answer, Choice, Dialogue, Effect, Say, Step
from bot.flows.emergency import EMERGENCY
from bot.flows.form import (
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

POINTS = ("guardian", "care", "living", "health", "whereabouts", "hardship")
HAZARDS = ("power", "gas", "water", "fire", "food")
ANSWERS = ("fine", "problem", "unseen")
SAFE = ("safe", "danger", "not-met")
MYSELF = "visitor:me"
_VISITOR = "visitor:"


def ask_visit_form() -> Form:
    """Return the dialogue of 派人走访: who goes, and what they are told of the child's matter."""
    questions = [
        Question("visitor", "ask-visitor", _visitors, takes_words=False),
        Question("brief", "ask-visit-brief", _briefs, words_only=True, known=_goes_oneself),
    ]
    return Form("ask-visit", questions, _asked)


class VisitForm(Form):
    """The dialogue of 填走访: is the child safe, the six points, the five hazards, in own words."""

    def __init__(self) -> None:
        checks = [Question(name, f"ask-visit-{name}", _checks, words_only=True) for name in _CHECKS]
        questions = [
            Question("safe", "ask-visit-safe", _safe, takes_words=False),
            *checks,
            Question("found", "ask-visit-found", _nothing, words_only=True),
            Question("sure", "ask-visit-sure", _sure, takes_words=False, args=("number", "found")),
        ]
        super().__init__("visit", questions, _found)

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Keep what was seen at once, call people for danger, and go on asking.

        Words of danger are kept at once too: whoever is called reads them, not only that there is
        danger.
        """
        is_seen = answer.entry is not None and answer.entry.attachment is not None
        if answer.choice is None and is_seen and not is_empty(answer):
            step = self._seen(dialogue, answer)
        else:
            step = super().step(dialogue, answer)
            is_seen = False
        if not self._is_danger(dialogue, answer) or step.dialogue is None:
            return step
        memory = {**step.dialogue.memory, "alarmed": True}
        visit_id = number_of(memory, "visit_id")
        onward = Dialogue(self.name, self.version, step.dialogue.state, memory)
        is_said = answer.choice is None and answer.entry is not None and not is_seen
        said = (SeeOnVisit(visit_id, answer.entry),) if is_said and answer.entry else ()
        called = (EMERGENCY, *said, *step.effects, DangerOnVisit(visit_id))
        return Step(onward, called, ask=step.ask)

    def _seen(self, dialogue: Dialogue, answer: Answer) -> Step:
        entry = answer.entry
        assert entry is not None  # noqa: S101 - The caller looked.
        album = entry.attachment.album_id if entry.attachment else ""
        goes_on = bool(album) and album == dialogue.memory.get("album")
        memory = {**dialogue.memory, "album": album}
        kept = entry_of({"entry": entry_to_json(entry)})
        seen: Effect = SeeOnVisit(number_of(memory, "visit_id"), kept)
        effects = (seen,) if goes_on else (seen, Say("visit-seen-kept"))
        onward = Dialogue(self.name, self.version, dialogue.state, memory)
        return Step(onward, effects, ask=not goes_on)

    def _is_danger(self, dialogue: Dialogue, answer: Answer) -> bool:
        if dialogue.memory.get("alarmed"):
            return False
        is_said = bool(answer.reading and answer.reading.danger)
        return is_said or (dialogue.state == "safe" and answer.choice == "danger")


_CHECKS = (*POINTS, *HAZARDS)


def answers_of(text: str | None) -> dict[str, str]:
    """Return the answers of a visit by question, as its row keeps them."""
    return dict(json.loads(text)) if text else {}


def _visitors(memory: Memory) -> Sequence[Row]:
    offered = memory.get("visitors")
    people = offered if isinstance(offered, list) else []
    rows: list[Row] = [
        (Choice(f"{_VISITOR}{one[0]}", literal=str(one[1])),)
        for one in people
        if isinstance(one, list)
    ]
    return [*rows, (Choice(MYSELF, "choice-visit-myself"),)]


def _briefs(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("brief-usual", "brief-usual"),)]


def _goes_oneself(memory: Memory) -> str | None:
    return "" if memory.get("visitor") == MYSELF else None


def _safe(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice(one, f"choice-visit-{one}"),) for one in SAFE]


def _checks(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [tuple(Choice(one, f"choice-visit-{one}") for one in ANSWERS)]


def _nothing(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("nothing", "choice-visit-nothing"),)]


def _sure(memory: Memory) -> Sequence[Row]:  # noqa: ARG001 - All choices have one shape.
    return [(Choice("sure", "choice-visit-send"),)]


def _asked(memory: Memory) -> tuple[Effect, ...]:
    who = text_of(memory, "visitor").removeprefix(_VISITOR)
    staff_id = int(who) if who.isdigit() else None
    return (AskVisit(number_of(memory, "referral_id"), staff_id, text_of(memory, "brief")),)


def _found(memory: Memory) -> tuple[Effect, ...]:
    asked = ("safe", *_CHECKS, "found")
    answers = {name: text_of(memory, name) for name in asked}
    if answers["found"] == "nothing" and memory.get("found_key"):
        answers["found"] = ""
    kept = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    return (ReportVisit(number_of(memory, "visit_id"), kept),)
