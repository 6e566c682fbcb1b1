"""A place told in a clause of its own, by who the writer is, or by what only a town has.

Each rule that takes more has its counterpart here, which must be asked all the same.
"""

import pytest

from bot.triage.places import Places
from tests.triage.sentences import fits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A clause that is the name and no more tells where all of it is, wherever it stands.
        ("孙子才五年级，双店的，同学都躲着他", "东海县/双店镇"),
        ("手叫机器轧了 高沟 孩子才六岁 送哪个医院", "涟水县/高沟镇"),
        ("孙子才五年级，郭庄的，同学都躲着他", "?句容市"),
        ("孙子才五年级，和平的，同学都躲着他", "?*"),
        # Who says who they are is at home, though somebody worked on a site or married again.
        ("双店人，男人去年工地上摔断腿，两个小的交不起学费", "东海县/双店镇"),
        ("沭阳人，儿媳妇改嫁了，孙女我带", "沭阳县"),
        ("沭阳人，在外借了三万给孙女看病", "沭阳县"),
        ("沭阳人，在外干活，孙女没人带", "?沭阳县"),
        ("沭阳人，嫁得远，孙女没人带", "?沭阳县"),
        ("沭阳人，在昆山工地上，孙女没人带", "?*"),
        # Where the end of a street is there is a town.
        ("双店街北头那家天天打娃", "东海县/双店镇"),
        ("临泽街后头有个深塘，没得栏杆", "高邮市/临泽镇"),
        ("郭庄街北头那家天天打娃", "?句容市"),
        # A village that only this township has says which of many is meant.
        ("赵庄金刘寨有户人家小孩没鞋穿", "丰县/赵庄镇"),
        ("赵庄那边有户人家小孩没鞋穿", "?*"),
        # When and by whom stands before where.
        ("暑假双店这边有没有免费的托班", "东海县/双店镇"),
        ("我外甥被高沟那个修车的骗进屋里了", "涟水县/高沟镇"),
        # A school of a town that is a word, with what stands around it; and a town that is none.
        ("安国小学门口那根电线都垂到地上了", "沛县/安国镇"),
        ("温泉小学门口那根电线都垂到地上了", "?*"),
        ("大公的一个幼儿园老师掐小孩", "海安市/大公镇"),
        ("公道的一个老师掐小孩", "?*"),
        ("她爸好几年没音信，白兔这边就我跟孙女", "句容市/白兔镇"),
        ("她爸好几年没音信，湾头这边就我跟孙女", "?*"),
        # Whoever had an accident in a place is no child, and theirs is not there.
        ("我哥在淮安清江浦出车祸住院，家里两个小孩没人管", "?清江浦区"),
        ("姐夫在宿豫被拘了，外甥一个人在家", "?宿豫区"),
        ("我儿子在宿豫出车祸了，才六岁", "宿豫区"),
        # Where a child is to change to is where they ask; where it goes to is not.
        ("小孩二年级，想从如皋转到靖江来读，要哪些材料", "靖江市"),
        ("小孩二年级，想从如皋转到靖江去读，要哪些材料", "如皋市"),
        # Whoever lies against the border of a county is not in it.
        ("我们这边是安徽天长的，靠着你们盱眙，隔壁天天打小孩", "?盱眙县"),
        # Years of treatment in a great city are no home there.
        ("孙女白血病，苏州看了半年了，家里空了，滨海八滩", "滨海县/八滩镇"),
        # Who does not know where to apply knows where they are.
        ("我是沭阳颜集的，孙女没爹没娘，不晓得到哪块申请", "沭阳县/颜集镇"),
        ("我在沭阳坐上车的，不晓得到了哪", "?沭阳县"),
        # A brother or sister with a child is no child, and what was before is over.
        ("我是大姨，我妹妹在泗阳县医院开刀，孩子现在在宿城区龙河家里", "宿城区/龙河镇"),
        ("我妹妹在泗阳县医院开刀，她才九岁", "泗阳县"),
        ("原来孩子在盱眙外婆家，上个月送到清江浦大伯家，没人管", "清江浦区"),
        # Who works somewhere and has an old home may have left the child at either.
        ("我在常熟厂里，小孩在家跟爷爷奶奶，老家盐都楼王的，天天打游戏", "?常熟市,盐都区"),
        ("我人在吴江盛泽做服装，老家阜宁板湖的，想给那边的小伢捐棉衣", "?吴江区,阜宁县"),
        ("我在常熟，老家盐都的，老公打孩子", "常熟市"),
        # What a town's office did was in the town.
        ("我要告益林民政那个女的，跑了四趟都不给办", "阜宁县/益林镇"),
        ("老子山湖边有两个小孩掉水里了", "洪泽区/老子山镇"),
        # Who rents somewhere lives there; and what is ours is here, whoever works in it.
        ("我们是河南的，在苏州相城黄埭租房住了五年，女儿上学积分不够", "相城区/黄埭镇"),
        ("她妈在我们戴南厂里轧了手，送上海开刀了，外甥女没人带", "兴化市/戴南镇"),
        # An uncle elsewhere, beside who says where they are; and where the child is with him.
        ("俺是沭阳的，年纪大了带不动孙子，他叔在无锡愿意接", "沭阳县"),
        ("俺是沭阳的，他叔在无锡，侄子挨打", "?*"),
        # Whose child ran off from the old home is not where the child is looked for.
        ("儿子跑出去一天没消息，人在老家建湖，我在常州开叉车", "建湖县"),
        ("我爸妈不回来，我一个人在灌云老家，电也停了", "灌云县"),
        ("灌云老家，孩子跟我在无锡", "?*"),
        # Who travels sees what is there.
        ("来溧阳旅游看到的，老板把他儿子关笼子里", "溧阳市"),
        # A county that is called as a thing is, where somebody is said to be from there.
        ("云龙的，孩子不上学", "云龙区"),
        ("我们云龙这边孩子打架", "云龙区"),
        ("孩子打人，我住钟楼", "钟楼区"),
        ("云龙，孩子哮喘喷的药没得了", "云龙区"),
        ("钟楼，孩子爬上去下不来", "?钟楼区"),
        ("孩子在云龙湖边走丢了", "?云龙区"),
        ("钟楼这边有小孩讨饭", "?钟楼区"),
        ("我住钟楼旁边，孩子打人", "?*"),
        ("新北的，孩子不上学", "?新北区"),
        ("云龙社区的，孩子不上学", "?云龙区"),
        # Who is sent to a school somewhere is there, and is no patient of that city.
        ("我住渔沟的，孙子送到云龙一个武校念书", "?*"),
        # Where a child was brought or went since is no less likely than where it was before.
        (
            "她跟我说攒了安眠药，平时在武进湖塘这边借读，这周没来上课，说是回金坛薛埠她爸那里了，打电话关机",
            "?武进区,金坛区",
        ),
        ("儿子在东海一个私立初中住校，鼻梁骨断了，昨天接回赣榆城头家里养着", "?东海县,赣榆区"),
        ("儿子在东海一个私立初中住校，鼻梁骨断了，我想去赣榆告他们", "东海县"),
        ("女儿在东海叫人打了，她爸去赣榆了", "东海县"),
        # Who has the child has it there. Where it was born, or a number is from, it need not be.
        ("离婚判给他爸了 在句容 我住丹徒 每次去看儿子他奶奶都不开门", "?句容市"),
        ("我住丹徒 每次去看儿子他奶奶都不开门", "?*"),
        (
            "孙子一岁半，在昆山花桥生的，疫苗本子也在昆山。现在家来阜宁罗桥跟我过了",
            "阜宁县/罗桥镇",
        ),
        ("孩子在益林读书叫人打了，我手机号是江阴的", "阜宁县/益林镇"),
        ("孙子脑瘫，现在跟我回到句容茅山老家，补贴还在丹阳那边发", "句容市/茅山镇"),
        (
            "我们住江宁湖熟，哦不对，湖熟是老房子，拆迁后搬到溧水柘塘了，孙子听不见",
            "溧水区/柘塘街道",
        ),
        # Neighbours are not what lies beside; who goes there for children says where they are.
        ("金坛儒林隔壁人家儿子初三念了一半不念了", "金坛区/儒林镇"),
        ("我在金坛儒林隔壁，孩子没人管", "?金坛区"),
        ("想周末去邗江公道镇陪小朋友画画，不要报酬", "邗江区/公道镇"),
        ("想周末去邗江公道镇玩，孩子叫人骗了", "?*"),
        ("建议谏壁小学门口放学那会儿安排个志愿者看看", "京口区/谏壁街道"),
        # Half of it sounds like a place.
        ("我是连水五巷的，娃断药三天了", "?涟水县"),
        ("yandu龙刚的 我孙子四年级", "?盐都区"),
        # What stands apart is not what was said; 才 makes nobody of 人; 家 is where the family is.
        ("我不敢跟奶奶说 金湖实验初中的 求你们不要找班主任", "金湖县"),
        ("昆山人才市场后面停车场有个娃睡车里", "昆山市"),
        ("侄儿成天挨骂。我是他大姑，说出来也丢人，家是铜山棠张的", "铜山区/棠张镇"),
        ("走丢的小孩，他说家是铜山棠张的", "?铜山区"),
        ("我在上海做装潢，女儿膀子上是刀片划的，在滨海八滩家里", "滨海县/八滩镇"),
        # Of two people the one named just before is meant.
        ("想跟妈妈视频啊 她在新疆摘棉花 我在车桥上四年级", "淮安区/车桥镇"),
        ("我想跟爸爸视频,他在广州盖楼。我在灌云的下车小学上二年级", "灌云县/下车镇"),
        ("孩子走丢了，他在灌云", "灌云县"),
        # What was before is over; and nobody is sent away who may be within the province.
        ("打了儿子。他九岁，以前跟外公在湖南，去年才接到太仓来", "太仓市"),
        ("我是孩子姑姑，嫁在山东，离得远。侄子八岁，沛县龙固的，恁去人看看", "?沛县"),
        ("我在山东，孩子也在山东，叫人打了", "!山东"),
        ("现在三个月没给我见儿子了，去益林他奶奶家敲门，就是不开", "阜宁县/益林镇"),
        ("我表弟的儿子在八巨跟太奶奶过，爸妈四年没寄钱，有人讲在广东看到过", "滨海县/八巨镇"),
        # Nobody lives at a thing, and no bridge is a town.
        ("我爸又打我了 我在千秋家里 不敢打电话", "射阳县/千秋镇"),
        ("我叫豆豆八岁啦 我家在安国", "沛县/安国镇"),
        ("我爸说要把我扔到涟水五港大桥上", "?涟水县"),
        ("里头一个三岁左右的在哭，铜山区大学路这块", "铜山区"),
        ("我一个颜集种花的，两个小的在我家吃住", "沭阳县/颜集镇"),
        # Whom a child lives with need not be one word; two towns of one county leave nothing open.
        ("我住洪泽高良涧，外孙女跟她爸爸还有那个后妈在盱眙马坝过，今年八岁", "?盱眙县"),
        ("外甥女在梅李，哦不对，梅李是老房子，她现在在支塘上学，让人扇耳光", "常熟市"),
        ("俺住古邳，俺儿一家在魏集街上赁的房子，俩小孩饿着肚子上学", "睢宁县"),
        ("俺住古邳，俺儿一家在益林街上赁的房子，俩小孩饿着肚子上学", "?*"),
        # A place of which nothing tells what it is to the child may be where it is.
        ("孩子现在在梅李上学，益林，让人扇耳光", "?*"),
        ("孩子现在在梅李上学，益林人，让人扇耳光", "常熟市/梅李镇"),
        # Who cannot leave work is not with the child; an address of its own is one.
        ("我人在昆山厂里请不到假 闺女15昨晚从家跑了 一夜没回 灌云伊山的", "?昆山市,灌云县"),
        ("我在张家港厂里加班出不来 家里两个小的一个人没有 家是安徽灵璧的", "?*"),
        ("三个娃撂在泗洪界集老家，家里没有大人。我人在东莞厂里", "泗洪县/界集镇"),
        ("他妈妈五年没消息了，有人说在张家港看见过。伢在启东惠萍跟我过", "启东市/惠萍镇"),
        ("高油汽车站女厕所里头有个毛娃娃", "?高邮市"),
        # Where something is to be done is no place of the past; nor is one a child must not go to.
        ("请问在赣榆办收养登记要带哪些材料", "赣榆区"),
        ("我家丫头听力残疾，户口在海安白甸，护理补贴没到账", "海安市/白甸镇"),
        ("户口在海安白甸，人在外地打工，孩子没补贴", "?海安市"),
        ("我们射阳农村年年有小孩下河，在河口竖个牌子吧", "射阳县"),
        ("我们在昆山千灯做工，积分不够，总不能一个人送回安徽去读吧", "昆山市/千灯镇"),
        ("孙女在砖墙小学念五年级，班上几个丫头笑她", "高淳区/砖墙镇"),
        ("我是单亲妈妈在平潮卖水果，儿子逃课", "?通州区"),
        # Who never left is there, and so is who came; a main street is in its town.
        ("老家就在灌南百禄屈东，一直没搬。小孩三个穿单鞋", "灌南县/百禄镇"),
        ("我们户口安徽的在吴江盛泽织布四年了，女儿学校不收", "吴江区/盛泽镇"),
        ("家访发现宝华这边出租房里一个初一的女生一个人住", "句容市/宝华镇"),
        ("建议宜兴乡镇的图书室寒假也开门", "宜兴市"),
        ("胡埭这边厂里老板欠我工资，滨湖劳动局电话打不通", "滨湖区"),
        ("小孩天天黑了就嚎，俺们住窑湾西大街后面", "新沂市/窑湾镇"),
        ("孩子白血病。上海那边医院说要四十万。射阳县海河镇", "射阳县/海河镇"),
        # Where they are from, and where they are now.
        ("手机关机两天。我们是河南的，在张家港塘桥纺织厂，女儿14", "张家港市/塘桥镇"),
        ("我们贵州毕节的，两口子在江阴华士的厂干了四年，要居住证，娃没书念", "江阴市/华士镇"),
        ("大学生，寒假回姜堰溱潼老家，想给留守小朋友免费辅导", "姜堰区/溱潼镇"),
        ("路过氾水街上洗车，有个男伢子在洗", "宝应县/氾水镇"),
        ("湟里街浪厢有个小佬十四岁，勿去读书", "武进区/湟里镇"),
        ("外孙九岁不讲话，住勒震泽", "吴江区/震泽镇"),
        # So it is where a missing child was seen last.
        ("丫头十三，她同学说在南通下的大巴，我们家是姜堰的，一夜没消息", "?姜堰区"),
        ("儿子跑了，后来他同学讲在江阴祝塘一个网吧里看见他，我们戴南的", "?*"),
        ("同学说在江阴看见他，我们是戴南的，现在已经到家了", "兴化市/戴南镇"),
        # A whole family that works somewhere has left nobody; and a middle school is no 城中.
        ("我们一家在横林打工，想把小孩托给我妹妹带", "武进区/横林镇"),
        ("我们一家在横林打工，孩子在老家跟奶奶", "?*"),
        ("吕城中学东边那个窨井盖子没了好几天了", "丹阳市/吕城镇"),
        # What sounds like a place in a clause of its own, and what lies in it.
        ("孩子听不见，如高这边上学，同学笑他", "?如皋市"),
        ("六和程桥这里有个娃没人要", "?六合区"),
        ("女儿十五，在虚怡城里一家店纹了身", "?盱眙县"),
    ],
)
def test_a_short_address_is_taken_where_it_can_only_be_one(
    places: Places, text: str, expected: str
) -> None:
    assert fits(expected, places.find(text)), places.find(text)
