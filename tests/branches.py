"""Say for each room which share of its branches the tests take, and whether that is enough.

    coverage json -o report.json && python -m tests.branches report.json

A line counts for nothing here: a file is read to its last line by tests that never let a guard say
no.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOMS = ("bot/flows", "bot/services", "storage")
BAR = 95
"""Of a hundred branches of each room, so many are taken at least."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many branches a room has, and how many of them were taken."""

    room: str
    branches: int
    taken: int

    @property
    def is_enough(self) -> bool:
        """Say whether the room reaches the bar; one without any branch was not measured."""
        return self.branches > 0 and self.taken * 100 >= self.branches * BAR

    def __str__(self) -> str:
        percent = self.taken * 100 / self.branches if self.branches else 0.0
        mark = "" if self.is_enough else f"   below {BAR}"
        missing = self.branches - self.taken
        return f"{self.room:<14}{percent:6.1f} % of {self.branches}, {missing} not taken{mark}"


def shares(report: Mapping[str, Any]) -> Sequence[Share]:
    """Return the share of each room, by what `coverage json` wrote."""
    return [_share(room, report["files"]) for room in ROOMS]


def _share(room: str, files: Mapping[str, Any]) -> Share:
    there = [one["summary"] for name, one in files.items() if name.startswith(f"{room}/")]
    every = sum(one["num_branches"] for one in there)
    return Share(room, every, sum(one["covered_branches"] for one in there))


def main() -> int:
    """Print the shares; return 1 where a room is below the bar."""
    found = shares(json.loads(Path(sys.argv[1]).read_text()))
    sys.stdout.write("Branches that a test takes:\n")
    for share in found:
        sys.stdout.write(f"{share}\n")
    return 0 if all(share.is_enough for share in found) else 1


if __name__ == "__main__":
    sys.exit(main())
