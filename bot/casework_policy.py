"""How long others have who act in a case, and who they are, as the configuration writes it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.durations import Span, WallSpan
from bot.section import LevelName, Section
from bot.terms import Level


class VisitPolicy(Section):
    """By when a visitor has been to a family, and when they are reminded before that."""

    within: Span
    remind: Span


class AgencyContact(Section):
    """Who answers for an agency in one county: its name there, a person, a telephone."""

    name: str
    contact: str = ""
    phone: str = ""


AgencyKind = Annotated[str, Field(min_length=1, max_length=8)]


class CaseworkPolicy(Section):
    """How long others have who act in a case, and who they are.

    `visits` are visitors of the township or village; `agencies` may be asked to help in every
    county, `contacts` says who they are in one, `answers` by when they answer, `acknowledge` by
    when a contact in chat says that the call was seen; closing a level of `approval` needs a
    lead's word, who is asked again after so long.
    """

    visits: Mapping[LevelName, VisitPolicy]
    answers: Mapping[LevelName, Span]
    acknowledge: Mapping[LevelName, Span]
    approval: Mapping[LevelName, WallSpan] = {}
    agencies: tuple[AgencyKind, ...] = Field(min_length=1, max_length=24)
    contacts: Mapping[str, Mapping[str, AgencyContact]] = {}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for name in ("visits", "answers", "acknowledge"):
            missing = [level.name for level in Level if level not in getattr(self, name)]
            if missing:
                raise ValueError(f"{name} has nothing for {', '.join(missing)}; add it")
        for name in ("answers", "acknowledge"):
            for level, span in getattr(self, name).items():
                if span.amount < 1:
                    raise ValueError(f"{name} of {level.name} must wait longer than nothing")
                if level.urgent and span.is_working:
                    raise ValueError(
                        f"{name} of {level.name} counts working time: {span}; use s, m, h or d"
                    )
        for county, known in self.contacts.items():
            strange = [kind for kind in known if kind not in self.agencies]
            if strange:
                raise ValueError(f"{county} names {strange[0]}, which is none of agencies; add it")
        if any(span <= timedelta() for span in self.approval.values()):
            raise ValueError("approval must wait longer than nothing")
        return self
