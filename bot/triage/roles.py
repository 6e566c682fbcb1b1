"""What a named place is to the child: where it is now, where it comes from, where parents work."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from bot.triage.names import Kind, Mention

_LARGE = (Kind.COUNTY, Kind.CITY, Kind.ELSEWHERE)
CLAUSE_END = re.compile("[，。！？；,.!?;\n]")
BEFORE_LENGTH = 16
AFTER_LENGTH = 12

# Between two names of one address stands nothing, a space, or a word such as 那边的.
_JOINT = re.compile("[ \u3000、]{0,2}(?:省|市|县|区|那边|这边|下面|乡下)?的?[ \u3000]?(?:省|市)?$")
_CORRECTION = re.compile(
    "哦?不对|说错|搞错|写错|打错|弄错|讲错|记错|发错|更正|口误|应该是|不好意思[,， ]?是"
)
_NOT_HERE = re.compile("(?<!是)(?:不是|不在|没在|并非|离开)(?:在|住)?了?$")
_PROVINCE = re.compile("江苏省?的?$")
_ORIGIN_BEFORE = re.compile(
    "(?:老家|户籍|户口|籍贯|原籍|祖籍|娘家|来自|以前|原来|原先|之前|从前|本来|早先|转学前|从)"
    "(?:就|也|都|是|在|住|住在|还在|还|的|一直|呢|落在|上在)*$"
    "|(?:户口|户籍|学籍)[^，,。；; ]{0,6}(?:在|随|是)$"
)
_ORIGIN_AFTER = re.compile(
    "(?:那边|那儿|那里)?(?:的?(?:户口|户籍|籍)|人(?!家|民|员|口)|嫁|来的|过来|转来|转学|搬来|搬到|搬过来|口音"
    "|的?一家(?:人|子|老小|[三四五六]口)|老家的?[,， ]|回来|话(?!费|题))"
)
# What is near, or what somebody says of himself, is not where they are.
_HEARSAY_BEFORE = re.compile("(?:离|挨着|靠近|紧靠|隔壁|自称是?|[像象]是?|[说讲](?:是|在|从|住)*)了?$")
_NEAR_AFTER = re.compile("(?:市|县|区)?(?:边上|边边|附近|旁边|隔壁|交界|离[我俺咱这]|[和跟与][^，,。]{1,6}(?:交界|之间|搭界)|之间|[就也]?隔|近得?很)")
_PARENTS = (
    "(?<![跟和随由给被让同爸妈])(?:爸妈|爸爸妈妈|爸爸|妈妈|父母亲?|父亲|母亲|爹妈|爹娘|爹|娘|爸|妈|家长|大人"
    "|两口子|夫妻俩?|小两口|家里人|儿子(?:和|跟)?(?:儿)?媳妇?|媳妇|我们夫妻)"
)
_NAMES_PARENTS = re.compile(_PARENTS)
_FILLER = (
    "(?:都|也|又|还|人|一直|常年|长年|长期|全|全部|俩|两个|两人|现在|目前|已经|就|是|他们|呢|一起|了|们"
    "|多年|年年| )*"
)
_PARENTS_BEFORE = re.compile(
    _PARENTS + _FILLER + "(?:(?:跑)?(?:在|去|到|往|住在|人在|调到|外出去))?了?$"
)
_WORK_AFTER = re.compile(
    "(?:市|那边|那里|那儿|的|一家|一个|开|的一个|工厂|厂里|厂子?)*"
    "(?:[上念读]大学|大学(?!生)|打工|上班|务工|做工|干活|做生意|挣钱|赚钱|当兵|坐牢|服刑|出差|跑运输|跑车"
    "|[送跑]外卖|跑快递|工作|谋生|[当做](?:保姆|保洁|家政|工人|厨师|护士|司机|保安|装修|工程)|讨生活|跑业务|摆摊|做小工|刷墙|打拼)"
)
_WORKS_AFTER = re.compile("(?:市|那边|那里|那儿|的|一家|一个)*(?:工地|厂里|厂子|工厂|厂|开店)")
_WORK_BEFORE = re.compile("(?:外出|打工|务工|上班|做工|干活|外地)[ 在去到]{0,3}(?:在|去|到)?$")
_WRITER_WORKS = re.compile("^ *(?:我|俺|咱)们?(?:[和跟][^，,。]{1,4})?(?:都|是|也|现在|人|一直|常年)*在?$")
_CHILD_AT_WORK = re.compile(
    "(?:童工|岁的?[^，,。 ]{0,6}|小孩|孩子|娃|男孩|女孩|学生)[^，,。 爸妈父母爹娘]{0,4}$"
)
# A great hospital is far from home, and nobody lives there.
_HOSPITAL_AFTER = re.compile(
    "(?:省|市|县|区)?的?(?:[第一二三四五]|儿童|人民|中心|妇幼|妇保|中医|精神|脑科|附属|专科|肿瘤|大)*"
    "(?:医院|院(?![子里])|医生|专家|看病|治病|做?手术|复查|化疗|住院|检查|看眼睛|[说讲]要)"
)
_HOSPITAL_BEFORE = re.compile("(?:转院|看病|[送转]|求医)(?:到|去|往|上)$")
# Where somebody wishes, threatens or uses to go is not where the child is.
_GOES = "(?:去|到|回|往|上|来|搬到|骑到|跑到|逃到|送到|送去|送回|带到|带回|带去|接到|接回|接去|卖到|转到|迁到)"
_WISH_BEFORE = re.compile(
    "(?:要|想|准备|打算|闹着|扬言|威胁|下次|以后|将来|明天|后天|下个?月|年后|万一|不然|否则|马上)"
    f"[^，,。；;！!？?在]{{0,7}}{_GOES}$|[就再]把[^，,。]{{0,3}}{_GOES}$"
    f"|(?:翻墙|天天|经常|老是?|总是?|周末|有时|晚上|定位)[^，,。；;！!？?在住]{{0,4}}(?:{_GOES}|是)$"
)
_FALLS_AFTER = re.compile("[^，,。；;]{0,8}[掉摔跳翻滑滚跌]")
_ROUTE_AFTER = re.compile(
    "(?:到|至|开往)[一-鿿]{2,4}?的?(?:这|那)?(?:一?[班趟]|班车|大巴|高铁|客车|火车|列车|路上)"
)
_TRIP_AFTER = re.compile("(?:市|那边|那里)?(?:旅游|游玩|春游|秋游|研学|比赛|看海|看演唱会|转车|转机)")
_HERE_BEFORE = re.compile(
    "(?:现在|现|如今|目前|眼下|这会儿?|此刻|今|人|孩子|小孩|娃娃?|娃儿|暂时|暂|租|借|都|就|还|一直"
    "|一个人|搬到|搬来|带到|送到|接到)"
    "(?:人|孩子|就|都|已经|是|跟[^，,。 在]{1,4}|也|又|还|一直|一个人)*"
    "(?:住在|住到|在|住|到|待在|呆在|寄养在)$"
    "|(?:住在|住|住到|租房在|租在|待在|呆在|寄养在|寄住在)$"
    "|(?:^|[^一-鿿])(?:我家|俺家|家|我们家)(?:就|是)?(?:在|住)$"
    "|(?:^|[^一-鿿]|[在 ][^爸妈 ]{0,8})[他她]们?(?:一个人|现在|人|也|还|都)?(?:住|住在|在)$"
    "|[一两]个(?:人)?在$"
    "|^(?:地址是?|地点是?|位置)[:： ]?$"
)
_WRITER_BEFORE = re.compile("(?:^|[^一-鿿])(?:我|俺|咱)们?(?:人|就|是|也|都|现在|目前|一直)*(?:在|勒)$")
_CHILD = (
    "(?:孩子|小孩|娃|娃儿|孙子|孙女|女儿|儿子|外孙女?|弟弟|妹妹|侄[子儿女]|外甥女?|男孩|女孩|丫头|闺女|伢子?"
    "|囡囡|妮儿?|小的|老大|老二|老小|小家伙|双胞胎|姐弟|兄妹)们?"
)
_STAYS = "(?:住在|住到|在|住|待在|呆在|寄养在|寄在|[放丢扔留搁摆][在到]|躲在)"
_TAKEN = "(?:[送带接弄骗哄拐卖放丢扔关领叫喊]|介绍|转学?)(?:到|去|回|在|进)了?"
_CHILD_BEFORE = re.compile(
    _CHILD
    + "(?:人|[他她]们?|就|都|已经|是|跟[^，,。 在]{1,4}|也|又|还|一直|一个人|现在|目前|这会儿?|却|倒|丢|放|留|被|给"
    f"| )*{_STAYS}$"
    f"|{_CHILD}[^，,。；;！!？?爸妈父母爹娘]{{0,3}}(?:[放丢扔留搁][在到])$"
    f"|(?:把|给|被|让)(?:他|她|孩子|小孩|娃|人|人家|{_CHILD})?[也又都]?{_TAKEN}$"
    f"|[被让][^，,。；;]{{0,4}}{_TAKEN}$"
    f"|{_CHILD}跟着$|(?:送|抱|卖|过继)?给了$"
    "|(?:安排|组织|带着?|送|拉着?|叫|逼)(?:学生|孩子|小孩|他|她|娃)们?(?:去|到|来|进)了?$"
)
_HOME_BEFORE = re.compile("老家(?:就|是|在)*$")
_CHILD_AT_HOME = re.compile(
    f"(?:{_CHILD}|[弟妹娃])[^，,。；;！!？?爸妈父母]{{0,8}}(?:在|留在|放在)老家$"
)
_PRISON_AFTER = re.compile("(?:市|县|区)?(?:监狱|看守所|戒毒所|拘留所|少管所)")
_KIN_BEFORE = re.compile("(?:[姐哥妹弟叔姨姑舅]|侄[子女])(?:家|夫|一家)?(?:人)?在$")
_OF_CHILD_AFTER = re.compile("[^，,。]{0,3}?的(?:小孩|孩子|娃|伢子)")
# Who has grandchildren speaks of their father: 儿子在新疆摘棉花.
_GROWN_BEFORE = re.compile("(?:儿子|女儿|闺女|儿媳妇?|媳妇|女婿)[^，,。；;]{0,4}(?:在|去|到|上)了?$")
# What happened there once does not say that anybody is there now.
_ONCE_AFTER = re.compile("(?:市|县|区)?(?:办的?离婚|离的|领的证|结的婚|生的(?!病)|出生)")
_LONG_AGO = re.compile("(?:去年|前年|年前|以前|上个?月|那年)[^，,。]{0,4}在?$")
_DIED_AFTER = re.compile("(?:市|县|区)?出(?:了)?(?:车祸|事)|去世|没了|走的")
_AWAY = re.compile("回不[去来]|赶[回不过]|才能?到|家里|老家|视频|监控|[放丢留搁]在?[我他她][^，,。]{1,3}家")
_TAKEN_HOME = re.compile(f"(?:{_CHILD}|他|她)[^，,。；;]{{0,4}}(?:[接送带弄]回|[放留丢扔]在)了?老家")
_HERE_AFTER = re.compile("(?:这边|这里|这儿|这块|这厢|本地|当地)")
_BACK_BEFORE = re.compile(
    "[转搬带接送]学?回了?$|从[^，,。；;]{2,6}(?:转|搬|嫁|来|跟[^，,。]{1,3})?[到来]了?$"
)
_MOVED_BEFORE = re.compile("^[ 　]*(?:我|俺|后来|现在|就|又|才|也)*(?:嫁|搬|迁)(?:到|来|去|在|过来)$")
_HEAD_BEFORE = re.compile(
    "^[ 　]*(?:(?:你|您|恁)好[ 　]*)?(?:(?:我|俺|咱)们?|(?:我|俺)?们?家|人)?(?:这)?(?:都|也|就)?(?:是|在|住|住在|来自)?"
    "[ 　]*$"
)
# Of whom 在上海 is said in the middle of a message stands in the clause before.
_NOBODY_BEFORE = ("在", "住", "住在", "就在", "也在", "都在")
_VERB_AFTER = re.compile("市?(?:那边)?(?:的?医生)?(?:说|讲|要|来|能|不能|可以|打|去|回)")
_OPENING = re.compile("[ \u3000]*(?:[你您恁]们?好[ \u3000，,！!。]*)?(?:[我俺咱]们?)?(?:这)?是?[ \u3000]?$")
_OPENED = re.compile("(?:街上|集上|街头)?[的哩滴嘞]?(?:$|[^一-鿿])")


def opens(text: str, start: int, end: int) -> bool:
    """Say whether the message begins with the name as a letter does: 俺窑湾哩，孙子…."""
    return bool(_OPENING.match(text[:start]) and _OPENED.match(text, end))


class Role(IntEnum):
    """How much a named place says of where the child is; the greatest are heard first."""

    ASIDE = 0
    ORIGIN = 1
    PLAIN = 2
    WRITER = 3
    HERE = 4
    CHILD = 5


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
    found = found or [Address(tuple(chain), Role.ORIGIN) for chain in chains]
    return _weighed(text, _corrected(text, found))


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
    clause = CLAUSE_END.split(text[max(0, start - BEFORE_LENGTH) : start])[-1].rstrip()
    # In the south 勒 is said for 在; and which province it is says nothing of who is there.
    return _PROVINCE.sub("", clause).replace("勒", "在")


def _after(text: str, chain: Sequence[Mention]) -> str:
    end = chain[-1].end
    return text[end : end + AFTER_LENGTH].lstrip()


def _role(text: str, chain: Sequence[Mention]) -> Role:
    before, after = _before(text, chain), _after(text, chain)
    if _WORK_AFTER.match(after) and not _CHILD_AT_WORK.search(before):
        return Role.ORIGIN if _WRITER_WORKS.match(before) else Role.ASIDE
    if _PRISON_AFTER.match(after) or _is_parents_work(before, after):
        return Role.ASIDE
    if "孙" in text and _GROWN_BEFORE.search(before):
        return Role.ORIGIN
    if _CHILD_AT_HOME.search(before):
        return Role.CHILD
    if _HOME_BEFORE.search(before) and _OF_CHILD_AFTER.match(after):
        return Role.HERE
    if _HOME_BEFORE.search(before) and _TAKEN_HOME.search(text):
        return Role.HERE
    if _ROUTE_AFTER.match(after):
        return Role.ORIGIN
    if chain[-1].codes(*_LARGE) and _NEAR_AFTER.match(after):
        return Role.ASIDE
    if _comes_or_goes(before, after) or _is_great_hospital(before, after, chain):
        return Role.ORIGIN
    if _CHILD_BEFORE.search(before):
        return Role.CHILD
    if _BACK_BEFORE.search(before):
        return Role.HERE
    if _ORIGIN_AFTER.match(after) or _HEARSAY_BEFORE.search(before):
        return Role.ORIGIN
    if _MOVED_BEFORE.match(before):
        return Role.HERE
    if _PARENTS_BEFORE.search(before) or _ONCE_AFTER.match(after):
        return Role.ORIGIN
    if _LONG_AGO.search(before) and _DIED_AFTER.match(after):
        return Role.ORIGIN
    opens = before == "在" and chain[0].start <= len("你好，在")
    if opens or _WRITER_BEFORE.search(before):
        return Role.WRITER
    is_here = _HERE_BEFORE.search(before) or _HERE_AFTER.match(after)
    return Role.HERE if is_here else Role.PLAIN


def _is_parents_work(before: str, after: str) -> bool:
    works_there = _WORKS_AFTER.match(after) and _NAMES_PARENTS.search(before)
    if works_there and _CHILD_BEFORE.search(before):
        return False
    return bool(_WORK_BEFORE.search(before) or works_there)


def _comes_or_goes(before: str, after: str) -> bool:
    """Say whether somebody comes from there, or wishes or uses to go there."""
    if _WISH_BEFORE.search(before):
        return True
    if _ORIGIN_BEFORE.search(before):
        return not (before.endswith("从") and _FALLS_AFTER.match(after))
    return _TRIP_AFTER.match(after) is not None


def _is_great_hospital(before: str, after: str, chain: Sequence[Mention]) -> bool:
    is_hospital = _HOSPITAL_AFTER.match(after) or _HOSPITAL_BEFORE.search(before)
    is_of_city = any(one.needs_its_city for one in chain[-1].meanings)
    return bool(is_hospital) and bool(is_of_city or chain[-1].codes(Kind.CITY, Kind.ELSEWHERE))


def _corrected(text: str, found: Sequence[Address]) -> Sequence[Address]:
    """Keep what stands after the last correction, where a place stands there at all."""
    marks = [mark.end() for mark in _CORRECTION.finditer(text)]
    for mark in reversed(marks):
        later = [one for one in found if one.mentions[0].start >= mark]
        if later:
            return later
    return found


def _weighed(text: str, found: Sequence[Address]) -> Sequence[Address]:
    """Make less of what is merely mentioned beside the places that somebody tells.

    Another province is where the child is only if the words say so, or begin with it; a city
    somewhere in the sentence says nothing beside a county of another city.
    """
    own = [one for one in found if one.role is not Role.ASIDE and _counties(one)]
    counties = {code[:4] for one in own if one.role >= Role.PLAIN for code in _counties(one)}
    aside = {one.mentions[-1].words for one in found if one.role <= Role.ORIGIN}
    is_told = any(one.role >= Role.HERE or _is_told(text, one) for one in own)
    is_writer_here = any(one.role is Role.WRITER for one in own)
    weighed = []
    for one in found:
        role = one.role
        if _is_elsewhere(one) and own and role is Role.WRITER:
            role = Role.ORIGIN if is_told else Role.PLAIN
        elif _is_elsewhere(one) and role is Role.WRITER and _AWAY.search(text):
            role = Role.ORIGIN
        elif is_writer_here and role is Role.PLAIN and _rivals(text, one):
            role = Role.WRITER
        elif _is_aside_city(text, one, counties) or _is_aside_province(text, one, aside):
            role = Role.ORIGIN
        weighed.append(replace(one, role=role))
    return weighed


def _rivals(text: str, one: Address) -> bool:
    """Say whether a place may be the child's though the writer says that he is in another."""
    if _is_elsewhere(one):
        return bool(_KIN_BEFORE.search(_before(text, one.mentions)))
    return bool(_counties(one)) and _is_told(text, one)


def _is_aside_province(text: str, one: Address, aside: Collection[str]) -> bool:
    is_said = _is_told(text, one) and one.mentions[-1].words not in aside
    return one.role is Role.PLAIN and _is_elsewhere(one) and not is_said


def _is_aside_city(text: str, one: Address, counties: Collection[str]) -> bool:
    cities = {code[:4] for mention in one.mentions for code in mention.codes(Kind.CITY)}
    is_city = cities and all(mention.codes(Kind.CITY) for mention in one.mentions)
    is_aside = one.role is Role.PLAIN and not _is_told(text, one)
    return bool(is_city and is_aside and counties and not cities & set(counties))


def _is_elsewhere(one: Address) -> bool:
    return any(mention.codes(Kind.ELSEWHERE) for mention in one.mentions)


def _counties(one: Address) -> Sequence[str]:
    """Return the codes of the counties and ranked townships of an address."""
    if _is_elsewhere(one):
        return ()
    return [
        code
        for mention in one.mentions
        if not mention.codes(Kind.CITY)
        for code in mention.codes(Kind.COUNTY, Kind.TOWNSHIP)
    ]


def _is_told(text: str, one: Address) -> bool:
    before, after = _before(text, one.mentions), _after(text, one.mentions)
    if one.mentions[0].start > len("你好，在") and before in _NOBODY_BEFORE:
        return False
    return bool(_HEAD_BEFORE.match(before)) and not _VERB_AFTER.match(after)
