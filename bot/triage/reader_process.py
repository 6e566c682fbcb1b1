"""A process that reads messages for the one that began it, `bot.triage.reader_apart`.

First it is asked which program it is, and told what the place itself knows; it says None when
everything is loaded. Then it says what each message means that it is asked about. It keeps nothing
of what it read, and ends when the other side is gone.
"""

import contextlib
import gc
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from bot.terms import Category, Level
from bot.triage.framing import framed, hear
from bot.triage.gazetteer import Gazetteer
from bot.triage.loading import load
from bot.triage.local_names import LocalNames
from bot.triage.program import fingerprint
from bot.triage.reader import Triage

SOONER_THAN_THE_BOT = "500"
"""Where memory is short this process goes, and comes again (see proc(5), `oom_score_adj`)."""


def serve(asked: BinaryIO, said: BinaryIO) -> None:
    """Read whatever is asked, one question after the other.

    Raises:
        EOFError, OSError: the other side is gone.
    """
    hear(asked)
    _say(said, fingerprint())
    try:
        triage = _loaded(*hear(asked))
    except Exception as error:  # noqa: BLE001 - Whoever began this says so, and tries again.
        _say(said, f"{type(error).__name__}: {error}")
        return
    _say(said, None)
    while True:
        question = hear(asked)
        try:
            answer: object = triage.read_together(question)
        except Exception as error:  # noqa: BLE001 - Whoever asked is told, and others want to ask.
            # No word of the error: it may tell what somebody wrote.
            answer = type(error).__name__
        _say(said, answer)


def _loaded(default_levels: Mapping[Category, Level], local: LocalNames) -> Triage:
    triage = load(Gazetteer.load(), default_levels, local)
    # What makes vectors is loaded by the first reading.
    triage.read("孩子")
    gc.collect()
    gc.freeze()
    return triage


def _say(stream: BinaryIO, answer: object) -> None:
    stream.write(framed(answer))
    stream.flush()


def main() -> None:
    """Serve on the standard input and output."""
    # Whoever stops the bot lets it finish what it has in hand, for which this is needed.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(SOONER_THAN_THE_BOT)
    said = os.fdopen(os.dup(1), "wb")
    # Whatever else is printed is no answer.
    os.dup2(2, 1)
    with open(0, "rb", closefd=False) as asked, contextlib.suppress(EOFError, OSError):
        serve(asked, said)


if __name__ == "__main__":
    main()
