"""Words by which a place beside others may be the child's, though it seems to count for less."""

import re

from bot.triage.numerals import ONE
from bot.triage.role_words import CHILD, PARENTS

WE_LIVE = re.compile("(?:我们|俺们|咱们|我家|俺家|我|俺)(?:家|就|现在|一家)*住(?:在|到)?$")
# 都在太仓，大儿子…在老家淮阴徐溜: who stays at the old home is not named again.
STAYS_AT_OLD_HOME = re.compile("(?:[在放丢留](?:在)?|送回|带回)(?:我们?|俺们?)?老家(?:的|是)?$")
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
PEOPLE_OF = re.compile("(?:农村|乡下)?人(?:$|[^一-鿿])")
FAR = re.compile(
    "在外|外地|外头|外省|工地|厂里|老家|打工|务工|上班|租|嫁|这边|那边|回来|回去|搬|转|以前|原来|现在住|大学"
)
