"""Logs: event names and identifiers, never what people said, who they are, or a token."""

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog

QUIET = (
    "aiohttp",
    "alembic",
    "apscheduler",
    "httpcore",
    "httpx",
    "telegram",
    "transitions",
    "uvicorn.access",
    "uvicorn.error",
)


class Harmless:
    """Write to a stream as far as it takes it: a full disk, or a reader that is gone, ends nothing.

    Whoever logs may be in the middle of calling somebody.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, words: str) -> int:
        """Write the words, or lose them."""
        with suppress(OSError):
            return self._stream.write(words)
        return 0

    def flush(self) -> None:
        """Let what was written leave, or lose it."""
        with suppress(OSError):
            self._stream.flush()


def configure_logs(level: int = logging.INFO) -> None:
    """Write one line an event to the standard error."""
    logging.basicConfig(level=level, format="%(levelname)s %(name)s", stream=sys.stderr)
    for name in QUIET:
        # Their lines carry addresses with the token, or texts of messages.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", Harmless(sys.stderr))),
    )
