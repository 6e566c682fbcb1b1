"""`make torture`: kill the bot hundreds of times and count what was lost.

Run as `python -m benchmarks.torture [--engine sqlite|postgresql] [--kills 300] [--seed N]`;
prints a table, and ends with 1 where anything was lost.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.torture.engines import ENGINES, fresh
from benchmarks.torture.ground import SECRET, Nursery, staffed
from benchmarks.torture.play import Play
from benchmarks.torture.tables import looking_at
from benchmarks.torture.verdict import Verdict, judge
from storage.encryption import Vault

PROCESSES = {"sqlite": 1, "postgresql": 3}
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run came to."""

    engine: str
    seed: int
    kills: int
    faults: int
    seconds: float
    verdict: Verdict

    @property
    def is_good(self) -> bool:
        """Say whether nothing was lost."""
        return self.verdict.is_good(self.kills)


async def torture(
    engine: str, nursery: Nursery, *, kills: int, seed: int, broken: str = ""
) -> Outcome:
    """Run once on a fresh database and return what came of it.

    Raises:
        Unrest: what was due was not done, however long one waited.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="weibao-torture-") as name:
        folder = Path(name)
        async with (
            fresh(engine, folder) as url,
            staffed(url, folder / "clock", nursery) as ground,
            looking_at(url) as tables,
        ):
            play = Play(ground, tables, seed, PROCESSES[engine], broken)
            story = await play.run(kills)
            verdict = await judge(
                story,
                ground.sandbox,
                tables,
                Vault(SECRET),
                staff_chats=[person.id for person in ground.colleagues],
            )
            spent = time.monotonic() - began
            return Outcome(engine, seed, ground.kills, story.faults, spent, verdict)


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the table, and below it what is to be complained of."""
    names = (
        "engine", "kills", "faults", "referrals", "pages", "lost", "late", "no deadline",
        "after taking", "duplicates", "allowed", "unanswered", "seconds", "seed",
    )  # fmt: skip
    table = Table(*names)
    for one in outcomes:
        found = one.verdict
        table.add_row(
            one.engine,
            *(
                str(figure)
                for figure in (
                    one.kills,
                    one.faults,
                    found.referrals,
                    found.pages,
                    found.lost,
                    found.late,
                    found.overdue,
                    found.after_taken,
                    found.duplicates,
                    one.kills + found.unsure,
                    found.unanswered,
                    round(one.seconds),
                    one.seed,
                )
            ),
        )
    console = Console(width=160)
    console.print(table)
    for one in outcomes:
        for complaint in one.verdict.complaints[:SHOWN]:
            console.print(f"{one.engine}: {complaint}")


def main() -> None:
    """Read what is asked for, run it, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.torture")
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261125)
    asked = parser.parse_args()
    outcomes = []
    with Nursery() as nursery:
        for engine in asked.engine or ENGINES:
            run = torture(engine, nursery, kills=asked.kills, seed=asked.seed)
            outcomes.append(asyncio.run(run))
            report(outcomes[-1:])
    sys.exit(not all(one.is_good for one in outcomes))


if __name__ == "__main__":
    main()
