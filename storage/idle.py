"""Asking a connection that stood idle whether the server still knows it, before it is used.

SQLAlchemy can ask at each use (`pool_pre_ping`), which with asyncpg are three ways to the server
and back, as many as a short step takes itself. A server that was away was away for longer than a
moment; whoever used the connection within it has felt that.
"""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

IDLE_SECONDS = 1.0
_USED_AT = "used_at"


def ask_idle_connections(engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
    """Let each connection that was not used for a second be asked before it is.

    One that does not answer is thrown away with all others, and another is opened.
    """

    def returned(_connection: object, record: Any) -> None:
        record.info[_USED_AT] = clock()

    def taken(connection: Any, record: Any, _proxy: object) -> None:
        used_at = record.info.get(_USED_AT)
        if used_at is None or clock() - used_at < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:
            gone = DisconnectionError("the server does not know this connection any more")
            gone.invalidate_pool = True
            raise gone from error

    event.listen(engine, "checkin", returned)
    event.listen(engine, "checkout", taken)
