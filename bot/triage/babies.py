"""Ages below a year, or told in months: 八个月大, 刚满月, 生下来才三天."""

import re
from collections.abc import Iterator

from bot.triage.ages import CHILD, LOOK_BACK, Said
from bot.triage.numerals import NO_DIGIT_BEFORE, NUMBER, ONE, number

MONTHS_IN_A_YEAR = 12

_BABY = "的?(?:小|婴|幼儿|患儿|娃|孩|宝|女|男|弟|妹|毛|奶|伢|囡|丫|重?孙|儿子|外孙)"
_MONTHS = re.compile(
    rf"(?<!岁零)(?<!岁又)(?<!岁)(?<![假这那整近]){NO_DIGIT_BEFORE}(?P<months>{NUMBER}|几|好几|个){ONE}?个?[多把来半]?月"
    rf"(?:大|不到|多)?(?:大|{_BABY})"
)
_AFTER_WORDS = re.compile(
    rf"(?:(?:{CHILD}|宝宝?|婴儿?|毛毛|生下来|出生)(?:大概|大约|目测|看着)?(?:才|刚满?|只有|就|现在|已经)?"
    r"|才|刚满|目测|^\s*)"
    rf"(?P<months>{NUMBER}|几){ONE}?个?[多半把]?月(?:多|大|不到)?"
    r"(?=[了咯啦吧，。,.!！\s]|就(?![给要靠指花吃用这那挣赚拿一二两三四五六七八九十几百千\d])|$|打针|打疫苗|接种|体检|发烧|高烧|漏打|该打|吃奶|断奶|喝奶|不?会[坐爬走翻]"
    r"|拉肚子|咳|吐|[掉摔烧抽])(?!了?[，,\s]*(?:没|不(?!吃奶|喝奶|肯吃奶)|都没|前|后|工资|联系|见不|没见))"
)
_OF_THE_MOTHER = re.compile("怀|孕|肚子|身孕")
_FEW_DAYS = r"(?:[一二两三四五六七八九十几]{1,3}|\d{1,2})天"
_NEWBORN = re.compile(
    f"刚出[生世]|才出生|出生(?:才|没|不到|刚)?{_FEW_DAYS}|新生儿|刚生(?!病|气|意|活|完病|产)"
    f"|生下来[才没不就]?{_FEW_DAYS}|(?:刚|才|没)生下来"
    "|(?:还没|没|未|刚|才|快|不到|没出|不满)满?月(?=$|[，。,. 的大了就]|[孩娃婴宝弃])"
    "|(?:没|未|刚|才|快)满月|(?<!走了)(?<!没了)(?<!死了)(?<!去世)(?:没|刚|才|不到|快)[满过出]?百[天日]"
    "|(?<!像)婴儿(?![车床肥用奶服椅坐推])|弃婴|女婴|男婴|襁褓|毛娃子?|毛毛头|(?<!毛)毛头(?!小[子伙])"
    f"|[在要]吃奶(?![粉茶])|宝宝[^。]{{0,24}}喂奶|没断奶|脐带|早产儿|月子里的"
    "|奶娃|吃奶的[孩娃小伢]|双满月|出月子|(?:[孩娃宝孙]子?|宝宝|[满过刚才到])百[天日]"
    "|满月的?[男女](?:宝|婴|孩|娃)|[男女]宝[ ，,]?(?:刚|才)?满月"
    "|(?:孩子?|娃|宝|囡|毛头|伢子?|儿子|女儿|孙[子女儿]?)[ ，,]?(?:刚|才)?满月(?=$|[，,。 了])"
    "|包被(?!子)[^。]{0,16}(?:[娃婴]|小孩|毛头|男孩|女孩)"
    f"|(?:[娃宝孩婴囡]|[男女]的?){_FEW_DAYS}大"
    "|(?:上个?月|这个?月|上星期|上周|上个礼拜|前几天|昨天|昨夜|昨晚|今天|早上|凌晨)(?:才|刚)?生了?(?:一?个|对|了)+(?:小|大胖)?(?:[男女]|丫头|闺女|小子|儿子|千金|娃|伢|双胞胎|龙凤胎)"
    "|[才刚]养(?:下来|的)(?:小|娃|伢|毛|囡|儿|丫)"
    f"|(?:{CHILD}|宝宝?|婴)(?:才|刚){_FEW_DAYS}"
    f"|(?:宝宝?|婴儿?|毛毛|毛头)(?:大概|也就)?{_FEW_DAYS}(?=[，,。 了大不]|$)(?!没|不[见来在上])"
    f"|生完(?:孩子)?(?:才|第|没|不到)?{_FEW_DAYS}|保温箱(?!里?[待呆住]了)"
)


# 才三天 is how old a child is where all speaks of a newborn one.
_FEW_DAYS_OLD = re.compile(f"(?:才|刚|也就|大概){_FEW_DAYS}")
_LEFT_AT_A_DOOR = re.compile("包被|襁褓|脐带|写了生日|奶瓶|[捡抱]到?(?:一?个)?[小男女]?[娃婴]")


def said_months(text: str) -> Iterator[Said]:
    """Yield the ages of babies, and of small children whose age is told in months."""
    told = (*_MONTHS.finditer(text), *_AFTER_WORDS.finditer(text)) if "月" in text else ()
    for match in told:
        around = text[max(0, match.start() - LOOK_BACK // 2) : match.end() + 3]
        if not _OF_THE_MOTHER.search(around):
            yield Said(_months(match["months"]) // MONTHS_IN_A_YEAR, match[0])


def newborn(text: str) -> Iterator[Said]:
    """Yield the age of a baby whose months nobody tells: 女婴, 还在吃奶, 生下来才三天."""
    found = _NEWBORN.search(text)
    if found:
        yield Said(0, found[0])
    days = _FEW_DAYS_OLD.search(text)
    if days and _LEFT_AT_A_DOOR.search(text):
        yield Said(0, days[0])


def _months(words: str) -> int:
    return 0 if words in ("几", "好几", "个") else number(words)
