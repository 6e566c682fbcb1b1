"""Whether the child is a boy or a girl, where the words say so."""

import re
from dataclasses import dataclass

_BOY = (
    "男孩|男娃|男生|男童|男婴|男学生|男宝|男小|男伢|男囡|男丫|男同学|小男|(?<!毛头)小子|小伙|儿子"
    "|孙子(?!兵法)|外孙(?!女)"
    "|外甥(?!女)|侄子|侄儿|弟弟|(?<=[我俺])弟(?!妹|媳)|表弟|堂弟|小弟|大孙(?!女)|(?:一个|是个"
    "|这个|那个|生了个)男的?娃"
    "|少年(?!宫|犯)|哥哥(?=[被才读上\\d一二三四五六七八九十])|(?<![a-z])(?:boy|son|grandson"
    "|nephew)(?![a-z])"
)
_GIRL = (
    "女孩|女娃|女生|女童|女婴|女学生|女宝|女小|女伢|女囡|女同学|姑娘(?!家家)|丫头|闺女|女儿|孙女"
    "|外孙女|外甥女|侄女|妹妹"
    "|(?<=[我俺])妹(?!夫)|表妹|堂妹|小妹|小女|幼女|少女|妮子|妮儿|小妮|大妮|妮(?=[被才在上])|囡囡"
    "|囡(?!宝)|小娘鱼|千金|小公主"
    "|大孙女|姐姐(?=[被才读上\\d一二三四五六七八九十])|(?<![a-z])(?:girl|daughter|granddaughter"
    "|niece)(?![a-z])"
)
_MIDDLE_GENERATION = re.compile("儿子|女儿|闺女|姑娘|儿媳")
_GRANDCHILD = re.compile("孙[子女儿]|外孙|孙伢|孙囡|小孙|大孙")
_BOYS, _GIRLS = re.compile(_BOY), re.compile(_GIRL)
_OWN = "(?:(?:我|俺|咱)们?家?的?(?:[那这]个?)?(?:[小大细亲独老]|[二三四]|宝贝)*)"
_NEAR = re.compile(
    rf"(?:{_OWN}|(?:[打揍摸骗欺负亲抱把拉拽掐踢]|侵害|糟蹋|猥亵)[了着过]?(?:一个|[两三]个|个|人家"
    rf"|同班|小)*)"
    rf"(?:(?P<boy>{_BOY})|(?P<girl>{_GIRL}))"
)
_GROWN_WOMAN = re.compile(
    "妈|娘|奶|婆|姑|姨|婶|嫂|姐|媳妇|老婆|女的|女人|阿姨|太太|女老师|女教师|产妇|妇女|老太|妻"
)
_GROWN_MAN = re.compile(
    "爸|爹|爷|公|叔|伯|舅|哥|老头|男的|男人|男子|老公|大爷|老师|校长|司机|继父|老汉|父|丈夫|邻居"
    "|医生|同学"
)
_KIN_OF = re.compile("[我俺]们?就?是(?:她|(?P<his>他))(?!们)")
# A child who writes of itself and a brother has not said what it is itself.
_SELF_AND = re.compile("[我俺](?:和|跟|带着?|背着)[我俺]?(?:弟弟?|妹妹?)")
_HIS, _HERS = re.compile("他(?![妈爸爹娘爷奶们家])"), re.compile("她(?![们])")
_CHILD = re.compile("孩|娃|伢|岁|年级|学生|宝|婴|童|同学|[初高][一二三]")


@dataclass(frozen=True, slots=True)
class Sex:
    """`boy` or `girl`, and the words that say it."""

    sex: str
    words: str


def child_sex(text: str) -> Sex | None:
    """Return whether the words tell of a boy or a girl; nothing where of both, or not at all.

    The writer's own child, and a child that something is done to, come before others. 他 and 她
    count only where no other word tells and nobody grown can be meant.
    """
    spoken = _MIDDLE_GENERATION.sub("某某", text) if _GRANDCHILD.search(text) else text
    if _SELF_AND.search(spoken):
        return None
    near = [*_NEAR.finditer(spoken)]
    sexes = {"boy" if match["boy"] else "girl" for match in near}
    if len(sexes) == 1:
        return Sex(sexes.pop(), near[0]["boy"] or near[0]["girl"])
    boys, girls = _BOYS.findall(spoken), _GIRLS.findall(spoken)
    if boys or girls:
        if len(boys) == len(girls):
            return None
        return Sex("boy", boys[0]) if len(boys) > len(girls) else Sex("girl", girls[0])
    return _by_pronoun(spoken)


def _by_pronoun(text: str) -> Sex | None:
    kin = _KIN_OF.search(text)
    if kin:
        return Sex("boy" if kin["his"] else "girl", kin[0])
    if not _CHILD.search(text):
        return None
    his, hers = _HIS.search(text), _HERS.search(text)
    if hers and not his and not _GROWN_WOMAN.search(text):
        return Sex("girl", hers[0])
    if his and not hers and not _GROWN_MAN.search(text):
        return Sex("boy", his[0])
    return None
