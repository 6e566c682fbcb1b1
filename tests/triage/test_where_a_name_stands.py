"""Where a name stands in a message, and how large the town is: what is taken, and what is asked.

Each rule that takes more has its counterpart here, which must be asked all the same.
"""

import pytest

from bot.triage.gazetteer import Gazetteer
from bot.triage.local_names import LocalNames
from bot.triage.names import Kind, Names
from bot.triage.places import Places
from tests.triage.sentences import fits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Who writes without commas begins anew behind a gap, whatever was said before it.
        ("隔壁又把娃吊起来了 男的一声不吭就是打 她妈一句话不讲 宝应", "宝应县"),
        ("初三 卷子没及格不敢家去 站在楼顶想往下跳下去 泗阳", "泗阳县"),
        ("教练摸我儿子 别以为男孩子没事 我在涟水", "涟水县"),
        ("小的一直哭 楼下邻居讲敲不开门 家在丰县", "丰县"),
        ("三岁 脚烫了 他奶奶还在打牌 我这边是沛县", "沛县"),
        # But the word before the gap may lead over it.
        ("他爸喝多了就打人 老家 宝应", "?宝应县"),
        ("孩子昨天夜里没有回来 可能跑到 泗阳", "?泗阳县"),
        ("男朋友一天到晚打电话给她 户口 涟水", "?涟水县"),
        ("她一直哭一直哭说她想要回 丰县", "?丰县"),
        ("他在网上认识的那个男的自己说 沛县", "?沛县"),
        # A bracket and a dash end a clause as well.
        ("姐姐改嫁了，外甥女想跟我过，监护人能改吗（如东掘港）", "如东县/掘港街道"),
        ("想请社工来上一次课（金坛朱林）", "金坛区/朱林镇"),
        ("奶粉钱没了，想问问补助怎么办——灌南堆沟", "灌南县/堆沟港镇"),
        # Speech that ended long ago says nothing of 家在; what a child says of its home is asked.
        ("我是他姨妈，问他胳膊怎么弄的他讲摔的，眼睛不敢看我，家在睢宁姚集", "睢宁县/姚集镇"),
        ("医生讲要开刀，家里拿不出钱，家在东海", "东海县"),
        ("捡到个小丫头，她讲五岁，家在睢宁", "?睢宁县"),
        ("路边有个娃走丢了，说是跟爷爷来的，家在东海", "?东海县"),
        ("问她哪来的，她说家在睢宁", "?睢宁县"),
        # An address, or 就, at the head of a clause.
        ("我家小子手机关机一夜没家来。地址双店", "东海县/双店镇"),
        ("娃儿锁屋里半天了，坐标沙集", "睢宁县/沙集镇"),
        ("老板晓得她才十五，就泗洪城里，招牌是红的那家", "泗洪县"),
        ("本人高沟，孙女没户口", "涟水县/高沟镇"),
        ("快递地址双店，里面是烟，卖给学生的", "?*"),
        # Who opens with what they are says the town next; what opens may be one of a county's two.
        ("我是送外卖的，庙头有户人家拴着个男娃", "沭阳县/庙头镇"),
        ("我是送外卖的，郭庄有户人家打小孩", "?句容市"),
        ("利国这儿小孩触电了", "铜山区"),
        # What a large town has, at the head, is its own although villages have its name.
        ("杨集街上那家两口子天天打娃", "灌云县/杨集镇"),
        ("郭庄街上那家天天打孩子", "?句容市"),
        ("听人讲杨集街上有一家打娃", "?*"),
        ("塘桥一个托管班打孩子", "张家港市/塘桥镇"),
        ("草庙一个托管班打孩子", "?大丰区"),
        # A school opens the message with a name that no other place has.
        ("安国小学，学生手指断了", "沛县/安国镇"),
        ("千秋小学的，被同学打", "射阳县/千秋镇"),
        ("温泉小学，老师打人", "?*"),
        ("光明小学，老师打人", "?*"),
        # Where somebody is on the register, and nothing far is named, is where they ask.
        ("涟水户口，女儿六岁没上学，怎么办残疾证", "涟水县"),
        ("涟水户口，在外打工，孩子没人管", "?涟水县"),
        ("孩子妈妈是涟水户口，跑了", "?涟水县"),
        ("天王盖地虎", "-"),
        # When it was stands before where it was.
        ("昨天高沟街上有个小孩要饭", "涟水县/高沟镇"),
        ("下午三点沭阳菜场有个男的拖小孩", "沭阳县"),
        ("早起双店街上卖豆腐的两口子把娃锁家里", "东海县/双店镇"),
        ("晚上海门一小门口有人拉小孩", "海门区"),
        ("晚上海门店里有人打小孩", "?*"),
        ("三年前沭阳那个案子判了没有", "?沭阳县"),
        # A town's hospital, what is called so for short, and 这边 of a town that is a word.
        ("长椅上有个小包被，里面是男娃，就郑集医院门口", "铜山区/郑集镇"),
        ("浒关，小子打游戏花了两千", "虎丘区/浒墅关镇"),
        ("公道这边昨夜一家子车祸", "邗江区/公道镇"),
        ("温泉这边有小孩没人管", "?*"),
        ("公道的，你们评评理", "?邗江区,*"),
        ("班上有个孩子没人接（穿城小学五年级）", "泗阳县/穿城镇"),
        ("河从镇上穿城过，小孩老去玩水", "?*"),
        # 我家住宿城 is about 宿城 and no lodging.
        ("我家住宿城埠子，孙女六岁没户口", "宿城区/埠子镇"),
        ("孩子寄宿城南小学，被人打", "?*"),
        # Who corrects only the village is still in the county.
        ("铜山刘集，黄桥村…打错了，是刘集本村的", "铜山区/刘集镇"),
        ("铜山刘集，打错了，是沭阳刘集", "沭阳县/刘集镇"),
        ("宝应宝应 不是 高邮 孩子走丢了", "高邮市"),
        # Where the child of a brother is, beside whoever married away.
        ("我嫁到六合了，娘家在盱眙，弟媳妇跑了，两个侄子没人管", "?六合区,盱眙县"),
        ("我嫁到六合了，娘家在盱眙，老公打孩子", "六合区"),
        # What is beside a town is not the town, and what a town has is.
        ("双店隔壁的，小孩没人管", "?*"),
        ("双店对面有个厂用童工", "?*"),
        ("双店街上有个厂用童工", "东海县/双店镇"),
        # Whose aunt comes from there is elsewhere; who writes as an aunt is there.
        ("沭阳的姑姑来接我，我不想走", "?沭阳县"),
        ("高沟的舅妈要把弟弟抱走", "?*"),
        ("沭阳的姑姑，侄子天天挨打", "沭阳县"),
        ("我是沭阳的奶奶，想给孙子办低保", "沭阳县"),
        # 淮安 is a city before it is a district.
        ("我在淮安，孩子被打了", "?*"),
        ("淮安的，孙子没人管", "?*"),
        ("淮安施河的，孙子没人管", "淮安区/施河镇"),
        # The child is said to be somewhere that is no plain name: nothing else is taken instead.
        ("我跟老公在双店，孩子在郭庄上学", "?*"),
        ("我跟老公在双店，孩子在来龙河上学", "?*"),
        ("我跟老公在双店，孩子在任港上学", "崇川区"),
        # Who is named as of another province beside a town that opens the message is a guest there.
        ("朴席那个小锻造厂，里面有个娃娃说是十五，河北的", "仪征市/朴席镇"),
        ("双店的，隔壁租房子的安徽的，天天打孩子", "东海县/双店镇"),
        # Who will not say which school says which town.
        ("有人匿名塞纸条，说老师摸女生。辛庄某校，请保密", "常熟市/辛庄镇"),
        ("有人匿名塞纸条，说老师摸女生。郭庄某校，请保密", "?句容市"),
        # Who is lost on a trip is lost where that was; who comes back from it is not there.
        ("在溧阳旅游，孩子走散了", "溧阳市"),
        ("在溧阳旅游回来，孩子不肯说话", "?溧阳市"),
        # What is typed in letters may be a place as well.
        ("jiang yin 的 我是河南信阳人 女儿六岁没学上", "?江阴市"),
        # What happened in a year long past was there then.
        ("孩子三岁那年在沭阳烫了，疤还在", "?沭阳县"),
        # A bracket tells where somebody is from.
        ("孩子母亲（沭阳人）离家出走", "?沭阳县"),
        # A lake has a shore, and a town by its name has a school.
        ("我在滨海，孩子在近湖上学被打", "建湖县"),
        # A side of a place is no 江南 and no 河南.
        ("靖江南边一个村，孩子没人管", "靖江市"),
        ("洋河南边一个村，孩子没人管", "宿城区"),
        ("住在河南边的一户，孩子没人管", "-"),
    ],
)
def test_where_a_name_stands_says_whether_it_is_taken(
    places: Places, text: str, expected: str
) -> None:
    assert fits(expected, places.find(text)), places.find(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Many villages of its own stand against few counties in which a village has the name.
        ("杨集的，爸妈不给我念书", "灌云县/杨集镇"),
        ("浦南这边，草窝里有个娃", "海州区/浦南镇"),
        ("草窝里有个娃 浦南这边 我抱着呢", "海州区/浦南镇"),
        ("孙女被狗咬了，王沟的", "丰县/王沟镇"),
        # Against many it is asked, wherever it stands.
        ("郭庄，西瓜全淹了，儿子小六", "?句容市"),
        ("马桥 有个小孩爬变压器", "?靖江市"),
        ("孙女被狗咬了，草庙的", "?大丰区"),
        # Of a town whose name others have, the middle of a sentence says less than its head.
        ("厂里一个童工 说是杨集来的", "?*"),
    ],
)
def test_a_large_town_is_known_by_a_name_that_few_villages_have(
    places: Places, text: str, expected: str
) -> None:
    assert fits(expected, places.find(text)), places.find(text)


def test_a_bare_name_that_another_crosses_may_be_either(gazetteer: Gazetteer) -> None:
    names = Names(gazetteer, LocalNames())
    (crossed,) = names.find("快来龙河看看")
    assert crossed.is_crossed
    towns = [gazetteer.township(code) for code in crossed.codes(Kind.TOWNSHIP_WITHOUT_RANK)]
    assert {one.short for one in towns if one} == {"来龙", "龙河"}
    (shore,) = names.find("寅阳江边有个娃")
    assert not shore.is_crossed


@pytest.mark.parametrize("text", ["骂孩子算家暴吗，来龙河看看", "派人来龙河看看孩子"])
def test_of_two_names_that_cross_none_is_taken(places: Places, text: str) -> None:
    assert not places.find(text).sure
