"""The machine a figure was measured on, and whether others were at work on it."""

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock

BUSY_ABOVE = 0.3
LOOK_SECONDS = 0.5
_IDLE = slice(3, 5)
"""Where a line of /proc/stat has the time that nobody used: idle, and waiting for a disk."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What a figure cannot be read without.

    `others` is how many processors worked for somebody else before or after the measurement.
    """

    processors: int
    python: str
    measured_at: str
    others: float

    @property
    def is_loaded(self) -> bool:
        """Say whether others were at work, so that the figure means little by itself."""
        return self.others > BUSY_ABOVE


def busy_processors() -> float:
    """Return how many processors were at work while this waited half a second."""
    used, began = _used_seconds(), time.perf_counter()
    time.sleep(LOOK_SECONDS)
    return max(0.0, (_used_seconds() - used) / (time.perf_counter() - began))


def _used_seconds() -> float:
    line = Path("/proc/stat").read_text().splitlines()[0]
    ticks = [int(part) for part in line.split()[1:9]]
    return (sum(ticks) - sum(ticks[_IDLE])) / os.sysconf("SC_CLK_TCK")


def this_machine(others: float) -> Machine:
    """Return this machine as it is now."""
    now = SystemClock().now().isoformat(timespec="seconds")
    return Machine(os.cpu_count() or 1, platform.python_version(), now, round(others, 2))


def used_seconds(pid: int) -> float:
    """Return the processor time that a process and its children have used, in seconds."""
    return sum(_ticks(one) for one in _family(pid)) / os.sysconf("SC_CLK_TCK")


def peak_mib(pid: int) -> float:
    """Return the peak memory of a process and its children in MiB, as the kernel counts it.

    What they share is counted for each, and their peaks as if they came at the same moment.
    """
    return sum(_mib(one, "VmHWM") for one in _family(pid))


def resident_mib(pid: int | None = None) -> float:
    """Return the memory of a process and its children in MiB, as `peak_mib` counts it.

    Args:
        pid: the process; this one by itself where none is given.
    """
    return _mib("self", "VmRSS") if pid is None else sum(_mib(one, "VmRSS") for one in _family(pid))


def _family(pid: int) -> Sequence[int]:
    """Return a process and all that began with it and are there now."""
    listed = (task / "children" for task in Path(f"/proc/{pid}/task").iterdir())
    children = [int(one) for file in listed for one in file.read_text().split()]
    return [pid, *(one for child in children for one in _family(child))]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _mib(pid: int | str, name: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024
