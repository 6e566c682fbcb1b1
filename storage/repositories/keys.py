"""By which keys everything is sealed and signed, and making it anew by the current one."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, func, or_, select, update

from storage.encryption import DIGEST_BYTES, Place, SealBroken
from storage.repositories.receipts import DOMAIN
from storage.repositories.repository import Repository
from storage.repositories.staff import NUMBERS
from storage.repositories.timeline import ChainBroken, Timeline
from storage.tables import cases, events, inbox, invites, metadata, offices, people, reports
from storage.talk_tables import receipts

FORGOTTEN = "forgotten"
"""The domain of what stands in place of a chat's fingerprint once the chat was forgotten."""
# Its hashes are made anew line by line, with everything sealed in it.
_CHAINED = events.name


@dataclass(slots=True)
class Renewed:
    """What one page of work came to.

    `last` is where the next page begins; None once there is none. `damaged` names values that do
    not open and signatures that do not hold: those are left as they are. `void` counts secret
    codes and links of the first versions, which were not kept so that they could be renewed.
    """

    last: int | None = None
    rows: int = 0
    void: int = 0
    damaged: list[str] = field(default_factory=list)


class Keys(Repository):
    """Ask which keys are needed, and need them no more."""

    def used(self) -> Mapping[bytes, Counter[str]]:
        """Return for each key id how many values of which columns were made by it.

        Signatures that bear no id, of the first versions, are counted under the empty id.
        """
        found: dict[bytes, Counter[str]] = {}
        for column in _sealed_columns():
            self._count(found, column, func.substr(column, 2, 4), column.is_not(None))
        for column, which in _signed_columns():
            bears_id = func.length(column) == DIGEST_BYTES + 4
            self._count(found, column, func.substr(column, 1, 4), and_(bears_id, which))
            self._count(found, column, func.substr(column, 1, 0), and_(~bears_id, which))
        return found

    def seal_anew(self, table: Table, after: int, limit: int) -> Renewed:
        """Seal rows of the table by the current key, those after the identifier."""
        (key,) = table.primary_key.columns
        sealed = [column for column in _sealed_columns() if column.table is table]
        is_old = or_(*(func.substr(column, 2, 4) != self._vault.current for column in sealed))
        query = select(key.label("key"), *sealed).where(key > after, is_old).order_by(key)
        rows = self._connection.execute(query.limit(limit)).mappings().all()
        result = Renewed(rows[-1]["key"] if rows else None)
        for row in rows:
            values = {}
            for column in sealed:
                place = Place(table.name, column.name, row["key"])
                try:
                    values[column.name] = self._sealed_anew(row[column.name], place)
                except SealBroken:
                    result.damaged.append(f"{table.name}.{column.name} of row {row['key']}")
            if values:
                self._connection.execute(update(table).where(key == row["key"]).values(**values))
                result.rows += 1
        return result

    def sign_people(self, after: int, limit: int) -> Renewed:
        """Make the fingerprints of chats anew."""
        return self._sign(
            people,
            "chat",
            after,
            limit,
            lambda row, chat: ("chat", chat) if chat else (FORGOTTEN, str(row.id)),
        )

    def sign_codes(self, after: int, limit: int) -> Renewed:
        """Make the fingerprints of secret codes anew."""
        return self._sign(
            reports, "code", after, limit, lambda row, code: ("code", f"{row.number} {code}")
        )

    def sign_invites(self, after: int, limit: int) -> Renewed:
        """Make the fingerprints of invitations anew."""
        return self._sign(invites, "token", after, limit, lambda _, token: ("invite", token))

    def sign_receipts(self, after: int, limit: int) -> Renewed:
        """Make the fingerprints of receipts' numbers anew."""
        return self._sign(receipts, "number", after, limit, lambda _, number: (DOMAIN, number))

    def sign_numbers(self) -> Renewed:
        """Sign the offices' last numbers anew, where they are signed rightly."""
        result = Renewed()
        query = select(offices).where(self._is_old(offices.c.numbers_key)).with_for_update()
        for row in self._connection.execute(query).all():
            said = f"{row.code} {row.last_number}"
            if not self._vault.is_fingerprint(row.numbers_key, NUMBERS, said):
                result.damaged.append(f"the count of cases of office {row.code}")
                continue
            signed = self._vault.fingerprint(NUMBERS, said)
            self._connection.execute(
                update(offices).where(offices.c.code == row.code).values(numbers_key=signed)
            )
            result.rows += 1
        return result

    def forget_chats_of_updates(self) -> Renewed:
        """Forget in which chats updates came that were worked on; only waiting ones need it."""
        done = and_(inbox.c.state != "waiting", inbox.c.chat_key.is_not(None))
        changed = self._connection.execute(update(inbox).where(done).values(chat_key=None))
        return Renewed(rows=changed.rowcount)

    def sign_timeline(self, after: int) -> Renewed:
        """Write the next case's chain anew that has a line by another key, if it holds."""
        has_old = (
            select(events.c.id)
            .where(events.c.case_id == cases.c.id)
            .where(or_(self._is_old(events.c.hash), self._is_sealed_by_others()))
            .exists()
        )
        query = select(cases.c.id, cases.c.number).where(
            cases.c.id > after, or_(self._is_old(cases.c.timeline_key), has_old)
        )
        row = self._connection.execute(query.order_by(cases.c.id).limit(1)).first()
        if row is None:
            return Renewed()
        result = Renewed(row.id, rows=1)
        try:
            Timeline(self._connection, self._vault, self._ids).renew(row.id)
        except ChainBroken:
            result.damaged.append(f"the timeline of {row.number}")
        return result

    def _sign(self, table: Table, name: str, after: int, limit: int, said: Any) -> Renewed:
        """Make anew what a sealed value is found by; `said` returns the domain and the value."""
        kept, sealed = table.columns[f"{name}_key"], f"{name}_sealed"
        query = select(table).where(table.c.id > after, self._is_old(kept)).order_by(table.c.id)
        rows = self._connection.execute(query.limit(limit)).all()
        result = Renewed(rows[-1].id if rows else None)
        for row in rows:
            value = getattr(row, sealed)
            try:
                words = value and self._vault.open(value, Place(table.name, sealed, row.id))
            except SealBroken:
                result.damaged.append(f"{table.name}.{name}_key of row {row.id}")
                continue
            result.void += int(value is None)
            result.rows += 1
            self._connection.execute(
                update(table)
                .where(table.c.id == row.id)
                .values({kept: self._void() if words is None else self._found_by(said(row, words))})
            )
        return result

    def _found_by(self, said: tuple[str, str]) -> bytes:
        return self._vault.fingerprint(*said)

    def _void(self) -> bytes:
        return self._vault.current + os.urandom(DIGEST_BYTES)

    def _sealed_anew(self, sealed: bytes | None, place: Place) -> bytes | None:
        if sealed is None:
            return None
        return self._vault.seal_bytes(self._vault.open_bytes(sealed, place), place)

    def _is_old(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        by_others = func.substr(column, 1, 4) != self._vault.current
        return and_(column.is_not(None), or_(by_others, func.length(column) != DIGEST_BYTES + 4))

    def _is_sealed_by_others(self) -> ColumnElement[bool]:
        current = self._vault.current
        return or_(
            func.substr(events.c.details_sealed, 2, 4) != current,
            func.substr(events.c.salt_sealed, 2, 4) != current,
        )

    def _count(
        self,
        found: dict[bytes, Counter[str]],
        column: Column[Any],
        key: ColumnElement[Any],
        which: ColumnElement[bool],
    ) -> None:
        query = select(key.label("key"), func.count()).where(which).group_by(key)
        for made_by, count in self._connection.execute(query).all():
            name = f"{column.table.name}.{column.name}"
            found.setdefault(bytes(made_by), Counter())[name] += count


def sealed_tables() -> Sequence[Table]:
    """Return the tables with sealed columns, the chained one left out."""
    tables = dict.fromkeys(column.table for column in _sealed_columns())
    return [table for table in tables if isinstance(table, Table) and table.name != _CHAINED]


def _sealed_columns() -> Sequence[Column[Any]]:
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_sealed")
    ]


def _signed_columns() -> Sequence[tuple[Column[Any], ColumnElement[bool]]]:
    signed = [
        people.c.chat_key,
        reports.c.code_key,
        invites.c.token_key,
        receipts.c.number_key,
        offices.c.numbers_key,
        cases.c.timeline_key,
        events.c.hash,
    ]
    waiting = and_(inbox.c.chat_key.is_not(None), inbox.c.state == "waiting")
    return [*((column, column.is_not(None)) for column in signed), (inbox.c.chat_key, waiting)]
