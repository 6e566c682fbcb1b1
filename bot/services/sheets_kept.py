"""What is kept of a sheet that was sent in chat: what was read of it, as JSON that is sealed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time

from bot.duty.sheet_page import NO_HEAD, Page, Problem, Written
from bot.terms import Tier
from storage.records import Office

_CENTRE = "未保中心"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent: the channel's handle, its name, and the words with it."""

    file_id: str = ""
    name: str = ""
    words: str = ""

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Sent":
        """Return what `to_json` wrote."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Kept:
    """The sheets of a file, which office was chosen for them, and what stood when it was shown.

    `hint` is what the file was called and the words that came with it.
    """

    pages: Sequence[Page]
    hint: str = ""
    office: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)

    def sheets(self) -> Sequence[Page]:
        """Return the sheets that are rosters by their headings; all of them where none is."""
        rosters = [page for page in self.pages if not _has_no_head(page)]
        return rosters or self.pages

    def unread(self) -> Sequence[str]:
        """Return the names of the sheets that are left unread."""
        read = self.sheets()
        return [page.title for page in self.pages if page not in read]

    def names(self) -> set[str]:
        """Return every name that stands in the sheets."""
        return {row.name for page in self.sheets() for row in page.rows}

    def hinted(self, offices: Sequence[Office]) -> Office | None:
        """Return which of the offices is meant where a sheet's own name says none."""
        if self.office:
            return next((one for one in offices if one.code == self.office), None)
        if len(offices) == 1:
            return offices[0]
        named = [one for one in offices if one.name.removesuffix(_CENTRE) in self.hint]
        coded = [one for one in offices if one.code in self.hint]
        # 连云 is the beginning of 连云港: of several the longest name is the one that is written.
        found = coded or sorted(named, key=lambda one: -len(one.name))[:1]
        return found[0] if len(found) == 1 else None

    def joined(self, pages: Sequence[Page]) -> Page:
        """Return the sheets of one office as one, its cells told with the name of their sheet."""
        if len(self.sheets()) == 1:
            return pages[0]
        return Page(
            pages[0].title,
            [replace(row, cell=f"{one.title}!{row.cell}") for one in pages for row in one.rows],
            [
                replace(problem, cell=f"{one.title}!{problem.cell}")
                for one in pages
                for problem in one.problems
            ],
        )

    def to_json(self) -> str:
        """Return it as JSON."""
        pages = [
            {
                "title": page.title,
                "rows": [_row_as_plain(row) for row in page.rows],
                "problems": [asdict(problem) for problem in page.problems],
            }
            for page in self.pages
        ]
        kept = {"pages": pages, "hint": self.hint, "office": self.office, "seen": dict(self.seen)}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Kept":
        """Return what `to_json` wrote."""
        kept = json.loads(text)
        pages = [
            Page(
                page["title"],
                [_row_from_plain(row) for row in page["rows"]],
                [Problem(**problem) for problem in page["problems"]],
            )
            for page in kept["pages"]
        ]
        return cls(pages, kept["hint"], kept["office"], kept["seen"])


def _has_no_head(page: Page) -> bool:
    return any(problem.key == NO_HEAD for problem in page.problems)


def _row_as_plain(row: Written) -> list[str]:
    hours = [f"{one:%H:%M}" for one in row.hours or ()]
    return [row.day.isoformat(), row.tier.value, row.name, row.cell, *hours]


def _row_from_plain(row: Sequence[str]) -> Written:
    day, tier, name, cell, *hours = row
    begins_ends = [time.fromisoformat(one) for one in hours]
    span = (begins_ends[0], begins_ends[1]) if begins_ends else None
    return Written(date.fromisoformat(day), Tier(tier), name, cell, span)
