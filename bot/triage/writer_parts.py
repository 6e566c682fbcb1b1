"""What the patterns of writers are made of.

A row is a relation, how strongly it speaks, and a pattern. `STATED` says outright who writes, `OWN`
names somebody as the writer's own, `USUAL` is how only such a person speaks, `SIGN` gives way to
any other row.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.triage.numerals import ONE
from bot.triage.reading import Relation

STATED, OWN, USUAL, SIGN = 4, 3, 2, 1

ME = "(?:我|俺|咱|偶|吾|本人)"
END = r"(?=[，。,.!?！？；;：:\s]|$)"
START = r"(?:^|[，。,.!?！？；;：:\s])"
# Between 我是 and what I am; somebody else is not meant.
GAP = (
    "(?:(?!学生|家长|被|让|叫我|妈|爸|爷|奶|打|骂|孩子|隔壁|邻居|不是|说|找|听"
    "|看到)[^，。,.!?！？；;\n]){0,14}?"
)
AM = (
    rf"(?:{ME}们?(?:就|也)?(?:是|系|当|做)|^[^，。,. ]{{0,4}}[，, 。！!]*(?:这里是|这边是)"
    rf"|{ME}们?在(?=[^，。,.]{{1,10}}(?:当|做|上班|工作)))"
)
NOT_ABOUT = (
    "(?![说讲打骂让叫不也都又把给经对老来]|的?(?:学生|儿|女|孙|孩|爱人|老公|老婆|亲戚)|家的?(?:儿"
    "|孙|孩|小)|天天)"
)
KIND = (
    rf"(?:[小大细亲老独乖]|宝贝|[二三]|(?:才|快)?[\d{ONE[1:-1]}十]{{1,3}}岁(?:半|多)?的?"
    rf"|上?[初高][一二三]的"
    rf"|[上读念]{ONE}年级的|可怜的|苦命的)*"
)
MINE = rf"{ME}们?(?:家|屋里|这)?的?(?:[那这]个?|两个?|三个?|俩|仨|个|一个)?的?{KIND}"
DONE_TO = (
    "(?:[摸打揍骗抱咬撞抢亲拉对给害烫抓踢掐扇把]|欺负|糟蹋|猥亵|强奸|侵害|孤立)[了着过走到伤]?"
)
# A clause in which nobody else stands before the grandchild.
NOBODY_ELSE = (
    f"{START}(?:(?!奶奶|爷爷|老[头太人爷两张王李刘陈赵孙]|婆婆|阿婆|他|她|人家|邻居|隔壁|谁家"
    f"|别人|大[妈爷娘伯]|婶|叔|嫂"
    "|庄|村|[张王李刘陈赵周吴徐]|楼上|楼下|对门|那家|这家|带个|有个"
    "|养个)[^，。,.!?！？；\\s]){0,10}?"
)
AGED = rf"(?:\d{{1,2}}|十?{ONE})?(?:岁|周岁)?的?[小大细亲独乖]?"
NOT_MINE = "(?<![他她家的人奶爷婆公头太带领着养老有个抱们名像是])"


class Row(NamedTuple):
    """One row of the table."""

    relation: Relation
    strength: int
    pattern: re.Pattern[str]


def rows(relation: Relation, patterns: Mapping[int, tuple[str, ...]]) -> list[Row]:
    """Return one row for each strength, from patterns of which any may match."""
    return [
        Row(relation, strength, re.compile("|".join(words))) for strength, words in patterns.items()
    ]
