from collections.abc import Callable

import pytest

from bot.triage.gazetteer import City, County, Gazetteer, Township
from bot.triage.places import Places
from tests.triage.sentences import fits, read_sentences

Form = Callable[[City, County, Township], str]


# Of these a question is asked where the labels would have taken the place.
ASKED_ALL_THE_SAME = 4
ASKED_OF_THE_CORPUS = 5


@pytest.mark.parametrize(
    ("name", "most_missed"),
    [("places.tsv", ASKED_ALL_THE_SAME), ("places_more.tsv", ASKED_OF_THE_CORPUS)],
)
def test_no_labelled_place_is_taken_wrongly_and_hardly_one_is_asked_for_nothing(
    places: Places, name: str, most_missed: int
) -> None:
    read = [(one, places.find(one.words)) for one in read_sentences(name)]
    missed = [(one.words, got) for one, got in read if not fits(one.place, got)]
    assert not [(words, got) for words, got in missed if got.sure]
    assert len(missed) <= most_missed, missed


@pytest.mark.parametrize(
    "text",
    [
        "惠泉山这边有孩子",
        "我们天长的，离高邮不远",
        "射阳瑚镇有个孩子",
        "梅村村有个孩子",
        "吴江村有个孩子",
        # The end of one word and the beginning of the next, or a thing called so.
        "宝宝应该打几针疫苗",
        "家里连盐都没有了，两个孩子饿着",
        "他爸天天买六合彩，孩子不管",
        "我跟他家非常熟，孩子天天挨打",
        "走得太仓促孩子落在车站了",
        "长江都涨水了，孩子还去江边玩",
        "水厂影响水质，孩子都拉肚子",
        "超市东西便宜兴冲冲买了给孩子吃坏了",
        "五港的航班晚点了，孩子在机场哭",
    ],
)
def test_a_name_within_another_or_merely_near_is_not_taken(places: Places, text: str) -> None:
    assert not places.find(text).sure


def every(gazetteer: Gazetteer) -> list[tuple[City, County, Township]]:
    return [
        (city, county, township)
        for city in gazetteer.cities
        for county in gazetteer.counties_of(city.code)
        for township in gazetteer.townships_of(county.code)
    ]


@pytest.mark.parametrize(
    "form",
    [
        lambda city, county, town: f"{city.name}{county.name}{town.name}有个娃没人管",
        lambda city, county, town: f"{city.short}{county.short} {town.name}有个娃没人管",
        lambda _, county, town: f"我住在{county.name}{town.name}",
    ],
)
def test_city_county_and_township_together_are_always_sure(
    gazetteer: Gazetteer, places: Places, form: Form
) -> None:
    for city, county, township in every(gazetteer):
        best = places.find(form(city, county, township)).best
        assert best is not None
        assert (best.county_code, best.township_code) == (county.code, township.code)


@pytest.mark.parametrize(
    "form",
    [
        lambda _, county, town: f"{county.short}{town.name}有个娃没人管",
        lambda _, county, town: f"{county.short}{town.short}有个娃没人管",
        lambda city, _, town: f"{city.short}{town.name}有个娃没人管",
        lambda _, __, town: f"{town.name}有个娃没人管",
        lambda _, __, town: f"老家在{town.name}",
    ],
)
def test_a_township_never_leads_to_a_wrong_county(
    gazetteer: Gazetteer, places: Places, form: Form
) -> None:
    for city, county, township in every(gazetteer):
        best = places.find(form(city, county, township)).best
        assert best is None or best.county_code == county.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Namesakes.
        ("鼓楼区有个孩子", "?鼓楼区"),
        ("徐州鼓楼区有个孩子", "鼓楼区@320302"),
        ("鼓楼区中央门街道有个孩子", "鼓楼区@320106/中央门街道"),
        ("淮安有个孩子", "?*"),
        ("淮安区有个孩子", "淮安区"),
        ("淮安涟水有个孩子", "涟水县"),
        ("连云港有个孩子", "?*"),
        ("连云有个孩子", "连云区"),
        ("东海有个孩子", "东海县"),
        ("东海镇有个孩子", "?启东市,东海县"),
        ("启东东海镇有个孩子", "启东市/东海镇"),
        ("启东东海有个孩子", "启东市"),
        ("刘集镇有个孩子", "?铜山区,仪征市,泗阳县"),
        ("惠山有个孩子", "惠山区"),
        ("钟楼有个孩子", "?钟楼区"),
        ("常州钟楼有个孩子", "钟楼区"),
        # The end of a street, and the shore of a lake beside another place.
        ("双店街北头有家打孩子", "东海县/双店镇"),
        ("他把侄子的书包往薛埠街上一扔", "金坛区/薛埠镇"),
        ("宜兴周铁太湖边芦苇荡里有孩子喊", "宜兴市/周铁镇"),
        ("建湖上冈有个孩子", "建湖县/上冈镇"),
        ("我是戴南的一年级班主任", "兴化市/戴南镇"),
        # Words that are also townships.
        ("孩子在和平家园", "?*"),
        ("新区有个孩子", "?*"),
        ("东海的孩子在新城上学", "东海县"),
        ("他是个公道人", "-"),
        # A township's name that may be the tail of another name.
        ("大双店镇有个孩子", "?东海县"),
        ("双店镇有个孩子", "东海县/双店镇"),
        # The rank was another one once, or the name of the county.
        ("牛山镇有个孩子", "东海县/牛山街道"),
        ("连云港牛山镇有个孩子", "东海县/牛山街道"),
        ("东海牛山镇有个孩子", "东海县/牛山街道"),
        ("新浦区有个孩子", "海州区"),
        ("港闸有个孩子", "崇川区"),
        ("海门市有个孩子", "海门区"),
        ("吴县市有个孩子", "?吴中区,相城区"),
        ("九里区有个孩子", "?泉山区,鼓楼区,铜山区"),
        # What disagrees is asked.
        ("东海县盛泽镇有个孩子", "?东海县,吴江区"),
        ("通州区和海门区之间有个孩子", "?通州区,海门区"),
        ("徐州东海有个孩子", "?东海县"),
        # What a name is to the child.
        ("老家东海，现在住在赣榆", "赣榆区"),
        ("老家东海的", "?东海县"),
        ("户口在赣榆，孩子在东海", "东海县"),
        ("爸爸在苏州吴江上班，妈妈在昆山厂里，娃在泗阳老家", "泗阳县"),
        ("我在南京，孩子在东海", "东海县"),
        ("14岁的小孩在昆山打工", "昆山市"),
        ("爸妈在昆山打工，孩子没人管", "-"),
        ("从宝应转到高邮来上学", "高邮市"),
        # Corrections.
        ("灌云 哦不对 是东海石榴街道的", "东海县/石榴街道"),
        ("说错了不是灌南是灌云", "灌云县"),
        ("不是海安，是如东", "如东县"),
        ("海安汽车站，不对，是如皋汽车站", "如皋市"),
        # Hospitals, trips, wishes and threats are not where the child is.
        ("我们是泗洪的农村，女儿一年级，南京儿童医院让准备三十万", "泗洪县"),
        ("泗阳中医院门口 女婴", "泗阳县"),
        ("在鼓楼医院住院，南京的路不认识", "?*"),
        ("贾汪青山泉的 俺孙子骑自行车走了 说要骑到海南找他妈", "贾汪区/青山泉镇"),
        ("宝华的，两个孩子晚上翻墙去仙林那边的网咖", "句容市/宝华镇"),
        ("靖江到南通这班大巴，有个孩子没下车", "?*"),
        ("父亲人在通州监狱，孩子在如皋", "如皋市"),
        ("扬州广陵，女儿的百日照贴在公交站台", "广陵区"),
        # Who was brought, sent or left somewhere is there.
        ("外甥女是灌南的，她妈给她送到常熟服装厂钉扣子", "常熟市"),
        ("侄子的户口在宿城区，去年起被放在沭阳马厂他后妈的娘家", "沭阳县/马厂镇"),
        ("我跟孩子他爸都在苏州跑外卖，两个小家伙放在响水老家", "响水县"),
        ("老家丰县欢口的，他爸妈在无锡工地，他爷爷把孩子接回老家了", "丰县/欢口镇"),
        ("孩子从昆山转回东台老家，昆山学校讲要接收函", "东台市"),
        ("婚是在盐城离的，现在孩子跟爷爷奶奶在启东吕四港", "启东市/吕四港镇"),
        ("户口勒如东，人勒苏州", "?*"),
        # The writer is in one place, somebody else in another.
        ("我在苏州盛泽织布厂，儿子十二岁半在老家宝应自己过", "宝应县"),
        ("我在太仓他在泰兴，我婆婆带他", "?太仓市,泰兴市"),
        ("我人在昆山，她们在盐都秦南", "?昆山市,盐都区"),
        ("我在昆山，没有高铁了。句容崇明街道，他奶奶睡得早", "?句容市,昆山市"),
        ("我在张家港的船厂，我姐在江西吉安，家里就剩三个小的", "?张家港市"),
        ("我在上海跑外卖，儿子一个人丢家里，灌南三口镇", "灌南县/三口镇"),
        ("我弟弟出车祸了 家里两个娃娃 我在广东明天才能到", "-"),
        ("我在山东枣庄火车站 捡了两个小孩 他们说妈妈是江苏丰县的", "!山东"),
        ("两边一个在昆山一个在盐城", "?昆山市"),
        # A township's bare name that opens the message.
        ("长泾 河边两个小男孩掉下去", "江阴市/长泾镇"),
        ("俺窑湾哩，孙子走路一歪一歪", "新沂市/窑湾镇"),
        ("戴南不锈钢厂宿舍区，学生天天打游戏", "兴化市/戴南镇"),
        ("棋盘镇。最近的亲戚是个舅舅，在广东船上", "新沂市/棋盘镇"),
        ("棋盘 孩子天天下", "?*"),
        ("胡庄 孙女九岁", "?高港区"),
        ("郭庄派出所捡到个孩子", "句容市/郭庄镇"),
        # Beyond the province.
        ("上海嘉定，孙女的补贴怎么申请，我住在太仓边上", "!上海"),
        ("俺在安徽灵璧，你们江苏的徐州离俺近", "!安徽"),
        ("如皋，对门突然养了个男伢儿，女儿我认得的，在上海", "如皋市"),
        ("儿童退烧药能囤多少，开封能放多久", "-"),
        ("他爸爸在宁夏，宁夏哪有海", "-"),
        ("我后爸说再考不好就把我送回安徽", "-"),
        ("安徽宿州有个孩子", "!安徽"),
        ("北京通州有个孩子", "!北京"),
        ("福州鼓楼区有个孩子", "!福州"),
        ("我在上海，邻居家孩子没人管", "!上海"),
        ("爸妈在上海打工，孩子在丹阳", "丹阳市"),
        ("在上海打工，孩子没人带", "-"),
        ("昆山花桥，老家河南的一家人", "昆山市/花桥镇"),
        ("武进洛阳镇有个孩子", "武进区/洛阳镇"),
        ("苏州和上海都有", "?*"),
        ("昆山和上海交界的地方", "?昆山市"),
        ("孩子跟着上海安家的姑姑", "!上海"),
        # Rare and traditional characters.
        ("兴化沈𫭢镇有个孩子", "兴化市/沈𫭢镇"),
        ("宜兴湖㳇镇有个孩子", "宜兴市/湖㳇镇"),
        ("東海縣雙店鎮有個娃", "东海县/双店镇"),
        ("", "-"),
    ],
)
def test_a_place_is_taken_asked_or_left_alone(places: Places, text: str, expected: str) -> None:
    assert fits(expected, places.find(text)), places.find(text)


def test_every_district_that_is_no_more_leads_to_its_successor(
    gazetteer: Gazetteer, places: Places
) -> None:
    for county in gazetteer.counties:
        for rank in "市县区":
            name = county.short + rank
            if county.short in ("鼓楼", "武进", "锡山") or name == county.short + county.short[-1]:
                continue
            best = places.find(f"我家在{name}").best
            assert best is None or best.county_code == county.code


def test_never_more_than_four_places_are_offered(places: Places) -> None:
    assert len(places.find("鼓楼区、通州区、海门区、东海县、沛县、丰县之间").candidates) == 4


def test_a_long_list_of_places_is_never_sure(places: Places) -> None:
    assert places.find("东海县，" * 40).sure
    assert not places.find("东海县，" * 41).sure


def test_a_village_after_its_township_is_kept(places: Places) -> None:
    best = places.find("东海县黄川镇七里桥村有个孩子").best
    assert best is not None
    assert best.village == "七里桥村"


@pytest.mark.parametrize("text", ["东海县有个村子里", "东海县黄川镇我们村", "东海县村里有人"])
def test_words_around_a_village_are_no_village(places: Places, text: str) -> None:
    best = places.find(text).best
    assert best is not None
    assert best.village is None


def test_a_city_alone_narrows_the_question(places: Places) -> None:
    assert places.find("连云港这边有个孩子").city_code == "320700"
