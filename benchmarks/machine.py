"""The machine a figure was measured on, and whether others were at work on it."""

import os
import platform
import time
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
    """Return the processor time that a process and its threads have used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mib(pid: int) -> float:
    """Return the process's peak memory in MiB, as the kernel counts it."""
    return _mib(pid, "VmHWM")


def resident_mib(pid: int | str = "self") -> float:
    """Return the memory of a process in MiB, as the kernel counts it."""
    return _mib(pid, "VmRSS")


def _mib(pid: int | str, name: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024
