"""What every repository stands on: a connection, a vault and an id factory."""

import json
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Connection, Select, Table

from storage.encryption import Place, Vault
from storage.identifiers import IdFactory
from storage.records import record

R = TypeVar("R")


class Repository:
    """Ask and answer questions about one noun inside the caller's transaction."""

    def __init__(self, connection: Connection, vault: Vault, ids: IdFactory) -> None:
        self._connection = connection
        self._vault = vault
        self._ids = ids

    def _seal(self, table: Table, column: str, row: int, words: str | None) -> bytes | None:
        return None if words is None else self._vault.seal(words, Place(table.name, column, row))

    def _one(self, cls: type[R], table: Table, query: Select[*tuple[object, ...]]) -> R | None:
        row = self._connection.execute(query).mappings().first()
        return None if row is None else record(cls, row, table=table.name, vault=self._vault)

    def _all(self, cls: type[R], table: Table, query: Select[*tuple[object, ...]]) -> Sequence[R]:
        rows = self._connection.execute(query).mappings().all()
        return [record(cls, row, table=table.name, vault=self._vault) for row in rows]


def as_json(value: object) -> str:
    """Return `value` as compact JSON with its characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
