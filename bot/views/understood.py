"""What was understood of a report, on the card: each suggestion with whose word it is, and why."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.terms import Category, Level
from bot.views.quoting import NAME_LIMIT, line

REASONS_SHOWN = 5
SITUATIONS_SHOWN = 3
WORDS_LIMIT = 40
CIRCLED = "①②③④⑤⑥⑦⑧⑨"
# What the card tells in a line of its own.
_TOLD_ELSEWHERE = frozenset(
    {"age", "sex", "children", "place-named", "place-outside-the-province", "location-in-county"}
)
_SITUATION = re.compile(r"mandatory-situation-\d")
_LEARNT = re.compile(r"(L[1-4]) (\d{1,3})%")
# Percent from which a level is likely; below, it is taken to be on the safe side.
_LIKELY = 50
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class SettledView:
    """A person's word on a fact: a confirmation, or a correction of what was suggested.

    `was` is what had been suggested instead, empty where nothing was; None for a confirmation.
    """

    by: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What was suggested, and what people made of it.

    `scores` are likely categories with their likelihood; `settled` holds the facts (`category`,
    `level`, `place`, `situation`) that a person confirmed or corrected; `writer` is who seems to
    write, and `is_bound` whether such a person must report by law.
    """

    scores: tuple[tuple[str, float], ...] = ()
    is_chosen: bool = False
    settled: Mapping[str, SettledView] | None = None
    outside: str | None = None
    situations: tuple[int, ...] = ()
    children: int | None = None
    writer: str | None = None
    is_bound: bool = False
    reasons: tuple[str, ...] = ()

    def word_on(self, what: str) -> SettledView | None:
        """Return who settled the fact, if anybody did."""
        return (self.settled or {}).get(what)


def category_line(read: Understood, category: Category | None, say: Say) -> str:
    """Return what the category is and whose word that is, or what it may be."""
    if category is None:
        likely = [_likely(code, score, say) for code, score in read.scores]
        return say("card-kind-open", kinds="、".join(likely)) if likely else ""
    word = read.word_on("category")
    if word is None and read.is_chosen:
        by = say("by-reporter")
    elif word is None:
        by = _by_bot(dict(read.scores).get(category.value), say)
    else:
        by = by_person(word, say, _category)
    return say("card-kind", kind=say(f"category-{category.value}"), by=by)


def level_line(read: Understood, level: Level, say: Say) -> str:
    """Return the level and whose word it is."""
    word = read.word_on("level")
    by = say("by-bot") if word is None else by_person(word, say, _level)
    return say("card-level", level=say(f"level-{level.name}"), by=by)


def place_mark(read: Understood, say: Say) -> str:
    """Return whose word the place is, where an officer settled it."""
    word = read.word_on("place")
    return say("card-by", by=by_person(word, say, None)) if word else ""


def situation_lines(read: Understood, say: Say) -> list[str]:
    """Return the mandatory situations with the words of the article; the last ones by number."""
    if not read.situations:
        return []
    word = read.word_on("situation")
    by = say("by-bot") if word is None else by_person(word, say, None)
    shown, more = read.situations[:SITUATIONS_SHOWN], read.situations[SITUATIONS_SHOWN:]
    lines = [say("card-situations", by=by)]
    lines += [f"{CIRCLED[number - 1]} {say(f'situation-{number}')}" for number in shown]
    if more:
        lines.append("".join(CIRCLED[number - 1] for number in more))
    return lines


def writer_line(read: Understood, say: Say, has: Callable[[str], bool]) -> str:
    """Return who seems to write; only for those who may read the words it was seen from."""
    if read.writer is None or not has(f"writer-{read.writer}"):
        return ""
    key = "card-writer-bound" if read.is_bound else "card-writer"
    return say(key, writer=say(f"writer-{read.writer}"))


def reason_lines(read: Understood, say: Say, has: Callable[[str], bool]) -> list[str]:
    """Return the reasons as sentences with the words that they rest on, those of law first."""
    told = [(rule, words) for rule, words in map(_parted, read.reasons) if _is_told(rule, words)]
    told.sort(key=lambda one: not has(f"law-{one[0]}"))
    lines = [_reason(rule, words, say, has) for rule, words in told]
    return [one for one in dict.fromkeys(lines) if one][:REASONS_SHOWN]


def by_person(word: SettledView, say: Say, named: Callable[[str, Say], str] | None) -> str:
    """Return that an officer confirmed or corrected something, and what it was before."""
    name = line(word.by, NAME_LIMIT)
    if word.was is None:
        return say("by-confirmed", name=name)
    if named is None or not word.was:
        return say("by-corrected", name=name)
    return say("by-corrected-from", name=name, was=named(word.was, say))


def _reason(rule: str, words: str, say: Say, has: Callable[[str], bool]) -> str:
    learnt = _LEARNT.fullmatch(words)
    if rule == "learnt-level" and learnt:
        level = say(f"level-{learnt[1]}")
        is_likely = int(learnt[2]) >= _LIKELY
        key = "rule-learnt-level" if is_likely else "rule-learnt-level-perhaps"
        sentence = say(key, level=level, percent=f"{learnt[2]}%")
        return say("card-reason-only", reason=sentence)
    sentence = say(f"rule-{rule}") if has(f"rule-{rule}") else ""
    if has(f"law-{rule}"):
        sentence += say("card-law", article=say(f"law-{rule}"))
    quoted = line(words, WORDS_LIMIT)
    if sentence and quoted:
        return say("card-reason", reason=sentence, words=quoted)
    return say("card-reason-only", reason=sentence or quoted) if sentence or quoted else ""


def _is_told(rule: str, words: str) -> bool:
    is_told = rule in _TOLD_ELSEWHERE or rule.startswith(("writer-", "category-"))
    # A situation stands on the card itself; what is worth a line is which words it comes from.
    return not is_told and (bool(words) or not _SITUATION.fullmatch(rule))


def _parted(reason: str) -> tuple[str, str]:
    rule, _, words = reason.partition(": ")
    return rule.removesuffix(":"), words.strip()


def _likely(code: str, score: float, say: Say) -> str:
    return f"{say(f'category-{code}')} {score:.0%}"


def _by_bot(score: float | None, say: Say) -> str:
    return say("by-bot") if score is None else say("by-bot-sure", percent=f"{score:.0%}")


def _category(code: str, say: Say) -> str:
    return say(f"category-{code}")


def _level(name: str, say: Say) -> str:
    return say(f"level-{name}")


def circled(code: str) -> str:
    """Return mandatory situations as they are written: `4,9` is ④⑨."""
    return "".join(CIRCLED[int(one) - 1] for one in code.split(",") if one.isdecimal()) or "—"


def joined(parts: Sequence[str]) -> str:
    """Return the lines that there are, one below the other."""
    return "\n".join(part for part in parts if part)
