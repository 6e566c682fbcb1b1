"""Words that come while a case is open: do they belong to it, or are they another matter?"""

from collections.abc import Sequence

from bot.flows.dialogue import (
    AddToCase,
    Answer,
    Choice,
    Dialogue,
    Effect,
    Entry,
    Json,
    Prompt,
    Say,
    StartReport,
    Step,
)
from bot.flows.form import Memory, entry_of, entry_to_json

NEW = "new"


class AdditionFlow:
    """Ask where words belong; words of danger are added at once, and asked about all the same."""

    name = "addition"
    version = 1

    def start(self, *, cases: Sequence[tuple[int, str]], opening: Answer | None = None) -> Step:
        """Begin with what was said, or (without it) wait for what will be added.

        Args:
            cases: the person's open cases, the latest first, each with its number.
            opening: what the person said.
        """
        listed: list[Json] = [[case_id, number] for case_id, number in cases]
        memory: dict[str, Json] = {"cases": listed, "entries": []}
        if opening is None or opening.entry is None:
            return self._at("waiting", memory, ask=False)
        memory["entries"] = [entry_to_json(opening.entry)]
        if opening.reading is not None and opening.reading.danger:
            added = AddToCase(cases[0][0], opening.entry, urgent=True)
            memory["added"] = True
            return self._at("which", memory, Say("emergency"), added)
        return self._at("which", memory)

    def prompt(self, dialogue: Dialogue) -> Prompt:
        """Return the question where the words belong."""
        rows = tuple(
            (Choice(f"case:{case_id}", "choice-to-case", {"number": number}),)
            for case_id, number in _cases(dialogue.memory)
        )
        another = (Choice(NEW, "choice-another-matter"),)
        return Prompt("ask-which-case", rows=(*rows, another))

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Return where the words go; further words wait with the first."""
        memory = dict(dialogue.memory)
        if answer.choice == NEW:
            return Step(None, (StartReport(tuple(_entries(memory))),), ask=False)
        if answer.choice is not None:
            return self._chosen(memory, answer.choice)
        if answer.entry is None:
            return self._at(dialogue.state, memory)
        urgent = bool(answer.reading and answer.reading.danger)
        if dialogue.state == "waiting" or urgent:
            added = AddToCase(_cases(memory)[0][0], answer.entry, urgent=urgent)
            said = Say("emergency") if urgent else Say("addition-kept")
            return self._at(dialogue.state, memory, said, added, ask=False)
        waiting = [*_entries(memory), answer.entry]
        memory["entries"] = [entry_to_json(entry) for entry in waiting]
        return self._at("which", memory, ask=False)

    def default_step(self, dialogue: Dialogue) -> Step:
        """Return what happens when nobody answers: the words go to the latest case."""
        cases = _cases(dialogue.memory)
        if not cases or dialogue.state == "waiting":
            return Step(None, ask=False)
        return self._chosen(dict(dialogue.memory), f"case:{cases[0][0]}")

    def _chosen(self, memory: Memory, choice: str) -> Step:
        chosen = {f"case:{case_id}": case_id for case_id, _ in _cases(memory)}.get(choice)
        if chosen is None:
            return Step(None, (Say("form-cancelled"),), ask=False)
        entries = _entries(memory)
        # What was urgent went to the latest case at once; it is not added there twice.
        if memory.get("added") and chosen == _cases(memory)[0][0]:
            entries = entries[1:]
        added = tuple(AddToCase(chosen, entry) for entry in entries)
        return Step(None, (*added, Say("addition-kept")), ask=False)

    def _at(self, state: str, memory: Memory, *effects: Effect, ask: bool = True) -> Step:
        return Step(Dialogue(self.name, self.version, state, memory), effects, ask=ask)


def _cases(memory: Memory) -> Sequence[tuple[int, str]]:
    listed = memory.get("cases")
    pairs = listed if isinstance(listed, list) else []
    return [(int(str(pair[0])), str(pair[1])) for pair in pairs if isinstance(pair, list)]


def _entries(memory: Memory) -> list[Entry]:
    listed = memory.get("entries")
    values = listed if isinstance(listed, list) else []
    return [entry_of({"entry": value}) for value in values]
