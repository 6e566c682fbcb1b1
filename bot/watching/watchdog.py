"""The watchdog: a thread beside the event loop that ends a process which has come to a stop.

Everything that counts is in the database, so the remedy for whatever hangs is a new process; a
supervisor starts it, and it reads the tables.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType

import structlog

from bot.watching.pulse import Sign

log = structlog.get_logger(__name__)

STUCK = 86
"""The code with which a process ends that was stuck."""

LOOKS = 20
LAST_WORDS_SECONDS = 2.0


@dataclass(slots=True)
class _Vital:
    sign: Sign
    count: int
    still: float = 0.0

    def look(self, awake: float) -> float:
        """Return for how many seconds the sign has been missing."""
        self.still = 0.0 if self.sign.count != self.count else self.still + awake
        self.count = self.sign.count
        return self.still


@dataclass(slots=True)
class Watchdog:
    """End the process when a sign of life is missing for longer than `limit`.

    It looks twenty times within the limit. What lies between two looks counts as no more than
    two pauses: where the machine slept, or the whole process was stopped, nothing else could
    have happened either. It is started with the first tick, so a slow start is never ended.

    Args:
        signs: what must happen again and again, by name.
        limit: for how long it may be missing.
        on_alive: called after each look at which all is well.
        end: how the process is ended.
        now: seconds that only grow.
    """

    signs: Mapping[str, Sign]
    limit: timedelta
    on_alive: Callable[[], None] = lambda: None
    end: Callable[[int], object] = os._exit
    now: Callable[[], float] = time.monotonic
    _vitals: dict[str, _Vital] = field(default_factory=dict)
    _looked_at: float = 0.0
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def pause(self) -> float:
        """Return how many seconds lie between two looks."""
        return self.limit.total_seconds() / LOOKS

    def start(self) -> None:
        """Begin to watch, in a thread of its own."""
        self.begin()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """Count from now on."""
        self._looked_at = self.now()
        self._vitals = {name: _Vital(sign, sign.count) for name, sign in self.signs.items()}

    def watch(self, name: str, sign: Sign) -> None:
        """Watch one more sign, from now on."""
        self._vitals = {**self._vitals, name: _Vital(sign, sign.count)}

    def stop(self) -> None:
        """Watch no more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Look once."""
        now = self.now()
        awake, self._looked_at = min(now - self._looked_at, 2 * self.pause), now
        missing = {name: vital.look(awake) for name, vital in self._vitals.items()}
        limit = self.limit.total_seconds()
        stuck = {name: round(seconds, 1) for name, seconds in missing.items() if seconds >= limit}
        if not stuck:
            self.on_alive()
            return
        _say_last_words(stuck)
        self.end(STUCK)

    def _run(self) -> None:
        while not self._stopped.wait(self.pause):
            self.look()


def _say_last_words(stuck: Mapping[str, float]) -> None:
    # The stream may be what everything hangs on, so the words are said in a thread of their own.
    speaker = threading.Thread(target=_say, args=(stuck, _where()), daemon=True)
    speaker.start()
    speaker.join(LAST_WORDS_SECONDS)


def _say(stuck: Mapping[str, float], where: str) -> None:
    log.critical("stuck", missing=dict(stuck), where=where, code=STUCK)
    sys.stderr.flush()
    sys.stdout.flush()


def _where() -> str:
    """Return what the main thread is doing: names of functions, the innermost first."""
    main = threading.main_thread().ident
    frame: FrameType | None = sys._current_frames().get(main or 0)  # noqa: SLF001 - The only way to see another thread.
    names: list[str] = []
    while frame is not None and len(names) < 8:  # noqa: PLR2004 - A line of the log.
        names.append(frame.f_code.co_qualname)
        frame = frame.f_back
    return " < ".join(names)
