"""What a sheet of a roster says once it was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.terms import Tier

NO_HEAD = "sheet-no-head"
"""The problem of a sheet that has no headings of a roster: it is another kind of sheet."""
TIERS: Mapping[str, Tier] = {
    "带班": Tier.LEAD, "带班领导": Tier.LEAD, "领导": Tier.LEAD, "lead": Tier.LEAD,
    "值班": Tier.DUTY, "值班员": Tier.DUTY, "duty": Tier.DUTY, "onduty": Tier.DUTY,
    "备班": Tier.BACKUP, "备班员": Tier.BACKUP, "backup": Tier.BACKUP,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which cell, and the text that says what, with its arguments."""

    cell: str
    key: str
    args: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Written:
    """One name for a day and tier; `hours` are from and to where only a part of it is meant."""

    day: date
    tier: Tier
    name: str
    cell: str
    hours: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of the file: its name, what could be read, and what could not."""

    title: str
    rows: Sequence[Written]
    problems: Sequence[Problem]
