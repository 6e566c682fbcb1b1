"""Sealing of personal fields, and keyed fingerprints to find them by.

A sealed field is `version byte | 4 bytes of key id | 12 bytes of nonce | AES-GCM ciphertext`.
The place it stands in (table, column, row) is bound as associated data, so that a sealed value
copied to another row does not open there.

A fingerprint is `4 bytes of key id | 32 bytes of HMAC-SHA-256`; those without a key id are of the
first versions. Both tell which key made them, so that keys can be renewed while the bot runs.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from json.encoder import encode_basestring_ascii as quoted
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"\x01"
_NONCE_BYTES = 12
_ID_BYTES = 4
_HEADER_BYTES = len(_VERSION) + _ID_BYTES + _NONCE_BYTES
SECRET_BYTES = 32
DIGEST_BYTES = 32
# JSON may carry half of a surrogate pair; what somebody wrote is kept as it came.
_ENCODING = ("utf-8", "surrogatepass")


class SealBroken(Exception):
    """Say that a sealed value does not open: wrong key, wrong place, or changed bytes."""


class Place(NamedTuple):
    """Where a sealed value stands."""

    table: str
    column: str
    row: int

    @property
    def bound(self) -> bytes:
        """Return the associated data that ties a value to this place."""
        return f"{self.table}.{self.column}:{self.row}".encode()


class Vault:
    """Seal and open personal fields with keys derived from the secrets of the installation.

    Args:
        secrets: secrets of 32 bytes or more; the first seals, all of them open.
    """

    def __init__(self, *secrets: bytes) -> None:
        if not secrets or any(len(secret) < SECRET_BYTES for secret in secrets):
            raise ValueError(f"a secret needs at least {SECRET_BYTES} bytes")
        self._secrets = secrets

    def __repr__(self) -> str:
        return "Vault(…)"

    @cached_property
    def _ciphers(self) -> Mapping[bytes, AESGCM]:
        return {key_id(secret): AESGCM(_derive(secret, b"seal")) for secret in self._secrets}

    @cached_property
    def _begun(self) -> Mapping[bytes, hmac.HMAC]:
        """Return for each key what hashes with it, begun: `hmac.digest` lets other threads in."""
        keys = {key_id(secret): _derive(secret, b"fingerprint") for secret in self._secrets}
        return {name: hmac.new(key, digestmod="sha256") for name, key in keys.items()}

    @cached_property
    def current(self) -> bytes:
        """Return the id of the key that seals."""
        return key_id(self._secrets[0])

    @cached_property
    def known(self) -> Sequence[bytes]:
        """Return the ids of all keys, the current one first."""
        return [key_id(secret) for secret in self._secrets]

    def lacks(self, key: bytes) -> bytes:
        """Return the id of a key if it is not among these; empty where it is, or is none."""
        return b"" if key in self.known else key

    def seal(self, words: str, place: Place) -> bytes:
        """Return `words` sealed for `place` with the current key."""
        return self.seal_bytes(words.encode(*_ENCODING), place)

    def open(self, sealed: bytes, place: Place) -> str:
        """Return what was sealed at `place`.

        Raises:
            SealBroken: no key of this installation opens it there.
        """
        return self.open_bytes(sealed, place).decode(*_ENCODING)

    def seal_bytes(self, content: bytes, place: Place) -> bytes:
        """Return `content` sealed for `place` with the current key."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, content, place.bound)
        return _VERSION + self.current + nonce + sealed

    def open_bytes(self, sealed: bytes, place: Place) -> bytes:
        """Return the bytes that were sealed at `place`.

        Raises:
            SealBroken: no key of this installation opens them there.
        """
        cipher = self._ciphers.get(sealing_key(sealed))
        if cipher is None or sealed[: len(_VERSION)] != _VERSION:
            raise SealBroken(place.table)
        nonce = sealed[len(_VERSION) + _ID_BYTES : _HEADER_BYTES]
        try:
            return cipher.decrypt(nonce, sealed[_HEADER_BYTES:], place.bound)
        except (InvalidTag, ValueError) as error:
            raise SealBroken(place.table) from error

    def fingerprint(self, domain: str, value: str) -> bytes:
        """Return a keyed hash to find `value` by, different in every `domain`."""
        return self.current + self._digest(self.current, domain, value)

    def fingerprints(self, domain: str, value: str) -> Sequence[bytes]:
        """Return every form in which `value` may be kept: by each key, with its id or without."""
        digests = {one: self._digest(one, domain, value) for one in self.known}
        return [*(one + digest for one, digest in digests.items()), *digests.values()]

    def is_fingerprint(self, kept: bytes | None, domain: str, value: str) -> bool:
        """Say whether `kept` is a fingerprint of `value`, by any key."""
        found = kept or b""
        return any(hmac.compare_digest(found, one) for one in self.fingerprints(domain, value))

    def _digest(self, key: bytes, domain: str, value: str) -> bytes:
        hashed = self._begun[key].copy()
        # As `json.dumps` writes the list of both, in a twentieth of its time.
        hashed.update(f"[{quoted(domain)}, {quoted(value)}]".encode())
        return hashed.digest()


def sealing_key(sealed: bytes) -> bytes:
    """Return the id of the key that sealed a value."""
    return sealed[len(_VERSION) : len(_VERSION) + _ID_BYTES]


def fingerprint_key(kept: bytes) -> bytes:
    """Return the id of the key that made a fingerprint; empty where it bears none."""
    return kept[:_ID_BYTES] if len(kept) == _ID_BYTES + DIGEST_BYTES else b""


def key_id(secret: bytes) -> bytes:
    """Return the public name of a secret: four bytes that tell nothing of it."""
    return hashlib.sha256(b"weibao key id" + secret).digest()[:_ID_BYTES]


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(
        algorithm=SHA256(), length=SECRET_BYTES, salt=None, info=b"weibao " + purpose
    ).derive(secret)
