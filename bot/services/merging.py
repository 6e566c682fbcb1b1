"""What two cases about one matter know together, and what one knows when the other is taken out.

Pure: facts are what a case is said to be, by name. Of what stands there twice, the word of the
case that goes on counts.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from storage.records import Case


@dataclass(frozen=True, slots=True)
class Facts:
    """What a case is said to be."""

    category: str | None
    restricted: bool
    township_code: str | None
    village: str | None
    child: Mapping[str, str]
    reasons: Sequence[Any]
    reading: str | None
    situations: Sequence[int]

    def to_json(self) -> dict[str, Any]:
        """Return the facts as plain values."""
        return asdict(self)


def facts_of(case: Case) -> Facts:
    """Return what a case is said to be."""
    return Facts(
        category=case.category,
        restricted=case.restricted,
        township_code=case.township_code,
        village=case.village,
        child=dict(case.child_facts),
        reasons=json.loads(case.reasons or "[]"),
        reading=case.reading,
        situations=list(case.situation_numbers),
    )


def merged(kept: Facts, ended: Facts) -> Facts:
    """Return what both know; the word of the one that goes on goes first.

    Where only the other is for named readers, its kind of matter is the one that stays, and with it
    who may read.
    """
    names_readers = ended.restricted and not kept.restricted
    is_same_township = kept.township_code in (None, ended.township_code)
    return Facts(
        category=ended.category if names_readers else kept.category or ended.category,
        restricted=kept.restricted or ended.restricted,
        township_code=kept.township_code or ended.township_code,
        village=kept.village or (ended.village if is_same_township else None),
        child={**ended.child, **kept.child},
        reasons=_once([*kept.reasons, *ended.reasons]),
        reading=kept.reading or ended.reading,
        situations=sorted({*kept.situations, *ended.situations}),
    )


def parted(now: Facts, before: Facts, after: Facts, settled: Collection[str]) -> Facts:
    """Return what a case knows without what a joining brought to it.

    What was changed since stays, and so does what a person settled since: `settled` names
    `category`, `place` and `situation`.
    """

    def back(name: str) -> Any:
        """Return the value from before the joining, unless another one stands there by now."""
        current = getattr(now, name)
        return getattr(before, name) if current == getattr(after, name) else current

    without = replace(
        now,
        child={
            name: value
            for name, value in now.child.items()
            if name in before.child or after.child.get(name) != value
        },
        reasons=[one for one in now.reasons if one in before.reasons or one not in after.reasons],
        reading=back("reading"),
    )
    if "category" not in settled:
        without = replace(without, category=back("category"), restricted=back("restricted"))
    if "place" not in settled:
        without = replace(without, township_code=back("township_code"), village=back("village"))
    if "situation" not in settled:
        brought = set(after.situations) - set(before.situations)
        without = replace(without, situations=[one for one in now.situations if one not in brought])
    return without


def _once(reasons: Sequence[Any]) -> list[Any]:
    """Return the reasons in their order, each once."""
    return [one for place, one in enumerate(reasons) if one not in reasons[:place]]
