"""What stands on the printed 转介单."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """What the form says; `situations` and `guardianship` are numbers of the law's lists."""

    number: str
    level: str
    received: str
    child: str
    age: str
    sex: str
    place: str
    kind: str
    situations: tuple[int, ...]
    guardianship: int | None
    steps: str
    purpose: str
    sender: str
    receiver: str
    contact: str
    sent: str
    due: str
