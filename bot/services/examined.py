"""What was found when a file was looked into."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Examined:
    """What the file is, and what may be shown of it; None where it is shown as it came."""

    media_type: str
    shown: bytes | None
