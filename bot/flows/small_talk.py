"""What people type that tells of nothing: thanks, greetings, and whether anybody is on it.

Each is taken for one only where there is nothing else in the words: a word more may be a child's.
"""

import re
import unicodedata

_LONGEST = 32
_SIGNS = re.compile(r"[\W_]+")
_TAIL = "[了啊呀哈啦呢哦噢嘛吧的您你们]*"
_THANKS = re.compile(
    rf"(?:(?:好|好嘞|行|嗯|哦|噢|知道|明白|收到|了解|多谢|谢|感谢|非常感谢|辛苦|麻烦|再见|不客气){_TAIL}"
    "(?:(?:警察|民警)?(?:叔叔|阿姨)|大哥|大姐|领导|同志|老师|警官|医生)*)+"
    r"|(?:ok|okay|yes|thanks?|thankyou|thx|verymuch|somuch|alot|gotit|isee|bye|allright|alright)+"
)
_GREETING = re.compile(
    rf"(?:(?:你好|您好|喂|哈喽|嗨|在吗|在不在|有人吗|有人在吗|有人没|在么|早上好|上午好|中午好|下午好|晚上好|打扰|请问)"
    rf"{_TAIL})+"
    r"|(?:hi|hello|hey|goodmorning|goodafternoon|goodevening|anyonethere|anybodythere|areyouthere)+"
)
_MINE = (
    "(?:请问|那|我|我们|俺|的|反映|说|报|上次|之前|昨天|前几天"
    "|那个|那件|这个|这件|这|事情|事儿|事)*"
)
_STANDING = re.compile(
    rf"(?:{_MINE}(?:现在|到底|怎么|有|到)*(?:怎么样|咋样|怎样|办得怎么样|处理得怎么样|办到哪|办到哪一步|处理到哪|进展如何"
    r"|什么进展|进展|结果|有结果|有进展|有消息|有人管|有人接|有人看|有人处理|有人办|办好|处理好|处理)"
    r"(?:了|吗|没|没有|么|呢|啊|呀|一步|如何)*"
    r"|有人(?:去|来|过去|过来)(?:看)?了?(?:吗|没有|没|么)){1,2}"
    r"|(?:so)?(?:isanyone|isanybody|issomebody)(?:onit|workingonit|dealingwithit|handlingit)"
    r"|(?:any|isthereany)(?:news|update|updates|progress)(?:onmycase|onmyreport)?"
    r"|(?:whatishappening|whatshappening|howisitgoing|howarethingsgoing|whatisthestatus|whatsthestatus"
    r"|howdoesitstand)(?:with|of)?(?:my)?(?:case|report)?"
)
_ANYBODY = re.compile(r"有人|is(?:any|some)(?:one|body)")
# Things and beasts that are lost or stolen, with nobody in the words but their owner.
_THING = re.compile(
    rf"(?:{_GREETING.pattern})?(?:我|我家|我们家|俺|俺家|家里|的)*"
    "(?:牛|羊|猪|狗|猫|鸡|鸭|手机|钱包|钱|电动车|电瓶车|自行车|摩托车|车|身份证|钥匙|快递)"
    f"(?:弄丢|跑丢|丢|不见|被偷|被人偷|给人偷|找不到){_TAIL}(?:怎么办|咋办|找谁"
    "|(?:恁|你们|你|您)?(?:能不能|能|可以)?(?:帮|给)?(?:俺|我|忙)?(?:找一下|找找|找)(?:不|吗|吧|呗)?)?"
)
_ANOTHER = re.compile(
    r"另外|另一|别的事|其他的?事|还有个?一?[件个]事|再说[件个]|顺便"
    r"|another|something else|besides that",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    """Return the letters of short words; nothing of long ones, which tell of something."""
    if len(text) > 2 * _LONGEST:
        return ""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return plain if len(plain) <= _LONGEST else ""


def is_thanks(text: str) -> bool:
    """Say whether the words are thanks, or that something was heard, and nothing else."""
    return _THANKS.fullmatch(_plain(text)) is not None


def is_greeting(text: str) -> bool:
    """Say whether the words are a greeting and nothing else."""
    return _GREETING.fullmatch(_plain(text)) is not None


def is_of_things(text: str) -> bool:
    """Say whether the words only tell of a lost beast or thing: nobody is in them but its owner."""
    return _THING.fullmatch(_plain(text)) is not None


def asks_how_it_stands(text: str) -> bool:
    """Say whether the words ask how the person's own matter stands, and nothing else."""
    return _STANDING.fullmatch(_plain(text)) is not None


def asks_of_before(text: str) -> bool:
    """Say whether the words ask how a matter stands that was told before, whoever says them.

    Whether anybody comes, somebody who has told nothing may ask for a child.
    """
    return asks_how_it_stands(text) and _ANYBODY.search(_plain(text)) is None


def begins_another(text: str) -> bool:
    """Say whether the words themselves say that they are of another matter."""
    return _ANOTHER.search(unicodedata.normalize("NFKC", text)) is not None
