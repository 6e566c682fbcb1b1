"""What people said in a case, as far as a message has room for it."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.quoting import NAME_LIMIT, cut, harmless, length_parsed, line, pieces, units

# Longer words are folded, so that the facts below them stay in sight; the newest only if they
# would fill the screen.
FOLD_FROM = 180
FOLD_NEWEST_FROM = 500
# Room that every entry gets before the long ones share what is left.
LEAST = 120
_MORE = 24
BEFORE = 600
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class EntryView:
    """One thing said, as the card shows it; `by` is an officer's name, never a reporter's.

    `remark` is `tells`, `refused` or `failed` where there is something to be known of its file.
    `phone` is `other` or `former` where the reporter talked from several. `former` is what it said
    before it was edited or taken back, the oldest first; `delivery` is the text that says what
    became of a question, and `until_at` when it will be sent.
    """

    kind: str
    words: str
    attachment: str | None
    said_at: datetime
    is_edited: bool = False
    by: str | None = None
    former: tuple[str, ...] = ()
    is_taken_back: bool = False
    delivery: str = ""
    until_at: datetime | None = None
    phone: str = ""
    remark: str = ""
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Entries as HTML, and whether words are missing from it."""

    text: str
    is_cut: bool


def hour_in_words(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return the hour of a moment, with its day where that is another than today."""
    there = at.astimezone(zone)
    is_today = there.date() == now.astimezone(zone).date()
    return f"{there:%H:%M}" if is_today else f"{there:%m-%d %H:%M}"


def render_said(
    entries: Sequence[EntryView], *, room: int, say: Say, now: datetime, zone: ZoneInfo
) -> Said:
    """Return the entries within `room` UTF-16 units of text after parsing.

    The first entry, which is the report, and the newest ones stay; what is left out between them
    is counted. The longest are cut to one common length.

    Args:
        entries: in the order in which they were said.
        room: the units that the text may take.
        say: gives a text by its name and arguments, in the reader's language.
        now: the moment; what was said on another day is told with its day.
        zone: the zone in which the hours are told.
    """
    heads = [_head(entry, say, now, zone) for entry in entries]
    words = [harmless(entry.words) for entry in entries]
    costs = [length_parsed(head) + 2 for head in heads]
    least = [cost + min(units(said), LEAST) for cost, said in zip(costs, words, strict=True)]
    shown = _shown(least, room - _MORE)
    left = room - _MORE - sum(costs[place] for place in shown)
    limit = _common_limit([units(words[place]) for place in shown], left)
    lines = [
        _entry(heads[place], cut(words[place], limit), is_newest=place == len(entries) - 1)
        for place in shown
    ]
    missing = len(entries) - len(shown)
    if missing:
        lines.insert(1, say("card-more", count=missing))
    is_cut = bool(missing) or any(units(words[place]) > limit for place in shown)
    return Said("\n".join(lines), is_cut)


def render_whole(
    entries: Sequence[EntryView], *, room: int, say: Say, now: datetime, zone: ZoneInfo
) -> tuple[str, ...]:
    """Return all that was said, uncut, as texts that each keep within `room` units."""
    texts: list[str] = []
    left = 0
    for entry in entries:
        head = "\n".join([_head(entry, say, now, zone), *_before(entry, say)])
        width = room - length_parsed(head) - 2
        for piece in pieces(harmless(entry.words), width) or [""]:
            part = _entry(head, piece, is_newest=True)
            length = length_parsed(part) + 1
            if length > left:
                texts.append(part)
                left = room - length
            else:
                texts[-1] += f"\n{part}"
                left -= length
    return tuple(texts)


def _shown(least: Sequence[int], room: int) -> list[int]:
    """Return the places of those shown: the first, and as many of the newest as there is room."""
    if not least:
        return []
    room -= least[0]
    newest: list[int] = []
    for place in range(len(least) - 1, 0, -1):
        room -= least[place]
        if room < 0:
            break
        newest.insert(0, place)
    return [0, *newest]


def _common_limit(lengths: Sequence[int], room: int) -> int:
    """Return the greatest length to which all may be cut so that together they fit."""
    left, limit = room, room
    for count, length in zip(range(len(lengths), 0, -1), sorted(lengths), strict=True):
        limit = max(left // count, 0)
        if length > limit:
            return limit
        left -= length
    return max(limit, max(lengths, default=0))


def _head(entry: EntryView, say: Say, now: datetime, zone: ZoneInfo) -> str:
    who = say(f"entry-{entry.kind}")
    parts = (
        hour_in_words(entry.said_at, now=now, zone=zone),
        f"{who} {line(entry.by, NAME_LIMIT)}" if entry.by else who,
        say(f"phone-{entry.phone}") if entry.phone else "",
        _changed(entry, say),
        say("entry-elsewhere") if entry.is_elsewhere else "",
        say(f"attachment-{entry.attachment}") if entry.attachment else "",
        say(f"file-{entry.remark}") if entry.remark else "",
        _delivered(entry, say, zone),
    )
    return " ".join(part for part in parts if part)


def _changed(entry: EntryView, say: Say) -> str:
    if entry.is_taken_back:
        return say("entry-taken-back")
    return say("entry-edited") if entry.is_edited else ""


def _delivered(entry: EntryView, say: Say, zone: ZoneInfo) -> str:
    if not entry.delivery:
        return ""
    when = f"{entry.until_at.astimezone(zone):%m-%d %H:%M}" if entry.until_at else ""
    return say(entry.delivery, when=when)


def _before(entry: EntryView, say: Say) -> list[str]:
    """Return what the entry said before, each cut to what a line takes."""
    return [say("entry-before", words=line(words, BEFORE)) for words in entry.former[-3:] if words]


def _entry(head: str, words: str, *, is_newest: bool) -> str:
    if not words:
        return head
    fold_from = FOLD_NEWEST_FROM if is_newest else FOLD_FROM
    fold = " expandable" if units(words) > fold_from else ""
    return f"{head}\n<blockquote{fold}>{html.escape(words, quote=False)}</blockquote>"
