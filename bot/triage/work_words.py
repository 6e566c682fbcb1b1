"""Words around a place of work that say whether the child is there as well."""

import re

from bot.triage.role_words import CHILD

# Whose trade leads them to other people's doors tells of what they see there.
TRADE_AFTER = re.compile(
    "(?:市|县|区)?(?:这边|这块|那边)?(?:的|做|当|一个)*"
    "(?:[跑开](?:滴滴|网约车|出租车?|公交车?)|送快递|送外卖|跑外卖|送水|送奶|做家政|做保洁|家政|保洁|环卫|收废品|抄[水电]表|装修|物业|保安)"
)
OWN_KIN = re.compile(
    f"(?:我|俺|咱)(?:家|们|家里)*的?(?:{CHILD}|老公|老婆|两口子|爸|妈|[大小]?[姑姨舅叔伯])"
    f"|{CHILD}跟(?:我|俺)|跟{CHILD}|孩子他[爸妈]|离婚|离了|侄[子女]"
    "|(?:我|俺)[妹姐弟哥嫂]|孩子的?[舅姑叔姨伯]|外甥"
    "|(?<![的他她家])(?:女儿|儿子|孙子|孙女|闺女|老公|老婆)"
)
# Who works there and speaks of a neighbour speaks of what they see there.
NEIGHBOURS = re.compile(
    "[^，,。；; ]{0,8}[，,。；; ]+"
    "(?:[我俺咱]们?|住的|租的|这边|看到|看见|发现|听到|听见|老是?|总是?|天天|每天|有个|的)*"
    "(?:隔壁|楼[上下]|对门|对面(?:那|的|一)?[家户]|邻居|隔墙|同一栋|同一层|工友|车间|宿舍|出租屋|房东|路上|路边|街上|厂里)"
)
AT_OLD_HOME = re.compile(
    "老家|家[是在]|家里(?!没)|回不[去来]|赶不|视频|村[里上]|庄上|[他她]在家|[放丢留]在"
)
# Who works there and speaks of school or medicine 这边 has the child with them.
FAMILY_HERE = re.compile(
    "(?:这边|这里|这块)(?:的)?(?:药|学校|幼儿园|医院|上学|读书|老师|[念读上])|我们外地户口|居住证|积分"
    "|没(?:时间|空|工夫)(?:看|管|带)着?[他她]|没(?:地方|学校|书)[上收读念]|借读|随迁|外来(?:务工|人口)|公办|没学上|上学没"
    "|带在身边|在我们?身边|[托请叫让](?:给)?房东[^，,。；; ]{0,6}(?:看|带|照)"
    "|跟我们?(?:一起)?住|单亲妈妈|单亲爸爸"
)
WE_TWO_IN = re.compile(
    "^(?:(?:我们?|俺们?)?(?:两口子|夫妻俩?|小两口|是?单亲[爸妈]{1,2})(?:都|一直|现在)*在|[在来])?$"
)
# 我们一家在横林打工: nobody of them is left elsewhere.
WHOLE_FAMILY_IN = re.compile("一家(?:人|子|[两三四五六]口)?(?:都|就|现在)*在$")
CHILD_AT_OLD_HOME = re.compile(f"{CHILD}[^，,。；;]{{0,8}}老家")
