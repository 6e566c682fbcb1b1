"""What a named place is to the child: where it is now, where it comes from, where parents work."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from bot.triage.names import Mention

CLAUSE_END = re.compile("[，。！？；,.!?;\n]")
BEFORE_LENGTH = 16
AFTER_LENGTH = 12

# Between two names of one address stands nothing, a space, or a word such as 那边的.
_JOINT = re.compile("[ \u3000、]{0,2}(?:省|市|县|区|那边|这边|下面|乡下)?的?[ \u3000]?(?:省|市)?$")
_CORRECTION = re.compile(
    "哦?不对|说错|搞错|写错|打错|弄错|讲错|记错|发错|更正|口误|应该是|不好意思[,， ]?是"
)
_NOT_HERE = re.compile("(?<!是)(?:不是|不在|没在|并非|离开)(?:在|住)?了?$")
_ORIGIN_BEFORE = re.compile(
    "(?:老家|户籍|户口|籍贯|原籍|祖籍|娘家|来自|以前|原来|原先|之前|从前|本来|早先|转学前|从)"
    "(?:就|也|都|是|在|住|住在|还在|还|的|一直|呢|落在|上在)*$"
)
_ORIGIN_AFTER = re.compile(
    "(?:那边|那儿|那里)?(?:的?(?:户口|户籍|籍)|人(?!家|民|员|口)|嫁|来的|过来|转来|转学|搬来|搬到|搬过来|口音"
    "|的?一家(?:人|子)?|老家的?[,， ]|回来)"
)
# What is near, or what somebody says of himself, is not where they are.
_HEARSAY_BEFORE = re.compile("(?:离|挨着|靠近|紧靠|自称是?|讲是|说是)了?$")
_PARENTS = (
    "(?<![跟和随由给被让同爸妈])(?:爸妈|爸爸妈妈|爸爸|妈妈|父母亲?|父亲|母亲|爹妈|爹娘|爹|娘|爸|妈|家长|大人"
    "|两口子|夫妻俩?|小两口|儿子(?:和|跟)?(?:儿)?媳妇?|媳妇|我们夫妻)"
)
_NAMES_PARENTS = re.compile(_PARENTS)
_FILLER = (
    "(?:都|也|又|还|人|一直|常年|长期|全|全部|俩|两个|两人|现在|目前|已经|就|是|他们|呢|一起|了|们"
    "|多年|年年| )*"
)
_PARENTS_BEFORE = re.compile(
    _PARENTS + _FILLER + "(?:(?:跑)?(?:在|去|到|往|住在|人在|调到|外出去))?了?$"
)
_WORK_AFTER = re.compile(
    "(?:市|那边|那里|那儿|的|一家|一个|开|的一个|工厂|厂里|厂子?)*"
    "(?:[上念读]大学|大学(?!生)|打工|上班|务工|做工|干活|做生意|挣钱|赚钱|当兵|坐牢|服刑|出差|跑运输|跑车|送外卖|工作|谋生"
    "|当保姆|做保姆|讨生活|跑业务|摆摊|做小工)"
)
_WORKS_AFTER = re.compile("(?:市|那边|那里|那儿|的|一家|一个)*(?:工地|厂里|厂子|工厂|厂|开店)")
_WORK_BEFORE = re.compile("(?:外出|打工|务工|上班|做工|干活|外地)[ 在去到]{0,3}(?:在|去|到)?$")
_CHILD_AT_WORK = re.compile(
    "(?:童工|岁的?[^，,。 ]{0,6}|小孩|孩子|娃|男孩|女孩|学生)[^，,。 爸妈父母爹娘]{0,4}$"
)
_HERE_BEFORE = re.compile(
    "(?:现在|现|如今|目前|眼下|这会儿?|此刻|今|人|孩子|小孩|娃娃?|娃儿|暂时|暂|租|借|都|就|还|一直"
    "|一个人|搬到|搬来|带到|送到|接到)"
    "(?:人|孩子|就|都|已经|是|跟[^，,。 在]{1,4}|也|又|还|一直|一个人)*"
    "(?:住在|住到|在|住|到|待在|呆在|寄养在)$"
    "|(?:住在|住|住到|租房在|租在|待在|呆在|寄养在|寄住在)$"
    "|^(?:我在|我们在|人在|在|地址是?|地点是?|我住|位置)[:： ]?$"
)
_CHILD_BEFORE = re.compile(
    "(?:孩子|小孩|娃|娃儿|孙子|孙女|女儿|儿子|外孙女?|弟弟|妹妹|侄[子儿女]|外甥女?|男孩|女孩|丫头|闺女|伢子?"
    "|囡囡|妮儿?|小的|老大|老二|老小)们?"
    "(?:人|就|都|已经|是|跟[^，,。 在]{1,4}|也|又|还|一直|一个人|现在|目前|这会儿?|却|倒|丢|放|留"
    "| )*"
    "(?:住在|住到|在|住|待在|呆在|寄养在)$"
)
_HERE_AFTER = re.compile("(?:这边|这里|这儿|这块|本地|当地)")


class Role(IntEnum):
    """How much a named place says of where the child is; the greatest are heard first."""

    WORKPLACE = 0
    ORIGIN = 1
    PLAIN = 2
    HERE = 3
    CHILD = 4


@dataclass(frozen=True, slots=True)
class Address:
    """Names that stand together, such as 连云港 东海 双店镇, with the role of the whole."""

    mentions: tuple[Mention, ...]
    role: Role


def addresses(text: str, mentions: Sequence[Mention]) -> Sequence[Address]:
    """Return the named places as addresses; what the writer takes back is left out."""
    chains = _chains(text, mentions)
    found = [
        Address(tuple(chain), _role(text, chain))
        for chain in chains
        if not _NOT_HERE.search(_before(text, chain))
    ]
    return _corrected(text, found or [Address(tuple(chain), Role.ORIGIN) for chain in chains])


def _chains(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    if not mentions:
        return []
    chains = [[mentions[0]]]
    for left, right in pairwise(mentions):
        if _JOINT.match(text[left.end : right.start]):
            chains[-1].append(right)
        else:
            chains.append([right])
    return chains


def _before(text: str, chain: Sequence[Mention]) -> str:
    start = chain[0].start
    return CLAUSE_END.split(text[max(0, start - BEFORE_LENGTH) : start])[-1].rstrip()


def _after(text: str, chain: Sequence[Mention]) -> str:
    end = chain[-1].end
    return text[end : end + AFTER_LENGTH].lstrip()


def _role(text: str, chain: Sequence[Mention]) -> Role:
    before, after = _before(text, chain), _after(text, chain)
    if _WORK_AFTER.match(after) and not _CHILD_AT_WORK.search(before):
        return Role.WORKPLACE
    if _WORK_BEFORE.search(before) or (_WORKS_AFTER.match(after) and _NAMES_PARENTS.search(before)):
        return Role.WORKPLACE
    if _ORIGIN_BEFORE.search(before) or _ORIGIN_AFTER.match(after):
        return Role.ORIGIN
    if _CHILD_BEFORE.search(before):
        return Role.CHILD
    if _PARENTS_BEFORE.search(before) or _HEARSAY_BEFORE.search(before):
        return Role.ORIGIN
    if _HERE_BEFORE.search(before):
        return Role.HERE
    return Role.HERE if _HERE_AFTER.match(after) else Role.PLAIN


def _corrected(text: str, found: Sequence[Address]) -> Sequence[Address]:
    """Keep what stands after the last correction, where a place stands there at all."""
    marks = [mark.end() for mark in _CORRECTION.finditer(text)]
    for mark in reversed(marks):
        later = [one for one in found if one.mentions[0].start >= mark]
        if later:
            return later
    return found
