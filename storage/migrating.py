"""Running migrations; apart from `storage.schema`, as Alembic is heavy and seldom needed."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.encryption import Vault


def upgrade(
    scripts: Path, revision: str, keys: Callable[[], Vault], connection: Connection
) -> None:
    """Bring the database up to the revision; `keys` gives the vault to what seals."""
    config = _config(scripts, connection)
    config.attributes["vault"] = keys
    command.upgrade(config, revision)


def downgrade(scripts: Path, revision: str, connection: Connection) -> None:
    """Take the database down to the revision."""
    command.downgrade(_config(scripts, connection), revision)


def write_revision(scripts: Path, message: str, identifier: str, connection: Connection) -> None:
    """Write a migration from what the tables say and the database does not have."""
    config = _config(scripts, connection)
    command.revision(config, message, autogenerate=True, rev_id=identifier)


def _config(scripts: Path, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.attributes["connection"] = connection
    return config
