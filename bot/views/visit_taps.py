"""The buttons under a visitor's task."""

import re
from dataclasses import dataclass

PREFIX = "v:"
_TAP = re.compile(r"v:(going|refuse|report):([1-9][0-9]{0,18})")
_GREATEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class VisitTap:
    """What a button under a task means."""

    act: str
    visit_id: int


def encode_visit(act: str, visit_id: int) -> str:
    """Return what a button answers with: at most 64 bytes (Bot API, callback_data)."""
    return f"{PREFIX}{act}:{visit_id}"


def decode_visit(data: str) -> VisitTap | None:
    """Return what a button's answer means; None for whatever no task of ours has sent."""
    found = _TAP.fullmatch(data)
    if found is None or int(found[2]) > _GREATEST_ID:
        return None
    return VisitTap(found[1], int(found[2]))
