"""Is the bot well, and if not, what is wrong, in words: a pure judgement of figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.config import WatchingPolicy

TROUBLES = {
    "full": "the disk is full",
    "locked": "another process holds the database",
    "read-only": "it may only be read",
    "gone": "it is not there",
    "damaged": "it is damaged",
    "failing": "the disk fails",
    "unreachable": "its server does not answer",
    "refused": "its server refuses the user or the password",
    "keyless": "it is sealed by a key that is not given; start the bot anew with that key",
}
"""What ails a database, in words; by the words of `storage.troubles`."""

READERS = {
    "loading": "it is still being loaded, and they wait for it",
    "changed": "the program on the disk is not that of this bot; start the bot anew",
    "failed": "it cannot be loaded, and what people write goes to officers unread",
}
"""Why nobody reads messages, in words."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How things stand; ages are seconds, None for what never happened.

    Attributes:
        tick: since a tick did what was due.
        fetch: since updates were fetched, by getUpdates or the webhook.
        write: since something was committed.
        database: what ails the database, a word of `storage.troubles`.
        page: for how long the oldest call that is due has not left; None where none is.
        disk_free: megabytes free where the database's file stands; None where there is no file.
        token_refused: whether Telegram does not know the bot any more.
        reader: what ails whoever reads messages, a word of `READERS`.
        findings: how many things the auditor found, by kind.
    """

    tick: float | None
    fetch: float | None
    write: float | None
    database: str | None = None
    page: float | None = None
    disk_free: int | None = None
    token_refused: bool = False
    reader: str | None = None
    findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """A judgement: well, or what is wrong."""

    wrong: tuple[str, ...]
    figures: Figures

    @property
    def is_well(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.wrong

    @property
    def as_json(self) -> dict[str, object]:
        """Return what /healthz answers."""
        figures = self.figures
        return {
            "well": self.is_well,
            "wrong": list(self.wrong),
            "seconds_since": {
                "tick": _rounded(figures.tick),
                "fetch": _rounded(figures.fetch),
                "write": _rounded(figures.write),
            },
            "oldest_due_page_seconds": _rounded(figures.page),
            "disk_free_megabytes": figures.disk_free,
            "findings": dict(figures.findings),
        }


def judge(figures: Figures, policy: WatchingPolicy) -> Health:
    """Return whether the bot is well by these figures."""
    return Health(tuple(_wrong(figures, policy)), figures)


def _wrong(figures: Figures, policy: WatchingPolicy) -> Iterator[str]:
    limit = policy.unwell_after.total_seconds()
    yield from _aged("no deadline was looked at", figures.tick, limit)
    yield from _aged("nothing was fetched from Telegram", figures.fetch, limit)
    yield from _aged("nothing was written into the database", figures.write, limit)
    if figures.database is not None:
        ails = TROUBLES.get(figures.database, figures.database)
        yield f"the database cannot be used: {ails}"
    if figures.page is not None and figures.page > limit:
        yield f"a call that is due has not left for {figures.page:.0f} seconds"
    if figures.disk_free is not None and figures.disk_free < policy.disk_free_megabytes:
        yield f"only {figures.disk_free} megabytes of the disk are free"
    if figures.token_refused:
        yield "Telegram refuses the token"
    if figures.reader is not None:
        yield f"what reads messages is not there: {READERS[figures.reader]}"


def _aged(what: str, age: float | None, limit: float) -> Iterator[str]:
    if age is None:
        yield f"{what} yet"
    elif age > limit:
        yield f"{what} for {age:.0f} seconds"


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
