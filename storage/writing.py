"""The connection that writes to an SQLite file, kept open from one transaction to the next.

Taking it from a pool and giving it back costs more than SQLite takes to begin and to commit, and
whoever writes alone would wait for it in each transaction of a step.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from storage.files import Identity, identity
from storage.prepared import Plans, SwiftConnection


class WritingConnection:
    """Begin transactions and commit them, one after the other; for one thread.

    A file that was put in place of the one before is opened as the next transaction begins.

    Args:
        engine: opens the connection; its transactions begin by themselves with nothing.
        url: where the file is.
        plans: what is known of statements.
    """

    def __init__(self, engine: Engine, url: URL, plans: Plans) -> None:
        self._engine = engine
        self._url = url
        self._plans = plans
        self._connection: Connection | None = None
        self._file: Identity = None

    @contextmanager
    def transaction(self) -> Iterator[SwiftConnection]:
        """Begin, and commit in the end; where an error comes out of it, nothing was done.

        The lock is taken at once: a read that turns into a write may otherwise fail half-way.

        Raises:
            SQLAlchemyError: the file cannot be opened, locked or written.
        """
        connection = self._opened()
        try:
            with connection.begin():
                swift = SwiftConnection(connection, self._plans)
                swift.begin_to_write()
                yield swift
        except BaseException:
            if connection.invalidated or is_in_transaction(connection):
                self.close()
            raise

    def close(self) -> None:
        """Let the file go; the next transaction opens it again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _opened(self) -> Connection:
        file = identity(self._url)
        if file != self._file:
            self.close()
        if self._connection is None:
            self._connection = self._engine.connect()
            self._file = file
        return self._connection


def is_in_transaction(connection: Connection) -> bool:
    """Say whether the driver is in a transaction, whatever SQLAlchemy believes."""
    return bool(connection.connection.dbapi_connection.in_transaction)  # type: ignore[union-attr]
