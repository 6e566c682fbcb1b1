"""What the report flow needs to know of places."""

from collections.abc import Sequence
from typing import Protocol


class Named(Protocol):
    """A place with a code and its names."""

    @property
    def code(self) -> str:
        """Return the official code."""
        ...

    @property
    def name(self) -> str:
        """Return the full name."""
        ...

    @property
    def short(self) -> str:
        """Return the name as people say it."""
        ...


class Places(Protocol):
    """The gazetteer, as far as a dialogue asks it."""

    @property
    def cities(self) -> Sequence[Named]:
        """Return the cities of the province."""
        ...

    def counties_of(self, city_code: str) -> Sequence[Named]:
        """Return the counties of a city."""
        ...

    def townships_of(self, county_code: str) -> Sequence[Named]:
        """Return the townships of a county."""
        ...

    def county(self, code: str) -> Named | None:
        """Return the county with this code."""
        ...

    def township(self, code: str) -> Named | None:
        """Return the township with this code."""
        ...
