"""Who beats: a pupil whom a parent beats, as a classmate tells it, is in no quarrel of pupils."""

import re

_KIN = (
    "(?:[继养][父母]|后[爸妈爹娘]|爸|妈|爹|娘|父亲|母亲|父母|爷爷|奶奶|外公|外婆|姥[姥爷]|监护人"
    "|家长|家里人|老子)"
)
_BEATS = "(?:打(?![工听算扰扮球游电针架])|揍|抽|掐|踢|踹|扇|皮带|棍|捆|绑|罚跪)"
_PUPILS = "(?:同学|同桌|室友|舍友|学长|学姐|高年级|男生|女生|大孩子|班上人|班里人)"
_SAME_CLAUSE = "[^，。,.!?！？；;\\s]"
_BY_KIN = re.compile(f"{_KIN}(?:(?!{_PUPILS}|被){_SAME_CLAUSE}){{0,6}}?{_BEATS}")
_BY_PUPILS = re.compile(f"{_PUPILS}(?:(?!{_KIN}|[被给让]){_SAME_CLAUSE}){{0,6}}?{_BEATS}")


def is_beaten_by_family_only(text: str) -> bool:
    """Say whether a parent or guardian beats, by a folded text, and no pupil does."""
    return _BY_KIN.search(text) is not None and _BY_PUPILS.search(text) is None
