"""What a timeline tells of words that came to a case and are another matter."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from storage.records import EntryRow, Event

MOVED = "words-moved"
LEVELS = ("level-raised", "level-lowered")


@dataclass(frozen=True, slots=True)
class Moved:
    """Which entries are another matter, and whether they made the case as urgent as it is."""

    entries: Collection[int] = field(default_factory=frozenset)
    raised_it: bool = False


def moved_in(lines: Sequence[Event]) -> Moved:
    """Return what is another matter, by the lines of these kinds."""
    entries, raised_it = set(), False
    for line in lines:
        details = json.loads(line.details or "{}")
        if line.kind == MOVED:
            entries.add(int(details.get("entry", 0)))
        # Whoever changed the level since has decided.
        raised_it = line.kind == MOVED and (raised_it or bool(details.get("raised")))
    return Moved(frozenset(entries), raised_it)


def raised_by(entry: EntryRow, lines: Sequence[Event]) -> bool:
    """Say whether the case is as urgent as it is because of this entry's words."""
    last = lines[-1] if lines else None
    return (
        last is not None
        and (last.kind, last.happened_at) == ("level-raised", entry.said_at)
        and json.loads(last.details or "{}").get("why") == "words"
    )
