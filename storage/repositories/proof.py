"""Whether everything that ever happened still stands as it was written, over all cases.

Read in pages, so that any number of cases is looked through in the same memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import RowMapping, Select, and_, func, or_, select

from storage.chain import Chain
from storage.encryption import fingerprint_key
from storage.repositories.repository import Repository
from storage.repositories.staff import NUMBERS
from storage.tables import cases, events, offices

CASES = 200
LINES = 500
_LAST = 2**63 - 1
_LAST_PLACE = 2**31 - 1

What = Literal["line", "timeline", "case", "number", "count", "unknown", "key"]
Heads = Mapping[int, tuple[str, bytes | None]]


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as it was written.

    `what` is `line` (of the case with the number `name`, from the place `line` on), `timeline` (the
    case has none), `case` (lines of a case that is not there; `name` is its identifier), `number`
    (the case with this number is not there), `count` (of the office with this code), or
    `unknown` (a case with a number that no office gave). Of `key` nothing can be told whether
    it is as it was written: `name` is the id of the key that is missing for that.
    """

    what: What
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What of a line can be compared with another database, whatever its keys."""

    id: int
    case_id: int
    sequence: int
    kind: str
    happened_at: object


class Proof(Repository):
    """Ask what was changed, removed or inserted."""

    def breaches(self) -> Iterator[Breach]:
        """Yield everything that is not as it was written, case by case, then office by office."""
        after = 0
        while True:
            heads = self._heads(after)
            until = max(heads, default=_LAST) if len(heads) == CASES else _LAST
            yield from self._within(after, until, heads)
            if until == _LAST:
                break
            after = until
        yield from self._numbers()

    def counted(self) -> tuple[int, int]:
        """Return how many cases and lines there are."""
        return (
            self._connection.execute(select(func.count(cases.c.id))).scalar_one(),
            self._connection.execute(select(func.count(events.c.id))).scalar_one(),
        )

    def lines(self, after: tuple[int, int]) -> Sequence[Line]:
        """Return the lines that come after this case and place, as many as fit on a page."""
        found = self._connection.execute(_page(after, _LAST, *_compared())).all()
        return [Line(*row) for row in found]

    def missing(self, lines: Sequence[Line]) -> Sequence[Breach]:
        """Return the breach for each of these lines that does not stand here as it does there."""
        ids = [line.id for line in lines]
        found = self._connection.execute(select(*_compared()).where(events.c.id.in_(ids))).all()
        here = {Line(*row) for row in found}
        gone = [line for line in lines if line not in here]
        names = self._names({line.case_id for line in gone})
        return [
            Breach("line", names.get(line.case_id, f"id {line.case_id}"), line.sequence)
            for line in gone
        ]

    def _heads(self, after: int) -> Heads:
        query = select(cases.c.id, cases.c.number, cases.c.timeline_key).where(cases.c.id > after)
        rows = self._connection.execute(query.order_by(cases.c.id).limit(CASES)).all()
        return {row.id: (row.number, row.timeline_key) for row in rows}

    def _within(self, after: int, until: int, heads: Heads) -> Iterator[Breach]:
        """Yield the breaches of the cases, there or not, with identifiers within the span."""
        chain: Chain | None = None
        seen: set[int] = set()
        for row in self._lines(after, until):
            if chain is None or chain.case_id != row["case_id"]:
                yield from _judged(chain, heads)
                chain = Chain(self._vault, row["case_id"])
                seen.add(chain.case_id)
            chain.follow(row)
        yield from _judged(chain, heads)
        # A case has a line from its first moment on.
        for case_id in heads.keys() - seen:
            yield Breach("timeline", heads[case_id][0])

    def _lines(self, after: int, until: int) -> Iterator[RowMapping]:
        place = (after, _LAST_PLACE)
        while rows := self._connection.execute(_page(place, until, events)).mappings().all():
            yield from rows
            place = (rows[-1]["case_id"], rows[-1]["sequence"])

    def _numbers(self) -> Iterator[Breach]:
        known = {row.number_prefix: row for row in self._connection.execute(select(offices)).all()}
        # A bit for each number that was ever given.
        given = {name: bytearray(row.last_number // 8 + 1) for name, row in known.items()}
        for case_number in self._case_numbers():
            prefix, _, number = case_number.rpartition("-")
            place = int(number) if number.isdecimal() else 0
            if prefix not in known or not 0 < place <= known[prefix].last_number:
                yield Breach("unknown", case_number)
                continue
            given[prefix][place // 8] |= 1 << place % 8
        for name, row in known.items():
            said = f"{row.code} {row.last_number}"
            if row.last_number and not self._vault.is_fingerprint(row.numbers_key, NUMBERS, said):
                lacks = self._vault.lacks(fingerprint_key(row.numbers_key or b""))
                yield Breach("key", lacks.hex()) if lacks else Breach("count", row.code)
            for place in range(1, row.last_number + 1):
                if not given[name][place // 8] & 1 << place % 8:
                    yield Breach("number", f"{name}-{place:04d}")

    def _case_numbers(self) -> Iterator[str]:
        after = ""
        query = select(cases.c.number).order_by(cases.c.number).limit(LINES)
        while rows := self._connection.execute(query.where(cases.c.number > after)).scalars().all():
            yield from rows
            after = rows[-1]

    def _names(self, case_ids: set[int]) -> Mapping[int, str]:
        query = select(cases.c.id, cases.c.number).where(cases.c.id.in_(case_ids))
        return {row.id: row.number for row in self._connection.execute(query).all()}


def _judged(chain: Chain | None, heads: Heads) -> Iterator[Breach]:
    if chain is None:
        return
    if chain.case_id not in heads:
        yield Breach("case", str(chain.case_id))
        return
    number, head = heads[chain.case_id]
    broken_at = chain.end(head)
    if broken_at is None:
        return
    lacks = chain.lacks
    yield Breach("key", lacks.hex()) if lacks else Breach("line", number, broken_at)


def _page(after: tuple[int, int], until: int, *what: Any) -> Select[*tuple[Any, ...]]:
    case_id, sequence = after
    query = select(*what).where(
        or_(
            events.c.case_id > case_id,
            and_(events.c.case_id == case_id, events.c.sequence > sequence),
        ),
        events.c.case_id <= until,
    )
    found: Select[*tuple[Any, ...]] = query.order_by(events.c.case_id, events.c.sequence)
    return found.limit(LINES)


def _compared() -> Sequence[Any]:
    return (
        events.c.id,
        events.c.case_id,
        events.c.sequence,
        events.c.kind,
        events.c.happened_at,
    )
