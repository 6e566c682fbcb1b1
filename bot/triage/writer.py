"""Who writes: what they are to the child, and whether the law obliges them to report."""

from collections.abc import Sequence

from bot.triage.child_words import CHILD
from bot.triage.english_writer import words_of_a_child_in_english
from bot.triage.family_words import GRANDPARENT, PARENT, RELATIVE
from bot.triage.outsider_words import NEIGHBOUR, STRANGER
from bot.triage.reading import Reason, Relation, WriterClues
from bot.triage.staff_words import DIRECTOR, DOCTOR, NO_LONGER, OTHER_STAFF, TEACHER
from bot.triage.writer_parts import Row

ROWS = (
    *(*DOCTOR, *TEACHER, *DIRECTOR),
    *(*GRANDPARENT, *PARENT, *CHILD, *RELATIVE),
    *(*NEIGHBOUR, *STRANGER),
)
# In this order where several of them are shown equally well.
FAMILY = (Relation.GRANDPARENT, Relation.PARENT, Relation.CHILD, Relation.RELATIVE)
OBLIGED = frozenset({Relation.TEACHER, Relation.DOCTOR, Relation.DIRECTOR})
LONGEST_WORDS = 24
# Whoever writes says who they are early or late, and hardly ever in the middle of a long letter.
READ_AT_MOST = 800

Match = tuple[Row, int, str]


def writer_clues(text: str) -> WriterClues:
    """Return who writes, where the words show it; the relation is nothing where they do not.

    The strongest words decide; of equally strong ones those that come first, and within the
    family its elders, because 我孙子 and 儿子 in one text are a grandparent's words.
    """
    text = text[:READ_AT_MOST]
    matches = _matches(text)
    best = _best(matches)
    relation = best[0].relation if best else None
    staff = OTHER_STAFF.search(text)
    is_obliged = (relation in OBLIGED or staff is not None) and not NO_LONGER.search(text)
    in_english = words_of_a_child_in_english(text) if best is None else None
    reasons = []
    if best:
        reasons.append(Reason(f"writer-{best[0].relation}", _shortened(best[2])))
    if in_english:
        relation = Relation.CHILD
        reasons.append(Reason("writer-child", _shortened(in_english)))
    if is_obliged:
        words = best[2] if best and relation in OBLIGED else staff[0] if staff else ""
        reasons.append(Reason("mandatory-reporter", _shortened(words)))
    return WriterClues(relation, is_obliged, tuple(reasons))


def _matches(text: str) -> Sequence[Match]:
    found = ((row, row.pattern.search(text)) for row in ROWS)
    return [(row, match.start(), match[0]) for row, match in found if match is not None]


def _best(matches: Sequence[Match]) -> Match | None:
    strongest = max((row.strength for row, _, _ in matches), default=0)
    leading = [one for one in matches if one[0].strength == strongest]
    first = min(leading, key=lambda one: one[1], default=None)
    if first is None or first[0].relation not in FAMILY:
        return first
    kin = [one for one in leading if one[0].relation in FAMILY]
    return min(kin, key=lambda one: FAMILY.index(one[0].relation))


def _shortened(words: str) -> str:
    return words.strip("，。,.!?！？；;：: \n")[-LONGEST_WORDS:]
