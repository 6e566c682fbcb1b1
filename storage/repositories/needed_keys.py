"""By which keys this database is sealed, put down where whoever lacks one sees it at once.

Each process puts down the key that it seals with before it seals anything. To look through every
table for keys takes long, and is done only where one seems to be missing, or nothing was put down.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from storage.repositories.keys import Keys
from storage.repositories.repository import Repository
from storage.tables import signs

ALIVE_FOR = timedelta(seconds=30)
"""For how long after a sign a bot may still run: three times as long as between two."""
_NEEDED, _SEALS = "needs:", "seals:"
_OF_PEOPLE = {"people.chat_sealed", "people.chat_key", "staff.name_sealed"}


class KeysMissing(Exception):
    """Say that the database needs keys that are not given, and which."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        super().__init__(", ".join(key.hex() for key in keys))
        self.keys = keys


class SealedByAnother(Exception):
    """Say that a bot which runs seals by another key, and perhaps does not know the one given."""

    def __init__(self, key: bytes) -> None:
        super().__init__(key.hex())
        self.key = key


class NeededKeys(Repository):
    """Ask which keys are needed here, and who seals by which."""

    def missing(self) -> Sequence[bytes]:
        """Return the keys that are needed here and not given; read off what was put down."""
        return [key for key in self._named(_NEEDED) if key not in self._vault.known]

    def admit(self, now: datetime, *, is_alone: bool = False) -> None:
        """Let this process seal by its current key, or refuse before it does any harm.

        Args:
            now: the time.
            is_alone: nobody else can be at work, whatever was put down.

        Raises:
            KeysMissing: something is sealed by a key that is not given.
            SealedByAnother: a bot that runs would perhaps not open what this process seals.
        """
        self._put_down_of_earlier_versions(now)
        if missing := self.missing():
            self._refuse_what_is_needed(missing)
        if not is_alone and (others := self._sealing_beside(now)):
            raise SealedByAnother(others[0])
        self._put_down(self._vault.current, now)

    def give_sign(self, now: datetime) -> Sequence[bytes]:
        """Put down that a bot which runs seals by this key; return which keys it lacks."""
        self._put_in_place(signs, "name", _name(_SEALS, self._vault.current), given_at=now)
        return self.missing()

    def take_sign_back(self) -> None:
        """Put down that this bot runs no more."""
        self._forget(_name(_SEALS, self._vault.current))

    def forget(self, key: bytes, now: datetime) -> bool:
        """Need a key no more, though nothing else opens what it sealed; say whether it was.

        Raises:
            KeysMissing: chats or staff are sealed by it: nobody would be served without it.
        """
        self._put_down_of_earlier_versions(now)
        if self._used().get(key, Counter()).keys() & _OF_PEOPLE:
            raise KeysMissing([key])
        self._put_down(self._vault.current, now)
        return self._forget(_name(_NEEDED, key))

    def _put_down_of_earlier_versions(self, now: datetime) -> None:
        if self._named(_NEEDED):
            return
        for key, columns in self._used().items():
            # A key never seals one value alone: that is one whose bytes were damaged.
            if key and columns.total() > 1:
                self._put_down(key, now)

    def _refuse_what_is_needed(self, missing: Sequence[bytes]) -> None:
        used = self._used()
        if needed := [key for key in missing if used.get(key)]:
            raise KeysMissing(needed)
        for key in missing:
            self._forget(_name(_NEEDED, key))

    def _used(self) -> Mapping[bytes, Counter[str]]:
        return Keys(self._connection, self._vault, self._ids).used()

    def _sealing_beside(self, now: datetime) -> Sequence[bytes]:
        query = select(signs.c.name).where(
            signs.c.name.startswith(_SEALS),
            # A sign of the future was given by a clock that was set back since.
            signs.c.given_at.between(now - ALIVE_FOR, now + ALIVE_FOR),
        )
        keys = [_key(name) for name in self._connection.execute(query).scalars()]
        return [key for key in keys if key != self._vault.current]

    def _named(self, prefix: str) -> Sequence[bytes]:
        query = select(signs.c.name).where(signs.c.name.startswith(prefix))
        return [_key(name) for name in self._connection.execute(query).scalars()]

    def _put_down(self, key: bytes, now: datetime) -> None:
        self._add_new(signs, "name", name=_name(_NEEDED, key), given_at=now)

    def _forget(self, name: str) -> bool:
        return self._connection.execute(delete(signs).where(signs.c.name == name)).rowcount > 0


def _name(prefix: str, key: bytes) -> str:
    return prefix + key.hex()


def _key(name: str) -> bytes:
    return bytes.fromhex(name.partition(":")[2])
