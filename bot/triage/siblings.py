"""How many children a text is about, where it says so."""

import re
from dataclasses import dataclass

from bot.triage.numerals import NO_DIGIT_BEFORE, NUMBER, ONE, number

# A school or a village has more children than one case; such a number says nothing of a case.
MOST = 30

_CHILD = (
    "孩子|小孩|男孩|女孩|娃|伢|孙|外甥|儿子|女儿|闺女|丫头|姑娘|妮|小子|男生|女生|学生|男童|女童"
    "|男婴|女婴|婴儿"
    "|宝宝|幼儿|儿童|未成年|小朋友|弟弟|妹妹|侄|小鬼|小家伙|小把戏|小学生|初中生|高中生|少年|少女"
    "|囡|毛头|毛毛"
    "|表[弟妹]|堂[弟妹]|小不点|崽|小男|小女|小的|小弟|小妹|小伙|孤儿|小娘|小囝|细佬|孩"
)
# What may stand between a number and the child: 两个六七岁大的留守儿童.
_BETWEEN = (
    r"(?:[\d一二两三四五六七八九十几来、~-]{1,5}(?:周?岁|年级|个月)(?:多|左右|大|半)?的?"
    r"|(?:还)?(?:[上读念]|在读)?(?:小学|[初高][中一二三]|幼儿园|学前班|[大中小]班)的?"
    r"|[^，。,.!?！？\s个名位\d我他她家]{1,4}的"
    r"|留守|困境|残疾|聋哑|孤独症|自闭症|[小大男女亲半]|流浪|外地|外国|[低高]年级|\s){0,4}"
)
_COUNTED = re.compile(
    rf"(?<![\d第几好十百.一二两三四五六七八九])(?P<number>{NUMBER})\s?[个名位](?!多?月){_BETWEEN}(?:{_CHILD})"
    r"(?!家长|老师|都没有)"
)
_FEW = re.compile(
    rf"(?P<number>[俩仨]|(?<![一二两三四五第])两(?![个名])"
    rf"|[三四五六](?=[娃伢孙孩]))[小男女大]?(?:{_CHILD})"
    rf"|(?:娃|孩子|小孩|伢子?|孙子|孙女|儿子|女儿|闺女|丫头)(?P<after>[俩仨]|[两三四五](?:个"
    rf"|人)(?!月|[大老外男女]))"
)
_KIN = "姐弟|兄妹|兄弟|姐妹|姊妹|弟兄|姊弟|哥俩|姐俩"
_TOGETHER = re.compile(
    rf"(?:{_KIN})[伙们]?(?P<after>[俩仨]|[两二三四五六](?:个|人)?)"
    rf"|(?P<before>[两三四五六])个?(?:{_KIN})"
    rf"|(?P<three>三胞胎|娘儿四个)|(?P<two>双胞胎|龙凤胎|一对(?:儿女|{_KIN})|一儿一女|一男一女两"
    rf"|一大一小|{_KIN}"
    "|孙子孙女|儿子女儿|儿女俩|兄妹|娘儿三个|俩娃)"
)
_SELF_AND = re.compile(
    "(?:我|俺)(?:和|跟|同|还有|带着?|背着)(?:我|俺)?的?(?P<kin>(?:两个)?(?:小|大)?(?:弟"
    "|妹)(?!妹夫|媳|夫|妇))"
    "|(?:就|只有|只剩|剩)(?:我|俺)(?:和|跟)(?:弟|妹|哥|姐)|[弟妹](?:弟|妹)?(?:和|跟)(?:我"
    "|俺)(?!妈|爸|家|说|讲)"
    "|(?:孙子|孙女|儿子|女儿|闺女|外孙女?)(?:和|跟|、)(?:小)?(?:孙子|孙女|女儿|闺女|外孙女?|侄女"
    "|外甥女)"
)
_BIG_AND_SMALL = re.compile(
    "(?:大的|老大|大[的那]?个|姐姐|哥哥)(?!的)[^。！!？?]{1,18}?(?:最?小的|老[二小]|弟弟"
    "|妹妹)[^。]{0,3}?"
    r"(?:[才也刚还\d一二两三四五六七八九十上读半在]|不到|没满)"
)
_ONE_AND_ONE = re.compile(
    "一个[^，。,.个]{1,10}?(?:岁|年级|男|女|[初高小][一二三四五六]|幼儿园|[大中小]班|月"
    "|学)[^。,.个]{0,6}?一个"
    r"[^，。,.个]{0,4}?(?:[\d一二两三四五六七八九十]|幼儿园|小学|[初高]|男|女|刚会|在吃|抱)"
)
_ATTACKED = re.compile(
    rf"[打揍欺堵围抢踢扇骗摸逼追按拖][^，。,. ]{{0,8}}?(?P<number>{ONE}"
    rf"|\d)[个名]{_BETWEEN}(?:{_CHILD})"
)
_MANY = re.compile(
    "(?<!有)(?:几|好些|一群|一帮|些|许多|不少|好多|一批|有些)[个名群]?[^，。,. 岁月]{0,6}(?:孩|娃"
    "|伢|学生|孙|[男女]生)|孩子们|娃们"
)
_ONE_CHILD = re.compile(
    r"(?:[这那某该哪](?:个|名|位)?|(?:有|到|见|了|着|来|是|送|救|带|抱|捡|领|养|丢|收|生|孤|关"
    r"|锁)(?:个|名)|有家(?=小))"
    rf"{_BETWEEN}(?:{_CHILD})(?![们家])|该生|该童|患儿|弃婴|就?他一个人|就?她一个人"
)
_OF_ONE_AGE = re.compile(
    rf"(?<![是像连个])(?<!当我){NO_DIGIT_BEFORE}{NUMBER}{ONE}?[多来几]?周?岁[半多]?(?:左右"
    rf"|大)?的?[小大]?(?:{_CHILD})(?![们都]|以)"
    rf"|(?:{_CHILD})[子女儿]?[，, ]?(?:昨天|今年|才|也|刚满?|都|快|已经|有|现在"
    rf"|大概)*(?:{NUMBER}{ONE}?(?:周?岁(?!以)"
    rf"|个多?月大)"
    r"|(?:\d{1,2}|十[一二三四五六七]?)(?=[了，。,.]|\s|$))"
)
_OWN = re.compile(
    "(?:我|俺|咱)们?家?的?(?:那个?|这个?)?(?:[小大细亲独]|宝贝)*(?:孙子|孙女|外孙女?|孙"
    "|儿子(?!.{0,3}媳妇)"
    "|女儿|闺女|丫头|妮儿?|侄子|侄女|侄儿|外甥女?|弟(?!媳|妹)|妹(?!夫)|囡|娃|伢|小子"
    "|表[弟妹])(?!们|媳)"
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many children, and the words that say it."""

    number: int
    words: str


def count_children(text: str) -> Count | None:
    """Return how many children the words are about; nothing where they only say 几个孩子."""
    attacked = _ATTACKED.search(text)
    if attacked:
        return Count(number(attacked["number"]), attacked[0])
    said = [one for one in (*_counted(text), *_together(text)) if 0 < one.number <= MOST]
    if said:
        return max(said, key=lambda one: one.number)
    if _MANY.search(text):
        return None
    single = _ONE_CHILD.search(text) or _OWN.search(text) or _OF_ONE_AGE.search(text)
    return Count(1, single[0]) if single else None


def _counted(text: str) -> list[Count]:
    """Return the first number of children; what is counted later is part of it or others."""
    found = [(match.start(), match["number"], match[0]) for match in _first(_COUNTED, text)]
    found += [
        (match.start(), match["number"] or match["after"][0], match[0])
        for match in _first(_FEW, text)
    ]
    return [Count(number(words), whole) for _, words, whole in sorted(found)[:1]]


def _together(text: str) -> list[Count]:
    found = []
    kin = _TOGETHER.search(text)
    if kin:
        words = (kin["after"] or kin["before"] or "")[:1]
        found.append(Count(number(words) if words else 3 if kin["three"] else 2, kin[0]))
    for pattern in (_SELF_AND, _BIG_AND_SMALL, _ONE_AND_ONE):
        found += [Count(2, match[0]) for match in _first(pattern, text)]
    return found


def _first(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    match = pattern.search(text)
    return [match] if match else []
