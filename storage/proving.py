"""Looking through a database, or a backup, for what is not as it was written."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from storage.backup import unpacked
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.repositories.proof import Breach
from storage.work import UnitOfWork

SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked through, and what is wrong: the first breaches, and how many there are.

    `keys` are those that are missing, each with how many timelines and counts could therefore not
    be looked through to their end; these are no breaches.
    """

    cases: int
    lines: int
    breaches: tuple[Breach, ...]
    count: int
    keys: Mapping[str, int] = field(default_factory=dict)


async def verify(database: Database) -> Verdict:
    """Look through everything, as it was at one moment; the bot may go on running."""
    return await database.read(_judged)


async def missing_since(database: Database, earlier: Database) -> Verdict:
    """Look for lines that stood in an earlier state and do not stand here as they did.

    So is found what its own signatures cannot tell: that the whole database was put back.
    """
    place, lines = (0, 0), 0
    gone: list[Breach] = []
    while found := await earlier.read(lambda work: work.proof.lines(place)):  # noqa: B023 - At once.
        gone += await database.read(lambda work: work.proof.missing(found))
        lines += len(found)
        place = (found[-1].case_id, found[-1].sequence)
    cases, _ = await earlier.read(lambda work: work.proof.counted())
    return Verdict(cases, lines, tuple(gone[:SHOWN]), len(gone))


@asynccontextmanager
async def opened_backup(file: Path, vault: Vault) -> AsyncIterator[Database]:
    """Open what is in a backup, to look at only.

    Raises:
        CopyRefused: the file is damaged or of another version.
    """
    async with unpacked(file) as (_, url):
        database = open_database(url.render_as_string(hide_password=False), vault)
        try:
            yield database
        finally:
            await database.close()


def _judged(work: UnitOfWork) -> Verdict:
    first: list[Breach] = []
    count = 0
    keys: Counter[str] = Counter()
    for breach in work.proof.breaches():
        if breach.what == "key":
            keys[breach.name] += 1
            continue
        count += 1
        if count <= SHOWN:
            first.append(breach)
    cases, lines = work.proof.counted()
    return Verdict(cases, lines, tuple(first), count, keys)
