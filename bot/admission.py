"""Whether this process may work on the database with the keys that it was given."""

from datetime import datetime

from bot.errors import ConfigurationError
from storage.database import Database
from storage.repositories.needed_keys import ALIVE_FOR, KeysMissing, SealedByAnother


async def admitted(database: Database, now: datetime, *, is_alone: bool = False) -> None:
    """Let this process open and seal what is in the database, or refuse in words.

    By wrong keys nobody would be known any more, and no report could be filed.

    Args:
        database: an open database.
        now: the time.
        is_alone: no other process can be at work on it.

    Raises:
        ConfigurationError: the keys do not open everything, or a bot that runs seals by others.
    """
    try:
        await database.write(lambda work: work.needed_keys.admit(now, is_alone=is_alone))
    except KeysMissing as missing:
        raise ConfigurationError(words_for(missing)) from None
    except SealedByAnother as other:
        raise ConfigurationError(
            f"a bot that runs seals by key {other.key.hex()}, which is not the first of this "
            "WEIBAO_SECRET_KEY; start it anew with the same WEIBAO_SECRET_KEY first, or stop it, "
            f"and wait {ALIVE_FOR.seconds} seconds where it did not end by itself"
        ) from None


def words_for(missing: KeysMissing) -> str:
    """Say which keys are missing, and what to do."""
    names = " and ".join(key.hex() for key in missing.keys)
    return (
        f"the database is sealed by key {names}, which is not in WEIBAO_SECRET_KEY; put it back, "
        "behind a newer one and a comma where there is one (`weibao keys status` names what is "
        f"given and needed); only if it is lost for ever: `weibao keys forget {names.split()[0]}`"
    )
