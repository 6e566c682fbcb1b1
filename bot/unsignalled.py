"""A server of HTTP within the bot's own process."""

import contextlib
from collections.abc import Iterator

import uvicorn


class UnsignalledServer(uvicorn.Server):
    """Serve without taking the process's signals, which are the bot's own."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to whoever runs the bot."""
        yield
