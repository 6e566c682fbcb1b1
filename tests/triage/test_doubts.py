"""A county is named and the child need not be there: then it is asked, whatever else is said."""

import pytest

from bot.triage.folding import fold
from bot.triage.places import Places
from tests.triage.sentences import fits


@pytest.mark.parametrize(
    "text",
    [
        # People are called like places.
        "我们班有个学生叫江宁，最近身上老有伤",
        "孩子叫张海安，五岁，走丢了",
        "王江阴是我侄子，十岁，他爸天天打他",
        "邻居老沈海门喝多了打小孩",
        "薛家的孩子天天被打，就是我家隔壁姓薛的那家",
        "小纪同学今年八岁，他爸打他",
        "梅村老师打孩子，她姓梅",
        "周市长你好，孩子没学上",
        "来龙去脉我讲不清楚，孩子被打了",
        "盛泽路上有个小孩一个人走",
        "方巷里有个孩子被打",
        # So are dishes, shops, banks and what is printed on things.
        "盱眙龙虾店里有个小孩在端盘子，看着十二三岁",
        "楼下如皋肉松店老板家孩子没人管",
        "江宁银行门口有个小孩在要饭",
        "车上写着昆山某某公司，把孩子撞了跑了",
        "孩子穿江宁高级中学的校服，在网吧",
        "东海舰队的家属，孩子心情不好",
        # A paper, a birth, a judgement and a telephone are of a place that may be left since.
        "孩子在睢宁出生的，没有出生证",
        "法院是姜堰的，判孩子归我，他爸不给",
        "结婚证在仪征领的，孩子要上户口",
        "孩子手机定位在金坛，人找不到了",
        # Somebody else is from there.
        "网友在宜兴，约我女儿见面",
        "我前夫在丹阳，不给抚养费，孩子跟我",
        "孩子外婆在金坛，孩子想去外婆家",
        "我儿子被一个江都的网友骗了",
        "我姐在启东，她儿子在这边跟我，发烧了",
        # A train passes, a child tells what it likes, a year goes by.
        "坐高铁路过丹阳看到的，一个大人拎着小孩打",
        "孩子买了去昆山的车票，人不见了",
        "小孩说他是宝应的，别的都不肯说",
        "我怀疑孩子被带到太仓去了",
        "去年暑假在溱潼看到有小孩被打",
        "我人在张家港，女儿在家被她后妈打",
        "偷喝他爷爷的洋河大曲",
        "我是钓鱼的，水里有个小孩在喊",
        # Beside the place that seems the child's stands another.
        "我闺女在昆山叫人骗了，我们住泗洪",
        "我弟弟是灌南的，十五岁，去吴江打工被机器压了手",
        "我跟老婆都在吴江的厂里，大的在老家灌云跟爷爷奶奶，生病了",
        "我家在宝应，儿子媳妇在昆山，孙子跟他们过被打了",
    ],
)
def test_a_place_that_need_not_be_the_childs_is_asked(places: Places, text: str) -> None:
    assert not places.find(fold(text)).sure, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Words that look like a doubt, a correction or a journey and are none.
        ("昆山一家饭店里有个小孩端盘子", "昆山市"),
        ("我在江宁东山开面馆的，我儿子15", "江宁区/东山街道"),
        ("一个人带大的 姜堰的 离婚了孩子判给我", "姜堰区"),
        ("三年前随父母来昆山周市，一直没上学", "昆山市/周市镇"),
        ("我不知道小孩子叫什么 兴化沙沟 水边头那家打的", "兴化市/沙沟镇"),
        ("海安客运站这里有个小男孩自己在哭", "海安市"),
        ("如东栟茶。后头那个丫头十三岁，爸妈在上海做装潢", "如东县/栟茶镇"),
        ("常熟一个服装作坊里有个小姑娘，身份证没满16,应该是15,老家贵州来的", "常熟市"),
        ("常熟这边楼上不对劲，老家贵州来的那家天天打孩子", "常熟市"),
        ("我是圩丰的村医,县医院早就开了转诊单让去南京,家里没钱", "灌云县/圩丰镇"),
        ("我是给吴江平望一家羊毛衫厂烧饭的,厂里有个小丫头,她讲十三,家在安徽寿县", "吴江区/平望镇"),
        ("心里过不去。我在梅村电子厂，把他们锁在出租屋里", "新吴区/梅村街道"),
        ("海门街道步行街那个小孩又来了", "海门区/海门街道"),
        ("清江浦大学城旁边那家纹身店给小孩纹", "清江浦区"),
        ("六岁男孩洛社菜场走丢了", "惠山区/洛社镇"),
        ("成集街后头老粮站那堵墙歪了", "涟水县/成集镇"),
        ("浦南这边幼儿园接送的面包车塞了十九个娃", "海州区/浦南镇"),
        ("田楼小学的,有个孩子在树洞里塞纸条", "灌南县/田楼镇"),
        ("吃错药了，我家在阜宁芦蒲", "阜宁县/芦蒲镇"),
        ("薛家这个小区，每天晚上有个女的骂儿子", "新北区/薛家镇"),
        ("小纪的,孙子十四,前天跟老师吵了一架", "江都区/小纪镇"),
        ("沭阳人,女儿六岁没上户口", "沭阳县"),
        ("沭阳人,在外打工,女儿六岁没上户口", "?沭阳县"),
        ("牛山水晶城后头楼顶上坐个小孩", "东海县/牛山街道"),
    ],
)
def test_other_words_leave_the_place_sure(places: Places, text: str, expected: str) -> None:
    assert fits(expected, places.find(fold(text))), text
