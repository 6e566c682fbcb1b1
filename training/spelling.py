"""Which characters people may mean by a syllable, for `bot.triage.letters`."""

import re
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from pypinyin import Style, pinyin

_CHARACTER = re.compile("[㐀-鿿]")
# So many characters of one syllable are kept, the commonest.
CHOICES = 14
# The other readings that people use; most that a dictionary has nobody types.
OTHERWISE = (
    "还:huan 都:du 得:dei 了:liao 长:zhang 长:chang 地:de 着:zhao 重:zhong 重:chong 行:xing "
    "行:hang 乐:yue 乐:le 觉:jue 觉:jiao 没:mei 没:mo 差:cha 差:chai 会:kuai 和:huo 那:nei 这:zhei "
    "谁:shui 谁:shei 血:xie 血:xue 熟:shu 熟:shou 调:diao 调:tiao 弹:dan 弹:tan 传:chuan 传:zhuan "
    "藏:cang 藏:zang 落:la 落:luo 吓:xia 吓:he 绿:lv 绿:lu 女:nv 女:nu 旅:lv 旅:lu 卡:ka 卡:qia "
    "车:che 大:da 大:dai 朝:chao 朝:zhao 哪:na 哪:nei 虐:nve 虐:nue 略:lve 略:lue"
)


def spelt(rows: Mapping[str, int], rarity: npt.NDArray[np.float32]) -> Mapping[str, str]:
    """Return the characters of each syllable, the commonest first.

    Args:
        rows: the pieces that were kept, with their rows.
        rarity: how rare each is.
    """
    characters = [one for one in rows if _CHARACTER.fullmatch(one)]
    common = sorted(characters, key=lambda one: (float(rarity[rows[one]]), one))
    otherwise: dict[str, list[str]] = defaultdict(list)
    for pair in OTHERWISE.split():
        character, syllable = pair.split(":")
        otherwise[character].append(syllable)
    found: dict[str, list[str]] = defaultdict(list)
    for one in common:
        first = pinyin(one, style=Style.NORMAL)[0][0]
        for syllable in dict.fromkeys([first, *otherwise[one]]):
            if syllable.isascii():
                found[syllable].append(one)
    return {syllable: "".join(found[syllable][:CHOICES]) for syllable in sorted(found)}
