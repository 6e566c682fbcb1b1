"""What every part of the configuration is made of."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from bot.terms import Level


def _level(value: object) -> object:
    return Level[value] if isinstance(value, str) and value in Level.__members__ else value


LevelName = Annotated[Level, BeforeValidator(_level)]


class Section(BaseModel):
    """A part of the configuration: unknown words are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
