"""What ails a database: full, locked, read-only, gone, damaged, unreachable, refused, keyless."""

from sqlite3 import Error as SqliteError

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

FULL = "full"
LOCKED = "locked"
READ_ONLY = "read-only"
GONE = "gone"
DAMAGED = "damaged"
FAILING = "failing"
UNREACHABLE = "unreachable"
REFUSED = "refused"
KEYLESS = "keyless"
"""It is sealed by a key that this process does not have."""
STATEMENT = "statement"
"""The database is well; it refused what the step asked."""

# Names of SQLite's result codes begin with these (https://www.sqlite.org/rescode.html).
_SQLITE = {
    "SQLITE_FULL": FULL,
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": GONE,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_IOERR": FAILING,
    "SQLITE_PERM": FAILING,
    "SQLITE_AUTH": FAILING,
    "SQLITE_NOMEM": FAILING,
}
# Beginnings of SQLSTATE codes (PostgreSQL, appendix A); the longer ones first.
_POSTGRES = {
    "53100": FULL,
    "25006": READ_ONLY,
    "55P03": LOCKED,
    "08": UNREACHABLE,
    "28": REFUSED,
    "3D": GONE,
    "53": UNREACHABLE,
    "57": UNREACHABLE,
    "58": FAILING,
    "XX": DAMAGED,
}


def trouble_of(error: BaseException) -> str:
    """Return in one word what an error says of the database."""
    if isinstance(error, OSError | PoolTimeout):
        return UNREACHABLE
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, SqliteError):
        return _begins(_SQLITE, getattr(cause, "sqlite_errorname", "") or "")
    state = getattr(cause, "sqlstate", None)
    if state:
        return _begins(_POSTGRES, state)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return UNREACHABLE
    # Without a code it is the connection that spoke, not the server.
    return UNREACHABLE if isinstance(error, InterfaceError | OperationalError) else STATEMENT


def is_of_the_database(error: BaseException) -> bool:
    """Say whether the database is unwell, and not only the statement or something else wrong."""
    return isinstance(error, SQLAlchemyError) and trouble_of(error) != STATEMENT


def _begins(table: dict[str, str], code: str) -> str:
    return next((trouble for start, trouble in table.items() if code.startswith(start)), STATEMENT)
