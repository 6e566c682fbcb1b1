"""Buttons of the duty roster: what they answer with, and what such an answer means."""

import re
from dataclasses import dataclass

PREFIX = "d:"
_TAP = re.compile(r"d:(sign|agree|refuse|month|take|leave|office):([0-9]{1,19})(?::([0-9]{6}))?")
_GREATEST_ID = 2**63 - 1
_WITH_MORE = frozenset({"month", "office"})


@dataclass(frozen=True, slots=True)
class DutyTap:
    """What a tap means: `sign` a hand-over, `agree` to or `refuse` a swap, show a `month`.

    Of a sheet that was sent: `take` it in, `leave` it, or say which `office` it is of. `target` is
    the number of the hand-over, the swap or the sheet, or the code of the office whose month
    (`more`, such as 202612) is wanted; of an office that was chosen, `more` is the code.
    """

    name: str
    target: str
    more: str = ""

    @property
    def number(self) -> int:
        """Return the target as the number of a row."""
        return int(self.target)


def encode_duty(name: str, target: int | str, more: str = "") -> str:
    """Return what a button answers with: at most 64 bytes (Bot API, callback_data)."""
    return f"{PREFIX}{name}:{target}" + (f":{more}" if more else "")


def decode_duty(data: str) -> DutyTap | None:
    """Return what a button's answer means; None for whatever no roster of ours has sent."""
    found = _TAP.fullmatch(data)
    if found is None or int(found[2]) > _GREATEST_ID or (found[1] in _WITH_MORE) != bool(found[3]):
        return None
    return DutyTap(found[1], found[2], found[3] or "")
