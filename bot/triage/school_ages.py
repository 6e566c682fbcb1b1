"""How old a child of a school class is, where nothing better is said."""

import re
from collections.abc import Iterator

from bot.triage.ages import LOOK_BACK, Said
from bot.triage.numerals import ONE, number

# A child of the n-th grade is about this much older than n.
PRIMARY, MIDDLE, HIGH = 6, 12, 15
AGES = {
    "托班": 2,
    "托儿所": 2,
    "幼儿园": 4,
    "小班": 3,
    "中班": 4,
    "大班": 5,
    "学前班": 5,
    "明年上小学": 5,
    "上小学": 6,
    "小升初": 12,
    "上初中": 13,
    "上高中": 16,
    "中考": 15,
    "高考": 17,
}
_NOT_OF_A_CHILD = "(?!文化|水平|毕业的?(?:文化|学历)|组长|以上|以下|及以)"
# 二年级升三年级 is the third grade; what was 我三年级走的 is past.
_GRADE = re.compile(
    rf"(?:{ONE}年级?(?:(?:要|该|马上|快)?[升变]|转|要上|马上上))?(?P<school>小学|初中|高中|职高|中专|技校|卫校|中职|大学|大专)?(?:一年级)?"
    rf"(?<!初)(?<!高)(?P<grade>[一二三四五六七八九1-9])(?:[、,到]?{ONE}|[、,到]?[1-9])?年(?:级|纪(?!念|轻|大|小)){_NOT_OF_A_CHILD}"
    r"(?!(?:的?时候?|那年|那时)?[^，,。 ]{0,2}(?:走的|没的|去世|离的|跑的)|的?时候|那年)"
)
_FORM = re.compile(
    r"(?<![大新过拜]年)(?<!正月)(?<!历)(?<!从)(?<!自打)(?P<school>初|(?<![提最增身])(?<!个(?!高[一二三](?:的|[男女学])))高|小(?=[四五六456]))"
    rf"(?P<form>[一二三四五六1-6])(?!早(?!恋))(?![点号晚些米层楼头截倍十百千个分公岁周月块人排寸口条]|两(?![个名]))"
    r"(?!上午|下午|中午|那天|拜年|[回走去出]|就[回走去出]|到初|夜|子|(?!一天[到天就都光净只]?[晚玩看打不闷抱])[一二三四五六七八九](?![个名]|学期)"
    rf"|放假|开工|下雪|上坟|请客){_NOT_OF_A_CHILD}"
)
# The class of those who do harm, of a room, of everybody, or one that somebody was in.
_NOT_ITS_OWN = re.compile(
    "(?:的|那点|那些)?事(?:了|[，,。 ]|$)"
    "|的?(?:教室|教学楼|楼[道里上下]|走廊|办公室|家长会|讲座|新生家长)"
    "|的(?:学生|男生|女生|大孩子|人)?(?:老|天天|总是?|又|经常|把|一直)*(?:打|堵|抢|欺负|骂|推|踢|揍|围|拦)[了着]?"
    "(?:我|俺|他|她|孩子|小孩|儿子|女儿|孙|弟|妹|同学|低)"
    "|以前|之前|以后(?!的)|之后|都收|(?:就|都|还)?(?:没[念读上]完|[念读上]完就|(?<=就)不[念读上]了|辍学|退学)"
)
_ATTACKERS = re.compile("(?:被|让|叫)(?:几个|一群|一帮|两个|三个|一个)?$")
_OF_ATTACKERS = re.compile("的|学生|男生|女生|大孩子|同学")
_ONCE = re.compile("(?:去年|前年|原来|以前|之前|原先|本来|从前|明年)[^，,。；; ]{0,8}$")
_FOR_A_CLASS = re.compile("(?:给|为|向|到)$")
_TALKED_TO = re.compile("(?:做|办|开|上课|讲课?|搞)")
# 1到6年级 are all classes of a school.
_RANGE = re.compile(
    "[1-9一二三四五六七八九][到至~-][1-9一二三四五六七八九]年级|^[高初]?[一二三1-3][到至]"
)
_UP_TO = re.compile("[高初][一二][到至]$")
_OF_SMALL_FORM = re.compile(
    "(?:上|读|念|在|才|是|刚|我|年|儿子|女儿|闺女|丫头|孩子?|娃|囡|孙[子女儿]?|侄[子女儿]|外甥女?|弟|妹)$"
)
_WHO_IS = re.compile("(?:的)?(?:小?[孩娃伢]|学生|男|女|丫|小朋友)")
_KINDERGARTEN = re.compile(
    "(?<![午晚暑寒小日])(?<!暑假)(?<!寒假)托班"
    "(?!一个?月|一学期|[要收]?费|要[^，,。 ]{0,4}[百千万块]|太?贵|不收|没名额|满了)"
    "|托儿所|学前班|幼儿园(?!门口|旁|后面|附近|对面|隔壁|边上|那边|招|报名|收费|厨)"
)
_GROUP = re.compile(
    "(?:幼儿园|幼园)[，, ]?[^，。,. ]{0,6}(?P<group>[小中大]班)"
    "|(?:(?<![爸妈爹公婆])(?<!(?<!姑)娘)[上读念是]的?"
    "|[我他她](?:家的?)?)(?P<alone>[小中大]班)(?!长|车|组)"
    "|(?P<whose>[小中大]班)的?(?:有?一?个|里?有个|那个|一)?的?"
    "(?:小?[孩娃伢]|小朋友|宝宝|小?[男女][孩娃生]|小?姑娘|小?侄|小?外甥|儿子|女儿|闺女|丫头|囡|孙|老师)"
    "|(?:^|[，。,. （(])(?P<bare>[小中大]班)"
    "(?=[，,。 ）)]|[了呀啊]|的[，,。 ]|(?:今年|马上|快)?要?毕业)"
    "|(?:孩子?|小孩|娃娃?|儿子|女儿|闺女|孙子|孙女|弟弟?|妹妹?|丫头|囡囡?|宝宝|伢子?|毛头|外孙女?|侄[子女儿]|外甥女?)"
    "(?:才|刚|今年|现在|还在?|也)?(?P<kin>[小中大]班)(?!车|长|组|教|倒|夜)"
)
_START = re.compile(
    "(?P<next>明年|九月份?就?要?|秋天)(?:才)?(?:上|读|念)小学"
    "|(?:今年|刚刚?|才|该|马上|快要?|正要|要)(?:刚|才|该|要)?(?:[上读念进]|开始上)小学(?!老师)"
)
_BEGINS_NEXT = re.compile("(?:明年|九月份?|秋天|下半年)(?:才|就|该|要)*[上读念]一年级")
# 能上一年级不 asks for a child who is not there yet.
_MAY = "(?:能|可以|能否|想|可不可以)[上读念进](?:小学)?"
_MAY_BEGIN = re.compile(f"{_MAY}$")
_MAY_START = re.compile(f"{_MAY}一年级")
_BEGUN = re.compile("(?:刚|才|刚刚|今年)[上升进读念]初中")
_INTO_HIGH = re.compile("(?<!没)(?<!没有)(?<!能)(?<!想)考[上取]了?高中(?!的?(?:时候|那年))")
_CHANGE = re.compile("小升初")
_EXAM = re.compile(
    "(?:今年|马上|快|要|明年|备战|参加|[天月]|礼拜|星期)(?:就|要)*中考|中考(?:生|落榜|没考|压力|还有)"
    "|(?:距离?|离|马上|快要?|今年|备战|参加)高考(?!还早)"
)
_ORDER = {"小学": PRIMARY, "初中": MIDDLE, "初": MIDDLE, "小": PRIMARY, "大学": 18, "大专": 18}


def school_years(text: str) -> Iterator[Said]:
    """Yield the ages that go with the classes named."""
    yield from group_years(text)
    for match in _GRADE.finditer(text):
        if _is_not_its_own(text, match):
            continue
        offset = _ORDER.get(match["school"], HIGH) if match["school"] else PRIMARY
        yield Said(number(match["grade"]) + offset, match[0])
    for match in _FORM.finditer(text):
        if _is_not_its_own(text, match):
            continue
        is_small = match["school"] == "小"
        stands_for_one = _OF_SMALL_FORM.search(text, 0, match.start())
        if not is_small or stands_for_one or _WHO_IS.match(text, match.end()):
            yield Said(number(match["form"]) + _ORDER.get(match["school"], HIGH), match[0])
    if (begun := _BEGUN.search(text)) is not None:
        yield Said(AGES["上初中"], begun[0])
    if (into_high := _INTO_HIGH.search(text)) is not None:
        yield Said(AGES["上高中"], into_high[0])
    if (begins := _BEGINS_NEXT.search(text)) is not None:
        yield Said(AGES["上小学"], begins[0])
    exam = _EXAM.search(text)
    if exam and not ("高考" in exam[0] and "高三" in text):
        yield Said(AGES["高考" if "高考" in exam[0] else "中考"], exam[0])


def stage_years(text: str) -> Iterator[Said]:
    """Yield about how old a child is of whom only this is said: 上幼儿园, 快上小学, 小升初.

    A kindergarten takes children of three to six, and those of whom nothing is told as well.
    """
    yield from nursery_years(text)
    for pattern in (_START, _CHANGE):
        match = pattern.search(text)
        if match:
            stage = "小升初" if pattern is _CHANGE else "明年上小学" if match["next"] else "上小学"
            yield Said(AGES[stage], match[0])
    may = _MAY_START.search(text)
    if may:
        yield Said(AGES["上小学"], may[0])


def _is_not_its_own(text: str, match: re.Match[str]) -> bool:
    """Say whether the class is not that of a child whom the text is about, or not any more."""
    before = text[max(0, match.start() - LOOK_BACK) : match.start()]
    end = match.end()
    is_of_attackers = _ATTACKERS.search(before) and _OF_ATTACKERS.match(text, end)
    is_taught = _FOR_A_CLASS.search(before) and _TALKED_TO.match(text, end)
    is_past = _NOT_ITS_OWN.match(text, end) or _ONCE.search(before)
    is_range = _UP_TO.search(before) or _RANGE.match(match[0])
    is_to_begin = match[0] == "一年级" and _MAY_BEGIN.search(before)
    return bool(is_of_attackers or is_taught or is_past or is_range or is_to_begin)


def group_years(text: str) -> Iterator[Said]:
    """Yield the ages that go with a group of a kindergarten: 大班, 幼儿园小班."""
    for match in _GROUP.finditer(text):
        group = match["group"] or match["alone"] or match["whose"] or match["bare"] or match["kin"]
        yield Said(AGES[group], match[0].strip("，。,. "))


def nursery_years(text: str) -> Iterator[Said]:
    """Yield the ages that go with a group, or with a kindergarten where no group is named."""
    groups = [*group_years(text)]
    yield from groups
    named = None if groups else _KINDERGARTEN.search(text)
    if named:
        yield Said(AGES[named[0]], named[0])
