"""A change of keys: everything is made anew by the current one, row by row, beside a running bot.

What a row was made by stands in the row, so that nothing is kept of how far it came: stopped in the
middle and begun again, it goes on with what is left.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Table

from storage.database import Database
from storage.repositories.keys import Renewed, sealed_tables
from storage.work import UnitOfWork

BATCH = 50
PASSES = 3
Told = Callable[[str, int], None]
Page = Callable[[UnitOfWork, int], Renewed]


@dataclass(slots=True)
class Rotation:
    """What a change of keys came to.

    `left` is what is still made by another key, by key id and column.
    """

    rows: int = 0
    void: int = 0
    damaged: list[str] = field(default_factory=list)
    left: Mapping[bytes, Counter[str]] = field(default_factory=dict)

    def add(self, renewed: Renewed) -> None:
        """Take note of a page of work."""
        self.rows += renewed.rows
        self.void += renewed.void
        self.damaged += [one for one in renewed.damaged if one not in self.damaged]


async def rotate(database: Database, current: bytes, told: Told | None = None) -> Rotation:
    """Make everything anew by the current key, in small steps, until nothing is left to do.

    Args:
        database: opened with the new key first and all old ones behind it.
        current: the id of the new key.
        told: is told after each step in which part of the work so many rows were done.
    """
    result = Rotation()
    for _ in range(PASSES):
        for name, page in _parts():
            await _through(database, name, page, result, told)
        used = await database.read(lambda work: work.keys.used())
        result.left = {key: columns for key, columns in used.items() if key != current}
        if not result.left:
            break
    return result


async def _through(
    database: Database, name: str, page: Page, result: Rotation, told: Told | None
) -> None:
    # One row, to which nobody's reports belong, has the number 0.
    last: int | None = -1
    while last is not None:
        renewed = await database.write(partial(_step, page, last))
        last = renewed.last
        result.add(renewed)
        if told is not None:
            told(name, renewed.rows)


def _step(page: Page, after: int, work: UnitOfWork) -> Renewed:
    return page(work, after)


def _parts() -> list[tuple[str, Page]]:
    """Return every part of the work; fingerprints go before what they are made from."""
    return [
        ("people.chat_key", lambda work, after: work.keys.sign_people(after, BATCH)),
        ("reports.code_key", lambda work, after: work.keys.sign_codes(after, BATCH)),
        ("invites.token_key", lambda work, after: work.keys.sign_invites(after, BATCH)),
        ("receipts.number_key", lambda work, after: work.keys.sign_receipts(after, BATCH)),
        ("offices.numbers_key", lambda work, _: work.keys.sign_numbers()),
        ("inbox.chat_key", lambda work, _: work.keys.forget_chats_of_updates()),
        ("events", lambda work, after: work.keys.sign_timeline(after)),
        *((table.name, _sealing(table)) for table in sealed_tables()),
    ]


def _sealing(table: Table) -> Page:
    return lambda work, after: work.keys.seal_anew(table, after, BATCH)
