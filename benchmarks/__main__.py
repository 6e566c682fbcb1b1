"""`make bench`: measure every family of rows, print the table and write `build/bench.json`.

Run as `python -m benchmarks [--quick] [--only FAMILY …]`; `--list` names the families.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.families import FAMILIES
from benchmarks.machine import busy_processors, this_machine
from benchmarks.report import Json, keep, rows_to_json, show
from benchmarks.rows import Family, Size

BUILD = Path(__file__).parents[1] / "build"
TARGET, QUICK_TARGET = BUILD / "bench.json", BUILD / "bench-quick.json"


def run(family: Family, size: Size, before: float) -> tuple[Json, float]:
    """Measure one family; return what the file says of it, and how busy others were behind it.

    `before` is how busy they were before it.
    """
    left_out = family.left_out(size)
    is_there_any = {row.name for row in family.rows(size)} - left_out.keys()
    if not is_there_any:
        return rows_to_json(family, {}, left_out, size, this_machine(before)), before
    measured = asyncio.run(family.measure(size))
    behind = busy_processors()
    machine = this_machine(max(before, behind))
    return rows_to_json(family, measured, left_out, size, machine), behind


def main(arguments: Sequence[str]) -> None:
    """Read what is asked for, measure it, and keep each family as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    names = [family.name for family in FAMILIES]
    parser.add_argument(
        "--quick", action="store_true", help="whether all of it works: under a minute, without bars"
    )
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="FAMILY")
    parser.add_argument("--list", action="store_true", help="name the families and end")
    asked = parser.parse_args(arguments)
    if asked.list:
        sys.stdout.write("\n".join(names) + "\n")
        return
    size, rows, others = Size(quick=asked.quick), Json(), busy_processors()
    for family in FAMILIES:
        if family.name in asked.only:
            Console(stderr=True).print(f"measuring {family.name}", style="dim")
            fresh, others = run(family, size, others)
            keep(QUICK_TARGET if size.quick else TARGET, fresh)
            rows |= fresh
    show(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
