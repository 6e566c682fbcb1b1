"""A process that has loaded everything, and forks a bot for each order it reads.

A bot needs seconds to load what it reads messages with; a run of hundreds of kills would spend
its time on that. Started as `python -m benchmarks.torture.nursery`: reads one order in JSON a
line, answers `born PID`, and says `gone PID CODE` for each process that ended. The code of one
that was killed is the signal's number below zero.
"""

import asyncio
import json
import os
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import bot.app
from benchmarks.torture.process import ROOT, Order, policies, serve
from bot.triage.gazetteer import Gazetteer

GLANCE_SECONDS = 0.01


def _load() -> None:
    """Load what every bot loads, once; the forks find it loaded."""
    gazetteer = Gazetteer.load()
    triage = bot.app.triage_here(policies(), ROOT, gazetteer)
    # What loads beside it must have come before the fork, in which no thread goes on.
    triage.reader().read("孩子")
    Gazetteer.load = lambda: gazetteer  # type: ignore[method-assign]
    bot.app.build_triage = lambda *_: triage


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _born(order: Order, close: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    close()
    with Path(order.log).open("ab") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())
    try:
        asyncio.run(serve(order))
    finally:
        # Whatever ended it, the fork must not go on as a second nursery.
        os._exit(1)


def _bury(living: set[int]) -> None:
    for pid in list(living):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            living.discard(pid)
            _say(f"gone {pid} {os.waitstatus_to_exitcode(status)}")


def main() -> None:
    """Fork bots until the orders end; then none is left alive."""
    _load()
    # Unbuffered: what a buffer has taken, `select` does not see.
    orders = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 - It is standard input.
    living: set[int] = set()
    while True:
        _bury(living)
        if not select.select([orders], [], [], GLANCE_SECONDS)[0]:
            continue
        line = orders.readline()
        if not line:
            break
        pid = _born(Order(**json.loads(line)), lambda: os.close(0))
        living.add(pid)
        _say(f"born {pid}")
    for pid in living:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
