"""Ladders as the configuration writes them, and what is promised at each level."""

import hashlib
import json
from functools import cached_property, lru_cache
from typing import Self

from pydantic import Field, model_validator

from bot.durations import Span
from bot.section import Section
from bot.terms import Who


class Rung(Section):
    """One step of a ladder: whom to call, and how long to wait before the next step."""

    who: Who
    wait: Span
    remind: bool = False


class Ladder(Section):
    """Whom to call, in order; the last rung repeats until a person accepts."""

    rungs: tuple[Rung, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: object) -> object:
        return {"rungs": value} if isinstance(value, list | tuple) else value

    @model_validator(mode="after")
    def _never_silent(self) -> Self:
        for rung in self.rungs:
            if rung.wait.amount <= 0:
                raise ValueError("a rung must wait longer than nothing, or it would page forever")
        return self

    def to_json(self) -> str:
        """Return the ladder as JSON, the same text for the same ladder."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)

    @classmethod
    @lru_cache(maxsize=64)  # Every call of somebody asks for one of the few that are in use.
    def from_json(cls, text: str) -> "Ladder":
        """Return the ladder that `to_json` wrote."""
        return cls.model_validate_json(text)

    @cached_property
    def version(self) -> str:
        """Return a name for exactly this ladder, which a referral keeps for its whole life."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]


class LevelPolicy(Section):
    """What is promised at a level; each span counts from the moment before it."""

    acknowledge: Span
    contact: Span | None = None
    visit: Span | None = None
    close: Span
