"""Words around a named place that leave open whether the child is there at all."""

import re

from bot.triage.numerals import ONE
from bot.triage.role_words import CHILD

# 王江阴 and 老沈海门 are people, and so is whoever is called 张海安.
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任沈姚卢姜崔钟谭"
    "陆汪范廖石贾韦付邹孟熊秦邱侯尹薛闫段雷钱汤顾戴季葛仇殷庄"
)
CALLED = re.compile(
    f"(?:(?<!一个)(?<!有个)(?<![是在])叫(?:做|作)?|名叫|名字是|取名|起名|姓名[：:是]?)[{SURNAMES}]?$"
    f"|(?:^|[^一-鿿]|[老小叫的是])[{SURNAMES}]$"
    f"|(?:{CHILD}|学生|同学|邻居|老师|班主任|校长|医生|教练|[爸妈])[{SURNAMES}]$"
    "|(?:(?:微信|抖音|快手|直播|qq|QQ)(?:名|号|昵称|群)|小名|大名|乳名|绰号|外号|网名|昵称|艺名|群名|账号)(?:就|叫|是|也|：|:)*$"
    '|叫?(?:什么|啥)[“”"「『《‘]$'
)
# 上课铃一响水杯就掉, 房东台灯坏了 and 开启东区地图 name no place: a bare county stands behind a
# word that leads to a place, behind a stop, or before what only a place has.
LEADS_TO_A_PLACE = re.compile(
    "(?:^|[^一-鿿]|(?:^|[^一-鿿])就|[在是住到来去回往从跑送过属归抵找请]|[我俺咱你他她]们?|这|位于|家里?|老家|户籍|地[址点]|问一?下?|咨询|请问"
    "|知道|建议|反映|投诉|举报|听[说讲]|点[多半钟]?|(?<![课桌墙地路车早晚身床])上|上了|去了|考上|全|整个|那个|高速|附属|句号|逗号|省|岁|年级|插班|门牌|随访"
    f"|{CHILD}|[爸妈爷奶公婆姑姨舅叔伯哥姐弟妹]|给|把|被|的|了|叫)$"
)
ONLY_OF_A_PLACE = re.compile(
    "$|[^一-鿿]|的(?!确|士|话)|[这那]|[人县市]|城里|城区|地区|农村|乡下|本地|某|老家|段|服务区|高速|有[一个家人户没]|[上读念租]"
    "|[一-鿿]{0,4}(?:小学|中学|学校|医院|一院|二院|派出所|民政|幼儿园|厂|新村|小区|车站|火车站|社区)"
)
# 有个叫高淳的男生 is somebody, 有个叫高淳的地方 is not.
CALLED_SOMEBODY = re.compile("叫(?:做|作)?$")
SOMEBODY_CALLED = re.compile("的(?:小?[男女孩娃伢]|学生|同学|小|丫|姑娘|网友|主播|人)")
# 薛家 is a family before it is a town, 小纪 somebody young, and 周市长 a mayor.
HOUSE_IS_A_TOWN = re.compile(
    "$|[的哩滴嘞]?(?:$|[^一-鿿])|街|小区|社区|派出所|中学|小学|幼儿园|卫生院|菜场|这个?(?:边|里|块|小区|村|镇)|那边"
)
SOMEBODY_YOUNG = re.compile(
    f"[，, ]?(?:同学|今年|才|他|她|被|哭|的?[爸妈爷奶]|(?:\\d{{1,2}}|[{ONE[1:-1]}十]{{1,3}})岁)"
)
TITLE = re.compile("老师|医生|阿姨|叔叔|师傅|主任|书记|镇长|长(?!期|年|大|得)|同学|[哥姐]")
THINGS = ("巷", "楼", "桥", "塘", "沟", "河", "湖", "坝", "路")
PART_OF_A_THING = re.compile("[里上下](?!街|车)|底")
# What is sold and worn, and who sells it, has the name of a place far away.
SOLD = re.compile(
    "(?:风味|特产|正宗)?(?:小?龙虾|咸?鸭蛋|双黄蛋|西瓜|肉松|狗肉|山羊|羊肉|牛肉|大闸蟹|螃蟹|酱油|香醋|米酒|烧饼|炒饭|包子"
    "|汤包|茶干|麻油|水晶(?!城)|特产|板鸭|盐水鸭|辣汤|香肠|火腿|豆腐|百叶|小吃|炒货|苗木|花木网|奶粉|大枣|羽绒服|的?虾|(?:长江)?大桥|湖(?!镇|街|社区|村|中|小)|大曲|白?酒(?!厂|店|吧|楼|家|席)|舰队)"
    "|(?:那边|那里)?(?:买|订|运|批发|贩)(?:来|回来|过来|回)?的"
    "|(?!一|有|那|这|某|的|几|两|开|弄|搞|做)[一-鿿]{0,4}(?<![一有那这某几两的]家)(?<!个)(?:菜馆|面馆|馆子|狗肉馆|羊肉馆|专卖店|银行|集团|公司)"
    "|(?:(?!有|在|这|那|[一-鿿]里)[一-鿿]){0,6}校服"
)
WORN = re.compile(
    "(?:写着|印着|标着|喷着|贴着|挂着|上面[是有写]|穿着?|车牌是?|卖"
    "|买了?(?:一?[个副件双盒箱只])?)(?:[^，,。；; ]{0,4}的)?$"
)
# Papers and numbers are of a place in which nobody need be any more.
PAPER_BEFORE = re.compile(
    "(?:身份证|出生证|结婚证|离婚证|残疾证|毕业证|户口本|开户行|银行卡|车牌|号码|定位|(?<![a-z])ip|快递|包裹|发货"
    "|判决书?|生父|生母|亲生?[爸妈父母爹娘]|法院|律师)[^，,。；;！!？? ]{0,6}$"
    "|(?:离婚|结婚|领证)[^，,。；;！!？? ]{0,2}$"
)
# 生在江阴 says nothing of where the child is, and 发生在江阴 does.
BORN_BEFORE = re.compile("(?<![发产男女学])[生养]在$")
PAPER_AFTER = re.compile(
    "(?:市|县|区)?(?:那边|那里|医院|法院|民政局?)?(?:出生|生的(?!病)|判的|判决|领的|领证|开的(?![^，,。]{0,3}[店馆厂])|办的"
    "|登记的|寄|发货|打过?来的|[^，,。；; ]{0,4}发的?货"
    "|的?(?:号码|身份证|车牌|电话|快递|航班|车票))"
)
# Of somebody who is not the child, and with whom it need not be.
SOMEBODY = (
    "(?:网友|对方(?:家长)?|[男女]方|骗子|介绍人|卖家|店家|网店|商家|客户|前夫|前妻|生父|生母|男朋友|女朋友|男友|女友|网恋的?|对象|班主任|老师|校长|司机|房东|同事|朋友|客服"
    "|主播|保姆|月嫂|保洁|护工|工友|租客|房客|外婆|外公|姥姥|姥爷|爷爷|奶奶|姑姑|姑妈|姑父|小姑|大姑|阿姨|舅舅|舅妈|叔叔|婶婶|伯伯|大伯|大爷|姨妈|小姨|大姨|亲戚|[爸妈爹娘]"
    "|男的|男人|女的|女人|婆婆|公公|丈母娘|岳[父母]|干[爹妈]|媳妇|老公|老婆|丈夫)"
)
# 我老公如东的 and 前妻涟水人 say as much as 老公是如东的.
SOMEBODY_BARE = re.compile(
    f"(?<![跟和随由给被让到同着带])(?:{SOMEBODY}|[他她](?:大|小|二|三|老)?[姑叔舅姨伯婶])$"
)
THEIRS = re.compile("(?:市|县|区)?(?:的|人(?!民|家))")
I_AM = re.compile("[我俺]们?就?是[^，,。；; ]{0,6}$")
OF_SOMEBODY = re.compile(
    "(?<![跟和随由给被让到同着])(?<![跟和随由着][他她我])(?<!是孩子)(?<!我是[他她])"
    f"(?:{SOMEBODY}|(?<![跟和随由着给被让同带])[他她](?:大|小|二|三|老)?[姑叔舅姨伯婶]|的同学)"
    "(?:家|家里|老家|现在|人|也|都|就|说|讲|一个人|昨天|今天|前天|刚|都)*(?:也?是|在|住在|住|嫁到|嫁在|去|到|回|跑到|跑去|跑回)$"
)
SOMEBODY_OF = re.compile(
    "的(?:网友|骗子|男朋友|女朋友|男友|人贩子|司机|亲戚|朋友|主播|客服|男人(?!打)|老乡|老板"
    "|[表堂][哥弟姐妹]|姑父|姨父|舅舅|叔叔|干爹)"
)
# 隔壁一家子也是江阴的 says where they come from.
OTHERS_ARE = re.compile(
    "(?:隔壁|对门|楼[上下]|那家|这家|一家子?|一户|人家|租客|男的|女的|两口子)"
    "[^，,。；; ]{0,4}(?:也是|都是|是)$"
)
WITH_BEFORE = re.compile("[和跟与同]$")
PARTNER_OF = re.compile(
    "(?:市|县|区)?的(?:前夫|前妻|老公|老婆|丈夫|男人|女人|男的|女的|男朋友|女朋友|对象|网友|同学|亲戚)"
)
# 车间里有个泗洪小姑娘 is somewhere else than 泗洪.
ONE_BEFORE = re.compile("[个名位]$")
FAMILY_BEFORE = re.compile("(?:有|住了?|来了?)一?(?:家|户|对|家子)$")
YOUNG_AFTER = re.compile("的?(?:小姑娘|姑娘|女孩|男孩|小子|小伙|丫头|孩子|小孩|娃|女的|男的)")
OUTING = re.compile(
    "(?:夏令营|研学|集训|比赛|旅游|春游|秋游)(?:去了?|在|到)?$|[说讲](?:要|想)?[带送陪接][我他她][^，,。]{0,2}[去到]$"
)
OUTING_AFTER = re.compile(
    "参加|(?:打|去)?比赛|(?:市|县|区)?(?:见面|赴约|开房|约会|面基|玩具?(?:一趟|两天|几天))"
)
HOLIDAY_TRIP = re.compile(
    "(?:国庆|五一|元旦|劳动节|儿童节|端午|中秋|周末|放假|假期)(?:节|那天|期间|的时候|我们?|带[^，,。]{1,4})*(?:去了?|到)$|约[^，,。；;]{0,6}[去到]$"
)
# Who buys a ticket to a place, or is on the way, is not there yet.
JOURNEY_TO = re.compile("[去回到往坐乘赶]了?$")
JOURNEY = re.compile(
    "(?:市|县|区)?的?(?:一?[张班趟辆])?(?:票|车票|机票|火车|高铁|动车|大巴|班车|客车|长途|汽车|路上|半路|途中|飞机|轮渡)"
)
# A place that a train or coach passes is not where anybody stays.
UNDER_WAY = re.compile(
    "(?:高铁|火车|动车|列车|车厢|大巴|客车|班车|公交车?|飞机|轮渡)[上里]|的车[上里]|[gdktz]\\d{1,4}次?"
    "|(?:高铁|火车|动车|大巴)(?:刚|快|马上|已经)*[过到]|[坐乘](?:的|了)?(?:高铁|火车|动车|大巴|客车|班车)|车票|车次"
)
PASSES = re.compile(
    "(?:终点站?是?|始发站?是?|路过|经过|途经|开往|去往|驶往|飞往|刚过|快到|到|去|从|停在|往)了?$"
)
STATION = re.compile("(?:东|西|南|北)?(?:火车|高铁|汽车|客运|动车)?站")
# A college has the name of a place from which it may have moved away.
COLLEGE = re.compile(
    "(?:市|县|区)?(?:师范|师院|高师|大学(?!城|生)|[一-鿿]{0,2}学院|职业技术|卫校|党校)"
)
# What is only supposed, told by a child that nobody knows, or long ago.
SUPPOSED_AFTER = re.compile(
    "(?:县|市|区)?(?:就好了|多好)|(?:县|市|区)?(?:那边|那里|那一?带|人)?的?(?:吧|罢)(?:$|[^一-鿿])"
)
# 在丹阳还是句容我搞不清 names two of which one may be right.
ONE_OF_TWO = re.compile(
    "(?:市|县|区)?(?:还是|或者|或是)(?:在|是)?(?![没不有被打那这老要会想得])[一-鿿]{2,3}"
    "(?:市|县|区|的|吗|呢|我|都|也|$|[^一-鿿])"
)
# Of what was in the news everybody speaks, wherever he is.
IN_THE_NEWS = re.compile(
    "(?:县|市|区|那边|那里)?(?:的|那个|这个|那件|上次|最近)*(?:新闻|热搜|事件|案子|案件|惨案)"
)
NEWS_OF = re.compile(
    "(?:新闻|热搜|电视|报纸|报道|头条)(?:里|上)?(?:说|讲|的|那个|有个|看到)*$|刷到(?:了|一个|个)*$"
)
WATCHED = re.compile("(?:看到|看见|看了|刷到|转发)(?:了|一个|个)*$")
A_VIDEO = re.compile("[^，,。；;]{0,10}的?(?:视频|直播|帖子|新闻|热搜)")
# What others have is told of them: 人家如皋都有补贴，我们这没有.
IS_HERE = re.compile("[^，,。；; ]{0,4}这[边里块儿]")
# 跟爷爷奶奶住 says where a child lives.
WITH_KIN = re.compile("[跟随由]着?[^，,。；; ]{0,4}$")
OTHERS_HAVE = re.compile("(?:人家|为什么|为啥|凭什么|凭啥|比如|例如|不像|不如|学学?|羡慕)$")
HAVE = re.compile(
    "(?:市|县|区|那边|那里|的人)*(?:[都就](?:能|有|可以|发|免|给|办|管|不要|是)|每个?[月年]|一个?月)"
)
HEARD_OF = re.compile("听(?:人|别人|人家|他们)?[说讲]$")
WE_HAVE_NOT = re.compile(
    "(?:(?:我|俺|咱)们?(?:这|那|县|区|村|镇)|这里|这边|本地|此地)(?:边|里|儿|块)?"
    "(?:怎么|咋|为什么|为啥|却|就|也|说|讲|都|还)*(?:没|不|冇)"
    "|[我俺咱]们(?:怎么|咋|为什么|为啥|却|就|也|都)*没有"
)
# Whom somebody reached is not where they are: 你们是如东的吗.
ASKED_WHOM = re.compile("(?:你们|恁们?|您)(?:这|那|那边|这边|这里)?是(?:不是)?$")
WHOM = re.compile("(?:市|县|区)?(?:的|那边|这边|未保|热线)*[吗吧么嘛不]")
NOT_YOURS = re.compile("我(?:们|家)?(?:不是|不在|不归)(?:你们|恁们?)(?:那|这|县|市|区|管|本地)")
# The police of a place took a parent, who may live in another: 爸爸被宿城派出所抓了.
BY_THE_POLICE = re.compile("被$")
POLICE = re.compile("(?:市|县|区)?(?:的|那边)?(?:派出所|公安|警察|法院|检察院|的?人(?!民))")
SEEN_BEFORE = re.compile(
    "(?:有人|人)在$|听[^，,。；;]{0,3}[说讲]在$|(?:最后|上)一次[^，,。]{0,8}在$"
)
SEEN = re.compile("(?:市|县|区|那边|街上)*(?:看|见|碰|遇|瞧)(?:到|见|过)")
# Where a child may be sent is not where it is: 听说滨海有家武校很好，能不能送去.
PLACE_TO_SEND = re.compile(
    "(?:那边|那里)?(?:有[家个所]?|那[家个所])[^，,。；;]{0,6}(?:学校|武校|机构|基地)"
)
SENT = re.compile("(?:送|带|弄)(?:到那|过?去)(?!年|了)")
SUPPOSED = re.compile(
    "刚[才刚]?还在$|"
    "(?:怀疑|可能|估计|猜|好像|像是|以为|当成|误以为|不知道?是不是|应该(?!是)|大概|八成|说不定)[^，,。；;！!？?]{0,9}$"
    "|[说讲](?:[他她]|自己|家|老家|[他她]家|自己家|的)+(?:是|在|住|住在|从|来自)*$"
)
LONG_AGO = re.compile(
    "(?:去年|前年|大前年|上次|上回|上一次|有一次|有一年|以前|从前|早先|当年|那年|几年前|年前|小时候)(?!起)[^，,。；;！!？?现今就]{0,7}(?<![来搬转嫁迁]到)(?<![来搬转嫁迁])$"
)
# Who says so of himself is away from a child that is at home.
WRITER_AWAY = re.compile("[我俺咱]们?(?:自己)?人(?:现在|还|也|都)?在$")
CHILD_AT_HOME = re.compile(f"(?:{CHILD}|[他她])们?[^，,。；; ]{{0,4}}在(?:家|屋)")
# The child of somebody who is elsewhere lives with the writer.
WITH_WRITER = re.compile(
    "(?:孩子|小孩|娃|儿子|女儿|[他她])[^，,。；;]{0,5}"
    "(?:[在放搁]我[这家们]|[在到]这边|跟着?[我俺]们?(?:过|住|睡|在|[，,。；; ]|$))"
)
KIN_STAYS = re.compile(
    "(?:姐姐?|妹妹?|哥哥?|弟弟?|姑|姨|舅|叔|嫂子?|堂[姐妹哥弟]|表[姐妹哥弟])(?:家|一家|现在|人)*在$"
)
