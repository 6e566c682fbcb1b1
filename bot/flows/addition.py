"""Words that come while a case is open: do they belong to it, or are they another matter?"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.flows.complaint import complains
from bot.flows.dialogue import (
    AddToCase,
    Answer,
    BelongElsewhere,
    Choice,
    ComplainOf,
    Dialogue,
    Effect,
    Entry,
    Json,
    Prompt,
    Say,
    StartReport,
    Step,
)
from bot.flows.emergency import call_first, is_of_child
from bot.flows.form import Memory, entry_of, entry_to_json
from bot.flows.small_talk import begins_another

NEW, COMPLAINT = "new", "complaint"


class AdditionFlow:
    """Ask where words belong; what cannot wait is added at once, and asked about all the same.

    Words of danger cannot wait, nor can any further words where the latest case is urgent: a child
    who hides does not look for the right key. Words that complain of staff would be read by those
    complained of: what nobody placed goes to the tier above.
    """

    name = "addition"
    version = 1
    states = ("waiting", "which")

    def start(
        self,
        *,
        cases: Sequence[tuple[int, str]],
        opening: Answer | None = None,
        urgent_in: str | None = None,
        is_by_child: bool = False,
    ) -> Step:
        """Begin with what was said, or (without it) wait for what will be added.

        Args:
            cases: the person's open cases, the latest first, each with its number.
            opening: what the person said.
            urgent_in: the county of the latest case where that is urgent, empty where it has none.
            is_by_child: whether it was a child that told the latest case of itself.
        """
        listed: list[Json] = [[case_id, number] for case_id, number in cases]
        memory: dict[str, Json] = {"cases": listed, "entries": [], "added": []}
        if is_by_child:
            memory["is_by_child"] = True
        if urgent_in is not None:
            memory["urgent_in"] = urgent_in
        if opening is None or opening.entry is None:
            return self._at("waiting", memory, ask=False)
        return self._told(memory, opening)

    def prompt(self, dialogue: Dialogue) -> Prompt:
        """Return the question where the words belong."""
        rows = tuple(
            (Choice(f"case:{case_id}", "choice-to-case", {"number": number}),)
            for case_id, number in _cases(dialogue.memory)
        )
        another = (Choice(NEW, "choice-another-matter"),)
        if _complained(dialogue.memory):
            complaint = (Choice(COMPLAINT, "choice-complaint"),)
            return Prompt("ask-which-case-complaint", rows=(complaint, *rows, another))
        is_there = len(waiting_in(dialogue.memory)) - 1 in _there(dialogue.memory)
        key = "ask-which-case-urgent" if is_there else "ask-which-case"
        return Prompt(key, rows=(*rows, another))

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Return where the words go; further words wait with the first."""
        memory = dict(dialogue.memory)
        case_ids = {f"case:{case_id}": case_id for case_id, _ in _cases(memory)}
        if answer.choice == NEW:
            return self._another(memory)
        if answer.choice == COMPLAINT:
            return self.default_step(dialogue)
        if answer.choice in case_ids:
            return self._added_to(memory, case_ids[answer.choice])
        if answer.choice == "stop":
            return self.default_step(dialogue)
        if answer.entry is None:
            return self._at(dialogue.state, memory)
        is_complaint = complains(answer.text) and not _is_danger(answer)
        if dialogue.state == "waiting" and not is_complaint:
            return self._added_at_once(memory, answer)
        return self._told(memory, answer)

    def edited(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Return what a corrected message leads to: words that wait are the corrected ones."""
        entry, before = answer.entry or Entry(), waiting_in(dialogue.memory)
        places = [n for n, one in enumerate(before) if one.message_id == entry.message_id]
        if not places:
            return Step(dialogue, ask=False)
        place, added = places[0], _added(dialogue.memory)
        changed = replace(before[place], text=entry.text)
        listed = [changed if n == place else one for n, one in enumerate(before)]
        memory = {**dialogue.memory, "entries": [entry_to_json(one) for one in listed]}
        if place in added or not _is_danger(answer):
            is_asked_anew = bool(_complained(memory)) and not _complained(dialogue.memory)
            return self._at(dialogue.state, memory, ask=is_asked_anew)
        memory["added"] = [*added, place]
        if place in _carried(memory):
            # The case has it, as it is now.
            return self._at(dialogue.state, memory, _first(memory, answer))
        urgent = AddToCase(_cases(memory)[0][0], changed, urgent=True)
        return self._at(dialogue.state, memory, _first(memory, answer), urgent)

    def default_step(self, dialogue: Dialogue) -> Step:
        """Return what happens when nobody answers: the words go to the latest case.

        From the first that complains on, they go to the tier above whoever deals with it.
        """
        memory, cases = dialogue.memory, _cases(dialogue.memory)
        if not cases or dialogue.state == "waiting":
            return Step(None, ask=False)
        complained, said = _complained(memory), waiting_in(memory)
        if not complained:
            return self._added_to(memory, cases[0][0])
        added = self._adding(memory, cases[0][0], besides=[*_there(memory), *complained])
        told = (Say("addition-kept"),) if added else ()
        complaint = ComplainOf(cases[0][0], tuple(said[place] for place in complained))
        return Step(None, (*added, *told, complaint), ask=False)

    def _added_at_once(self, memory: Memory, answer: Answer) -> Step:
        """Add to the one case that the person chose before they began to speak."""
        entry, urgent = answer.entry or Entry(), _is_danger(answer)
        added = AddToCase(_cases(memory)[0][0], entry, urgent=urgent)
        said = _first(memory, answer) if urgent else Say("addition-kept")
        return self._at("waiting", memory, said, added, ask=False)

    def _told(self, memory: Memory, answer: Answer) -> Step:
        """Keep what was said until it is known where it belongs; danger does not wait."""
        entry, before = answer.entry or Entry(), waiting_in(memory)
        memory = {**memory, "entries": [entry_to_json(one) for one in (*before, entry)]}
        if not _is_danger(answer) and _is_of_urgent(memory, answer):
            return self._carried(memory, before, entry)
        if not _is_danger(answer):
            return self._at("which", memory, ask=not _is_same_album(before, entry))
        memory["added"] = [*_added(memory), len(before)]
        urgent = AddToCase(_cases(memory)[0][0], entry, urgent=True)
        return self._at("which", memory, _first(memory, answer), urgent)

    def _carried(self, memory: dict[str, Json], before: Sequence[Entry], entry: Entry) -> Step:
        """Add further words to the latest case, which is urgent; where to is asked once."""
        is_first = not _there(memory)
        memory["carried"] = [*_carried(memory), len(before)]
        added = AddToCase(_cases(memory)[0][0], entry)
        if is_first or _is_same_album(before, entry):
            return self._at("which", memory, added, ask=is_first)
        return self._at("which", memory, added, Say("addition-kept-too"), ask=False)

    def _another(self, memory: Memory) -> Step:
        """Begin a report with what was said; words of an urgent case before it stay there."""
        first = _first_of_another(memory)
        words = [
            entry
            for place, entry in enumerate(waiting_in(memory))
            if place >= first or place not in _there(memory)
        ]
        elsewhere = _elsewhere(memory, since=first)
        return Step(None, (*elsewhere, StartReport(tuple(words))), ask=False)

    def _added_to(self, memory: Memory, case_id: int) -> Step:
        """Add everything that waited; what could not wait is already in the latest case.

        Of another case it is as urgent as it was of the first, which is told that it is not its.
        """
        is_latest = case_id == _cases(memory)[0][0]
        elsewhere = () if is_latest else _elsewhere(memory)
        added = self._adding(memory, case_id, besides=_there(memory) if is_latest else ())
        return Step(None, (*elsewhere, *added, Say("addition-kept")), ask=False)

    @staticmethod
    def _adding(
        memory: Memory, case_id: int, *, besides: Collection[Json]
    ) -> tuple[AddToCase, ...]:
        urgent = _added(memory)
        told = [
            (place, entry) for place, entry in enumerate(waiting_in(memory)) if place not in besides
        ]
        # For danger the holder is called whoever tells of it; for calm words not always.
        ringing = [place for place, _ in told if place in urgent] or [place for place, _ in told]
        return tuple(
            AddToCase(case_id, entry, urgent=place in urgent, rings=place == ringing[-1])
            for place, entry in told
        )

    def _at(self, state: str, memory: Memory, *effects: Effect, ask: bool = True) -> Step:
        return Step(Dialogue(self.name, self.version, state, memory), effects, ask=ask)


def waiting_in(memory: Memory) -> list[Entry]:
    """Return what was said and waits until it is known where it belongs."""
    listed = memory.get("entries")
    values = listed if isinstance(listed, list) else []
    return [entry_of({"entry": value}) for value in values]


def _first(memory: Memory, answer: Answer) -> Say:
    return call_first(to_child=memory.get("is_by_child") is True or is_of_child(answer))


def _cases(memory: Memory) -> Sequence[tuple[int, str]]:
    listed = memory.get("cases")
    pairs = listed if isinstance(listed, list) else []
    return [(int(str(pair[0])), str(pair[1])) for pair in pairs if isinstance(pair, list)]


def _added(memory: Memory) -> list[Json]:
    places = memory.get("added")
    return places if isinstance(places, list) else []


def _carried(memory: Memory) -> list[Json]:
    places = memory.get("carried")
    return places if isinstance(places, list) else []


def _there(memory: Memory) -> list[Json]:
    """Return which of the words are in the latest case already."""
    return [*_added(memory), *_carried(memory)]


def _complained(memory: Memory) -> list[int]:
    """Return which words wait from the first that complains of staff on."""
    there = _there(memory)
    left = [(place, one) for place, one in enumerate(waiting_in(memory)) if place not in there]
    first = next((place for place, one in left if complains(one.text)), None)
    return [place for place, _ in left if first is not None and place >= first]


def _is_of_urgent(memory: Memory, answer: Answer) -> bool:
    """Say whether the latest case is urgent, and nothing in the words keeps them from its holder.

    They may say that they are not its, or complain of whoever would read them.
    """
    county_code = memory.get("urgent_in")
    if county_code is None or begins_another(answer.text) or complains(answer.text):
        return False
    best = answer.reading.place.best if answer.reading else None
    return best is None or county_code in ("", best.county_code)


def _first_of_another(memory: Memory) -> int:
    """Return where the words begin that say themselves that they are another matter.

    What was told before them while the latest case was urgent is of that case. Otherwise all of it
    waited for the answer, and what the answer says holds for all of it.
    """
    if memory.get("urgent_in") is None:
        return 0
    told = enumerate(waiting_in(memory))
    return next((place for place, one in told if begins_another(one.text)), 0)


def _elsewhere(memory: Memory, *, since: int = 0) -> tuple[Effect, ...]:
    """Return that words which went to the latest case at once are another matter, if any did."""
    there = [place for place in _there(memory) if int(str(place)) >= since]
    words = tuple(one for place, one in enumerate(waiting_in(memory)) if place in there)
    return (BelongElsewhere(_cases(memory)[0][0], words),) if words else ()


def _is_danger(answer: Answer) -> bool:
    return bool(answer.reading and answer.reading.danger)


def _is_same_album(before: Sequence[Entry], entry: Entry) -> bool:
    album = entry.attachment.album_id if entry.attachment else ""
    return bool(album) and album in {one.attachment.album_id for one in before if one.attachment}
