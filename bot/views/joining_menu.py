"""The menu in which an officer says that two cases are about the same child and matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.card_buttons import encode_action
from bot.views.outgoing import Button
from bot.views.texts import Texts

PREFIX = "j:"
Rows = tuple[tuple[Button, ...], ...]
_TAP = re.compile(r"j:(join|no):(0|[1-9][0-9]{0,18}):([1-9][0-9]{0,18})")
_GREATEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class JoinTap:
    """What a button of the menu means: an act, the other referral, and the one asked about."""

    act: str
    other_id: int
    referral_id: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that looks alike: its referral, its number, and its line in the menu."""

    referral_id: int
    number: str
    line: str


def decode_join(data: str) -> JoinTap | None:
    """Return what a button's answer means; None for whatever no menu of ours has sent."""
    found = _TAP.fullmatch(data)
    if found is None or max(int(found[2]), int(found[3])) > _GREATEST_ID:
        return None
    return JoinTap(found[1], int(found[2]), int(found[3]))


def joining_menu(
    texts: Texts, language: str, *, number: str, referral_id: int, candidates: Sequence[Candidate]
) -> tuple[str, Rows]:
    """Return what the officer is asked, with two buttons to each case: read it, or join it."""
    rows = [
        (
            Button(
                texts("join-look", language, number=one.number),
                encode_action("show", one.referral_id, 0),
            ),
            Button(
                texts("join-same", language, number=one.number),
                f"{PREFIX}join:{one.referral_id}:{referral_id}",
            ),
        )
        for one in candidates
    ]
    leave = (Button(texts("join-none", language), f"{PREFIX}no:0:{referral_id}"),)
    lines = "\n".join(one.line for one in candidates)
    return texts("menu-join", language, number=number, lines=lines), (*rows, leave)
