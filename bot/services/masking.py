"""Taking out of words what names a person: a first help for whoever rewrites them, no more."""

import re
from collections.abc import Iterable

NUMBER = "〔号码〕"
NAME = "〔姓名〕"
SHORTEST_NAME = 2
_FIGURE = r"[\d零〇一二三四五六七八九幺]"
# Seven figures and more: telephones, identity cards, chats; however they are spaced or written.
_NUMBERS = re.compile(rf"\+?{_FIGURE}(?:[\s\-—–.·]?{_FIGURE}){{6,}}[xXＸ]?")
_NAMED = re.compile(
    r"((?:名叫|名字叫|名字是|小名叫?|大名叫?|叫做|姓名[:：是]?|我叫)\s*)[一-鿿]{2,3}"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
    "余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯"
    "龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
_I_AM = re.compile(rf"(我是|俺是)[{_SURNAMES}][一-鿿]{{1,2}}(?=[，。,.！!\s]|$)")


def masked(words: str, known: Iterable[str] = ()) -> str:
    """Return the words without long numbers, introduced names, and what is known to be personal.

    Args:
        words: what was said.
        known: names and numbers of people; of a full name the given name is taken out as well.
    """
    for name in sorted(_forms(known), key=len, reverse=True):
        words = words.replace(name, NUMBER if any(sign.isdigit() for sign in name) else NAME)
    words = _NUMBERS.sub(NUMBER, words)
    return _I_AM.sub(rf"\g<1>{NAME}", _NAMED.sub(rf"\g<1>{NAME}", words))


def _forms(known: Iterable[str]) -> set[str]:
    forms: set[str] = set()
    for name in known:
        parts = {name.strip(), *name.split()}
        given = {part[1:] for part in parts if re.fullmatch(r"[一-鿿]{3,4}", part)}
        forms |= {part for part in parts | given if len(part) >= SHORTEST_NAME}
    return forms
