"""What a timeline tells of how a case had been closed, and was opened again."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.records import Event, Referral

REOPENED = "reopened"
ENDS = ("closed", REOPENED)


@dataclass(frozen=True, slots=True)
class OpenedAgain:
    """The referral that was closed and by whom, and who opened the case again, and why.

    Nobody closed what its reporter withdrew; what no staff opened again, the reporter did.
    """

    closed: Referral
    closed_by: int | None
    opened_by: int | None
    why: str


def last_opened_again(
    lines: Sequence[Event], referral: Referral, closed: Callable[[int], Referral]
) -> OpenedAgain | None:
    """Return how the case was last opened again before the referral, by the lines of its ends."""
    closed_by: int | None = None
    found: OpenedAgain | None = None
    for line in lines:
        if line.referral_id is None or line.referral_id >= referral.id:
            continue
        if line.kind != REOPENED:
            closed_by = line.staff_id
            continue
        why = str(json.loads(line.details or "{}").get("reason", ""))
        found = OpenedAgain(closed(line.referral_id), closed_by, line.staff_id, why)
    return found
