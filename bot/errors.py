"""Errors that the hotline names.

HotlineError
├── ConfigurationError      a file or variable says something that cannot be served
│   ├── ConfigurationProblems   all that is wrong in config.yaml
│   └── LocalNamesError         a row of places.csv, or a zone whose county is unknown
├── Stale                   the matter has moved on since the button was drawn
├── NotClean                a file may carry more than is seen of it
└── NotKept                 a file is not kept, and why
"""


class HotlineError(Exception):
    """Be the root of every error that this project raises on purpose."""


class ConfigurationError(HotlineError):
    """Refuse a configuration; the message names the place, the value and the remedy."""


class Stale(HotlineError):
    """Refuse an action on a version of a referral that is no longer the current one."""


class NotClean(HotlineError):
    """Say that a file may carry more than is seen of it, and that it cannot be taken out."""


class NotKept(HotlineError):
    """Say that a file is not kept, and `why`.

    `type`: it is of a kind that is not kept; `size`: it is too large, packed or unpacked;
    `picture`: no picture can be drawn of it; `runs`: it holds or fetches programs; `broken`: it
    cannot be read.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
