"""The buttons of forms that were left: go on with one, or throw it away."""

import re
from dataclasses import dataclass

PREFIX = "p:"
_TAP = re.compile(r"p:(go|drop):(0|[1-9][0-9]{0,18})")
_GREATEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ParkedTap:
    """What a button beside a form means."""

    act: str
    form_id: int


def encode_parked(act: str, form_id: int) -> str:
    """Return what a button answers with: at most 64 bytes (Bot API, callback_data)."""
    return f"{PREFIX}{act}:{form_id}"


def decode_parked(data: str) -> ParkedTap | None:
    """Return what a button's answer means; None for whatever no list of ours has sent."""
    found = _TAP.fullmatch(data)
    if found is None or int(found[2]) > _GREATEST_ID:
        return None
    return ParkedTap(found[1], int(found[2]))
