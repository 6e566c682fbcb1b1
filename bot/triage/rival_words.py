"""Words by which a place beside others may be the child's, though it seems to count for less."""

import re

from bot.triage.numerals import ONE
from bot.triage.role_words import CHILD, PARENTS

WE_LIVE = re.compile("(?:我们|俺们|咱们|我家|俺家|我|俺)(?:家|就|现在|一家)*住(?:在|到)?$")
# 都在太仓，大儿子…在老家淮阴徐溜: who stays at the old home is not named again.
STAYS_AT_OLD_HOME = re.compile("(?:[在放丢留](?:在)?|送回|带回)(?:我们?|俺们?)?老家(?:的|是)?$")
# 我堂哥在湖北，侄子没人管: the child of kin is where they are, unless somebody else has it.
KIN_IN = re.compile(
    "(?:[哥弟姐妹姑姨叔舅]|哥哥?嫂子?|姐夫)(?:家|一家|他们|夫妻)?人?(?:现在|都)?(?:在|住在?|嫁[到在去]?)$"
)
DAUGHTER_IN = re.compile("(?:闺女|女儿|丫头|孙女|姐|妹)[^，,。；; ]{0,4}嫁(?:在|到|去|给)?了?$")
# Who married away speaks of the old home where the child is a brother's: 娘家在盱眙, 我弟….
OLD_FAMILY_IN = re.compile("娘家(?:就|也|都|还)?[在是]$")
OF_A_BROTHER = re.compile("弟媳|弟妹|嫂|侄|我[家]?(?:弟|哥)")
FRIEND_IN = re.compile("(?:网友|同学|朋友|闺蜜|笔友)[^，,。；; ]{0,3}在$")
IN_DANGER = re.compile("自杀|跳楼|轻生|不想活|想死|割腕|挨打|被打|打[他她]")
THEIR_CHILD = re.compile(
    "侄|外甥|外孙|[他她]们?家?的?小?(?:孩子|小孩|娃|伢|丫头|儿子|女儿)|表[弟妹]|堂[弟妹]"
)
LEFT_WITH = re.compile(
    "跟着?(?:(?:我|俺)(?![说讲吵商聊打哭])|[他她]?[爷奶外姥老公婆])|(?:放|丢|留|搁|寄养?|扔)(?:在|给|到)|[在由归](?:我|俺)们?(?:家|这|带|养)"
    "|(?:我|俺)们?(?:老两口)?(?:带着?|养着?)(?!走)|现在(?:在|到)(?:我|俺)|[在到](?:我|俺)们?(?:这|家)|接(?:来|过来|到我)"
)
# Who has the child took it along: 前妻带女儿回了四川.
TAKEN_THERE = re.compile(
    "(?:带着?|接|抱|领|抢|弄|偷|判给[^，,。；; ]{1,4}带)(?:了|走)?"
    f"(?:{CHILD}|他|她|[两三几]个[^，,。；; ]{{0,2}}|小的|大的)?们?"
    "(?:一起)?(?:去|到|回|进)了?$"
)
# 昨天接回赣榆城头家里养着, 说是回金坛薛埠她爸那里了: wherever the child was before, it went there.
BROUGHT_TO = re.compile(
    "(?<!想)(?<!要)(?<!能)(?<!会)(?<!没)(?<!不)(?<!算)(?<!备)(?:接|带|送|领|抱)(?:回|到|去)了?$"
)
WENT_TO = re.compile("(?:回|去|跑到|跑回|回到|搬到|转到)了?$")
SINCE = re.compile("[^，,。；; 不没想要]{0,8}?(?:了|养着|养伤|住着|歇着)(?=$|[^一-鿿])")
# 同学说在江阴祝塘一个网吧里看见他, 在南通下的大巴: who is missed from home was last seen there.
SEEN_BY = re.compile(
    "(?:[说讲]|听说|有人|同学|老师|邻居|定位|监控|手机)[^，,。；; ]{0,4}(?:在|到)了?$"
)
SEEN_AT = re.compile(
    "[^，,。；; ]{0,8}?"
    "(?:下的?(?:大巴|火车|高铁|汽车|车)|看[见到]|见[过到]|遇[见到]|碰[见到]|出现|露面)"
)
# 他妈妈五年没消息了，有人说在张家港看见过: it is no child who is missed.
OF_PARENTS = re.compile("(?:爸|妈|爹|娘|父亲|母亲)[^。；;孩娃伢儿女孙]{0,24}$")
IS_MISSED = re.compile(
    "没(?:有)?回(?:来|家)|没家来|不见|失踪|走丢|走失|跑了|没消息|找不[到着]|联系不上|关机|离家|没得了"
)
NOT_THE_CHILD = re.compile(
    f"{PARENTS}|[我俺咱爷奶公婆叔伯姑舅姨哥嫂]|姐夫|媳妇|男人|女人|老人|大人|[想要能会没不]|打算|准备|怎么|每"
)
OF_THE_WRITER = re.compile("[ 　]*(?:我|俺|本人)(?!们?(?:家|孩|娃|儿|女|孙))")
VISITED = re.compile("[一-鿿]{0,4}?(?:看过|看病|看了|治|查|玩|旅游|开刀|手术|医院)")
TAKES_ITSELF = re.compile(
    "(?:我|俺|我们|想|要|准备|打算|刚)[^，,。；; ]{0,4}(?:带|接|抱|领)[^，,。；; ]{0,6}$"
)
# Who lies in a hospital far away is there.
LIES_IN = re.compile(f"{CHILD}[^，,。；; 爸妈爷奶]{{0,4}}在$")
HOSPITAL = re.compile("[一-鿿]{0,6}(?:医院|抢救|重症|icu)")
WORKS = re.compile(
    "(?:[一-鿿]{0,3}(?:市|县|区))?(?:那边|那里)?的?(?:一家|一个)?[一-鿿]{0,6}"
    "(?:打工|上班|做工|干活|当学徒|厂|工地|作坊|饭店|酒店|KTV|ktv|会所|车间)"
)
# So far from a place may stand who works there, and who is with them.
NEAR = 24
YOUNG_WORKER = re.compile(
    f"(?:{CHILD}|(?:表|堂)?[弟妹]|外甥|侄子)[^。]{{0,16}}?(?:1[0-7]|十{ONE})(?!点|个|块|号)"
    "|童工|没满十?[6六8八]|未满|不满1?[68]"
)
GROWN = re.compile(
    f"(?:{PARENTS}|我|俺|老公|老婆|丈夫|媳妇|男人|女婿|对象|姐夫|嫂子?)[^，,。；;]{{0,8}}$"
)
PARENTS_STAY = re.compile(f"(?:{PARENTS}|儿子|媳妇|女儿|闺女)[^，,。；;]{{0,8}}(?:在|去|到)了?$")
WITH_THEM = re.compile(
    f"(?:跟|随)(?:着)?(?:他们|她们|他爸妈|她爸妈|父母|爸妈|他爸|她爸|他妈|她妈)(?:一起)?(?:过|住|生活|在那|走|去)"
    f"|(?:带着?|把)(?:{CHILD}|他|她)(?:们)?(?:带|接|弄)?(?:过去|去|在|走|到)"
)
# On a trip a child is lost where they are, and not at home.
TRIP_TO = re.compile("(?:在|来|到)(?:了)?$")
TRIP = re.compile("(?:市|那边|这边|这里)?(?:玩(?![具手游伴])|旅游|旅行|游玩)")
# Who was seen and then driven off is no longer where they were seen: 他往徐州开了.
TOWARDS = re.compile("(?:往|朝|向)$")
DRIVEN = re.compile("(?:方向|那边)?(?:开|走|跑|去)(?:了|走)")
# Whoever lives beside the hospital for now is not at home: 现在住医院旁边的小旅社.
LODGES = re.compile(
    "(?:住|租|睡)(?:在|到|了)?[^，,。；;]{0,4}医?院[^，,。；;]{0,3}(?:旁|附近|边|对面|门口|后|外)"
)

# 沭阳人，女儿六岁没上户口: where nothing is far away, they are at home.
SAYS_WHO = re.compile("(?:(?:我|俺|本人|我们|俺们|咱们?)(?:是|就是|家是)?)?$")
PEOPLE_OF = re.compile("(?:农村|乡下)?(?:人|的?(?:户口|户籍))(?:$|[^一-鿿])")
REGISTERED_IN = re.compile("(?<!外地)(?:户口|户籍)(?:就|都|也|是)?在$")
OLD_HOME = re.compile("老家(?:就|是|在)*$")
OLD_HOME_BEHIND = re.compile("(?:的)?老家")
WRITER_WORKS = re.compile(
    "[我俺咱]们?(?:人|都|现在|一直|夫妻|两口子|跟[^，,。]{1,3})*在[^，,。；; ]{2,8}"
    "(?:厂|做|打工|上班|干活|工地|卖|送|开|当|摆摊|务工|生意)"
)
AT_HOME_WITHOUT = re.compile(
    f"{CHILD}[^，,。；; ]{{0,4}}(?:在家|放家|丢家|跟着?[他她]?(?:爷|奶|外[婆公]|姥))"
)
# 沭阳人，在昆山工地上: the child may be at either.
AT_A_SITE = re.compile("在[^，,。；; ]{2,6}(?:工地|厂里|厂子)")
# A place may be typed in letters before it: jiang yin 的 我是河南信阳人.
LETTERS = re.compile("[a-z]{3}")
FAR = re.compile(
    "[他她](?:自己)?[说讲][他她]?叫|在外(?![面头]?[借欠])|外地|外头|外省"
    "|(?:[在到]|去(?!年))[^，,。；; ]{0,6}(?:工地|厂里)"
    "|老家|打工|务工|上班|租|(?<!改)嫁|这边|那边|回来|回去|搬|转|以前|原来|现在住|大学"
)
