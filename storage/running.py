"""Knowing whether a bot is at work on a PostgreSQL database; of a file `storage.files` knows."""

from sqlalchemy import Connection, text

APPLICATION_NAME = "weibao"


def others_at_work(connection: Connection) -> bool:
    """Say whether a bot is connected to this database; the server knows who is."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = :name AND pid <> pg_backend_pid()"
    )
    return bool(connection.execute(query, {"name": APPLICATION_NAME}).scalar_one())
