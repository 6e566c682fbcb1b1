"""Words around a place of work that say whether the child is there as well."""

import re

from bot.triage.role_words import CHILD

# Whose trade leads them to other people's doors tells of what they see there.
TRADE_AFTER = re.compile(
    "(?:市|县|区)?(?:这边|这块|那边)?(?:的|做|当|一个)*"
    "(?:送快递|送外卖|跑外卖|送水|送奶|做家政|做保洁|家政|保洁|环卫|收废品|抄[水电]表|装修|物业|保安)"
)
OWN_KIN = re.compile(
    f"(?:我|俺|咱)(?:家|们|家里)*的?(?:{CHILD}|老公|老婆|两口子|爸|妈|[大小]?[姑姨舅叔伯])"
    f"|{CHILD}跟(?:我|俺)|跟{CHILD}|孩子他[爸妈]|离婚|离了|侄[子女]"
    "|(?<![的他她家])(?:女儿|儿子|孙子|孙女|闺女|老公|老婆)"
)
# Who works there and speaks of school or medicine 这边 has the child with them.
FAMILY_HERE = re.compile(
    "(?:这边|这里)(?:的)?(?:药|学校|幼儿园|医院|上学|读书|老师)|我们外地户口|带在身边|在我们?身边"
    "|跟我们?(?:一起)?住"
)
CHILD_AT_OLD_HOME = re.compile(f"{CHILD}[^，,。；;]{{0,8}}老家")
