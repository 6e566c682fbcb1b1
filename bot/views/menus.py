"""Menus that open from a card: the choices of a correction, each done with one tap."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.terms import Category, Level
from bot.views.outgoing import Button
from bot.views.quoting import line
from bot.views.texts import Texts
from bot.views.understood import CIRCLED

PREFIX = "m:"
PER_PAGE = 24
NARROW, WIDE = 2, 3
ALL = "all"
Rows = tuple[tuple[Button, ...], ...]
_TAP = re.compile(r"m:([a-z]{1,12}):([A-Za-z0-9]{1,12}):(0|[1-9][0-9]{0,18})")
_GREATEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Tap:
    """What a button of a menu means: which menu, which value, and of which referral."""

    menu: str
    value: str
    referral_id: int


def encode_tap(menu: str, value: str, referral_id: int) -> str:
    """Return what a button answers with: at most 64 bytes (Bot API, callback_data)."""
    return f"{PREFIX}{menu}:{value}:{referral_id}"


def decode_tap(data: str) -> Tap | None:
    """Return what a button's answer means; None for whatever no menu of ours has sent."""
    found = _TAP.fullmatch(data)
    if found is None or int(found[3]) > _GREATEST_ID:
        return None
    return Tap(found[1], found[2], int(found[3]))


@dataclass(frozen=True, slots=True)
class Menus:
    """The menus of one referral, in the language of whoever opened them."""

    texts: Texts
    language: str
    number: str
    referral_id: int

    def kinds(self, likely: Sequence[str], *, every: bool) -> tuple[str, Rows]:
        """Return the likeliest categories, or every one of them four by four."""
        codes = [one.value for one in Category] if every or not likely else list(likely)
        buttons = [self._button("kind", code, self._say(f"category-{code}")) for code in codes]
        if every or not likely:
            return self._say("menu-kind", number=self.number), _rows(buttons, NARROW)
        more = self._button("kind", ALL, self._say("menu-all-kinds"))
        return self._say("menu-kind", number=self.number), (*_rows(buttons, 1), (more,))

    def levels(self, now: Level, *, may_lower: bool) -> tuple[str, Rows]:
        """Return the levels to which the case may be raised, and lowered if that is permitted."""
        levels = [one for one in Level if one < now or (may_lower and one > now)]
        buttons = [
            self._button(
                "level",
                str(int(one)),
                self._say("menu-raise" if one < now else "menu-lower", level=self._level(one)),
            )
            for one in levels
        ]
        return self._say("menu-level", number=self.number, level=self._level(now)), _rows(
            buttons, 1
        )

    def places(
        self,
        counties: Sequence[tuple[str, str]],
        townships: Sequence[tuple[str, str]],
        *,
        page: int,
    ) -> tuple[str, Rows]:
        """Return likely counties, then a page of townships, then the way to other counties."""
        last = max(len(townships) - 1, 0) // PER_PAGE
        page = min(max(page, 0), last)
        shown = townships[page * PER_PAGE : (page + 1) * PER_PAGE]
        likely = [self._button("county", code, f"➡️ {name}") for code, name in counties]
        towns = [self._button("town", code, name) for code, name in shown]
        turns = [
            self._button("town", f"p{to}", self._say(key))
            for key, to, is_shown in (
                ("list-back", page - 1, page > 0),
                ("list-on", page + 1, page < last),
            )
            if is_shown
        ]
        other = self._button("county", ALL, self._say("menu-other-county"))
        rows = (*_rows(likely, 1), *_rows(towns, WIDE), *_rows(turns, NARROW), (other,))
        return self._say("menu-place", number=self.number), rows

    def counties(self, counties: Sequence[tuple[str, str]]) -> tuple[str, Rows]:
        """Return the offices to which the case may be handed over."""
        buttons = [self._button("county", code, name) for code, name in counties]
        return self._say("menu-county", number=self.number), _rows(buttons, NARROW)

    def situations(self, held: Sequence[int]) -> tuple[str, Rows]:
        """Return the nine mandatory situations; those that hold are ticked."""
        articles = "\n".join(
            f"{CIRCLED[number - 1]} {self._say(f'situation-{number}')}" for number in range(1, 10)
        )
        buttons = [
            self._button(
                "situation",
                str(number),
                f"✅ {CIRCLED[number - 1]}" if number in held else CIRCLED[number - 1],
            )
            for number in range(1, 10)
        ]
        text = self._say("menu-situation", number=self.number, articles=articles)
        return text, _rows(buttons, WIDE)

    def guardianship(self, held: int | None) -> tuple[str, Rows]:
        """Return the seven grounds of temporary guardianship; the one that holds is ticked."""
        grounds = "\n".join(self._say(f"guardianship-{number}") for number in range(1, 8))
        buttons = [
            self._button(
                "guardian",
                str(number),
                f"✅ {CIRCLED[number - 1]}" if number == held else CIRCLED[number - 1],
            )
            for number in range(1, 8)
        ]
        none = self._button("guardian", "0", self._say("menu-guardian-none"))
        text = self._say("menu-guardian", number=self.number, articles=grounds)
        return text, (*_rows(buttons, WIDE), (none,))

    def raise_to(self, level: Level) -> Rows:
        """Return the one button that makes the case as urgent as its kind usually is."""
        label = self._say("menu-raise", level=self._level(level))
        return ((self._button("level", str(int(level)), label),),)

    def _button(self, menu: str, value: str, label: str) -> Button:
        return Button(label, encode_tap(menu, value, self.referral_id))

    def _level(self, level: Level) -> str:
        return self._say(f"level-{level.name}")

    def _say(self, key: str, **args: str | int) -> str:
        safe = {
            name: value if name == "articles" or isinstance(value, int) else line(value)
            for name, value in args.items()
        }
        return self.texts(key, self.language, **safe)


def _rows(buttons: Sequence[Button], width: int) -> Rows:
    return tuple(tuple(buttons[first : first + width]) for first in range(0, len(buttons), width))
