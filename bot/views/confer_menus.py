"""The menu of 会商: who is in a case, who may be asked in, and to whom the lead is offered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.outgoing import Button
from bot.views.quoting import NAME_LIMIT, line
from bot.views.texts import Texts

PREFIX = "h:"
PER_PAGE = 8
Rows = tuple[tuple[Button, ...], ...]
_TAP = re.compile(r"h:(page|add|drop|give|take|leave):(0|[1-9][0-9]{0,18}):([1-9][0-9]{0,18})")
_GREATEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ConferTap:
    """What a button of the menu means: an act, whom (or which page), and of which referral."""

    act: str
    value: int
    referral_id: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who helps or might: their number, and their name as it is shown."""

    staff_id: int
    name: str


def encode_confer(act: str, value: int, referral_id: int) -> str:
    """Return what a button answers with: at most 64 bytes (Bot API, callback_data)."""
    return f"{PREFIX}{act}:{value}:{referral_id}"


def decode_confer(data: str) -> ConferTap | None:
    """Return what a button's answer means; None for whatever no menu of ours has sent."""
    found = _TAP.fullmatch(data)
    if found is None or max(int(found[2]), int(found[3])) > _GREATEST_ID:
        return None
    return ConferTap(found[1], int(found[2]), int(found[3]))


@dataclass(frozen=True, slots=True)
class ConferMenu:
    """The menu of one referral, in the language of whoever opened it."""

    texts: Texts
    language: str
    number: str
    referral_id: int

    def everybody(
        self, helpers: Sequence[Colleague], others: Sequence[Colleague], *, page: int = 0
    ) -> tuple[str, Rows]:
        """Return who helps, each to be offered the lead or let go, and a page of the others."""
        last = max(len(others) - 1, 0) // PER_PAGE
        page = min(max(page, 0), last)
        shown = others[page * PER_PAGE : (page + 1) * PER_PAGE]
        names = "、".join(line(one.name, NAME_LIMIT) for one in helpers) or self._say(
            "unknown-none"
        )
        rows = [
            (
                self._button("give", one.staff_id, "confer-give", name=one.name),
                self._button("drop", one.staff_id, "confer-drop", name=one.name),
            )
            for one in helpers
        ]
        asks = [self._button("add", one.staff_id, "confer-add", name=one.name) for one in shown]
        pairs = [tuple(asks[first : first + 2]) for first in range(0, len(asks), 2)]
        turns = tuple(
            self._button("page", to, key)
            for key, to, is_shown in (
                ("list-back", page - 1, page > 0),
                ("list-on", page + 1, page < last),
            )
            if is_shown
        )
        text = self._say("menu-confer", number=line(self.number), names=names)
        return text, (*rows, *pairs, *((turns,) if turns else ()))

    def _button(self, act: str, value: int, key: str, **args: str) -> Button:
        return Button(self._say(key, **args), encode_confer(act, value, self.referral_id))

    def _say(self, key: str, **args: str) -> str:
        return self.texts(key, self.language, **args)
