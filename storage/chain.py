"""The chain that the lines of a case's timeline make, and what breaks it.

Each line bears a keyed hash over everything in it and the hash before it. Of its details the hash
holds a commitment only, a hash over them and a random salt: so details and salt can be erased when
their time has come, nothing can be guessed from what is left, and the chain still holds. That
they were erased is a line of its own; details that are missing without it were taken away.

Lines of the first versions have no commitment; their hash is over the details themselves.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field, replace

from sqlalchemy import RowMapping

from storage.encryption import SealBroken, Vault, fingerprint_key, sealing_key
from storage.records import Event
from storage.shaping import record
from storage.tables import events

FIRST = b"\x00" * 32
ERASED = "erased"
_SALT_BYTES = 16
_LINE, _HEAD = "timeline", "timeline head"


def new_salt() -> str:
    """Return what keeps a commitment from being guessed at."""
    return os.urandom(_SALT_BYTES).hex()


def commitment_to(details: str, salt: str) -> bytes:
    """Return what stands for the details in the hash of their line."""
    return hashlib.sha256(f"{salt}:{details}".encode("utf-8", "surrogatepass")).digest()


def signed(vault: Vault, event: Event) -> Event:
    """Return the line with its hash, by the current key."""
    return replace(event, hash=vault.fingerprint(_LINE, _said(event)))


def head_of(vault: Vault, case_id: int, sequence: int, last: bytes) -> bytes:
    """Return the signature under a timeline of so many lines, of which this is the last hash."""
    return vault.fingerprint(_HEAD, _head(case_id, sequence, last))


@dataclass(slots=True)
class Chain:
    """One case's chain, followed line by line; `broken_at` is the first place that is wrong.

    Found is whatever was changed, removed (also from the end), inserted or moved. `lacks` is the
    key without which nothing can be told of that place, where that is all that is wrong.
    """

    vault: Vault
    case_id: int
    count: int = 0
    last: bytes = FIRST
    broken_at: int | None = None
    lacks: bytes = b""
    lines: list[Event] = field(default_factory=list)
    keeps_lines: bool = False
    _without_details: int | None = None

    def follow(self, row: RowMapping) -> None:
        """Take the next line; after the first wrong one nothing more is looked at."""
        if self.broken_at is not None:
            return
        event = self._opened(row)
        if event is None or not self._fits(event):
            self.broken_at = self.count + 1
            if row["previous_hash"] == self.last and (event is None or _keeps_its_word(event)):
                self.lacks = self._lacking(row)
            return
        self.count, self.last = self.count + 1, event.hash
        if event.kind == ERASED:
            self._without_details = None
        if event.details is None and self._without_details is None:
            self._without_details = event.sequence
        if self.keeps_lines:
            self.lines.append(event)

    def end(self, head: bytes | None) -> int | None:
        """Return the first broken place, once all lines were followed."""
        if self.broken_at is None:
            self.broken_at = self._without_details
        if self.broken_at is None and not self._is_head(head):
            self.broken_at = self.count + 1
            self.lacks = self.vault.lacks(fingerprint_key(head or b""))
        return self.broken_at

    def _lacking(self, row: RowMapping) -> bytes:
        sealed = [row[name] for name in ("details_sealed", "salt_sealed") if row[name]]
        keys = [fingerprint_key(row["hash"]), *(sealing_key(one) for one in sealed)]
        return next((key for key in keys if self.vault.lacks(key)), b"")

    def _opened(self, row: RowMapping) -> Event | None:
        try:
            return record(Event, row, table=events.name, vault=self.vault)
        except SealBroken:
            return None

    def _fits(self, event: Event) -> bool:
        if (event.case_id, event.previous_hash) != (self.case_id, self.last):
            return False
        return _keeps_its_word(event) and self.vault.is_fingerprint(event.hash, _LINE, _said(event))

    def _is_head(self, head: bytes | None) -> bool:
        if not self.count:
            return head is None
        return self.vault.is_fingerprint(head, _HEAD, _head(self.case_id, self.count, self.last))


def _keeps_its_word(event: Event) -> bool:
    if event.commitment is None:
        return True
    if event.details is None or event.salt is None:
        return event.details is None and event.salt is None
    return event.commitment == commitment_to(event.details, event.salt)


def _said(event: Event) -> str:
    """Return everything that the hash of a line is over."""
    line = [
        event.previous_hash.hex(),
        event.id,
        event.case_id,
        event.sequence,
        event.referral_id,
        event.kind,
        event.staff_id,
        event.details if event.commitment is None else {"commitment": event.commitment.hex()},
        event.happened_at.isoformat(),
    ]
    return _json(line)


def _head(case_id: int, sequence: int, last: bytes) -> str:
    return _json([case_id, sequence, last.hex()])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
