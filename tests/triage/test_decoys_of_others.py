"""More made sentences over counties and towns: journeys, offices, kin, papers, and plain speech.

As in `test_decoys`, each construction is tried with many names; here the towns have their turn.
"""

import random
from collections.abc import Iterator

import pytest

from bot.triage.distinct import Distinct
from bot.triage.gazetteer import Gazetteer
from bot.triage.names import ordinary_words, well_known_towns
from bot.triage.places import Places
from bot.triage.villages import Villages
from tests.triage.test_decoys import MARKS, NEED_MORE

DRAWS = 3
PLAIN_DRAWS = 12
SURE_ENOUGH = 0.9

# {k} is a place of somebody or something else; where the child is nobody says.
DECOYS = (
    "{k}的姑姑来接我，我不想去",
    "{k}的外婆打电话来说不养了",
    "{k}的舅妈要把弟弟抱走",
    "我{k}的二姨叫我去她家过年，我妈不肯",
    "{k}的奶奶过来把孩子接走了一个礼拜",
    "姑姑在{k}上班，她说可以供我念书",
    "爷爷的抚恤金是{k}发的，孩子一分没拿到",
    "爸爸的厂在{k}，一年回来一次，我跟奶奶过",
    "他爸在{k}的工地上，电话打不通",
    "我爸去{k}挖煤了，家里就我和妹妹",
    "孩子他爸早些年在{k}当过兵，现在天天喝酒打孩子",
    "奶奶去{k}走亲戚了，家里两个小的没人管",
    "爷爷去{k}拉粮食还没回来，孩子锁家里",
    "妈妈坐车去{k}找活干了，弟弟一直哭",
    "我妈跟一个{k}的司机走了",
    "我爸领回来一个{k}的阿姨，她打我",
    "爸爸找了个{k}的后妈，天天骂我",
    "那个阿姨是从{k}来的，不让我吃饭",
    "教练是从{k}请来的，打队里的孩子",
    "舞蹈老师{k}人，带女孩去宾馆",
    "校长以前在{k}干过，作风不好",
    "寄宿家庭的叔叔老家是{k}的",
    "打人的那几个，听口音是{k}那边的",
    "收废品的{k}人抱着一个小孩",
    "有个{k}口音的女的在校门口拉小孩",
    "大巴是{k}公司的，司机骂小孩",
    "校车是{k}牌照，超员",
    "货车上写着{k}物流，里面有个小孩",
    "孩子身上的衣服是{k}一所小学的校服",
    "书包上绣着{k}实验小学",
    "身份证上地址写的是{k}，人不知道是哪的",
    "户口本在{k}，我们一家在外面十几年了",
    "她的学籍还挂在{k}，人早就不在那念了",
    "出生证明在{k}丢的，补不了",
    "孩子是在{k}医院生的，没给出生证",
    "孩子在{k}妇幼出生，两个月没打疫苗",
    "在{k}做的亲子鉴定，结果不是他爸的",
    "{k}法院判的，孩子归他爸，不给看",
    "{k}那边法院下了裁定，他不执行",
    "孩子爸在{k}欠了钱，讨债的天天上门吓孩子",
    "讨债的是{k}来的，堵着门孩子不敢上学",
    "网贷的人打电话说是{k}公安，要孩子转钱",
    "骗子冒充{k}公安局，骗了我女儿三千",
    "卖烟的快递单子上发货地是{k}",
    "在网上买的文身贴，店铺是{k}的",
    "买的{k}奶粉，孩子吃了拉肚子",
    "吃了{k}产的果冻，噎住了",
    "他送我一盒{k}特产，然后摸我",
    "同学请吃{k}烧烤，回来就吐",
    "在{k}羊肉馆吃坏肚子，孩子吐了",
    "楼下{k}烧饼店的老板摸我女儿",
    "{k}板鸭店后厨有个小孩在洗碗",
    "家门口开了家{k}足疗，里面有小姑娘",
    "小区叫{k}花园，三楼天天打孩子",
    "从{k}高速口下来那个服务区有个孩子",
    "列车快到{k}了，旁边男的打孩子",
    "我们旅游团明天到{k}，车上有个大人打小孩",
    "昨天在{k}出差，酒店隔壁有小女孩哭",
    "我小时候在{k}被人打过，现在睡不着",
    "我初中在{k}念的，那时候老师摸过我",
    "二十年前我在{k}被拐走，想找家",
    "我是{k}被抱走的，想找亲生父母",
    "当年是从{k}抱来的，孩子没户口",
    "听奶奶说我是{k}捡来的",
    "我的亲妈好像在{k}，我想找她",
    "网上有人说我像{k}丢的那个孩子",
    "寻亲群里说{k}有一家在找孩子",
    "她说她要去{k}打工，十五岁，已经走了",
    "儿子留纸条说去{k}找网友，十四",
    "女儿说去{k}看演唱会，两天没回来",
    "他跟几个同学骑车去{k}，到现在没消息",
    "孩子导航搜过{k}，人不见了",
    "手机最后一次开机在{k}",
    "监控看到他上了去{k}的车",
    "有人说在{k}网吧见过他",
    "班主任说他可能去{k}打工了",
    "爸爸要把我送到{k}的武校",
    "他们想送我去{k}的戒网瘾学校",
    "想把孩子转到{k}的聋校",
    "听说{k}有康复机构，收不收外地的",
    "{k}特校招不招外地孩子",
    "{k}那边孤儿一个月给两千，我们才一千",
    "{k}都通过了，为什么我们不给批",
    "你们是不是{k}的，我要找的不是你们",
    "这里不是{k}热线吗，打错了",
    "我拨的是{k}的号，怎么接到你们这",
    "刚才{k}的人说归你们管",
    "{k}说不归他们，叫找你们",
    "打给{k}，他们说不是他们的事",
    "我老婆是{k}的，她要把孩子带走",
    "我婆婆家在{k}，孩子户口想落过去",
    "我娘家在{k}，回不去，孩子跟着我受罪",
    "我前妻住{k}，两年不来看孩子",
    "前夫的新家在{k}，孩子判给我",
    "我跟孩子爸是在{k}认识的，没领证",
    "我俩在{k}领的证，现在要离，孩子怎么判",
    "双胞胎是{k}做的试管，身体弱",
    "孩子的干妈在{k}，要认领",
    "孩子的监护人登记在{k}，人找不到",
    "他哥在{k}蹲大牢，家里剩个小的",
    "他妈在{k}精神病院，他跟着瘫奶奶",
    "她爸在{k}戒毒，妈改嫁",
    "孩子爸骨灰还在{k}，家里没人管小的",
    "他爸爸在{k}掉下脚手架没了，赔的钱让叔叔拿走了",
    "爸爸出车祸在{k}抢救，我和弟弟在家",
    "妈妈在{k}透析，每周去三次，我一个人",
    "孩子转到{k}医院，家里还有个小的没人看",
    "准备带孩子去{k}看眼睛，没钱",
    "在{k}查出来白血病，没钱治",
    "{k}的专家说要手术，没钱",
    "{k}医院门诊说孩子有自闭症，怎么办",
    "{k}救助站送回来的孩子又跑了",
    "从{k}救助站领回来的，又跑了",
    "抖音里{k}那个阿姨收养了八个孩子",
    "刷到{k}一个幼儿园打人，心里难受",
    "看新闻{k}淹死了三个小孩，我们这河边也没栏杆",
    "{k}出过这种事，我们这也要小心",
    "像{k}那样搞个儿童之家不行吗",
    "隔壁县{k}有暑托班，我们怎么没有",
    "离{k}十里地，孩子上学远",
    "往{k}去的那条路上有个孩子乞讨",
    "{k}方向来了一辆车，撞了孩子就跑了",
    "河对面就是{k}，这边没人管孩子",
    "过了桥就到{k}，孩子老往那边跑",
    "同桌是{k}转来的，偷我的钱",
    "室友家在{k}，她天天哭想死",
    "我男朋友{k}的，他让我发那种照片",
    "我网恋对象说他在{k}，要我去找他",
    "王者队友是{k}的，骗我充钱",
    "主播说他在{k}，让我刷礼物",
    "群主是{k}的，群里卖小孩",
    "有个加我的人显示{k}，问我要不要兼职",
    "陌生号码归属地{k}，天天打给我女儿",
    "微信定位在{k}的一个男的约我女儿",
    "给我女儿寄东西的人地址是{k}",
    "我爱人单位在{k}，孩子没人接",
    "网友在{k}说要割腕，才十三，我不知道他名字",
    "小说里{k}有个孩子被虐待，是真的吗",
    "作文写的是{k}的外婆，写得让人想哭",
    "孩子梦里喊{k}，不知道什么意思",
    "他说话颠三倒四，一会说{k}一会说上海",
    "问他哪来的，他摇头，指着地图上的{k}",
    "纸条上写着{k}两个字，别的没有",
    "襁褓里塞着{k}到这边的车票",
    "女孩自称从{k}坐车来的，身上没钱",
    "小男孩说奶奶家在{k}，别的不会说",
    "孩子说他坐了很久的车，从{k}上的车",
    "他说他叫小宝，{k}人，六岁",
    "丢孩子的女人说{k}方言",
    "不知道是不是{k}的，孩子一个人坐在路边",
    "应该是{k}那边过来要饭的，带着小孩",
    "好像是{k}的一个孩子，没人管",
    "搬家去{k}之前，这孩子就没人管",
    "明年要搬到{k}，转学怎么弄",
    "年后去{k}打工，孩子怎么办",
    "打算带孩子回{k}，他爸不让",
    "暑假要送孩子去{k}，怕没人看",
    "要不要把孩子送回{k}上学",
    "我想报考{k}的学校，爸不让",
    "录取到{k}的中专，家里不让去",
    "在{k}念中专的哥哥要退学回来打工",
    "姐姐去{k}读高中了，家里就我一个人",
    "哥哥在{k}的网吧当网管，不管我",
)
# {B} is the child's place, {k} anything else.
BESIDE = (
    "我是{B}的，{k}的姑姑要来把孩子接走",
    "{B}这边，孩子的外公从{k}赶来要人",
    "在{B}，他亲爸从{k}回来抢孩子",
    "{B}，孩子奶奶是{k}嫁过来的，七十多了带不动",
    "我在{B}带孙子，儿子媳妇在{k}",
    "我家{B}，男人在{k}跑船，我病了孩子没人管",
    "娘家{k}，嫁到{B}十年，老公打孩子",
    "我嫁到{k}了，娘家在{B}，弟媳妇跑了，两个侄子没人管",
    "我们从{k}搬到{B}两年了，孩子还是没学籍",
    "我户口在{k}，人在{B}，孩子上学难",
    "户口{k}的，住{B}，低保两边都不给办",
    "{k}说户口不在他那，{B}说人不在他这，其实我们住{B}",
    "{B}，问了{k}那边说不管",
    "{B}，{k}来的亲戚把孩子打了",
    "{B}，孩子在{k}出生，落户要回去办",
    "{B}，孩子在{k}念过一年，回来学校不收",
    "{B}，老公{k}人，跑回去了，孩子没人养",
    "{B}，她去{k}见网友两天没回来",
    "{B}，儿子说要去{k}打工，才十五",
    "我儿子在{B}上学住校，我在{k}，老师打他",
    "我姐家住{B}，姐夫打孩子，我在{k}",
    "{k}上班，家在{B}，孩子发烧没人送医院",
    "我在{k}打工，孩子放{B}他姑家，天天挨打",
    "我们两口子在{k}，娃在{B}跟外婆，外婆摔了",
    "我在{k}当兵，弟弟在{B}被后妈打",
    "我在{k}上大学，暑假回{B}家里，发现弟弟身上有伤",
    "{B}网友求助，孩子在学校被打，我是{k}的，帮忙转",
    "替{B}的朋友问，孩子没户口，我自己是{k}的",
    "{k}热线让我打你们的，孩子在{B}",
    "我先打的{k}，其实是{B}的事，孩子没人管",
    "原来登记的是{k}，搬了，现在是{B}，孩子没人管",
    "上次报的{k}写错了，是{B}",
    "{B}跟{k}中间那个加油站，有个小孩",
    "{k}开往{B}的车，到站了有个孩子没人领",
    "在{B}站下车，从{k}上来的小孩没人管",
    "{B}的{k}超市里有个小孩没人领",
    "{B}{k}大道上有个孩子乞讨",
    "{B}有家{k}龙虾店用童工",
    "{B}实验小学，有个{k}转来的孩子被欺负",
    "{B}的，孩子的姑姑在{k}，想把他送过去",
    "妈妈在{k}，爸爸在上海，我在{B}跟奶奶",
    "我爸{k}，我妈{B}，离了，我跟我妈",
    "大儿子在{k}，小儿子在{B}，小孙子没人管",
    "大女儿嫁{k}，小女儿嫁{B}，小女儿家外孙挨打",
    "孙子在{B}幼儿园，我家住{k}，老师扎他",
    "我是{k}人在{B}开店，隔壁打孩子",
    "我是{k}过来{B}务工的，女儿没学上",
    "{k}的车在{B}撞了孩子",
    "他是{k}的，在我们{B}打小孩",
    "本来住{k}，后来孩子转到{B}读书被打",
    "前年在{k}，去年在{B}，今年还在{B}，孩子没学上",
    "{B}，{k}那个案子以后我们也害怕",
    "{B}，我在{k}工作的女儿说要离婚，外孙归谁",
    "{B}，{k}打来的电话说我儿子在传销",
)
# As people plainly tell where it is, with a town or a county.
PLAIN = (
    "昨天{k}街上有个小孩要饭",
    "今天早上{k}菜场看见一个男的打小孩",
    "刚才{k}汽车站门口有个女孩哭",
    "上周{k}一中有个学生跳楼",
    "这几天{k}下大雨，孩子没法上学",
    "我昨晚{k}街上看到个小孩睡在银行门口",
    "下午三点{k}中学门口打群架",
    "早起{k}街上卖菜的两口子把小孩锁屋里",
    "夜里{k}派出所送来一个孩子",
    "现在{k}卫生院门口有个女婴",
    "每天{k}车站都有个小孩要饭",
    "前天{k}河边捡到一个孩子",
    "关于{k}一户困境儿童的情况",
    "反映{k}一个孩子没人管",
    "投诉{k}小学老师打学生",
    "举报{k}一个厂用童工",
    "求助 {k}的 孩子没奶粉",
    "我是他奶奶{k}的",
    "我是孩子姨{k}这边的，他爸打他",
    "帮帮{k}的孩子吧",
    "麻烦去{k}看看，孩子锁屋里",
    "你们去{k}看看，孩子锁屋里",
    "派人到{k}来",
    "快来{k}",
    "来{k}救救孩子",
    "快到{k}来，打死人了",
    "麻烦联系{k}那边派人看看孩子",
    "能不能让{k}的人去看看孩子",
    "能不能请{k}儿童主任去看看",
    "告诉{k}的村干部去看看孩子",
    "通知一下{k}，孩子在楼顶",
    "报警了，{k}的警察还没来",
    "{k}警察刚走，他又打孩子",
    "{k}110来过了，孩子还是挨打",
    "{k}的110说是家务事",
    "我找过{k}民政，说要等",
    "我去过{k}民政局，让回来等",
    "{k}民政说孩子不够条件，孩子真的没人管",
    "{k}残联说没名额，孩子七岁",
    "{k}教育局说没学位",
    "{k}妇联来过一次，没下文",
    "{k}一小的三年级学生，天天挨打",
    "{k}二中初一，被人堵厕所",
    "{k}实小门口有人发卡片",
    "{k}职中女生怀孕了",
    "{k}中医院急诊收了个小孩，身上有伤",
    "{k}县医院儿科，有个孩子疑似被打",
    "{k}开发区一个厂用童工",
    "{k}经济开发区，孩子锁宿舍里",
    "{k}城东有个小孩没人管",
    "{k}南边一个村，孩子没人管",
    "{k}北门菜场捡个孩子",
    "{k}老城区，孩子一个人住",
    "{k}老街上有个傻女孩怀孕了",
    "{k}万达楼下有小孩要饭",
    "{k}吾悦广场捡到个小孩",
    "{k}大润发门口捡到个小孩",
    "{k}西站有个小孩",
    "{k}客运站有个小孩",
    "{k}火车站出站口有个小孩",
    "{k}服务区有个小孩",
    "{k}高速路口有个小孩",
    "{k}人民公园有人拐孩子",
    "{k}沿河的房子里锁着个孩子",
    "{k}靠海的村子，孩子没学上",
    "{k}那边乡下，孩子没学上",
    "{k}本地人，孩子没学上",
    "{k}人，孩子七岁没户口",
    "户口是{k}的，住也在{k}，孩子没学上",
    "一家四口住{k}，爸爸喝酒打人",
    "我们一家住{k}，爸爸喝酒打人",
    "我跟我妈住{k}，爸爸来闹",
    "我跟外婆在{k}过",
    "两个孩子在{k}没人管",
    "小孩七岁，{k}，没人管",
    "小孩七岁{k}没人管",
    "女儿初二{k}不肯上学",
    "孙子今年六岁，家{k}，没上学",
    "地址：{k}",
    "地址在{k}",
    "住址{k}",
    "地点在{k}",
    "位置就在{k}",
    "坐标在{k}",
    "人在{k}",
    "娃在{k}",
    "俺在{k}",
    "俺搁{k}",
    "俺是{k}嘞",
    "俺{k}嘞，孙子没人管",
    "我们{k}个，伢儿没人管",
    "我{k}的",
    "{k}滴",
    "{k}这厢",
    "{k}地界",
    "{k}境内",
    "{k}辖区",
    "{k}管的",
    "归{k}管",
    "属于{k}",
    "{k}一个小村子",
    "{k}这个地方穷，孩子没学上",
    "{k}这里穷，孩子没学上",
    "我在{k}这个小地方，孩子没学上",
    "在{k}这头，孩子没学上",
    "在{k}那头，孩子没学上",
    "在{k}租的房子，孩子没学上",
    "在{k}买的房，孩子没学上",
    "在{k}安了家，孩子没学上",
    "在{k}落户了，孩子没学上",
    "在{k}开店，孩子没学上",
    "在{k}做生意，孩子带在身边没学上",
    "在{k}厂里，孩子跟我住宿舍没学上",
    "在{k}念书，被人打",
    "在{k}上学，被人打",
    "在{k}住校，被人打",
    "在{k}这个学校，被人打",
)


class Draw:
    """Draw counties, and towns of whose name there is only one, always the same ones."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        villages = Villages(gazetteer, {})
        words, known = ordinary_words(), well_known_towns()
        distinct = Distinct(gazetteer, villages, words, known)
        self._chance = random.Random()  # noqa: S311 - Every test begins it anew.
        self._counties = [
            (one.short, one.name, one.code)
            for one in gazetteer.counties
            if one.short not in NEED_MORE
        ]
        self._towns = [
            (one.short, one.name, one.county_code)
            for one in gazetteer.townships
            if distinct.as_place(one) and not distinct.is_word(one.short)
        ]

    def several(self, frame: str, count: int) -> Iterator[tuple[str, str, str]]:
        """Yield counties and towns, short and whole, with the code; the same for each frame."""
        self._chance.seed(frame)
        yield from self._chance.sample(self._counties, count)
        yield from self._chance.sample(self._towns, count)

    def of_another(self, code: str) -> tuple[str, str, str]:
        """Return a county or town that is not of that county."""
        others = [one for one in (*self._counties, *self._towns) if one[2] != code]
        return self._chance.choice(others)


@pytest.fixture(scope="module")
def draw(gazetteer: Gazetteer) -> Draw:
    return Draw(gazetteer)


@pytest.mark.parametrize("frame", DECOYS)
def test_a_place_of_somebody_else_is_taken_for_no_county(
    places: Places, draw: Draw, frame: str
) -> None:
    said = [
        frame.replace("，", mark).format(k=name)
        for name, _, _ in draw.several(frame, DRAWS)
        for mark in MARKS[:2]
    ]
    assert [words for words in said if places.find(words).sure] == []


@pytest.mark.parametrize("frame", BESIDE)
def test_beside_the_childs_county_or_town_no_other_is_taken(
    places: Places, draw: Draw, frame: str
) -> None:
    wrong = []
    for short, whole, code in draw.several(frame, DRAWS):
        child, _, childs = draw.of_another(code)
        for name in (short, whole):
            for mark in MARKS[:2]:
                words = frame.replace("，", mark).format(k=name, B=child)
                best = places.find(words).best
                if best is not None and best.county_code != childs:
                    wrong.append(words)
    assert wrong == []


@pytest.mark.parametrize("frame", PLAIN)
def test_a_county_or_town_that_is_plainly_told_is_hardly_ever_asked(
    places: Places, draw: Draw, frame: str
) -> None:
    sure = []
    for short, _, code in draw.several(frame, PLAIN_DRAWS):
        best = places.find(frame.format(k=short)).best
        assert best is None or best.county_code == code, short
        sure.append(best is not None)
    assert sum(sure) / len(sure) >= SURE_ENOUGH
