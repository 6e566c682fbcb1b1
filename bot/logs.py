"""Logs: event names and identifiers, never what people said, who they are, or a token."""

import logging
import sys

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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
