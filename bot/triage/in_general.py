"""Telling ages of nobody in particular from those of a child: 普法课要讲十四周岁的规定."""

import re

_FOR_A_LESSON = re.compile(
    "普法|法考|法治副校长|[民刑]法(?:课|题)|(?:写|编|拍)(?:一?[个篇部])?(?:小说|剧本|短剧|论文)|(?:小说|小报|手抄报|课题|辩论)[要用]"
    "|培训(?:材料|课件|考试)|考题|试题|上课要?用|(?:没有?|无)真(?:实|的)?(?:病例|病人|案例|个案)|做手抄报|课件|备课|考试要?用|考(?:社工|教师|公务员)|打(?:的)?赌|不是真事|不涉及(?:任何)?真|不是我家的事"
)
_BREAKS_THE_LAW = re.compile(
    "(?:岁|[女男弃]婴)(?:以下|以上)?的?(?:人|小?孩子?|娃|[男女][生孩]|学生|凶手|罪|暑假工|学徒)?"
    "(?:被|把)?(?:犯|杀|强奸|抢劫|打死|偷|卖|单独|独居|独自|一个人在家|罪|遗弃|怀孕)?[^。！!，,；;]{0,16}"
    "(?:判(?:几年|多久|刑|不判)|罪(?:判|怎么)|坐牢|偿命|刑责|刑事责任|[合违]法|犯法|一律)"
)
_LIMIT = re.compile(
    "(?:不满|未满|没满|满)(?:8|10|12|14|16|18|八|十|十二|十四|十六|十八)周?岁的?(?:人|孩子|小孩)?"
    "[^，,。；;]{0,10}(?:违法|犯法|规定|怎么处理|怎么办理|一律|算不算|允许)"
)
# Who speaks of somebody of their own, or of what has happened, asks for them.
_OF_SOMEBODY = re.compile(
    "(?:我|俺|咱)们?(?:家|班)?的?(?:孩子|小孩|儿子|女儿|闺女|孙|外甥|侄|弟|妹|学生|丫头|娃|同学)|隔壁|邻居|楼[上下]|昨[天晚]|今[天早晚]|刚才|前天"
    r"|(?:我|俺)(?:们?家|今年|才|刚)?(?:\d|十)|我被|打我|摸我|同学|有个|一个|孙[子女]|儿子|女儿|外甥|侄|[爸妈爹娘爷奶]"
)
# hpv初一女生还免费吗 asks for all of a class.
_OF_A_CLASS = re.compile(
    "(?:年级|初[一二三]|高[一二三])的?(?:[男女]生|学生|新生)们?(?:还|都|能|要|可以|是不是|有没有)[^，,。；;]{0,10}[吗么不嘛?？]"
)


def is_in_general(text: str) -> bool:
    """Say whether the ages of a text are those of a lesson, a story or the law, and of no child."""
    if _FOR_A_LESSON.search(text):
        return True
    is_of_the_law = _BREAKS_THE_LAW.search(text) or _LIMIT.search(text) or _OF_A_CLASS.search(text)
    return bool(is_of_the_law) and not _OF_SOMEBODY.search(text)
