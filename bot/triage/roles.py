"""What a named place is to the child: where it is now, where it comes from, where parents work."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.triage import role_words as words
from bot.triage.names import Mention
from bot.triage.role_rules import BEFORE_LENGTH, Around, Role, role_of

AFTER_LENGTH = 12
# What is shorter before a gap is no clause of its own: 老家 在沭阳.
SHORTEST_CLAUSE = 6


@dataclass(frozen=True, slots=True)
class Address:
    """Names that stand together, such as 连云港 东海 双店镇, with the role of the whole."""

    mentions: tuple[Mention, ...]
    role: Role


def addresses(text: str, mentions: Sequence[Mention]) -> Sequence[Address]:
    """Return the named places as addresses; what the writer takes back is left out."""
    chains = _chains(text, mentions)

    @cache
    def says(pattern: re.Pattern[str]) -> bool:
        """Say whether it stands anywhere; looked for once, however many places are named."""
        return pattern.search(text) is not None

    found = [
        Address(tuple(chain), _role(text, chain, says))
        for chain in chains
        if not _is_denied(text, chain)
    ]
    found = found or [Address(tuple(chain), Role.ORIGIN) for chain in chains]
    return _corrected(text, found)


def _is_denied(text: str, chain: Sequence[Mention]) -> bool:
    """Say whether the writer is not there: 不是沭阳的; but 沭阳 不是 泗阳 corrects itself."""
    start = chain[0].start
    corrects = words.SOFT_CORRECTION.search(text[max(0, start - BEFORE_LENGTH) : start])
    if corrects and text[start - 1 : start] in words.GAPS:
        return False
    return words.NOT_HERE.search(before(text, chain)) is not None


def _chains(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    if not mentions:
        return []
    chains = [[mentions[0]]]
    for left, right in pairwise(mentions):
        if words.JOINT.match(text[left.end : right.start]):
            chains[-1].append(right)
        else:
            chains.append([right])
    return chains


def before(text: str, chain: Sequence[Mention]) -> str:
    """Return the words of the clause before a place."""
    start = chain[0].start
    *earlier, clause = words.CLAUSE_END.split(text[max(0, start - BEFORE_LENGTH) : start])
    clause = clause.rstrip()
    if earlier and words.STAYS_BARE.match(clause) and words.AGED_CHILD_ENDS.search(earlier[-1]):
        # 丫头14，在… is one clause, whatever sign stands in it.
        clause = f"{earlier[-1]} {clause.lstrip()}"
    clause = _behind_gap(clause, is_apart=text[start - 1 : start] in words.GAPS)
    # In the south 勒 is said for 在, in the north 搁; the province says nothing of who is there.
    return words.PROVINCE.sub("", clause).replace("勒", "在").replace("搁", "在")


def _behind_gap(clause: str, *, is_apart: bool) -> str:
    """Return what of a clause belongs to a place where gaps stand for commas.

    他一句话不说 高邮 says nothing of who speaks of 高邮; 老家 高邮 and 儿子 在高邮 are one.
    """
    earlier, _, last = clause.rpartition(" ") if not is_apart else (clause, "", "")
    if len(earlier) < SHORTEST_CLAUSE:
        return clause
    is_new = not words.LEADS_OVER_A_GAP.search(earlier) if is_apart else words.BEGINS.match(last)
    return last if is_new else clause


def after(text: str, chain: Sequence[Mention]) -> str:
    """Return the words behind a place."""
    end = chain[-1].end
    return text[end : end + AFTER_LENGTH].lstrip()


def _role(text: str, chain: Sequence[Mention], says: Callable[[re.Pattern[str]], bool]) -> Role:
    left, right = before(text, chain), after(text, chain)
    return role_of(Around(text, says, left, right, chain[0], chain[-1]))


def _corrected(text: str, found: Sequence[Address]) -> Sequence[Address]:
    """Keep what stands after the last correction, where a place stands there at all.

    铜山刘集，…打错了，是刘集… corrects no more than the village: there 铜山 still counts.
    """
    starts = {one.mentions[0].start for one in found}
    marks = [mark.end() for mark in words.CORRECTION.finditer(text)]
    marks += [mark.end() for mark in words.SOFT_CORRECTION.finditer(text) if mark.end() in starts]
    for mark in sorted(marks, reverse=True):
        later = [one for one in found if one.mentions[0].start >= mark]
        if later:
            told = {it.words for one in later for it in one.mentions}
            return [
                *(one for one in found if one not in later and _repeats(one, told)),
                *later,
            ]
    return found


def _repeats(address: Address, told: Collection[str]) -> bool:
    """Say whether all of later names stand in a longer address."""
    own = {one.words for one in address.mentions}
    return len(own) > len(told) and own.issuperset(told)


def opens(text: str, start: int, end: int) -> bool:
    """Say whether the message begins with the name as a letter does: 俺窑湾哩，孙子…."""
    return bool(words.OPENING.match(text[:start]) and words.OPENED.match(text, end))


def signs(text: str, start: int, end: int) -> bool:
    """Say whether a clause is the name and no more, as a letter is signed: …没家来。地址益林."""
    clause = words.NO_NAME.split(text[max(0, start - BEFORE_LENGTH) : start])[-1]
    is_signed = words.SIGNED.match(text, end) or words.STANDS_ALONE.match(text, end)
    return bool(start > 0 and is_signed and words.OPENING.match(clause))
