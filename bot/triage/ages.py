"""Ages that a text says in years, and the numbers that only look like one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.triage.numerals import NO_DIGIT_BEFORE, NUMBER, ONE, number

# 6到12岁 is a rule's limits; 5到6岁 is a guess at one child's age.
WIDEST_GUESS = 2
# 十几岁 is eleven or more.
FEWEST_TEENS, MOST_TEENS = 11, 19
LOOK_BACK = 12


@dataclass(frozen=True, slots=True)
class Said:
    """An age in whole years, and the words that say it; a guess goes `upto` another age."""

    years: int
    words: str
    upto: int | None = None


# 虚岁 counts the year of birth as one and is a year, sometimes two, more than the law's 周岁.
_LESS = "不到|不满|未满|没满|没到|不足|将近|接近|快要?满?|马上要?满?|虚岁是?|虚龄|虚"
# 5睡, 5碎 and 5遂 are what keyboards and speech recognition make of 5岁.
_UNIT = (
    r"(?:周岁|岁|(?<=\d)(?:睡|碎|遂|隋)(?=[的了多半，,。男女小娃孩左、 ]|$)"
    r"|[碎遂](?=[的了]|[男女小][孩娃]))"
)
# 接诊一5岁女孩: officials and doctors count the child before its age.
_ONE_OF_AGE = r"(?<![初高十第大二三四五六七八九]一)(?<=一)(?=\d{1,2}\s?周?岁)"
_YEARS = re.compile(
    rf"(?:{NO_DIGIT_BEFORE}|(?<=老[二三四])(?=\d)|{_ONE_OF_AGE})(?P<years>{NUMBER})(?:[.点][1-9五](?=岁))?"
    r"(?:岁?(?P<joint>[-~—～、/]|(?<=[\d岁])[，,]|到|至|或者?|(?<=\d) (?=\d))"
    rf"(?P<to>{NUMBER})|(?P<next>{ONE}))?"
    rf"(?P<some>多|来|几|把|个)?\s?{_UNIT}"
    rf"(?P<less>[把半多]?(?:还|都)?(?:不到|没到|不满|没满|不足)(?!\s?{NUMBER}岁)|[（( ]?虚岁|虚的)?"
)
_COMMA = re.compile("[，,]")
_LISTS = ("、", "，", ",")
_LESS_BEFORE = re.compile(
    rf"(?:{_LESS})\s?$"
    r"|(?:再过|还有|[还就]?差)[^，,。 ]{1,3}个?(?:月|天|星期|礼拜)(?:就|才|到|满|要)*$"
    "|(?:明天|后天|下个?月|明年|明儿)(?:就|才|要|也)*(?:满|到|是|该)?$"
    r"|(?:[一二两三四五六七八九十几半]|\d{1,2})个?(?:天|月|星期|礼拜)(?:以?后|之后)(?:就|才|要)*(?:满|到|是)?$"
)
# What follows an age that is past, a rule's limit, a proverb's, a grown person's or an animal's.
_NOT_NOW = re.compile(
    "[半多]?(?:左右|上下)?(?:"
    "[)）]?(?:以下|以上|以内|之内|以前|之前|前(?!面)|以后|的?时候|大的?时候|时(?!常)|那年|那会|那时"
    "|那一年|起(?!来|床)|到(?!底|处|现在才)|至|开始)"
    "|看[老大小]|的?小?(?:毛|娃娃?|孩子?|伢子?|童)?都(?:懂|知道|会|晓得|明白)"
    "|(?:就|上|才)?(?:没了?|死了?)(?:妈|爸|爹|娘|父|母)"
    "|就(?:跟(?!着)|走了|抱|送|来|离|死|寄|放在|丢给|被送|被抱)|上(?:没|死|跟|她|他|被|就)"
    "|(?:装|做|查|确诊|发现)的|(?:抱|送|带|接|领)(?:过?来|回来)的|就?(?:嫁|生的|生下?[他她我你])"
    "|的?(?:小?孩子?|娃)?(?:一样|似的|那么[大高小])"
    "|的?[老小大]?(?:狗|猫|牛|马|驴|猪|羊|树|旧?车|房子)"
    "|(?:的?(?:孩子?|小孩|人))?(?:才能|方可|不能独|不得|应当|不可以))"
)
# 十二岁只有四五岁的样子 says how old a mind or a body seems.
_SEEMS_BEFORE = re.compile("(?:只有|只相当于|相当于|长得?[跟像]?|[跟像]个?|智力|智商|心智|发育)$")
_SEEMS_AFTER = re.compile(
    "[半多]?(?:还?不到|左右)?的?(?:小?孩子?|娃)?的?(?:样子|水平|智力|智商|个头|身高)"
)
_OF_A_MIND = re.compile("[半多]?的(?:智力|智商|心智)(?:$|[^一-鿿])")
# 16岁就出来打工 is how somebody grown up began; 智商只有三岁 is no age of a body.
_GREW_UP_BEFORE = re.compile("(?:我|俺|[他她]?[爸妈爹娘]|父亲|母亲|老公|老婆)(?:自己)?$")
_GREW_UP_AFTER = re.compile("[多半]?就(?:出|嫁|结婚|打工|进厂|不[念读上]|辍学|当|生|跟人)")
_OF_A_MIND_BEFORE = re.compile("(?:智商|智力|心智|心理年龄)(?:只有|就|像|相当于|才|也就|大概|是)*$")
# 栏杆缝能钻一个两岁小孩 says how wide a gap is.
_AS_LARGE_AS = re.compile(
    "(?:能|够|可以|刚好|正好)(?:钻|掉|塞|站|容|卡|漏|过)(?:得?[下进过]|[下进过]去)?了?(?:一?个)?$"
)
# Whom somebody heard of in the news is not the child; nor is what they keep at home.
_HEARD_OF = re.compile(
    "(?:新闻|热搜|电视剧?|广播|电影)(?:里|上|说|讲|播)?"
    "(?:的|那个|有个|过|说|讲|看到)*[^，,。；; ]{0,2}$"
)
_OF_AN_ANIMAL = re.compile(
    "(?:狗|猫|鹦鹉|兔子?|乌龟|仓鼠|泰迪|金毛)(?:子|咪)?(?:丢了|不见了|死了|跑了)?"
    "(?:[，, ]*叫[^，,。 ]{1,4})?[，, ]*(?:今年|已经|都|才|快|有)*$"
)
_A_CHILD_AFTER = re.compile("[多半大]?的?(?:小|孩|娃|伢|男|女|儿|孙|闺女|丫头|弟|妹|外甥|侄)")
_ANY_CHILD = re.compile("孩|娃|儿子|女儿|孙|伢|闺女|丫头|学生|男生|女生|侄|弟|妹")
OF_AGE = 18
_OTHER_SENSE = re.compile(
    "比[^，。,. ]{1,8}[大小]了?$|[大小][他她我你]$|相?差了?$|小时候[^，。,. ]{0,6}$|第$"
    "|(?:等到?|等[我你他她]|等孩子)[到满长大过]{0,2}$|(?<![刚才])(?<![刚才]过)[像如]$"
    "|(?:离婚|去世|过世|走|改嫁|结婚|出事|分开|当)(?:时|的?时候|那年)[^，。,. ]{0,5}$"
    "|(?:那会儿?|那时候?|当时|当年)(?:才|就|只有|也就|大概|还|不过)*$"
    '|(?:说|规定|写|指)的[“"「](?:不满|未满|已满|年满)$'
    "|(?:连个?|当[我你人]?是?|像个?|跟个|又?不是|哄|比)(?P<proverb>)$"
)
# Who may be a child and whose age may follow without 岁: 孙子10了, 大的12小的9.
CHILD = (
    "孩子?|小孩儿?|娃娃?|娃儿|伢子?|小伙子?|孙孙|孙子|孙女儿?|外孙女?|儿子|女儿|闺女|丫头|姑娘|妮子?|妮儿"
    "|弟弟?|妹妹?"
    "|男孩|女孩|小子|[俺我]儿|侄子|侄女|侄儿|外甥女?|[大小]的|老[大二三四幺小]|最小|他|她|我|俺|学生|小鬼|小佬|小把戏|细小|小囡|囡囡?"
)
_ABOUT = (
    "今年|现在|刚刚?|才|满|虚岁|周岁|年龄|年纪|大概|大约|顶多|最多|也就|差不多|看着|像是|快|不到"
    "|不满|未满"
    "|没满|没到|都|已经|有|也|是|就"
)
_SAYS_AGE = (
    "今年|快(?=\\d{1,2}了|十)|刚刚?|才|没?满|没到|虚岁|周岁|年龄|年纪|顶多|最多|也就|看着|像是"
    "|不到|不满|未满"
)
_REPORTED = "(?:说|讲|问)(?:了?[说讲])?(?:是|有|才|自己|他|她|今年|刚|也|就)*"
_BARE_END = (
    r"(?=\s*$|\s*[，。！？、；：,.!?;:（）()]|\s+(?![个名位口岁年月天块点号分斤里只条次路\d])"
    r"|[了咯啦吧呢啊哦哈]|不到|出头|左右|上下|就|还|正|的(?![钱票书])|[小大]的|老[二三四幺]"
    r"|那个[小大]|[说不在被戒偷拖怀没能可])"
)
_BARE_YEARS = re.compile(
    rf"(?:(?:{CHILD})[呀嘛啊]?[，, ]?(?:{_ABOUT}){{0,2}}|(?:{_SAYS_AGE})(?:{_ABOUT}){{0,2}})\s?"
    rf"(?P<years>\d{{1,2}}|十{ONE}{{0,2}})(?P<some>来|多|几)?{_BARE_END}"
)
# 说十四, 女儿十六谈恋爱, 我13女: two figures that nothing counted follows.
_TEEN = "(?:1[0-7](?![\\d.:：])|十[一二三四五六七](?!十|[到至、]))"
_COUNTED = r"个名位年月块点号分斤里只条次路万千百元度岁周层楼栋级班中%、./\-~到至多几来"
_NOTHING_COUNTED = f"(?![{_COUNTED}]| ?[个名位]|天(?!天))"
_TEENS = (
    re.compile(rf"{_REPORTED}(?P<years>{_TEEN})(?=$|[^一-鿿\w]|[了的，]|一个[说讲])"),
    re.compile(rf"(?:^|[，, 。])[我俺](?P<years>{_TEEN})(?=一个人|自己|不想|被|家里|没人)"),
    re.compile(
        r"(?:孙子|孙女|儿子|女儿|闺女|丫头|姑娘|妮子|侄子|侄女|外甥女?|弟弟|妹妹|孩子|小孩)[ ，,]?"
        rf"(?:今年|才|刚满?|也|都)?(?P<years>1[0-7](?!\d)|十[二三四六七]){_NOTHING_COUNTED}"
    ),
    re.compile(
        r"(?:我|俺|^|[，, 。])(?P<years>1[0-7]|[7-9])[ ，,]?[男女](?:生|孩|的)?(?=$|[^一-鿿]|被)"
    ),
    re.compile(r"(?:^|[，, 。])[男女](?:生|孩)?[ ，,]?(?P<years>1[0-7]|[7-9])(?=$|[^\d个名点.岁])"),
)
# 两个孙子，一个13一个15; and who begins with it: 十五了天天半夜翻窗.
_TWO = (
    re.compile(r"一个(?P<years>\d{1,2})(?=[，、, ]?一个\d)"),
    re.compile(r"(?<=\d)[，、, ]?一个(?P<years>\d{1,2})(?=$|[，,。 ])"),
    re.compile(rf"一个(?P<years>{_TEEN})(?=半?[，、, ]?一个(?:{_TEEN}|\d))"),
    re.compile(rf"(?<=[\d一二三四五六七半])[，、, ]?一个(?P<years>{_TEEN})(?=半?(?:$|[，,。 ]))"),
    re.compile(rf"^(?P<years>{_TEEN})了(?=[天还老不没整成就][^一二三])"),
)
# 五虚岁六 is five, and the other way of counting makes it six.
_BOTH_WAYS = re.compile(
    rf"{NO_DIGIT_BEFORE}(?P<years>{NUMBER})(?:周岁|周)?[，, ]?"
    rf"(?:虚岁|毛岁)(?P<to>{NUMBER})(?!{_UNIT})"
)
# 高三十七岁 is a form and an age, no thirty-seven.
_BEHIND_A_FORM = re.compile("(?<=[初高][一二三])十")
# So short a message has no other figure to stand between two stops.
SHORT = 40
_LONE = re.compile(rf"(?:^|[，,。 ？?！!…）)])(?P<years>{_TEEN})了?(?=$|[，,。 ])")
_OF_SOMEBODY = re.compile(CHILD)
_LESS_WITHIN = re.compile("不满|未满|没满|没到|不到|快|虚岁")
_PAIR = re.compile(
    rf"{NO_DIGIT_BEFORE}十(?P<one>{ONE})(?P<next>{ONE})"
    r"(?=的(?:小|孩|娃|男|女|丫|姑|妮|伢|学|样|人|半|在|$|[，。,. ])|咯|了|吧|左右|上下"
    r"|[，。,.]|\s*$| )"
)
# 差两个月十八 is no limit of a rule but somebody's own age.
_NEARLY_OF_AGE = re.compile(
    r"差[^，,。 ]{1,2}个?(?:月|天|星期|礼拜)(?:就|才|到|满)*(?:十八|18)(?!\d|万)"
)
_YEAR_OR_SO = re.compile(
    r"(?<![\d十一二两三四五六七八九])(?:岁把|岁半|(?<![没未不])(?:刚过?|满|过|一)周岁)(?![上下以])"
)
_UNDER_A_YEAR = re.compile(
    "(?:不[到满足]|没[到满]|未满)(?:一?周岁)(?!以[下内]|就|时|的时候|那)|半周?岁(?!以)"
)


def said_years(text: str) -> Iterator[Said]:
    """Yield the ages in years, of whomever; whoever asks drops those of grown people."""
    yield from chain(_with_unit(text), _bare(text))
    for match in _YEAR_OR_SO.finditer(text):
        yield Said(1, match[0])
    for match in _UNDER_A_YEAR.finditer(text):
        yield Said(0, match[0])


def lone_years(text: str) -> Iterator[Said]:
    """Yield the ages that stand between two stops in a text about a child: 闺女哑，十三了，…."""
    for match in _LONE.finditer(text):
        if len(text) <= SHORT or _OF_SOMEBODY.search(text):
            yield Said(number(match["years"]), match["years"])


def _with_unit(text: str) -> Iterator[Said]:
    for match in _YEARS.finditer(text):
        before = text[max(0, match.start() - LOOK_BACK) : match.start()]
        behind = _BEHIND_A_FORM.match(text, match.start() + 1)
        years = number(match["years"][1:]) if behind else _younger(match, before)
        sense = _OTHER_SENSE.search(before)
        is_proverb = sense is not None and sense["proverb"] is not None
        is_past = _NOT_NOW.match(text, match.end())
        if is_past and match["to"] and _COMMA.search(match[0]):
            # 七岁，三岁装的耳蜗: only the second is past.
            yield Said(number(match["years"]), match[0])
        if years is None or is_past:
            continue
        if _OF_A_MIND.match(text, match.end()) or _is_of_another(text, before, match.end()):
            continue
        if _AS_LARGE_AS.search(before):
            continue
        if _SEEMS_BEFORE.search(before) and _SEEMS_AFTER.match(text, match.end()):
            continue
        if sense is not None and (not is_proverb or years <= len("三岁小孩")):
            continue
        less = _LESS_BEFORE.search(before)
        if years == OF_AGE and (less or match["less"]):
            continue  # 没满十八 is the law's limit, and may be any age.
        words = (less[0] if less else "") + match[0]
        upto = _elder(match, years)
        yield Said(years - 1 if less or match["less"] else years, words, upto)


def _is_of_another(text: str, before: str, end: int) -> bool:
    """Say whether the age is a mind's, an animal's, or somebody's in the news or long ago."""
    if _GREW_UP_BEFORE.search(before) and _GREW_UP_AFTER.match(text, end):
        return _ANY_CHILD.search(text, end) is not None
    if _OF_AN_ANIMAL.search(before) and not _A_CHILD_AFTER.match(text, end):
        return True
    return bool(_OF_A_MIND_BEFORE.search(before) or _HEARD_OF.search(before))


def _younger(match: re.Match[str], before: str) -> int | None:
    """Return the younger of two ages, or nothing where they are the limits of a rule."""
    years = number(match["years"])
    if match["to"] is not None:
        is_guess = 0 < number(match["to"]) - years <= WIDEST_GUESS and years > 0
        if years > FEWEST_TEENS and number(match["to"]) == years % 10 + 1:
            return years  # 14、5岁 is fourteen or fifteen.
        # 大的9，6岁的 and 四岁、九岁 name two children; 6到12岁 is a rule's limits.
        is_told_twice = match["joint"] in _LISTS and match.string[match.start("joint") - 1] == "岁"
        is_list = number(match["to"]) < years or is_told_twice
        return min(years, number(match["to"])) if is_guess or is_list else None
    if match["next"] is not None:
        following = number(match["next"])
        is_ordinal = before.endswith(("老", "小")) or following - years % 10 != 1
        # 老二八岁 is the second child's age.
        return following if is_ordinal else years
    return FEWEST_TEENS if match["some"] == "几" and years == FEWEST_TEENS - 1 else years


def _elder(match: re.Match[str], years: int) -> int | None:
    """Return the elder of two ages of which one child may have either: 六七岁, 5到6岁, 十几岁."""
    if match["to"] is not None:
        is_told_twice = match["joint"] in _LISTS and match.string[match.start("joint") - 1] == "岁"
        to = number(match["to"])
        elder = to if to > years else years - years % 10 + to
        return elder if 0 < elder - years <= WIDEST_GUESS and not is_told_twice else None
    if match["next"] is not None:
        elder = years - years % 10 + number(match["next"])
        return elder if elder > years else None
    return MOST_TEENS if match["some"] == "几" and years == FEWEST_TEENS else None


def _bare(text: str) -> Iterator[Said]:
    for match in _BARE_YEARS.finditer(text):
        words = match["years"]
        years = number(words[:2] if words.startswith("十") else words)
        is_teens = match["some"] == "几"
        if is_teens:
            years += 1
        is_less = _LESS_WITHIN.search(match[0]) or _LESS_BEFORE.search(text, 0, match.start())
        if not (is_less and years == OF_AGE):
            yield Said(years - bool(is_less), match[0], MOST_TEENS if is_teens else None)
    for pattern in (*_TEENS, *_TWO):
        for match in pattern.finditer(text):
            yield Said(number(match["years"]), match[0])
    for match in _BOTH_WAYS.finditer(text):
        if 0 < number(match["to"]) - number(match["years"]) <= WIDEST_GUESS:
            yield Said(number(match["years"]), match[0])
    nearly = _NEARLY_OF_AGE.search(text)
    if nearly:
        yield Said(OF_AGE - 1, nearly[0])
    for match in _PAIR.finditer(text):
        if number(match["next"]) - number(match["one"]) == 1:
            yield Said(10 + number(match["one"]), match[0], 10 + number(match["next"]))
