"""Of several places the child's is taken: whose a place is, and what stands between."""

import pytest

from bot.triage.places import Places
from tests.triage.sentences import fits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # How old the child is stands between it and its place, whatever sign follows.
        ("我在广州跑车，两个娃一个8岁一个5岁在沛县我娘那边，娘摔断腿了", "沛县"),
        ("我们两口子在温州，儿子 十二岁 在涟水高沟跟爷爷，爷爷前天走了", "涟水县/高沟镇"),
        ("人在东莞厂里，闺女初二，住灌云同兴她姑家", "灌云县/同兴镇"),
        ("我在扬州开出租，女儿四年级在宝应跟外公，外公中风了", "宝应县"),
        ("小孩七岁，现在住高邮外婆家，他爸在苏州坐牢", "高邮市"),
        ("我跟老婆在常州，娃小学四年级 在河南周口奶奶那边，听说被打了", "!河南"),
        ("我在江阴厂里，囡才三岁，在贵州遵义老家", "!贵州"),
        ("我是他姨，人在滁州，娃现在跟后爸住姜堰", "姜堰区"),
        ("我弟弟出事了，家里大的六岁小的两岁 我在广东明天才到", "-"),
        # Whoever carries a child off from home is looked for from there.
        ("孙女五岁 从建湖家里走丢的 她爸妈在无锡", "建湖县"),
        ("孩子从兴化转到泰兴上学，学校不收", "泰兴市"),
        # Whose home is registered elsewhere is with the other parent, said in a clause of its own.
        ("孙女10岁户口在邳州，人现在跟她妈在山东临沂，她妈不让她念书也不让俺接", "?邳州市"),
        ("外甥户口在东海，人现在跟他爸在南京栖霞，俺在东海这头能办不", "栖霞区"),
        ("孩子户口在东海，如今跟着她爸住无锡惠山，天天挨打", "惠山区"),
        ("我在宁波上班，现在跟他妈在昆山打工，孩子在沭阳老家", "沭阳县"),
        # Parents who have let the child come; who only wish to do so have not.
        ("我们夫妻在吴江，上个月把女儿从灌南接过来了，白天没人看", "吴江区"),
        ("我们在吴江，想把女儿从灌南接过来，怎么上学", "灌南县"),
        ("他爸在丹阳的厂上班，暑假把孩子也带进去了，我外甥是泗洪人", "?泗洪县,丹阳市"),
        # Whose home it is stands before the place, and what home behind it; alone is without them.
        ("离婚后我一个人在常州天宁开店，前妻带儿子住她溧水娘家，书本费没交", "溧水区"),
        ("我自己在昆山卖菜，老婆把女儿放她涟水娘家，娃饿得哭", "涟水县"),
        ("孩子住他高邮外婆家，老挨打，我一个人在江都开店", "高邮市"),
        ("女儿说想去她溧水外婆家，她爸打她", "?*"),
        ("我一个人在天宁开店，老公走了，儿子没人管", "?*"),
        # Who was sent to a shop of kin far away is there and in no hospital, wherever home is.
        ("他爸把他送到常州他二叔的饭店端盘子去了。家在镇江世业洲", "?丹徒区"),
        ("他妈把她送到无锡大姨的理发店帮忙，家在句容天王，好几天没来上学", "?句容市"),
        ("班里男生被他爸送到苏州一个电子厂，家在丹阳云阳街道", "?丹阳市"),
        ("孩子送到南京儿童医院，家在丹阳，没钱看", "丹阳市"),
        # Who asks how to change to a school there asks what that place must answer.
        ("孩子下学期想转回扬中念一年级，要哪些材料", "扬中市"),
        ("孩子在沭阳，想转到扬中念一年级，要哪些材料", "沭阳县"),
        ("我们在沭阳，孩子想转到扬中念一年级，怎么办", "?*"),
        ("孩子在老家，我在昆山上班，想转到昆山读小学，要什么材料", "?昆山市"),
        ("我想转到扬中念书，他们打我", "?扬中市"),
        # Left with kin, whoever it is was said before.
        ("儿子判给他，一直放在高邮他奶奶那，我在苏州上班", "高邮市"),
        ("外甥女没人要，现在放在安徽天长她二姨那，我在南京六合上班，想接来", "!安徽"),
        # Whose landlord minds the child has it there.
        ("我们在璜泾打工的，女儿9岁，放学托房东老太太看着", "太仓市/璜泾镇"),
        ("我在璜泾打工，女儿在老家托房东看着", "?太仓市"),
        # Kin beyond the border have their child there, unless somebody here has it.
        ("我妹在山东临沂被抓了，她家小丫头没人管，我在连云港打工", "!山东"),
        ("我堂妹在河南商丘，五岁女孩，她妈打她，我在南通上班", "!河南"),
        ("我妹在山东临沂被抓了，外甥在我家，我在连云港打工", "?*"),
        ("我弟在山东临沂坐牢，侄子没人管，我们在沭阳", "?沭阳县"),
        ("我妹在山东临沂被抓了，她儿子在奶奶家没人管，我在连云港打工", "?*"),
        # A grandparent speaks of a grown son, and of where both old and young live.
        ("睢宁李集的，儿子在深圳，三年没回来，两个小的天天问爸爸", "睢宁县/李集镇"),
        ("我是盱眙马坝人，七十了，儿子把两个孙子丢给我，人跑到广东去了", "盱眙县/马坝镇"),
        ("我是邳州人，老公是枣庄的，娃在枣庄被藏起来了", "!枣庄"),
        # Who went missing elsewhere is looked for there, wherever the writer is.
        ("我在苏州昆山，外甥女从安徽六安外婆家走的，到晚上没回", "!安徽"),
        ("我在常熟，女儿从沭阳奶奶家里走丢了", "沭阳县"),
        ("老家贵州，现在吴江盛泽打工，孩子带在身边没学上", "吴江区/盛泽镇"),
        # Whose trade leads to other people's doors tells of a child there.
        ("宜兴和桥送快递的。屋里一个六岁小姑娘隔着门说妈妈上班去了", "宜兴市/和桥镇"),
        ("我在无锡送外卖的，离了三年，儿子判给她在泗洪上塘", "泗洪县"),
        ("我是在昆山上班的爸爸，儿子气喘，这边药店买不到药", "昆山市"),
        ("宝应的，跟着爷爷过，爸爸妈妈一个在新加坡一个在深圳", "宝应县"),
        ("横山桥的，学校不收，要么就把小的送回老家，老家贵州遵义", "武进区/横山桥镇"),
        # Kin who have a shop somewhere are not the child.
        ("我们庄在响水，姐弟两个没人管，小姨在苏州吴中开饭店", "响水县"),
        ("孙子跟我在滨海，他爸在昆山开饭店", "滨海县"),
        ("我在宝应开文具店，想捐书包", "宝应县"),
        # Where somebody lived once, where a thing is made, what was only heard.
        ("跟爸妈住昆山的时候还好，今年把她一个人送回灌南了", "灌南县"),
        ("灌南堆沟的，孩子缺一只手，南京有做那种手的，做不起", "灌南县/堆沟港镇"),
        ("听说阜宁三灶有个娃被锁在猪圈", "阜宁县/三灶镇"),
        ("听人讲东台有家天天打孩子", "东台市"),
        ("她说在东台", "?东台市"),
        ("吴江转学要什么材料", "吴江区"),
        ("涟水路边捡到个娃娃", "涟水县"),
        ("在涟水路边捡到个娃娃", "?涟水县"),
        # Who speaks of places at school here and of points for them has the child with them.
        ("我们是河南人，在太仓沙溪打工八年了，居住证积分差两分，儿子上不了公办", "太仓市/沙溪镇"),
        ("常熟打工六年了，女儿要上一年级，积分够不够", "常熟市"),
        ("我在常熟打工，女儿在老家沭阳跟奶奶，想带来上学，这边说积分不够", "沭阳县"),
        ("我在昆山上班没空管他，儿子天天泡网吧", "昆山市"),
        # Who works there and tells of neighbours, tells of there; but not of those at home.
        ("我在昆山打工，隔壁天天打孩子", "昆山市"),
        ("在江宁跑滴滴的，车上有个小孩没人管", "江宁区"),
        ("我在昆山打工，老家邻居天天打孩子", "?昆山市"),
        ("我在昆山打工，二嫂讲老家丫头叫后爹吊起来，喊了邻居才放下来", "?昆山市"),
        ("昆山打工的，孩子上学没地方收", "昆山市"),
        # What was, and what grown people did, is not where the child is.
        ("孩子去年还在江阴，今年到靖江上学，被同学打", "靖江市"),
        ("弟弟在江阴离婚了，孩子送回靖江", "靖江市"),
        ("孩子在宝应医院看过，说要手术", "?宝应县"),
        # A city in which they rent counts beside the county that they come from.
        ("我们射阳的，在南通租房子住，孩子没学校收", "?*"),
        ("淮安，射阳那边不给转学籍", "?*"),
        # Who comes from beyond the border is where the message begins.
        ("吴江震泽，安徽六安的，女儿六岁想上震泽小学", "吴江区/震泽镇"),
        ("我在常州武进上班，家是河南固始县的，侄女被后爹吊着打", "!河南"),
        # A hospital across the border is where they go and not where they live.
        ("山东郯城的，离新沂近就一直在新沂看，儿子的药断了", "?新沂市"),
        ("她男人在上海电话不接，娃现在在我家，海门常乐", "海门区/常乐镇"),
        # What is over, and an office that speaks.
        (
            "儿子原先在江阴读的二年级，现在搬到南通平潮，江阴说学籍放了，平潮小学说查不到",
            "通州区/平潮镇",
        ),
        # The child stays at the old home, which is named.
        ("老家泗阳，我跟老公在宁波，娃跟奶奶在老家", "泗阳县"),
        ("我在无锡打工，老家安徽阜阳，侄女在老家叫后妈掐", "!安徽"),
        ("隔壁小孩先跟我睡，他老家在邳州这边没有别人", "邳州市"),
        ("如东的老师，爸爸被带走了，亲戚都在新疆，孩子住我家", "如东县"),
        ("高邮送桥人都晓得这家，孩子跟瘫子爷爷过", "高邮市/送桥镇"),
        ("刚才讲如皋，哦不是，是海安，小孩掉沟里", "海安市"),
        # Somebody unknown is in another place: it may be the child.
        ("我在张家港，那个孩子的事要紧，在达州市", "?张家港市"),
        # The child is away from the writer, and nobody says where.
        ("我在昆山，孩子在老家没人管", "?昆山市"),
        ("我人在昆山，娃五岁在他外婆家，外婆打他", "?昆山市"),
        ("我在吴江，女儿跟她爸过，被后妈打", "?吴江区"),
        ("我在昆山，孩子在学校被打", "昆山市"),
        ("俺亲家在河南永城，外孙女一个人，俺在沛县去不了", "?沛县"),
        ("我在南通，我妈带孩子摔了，赶不回去", "?*"),
        # What is near, what is yours, and what is past.
        ("户口在河南永城，跟你们丰县挨着的，孩子没补助", "?*"),
        ("我搁安徽砀山，邻居小孩三天没回来，你们丰县挨着俺", "!安徽"),
        ("我是灌南的，你们灌云那边有个小孩要饭", "?灌南县,灌云县"),
        ("你们涟水有没有暑托班", "涟水县"),
        ("俺搁睢宁，孙子没人看", "睢宁县"),
        ("孩子在沭阳那边读过两年，现在学籍在我们淮阴区渔沟", "淮阴区/渔沟镇"),
        ("孩子在沭阳住了三年了，一直没户口", "沭阳县"),
        ("外甥坐在学校门口没人接，他爸妈出了车祸都没了，急死人，我在广东", "-"),
        ("我在广东，同学天天打我", "!广东"),
        ("想妈妈，妈妈她在广东", "-"),
        ("他用红笔画了一条线从睢宁到内蒙古，今天没来上学", "?睢宁县"),
        ("我是安徽天长的，挨着你们盱眙，你们管不管", "!安徽"),
        ("我们是浙江长兴的，跟宜兴搭界，补助你们能领不", "!浙江"),
        ("孩子没户口，我是四川嫁到兴化沙沟来的", "兴化市/沙沟镇"),
        ("学生是灌云的，现在在我们句容读书，被打了", "句容市"),
        ("班上有个孩子老家泗洪，跟着爸妈在江阴", "江阴市"),
        ("沭阳…不是，泗阳的，孩子三岁", "泗阳县"),
        ("我在涟水，啊不，在灌云", "灌云县"),
        ("沭阳的，他爸打他，不是，他妈打，现在人在淮安", "?沭阳县"),
        ("伢子想从射阳坐到上海看看再回来", "?*"),
        # Cities and counties of the whole country, where they are spoken of as places.
        ("孩子在达州渠县跟奶奶，我在昆山", "!达州"),
        ("你们好，我是定远的，孩子没人管", "!定远"),
        ("女儿在赣州被打", "!赣州"),
        ("我在苏州送外卖，孩子在云南昭通老家没人管", "!云南"),
        ("孩子在固始跟奶奶，我在浦口", "!固始"),
        ("孩子在凤阳跟奶奶，我在浦口", "?浦口区"),
        ("老公是凤阳的，我们娘俩住浦口", "浦口区"),
        ("我们是四川凉山的，孩子跟我们在盛泽", "吴江区/盛泽镇"),
        ("沭阳的，小孩安康就好，别无为难", "沭阳县"),
        ("孩子被拐到广东揭阳去了，我是沛县的", "沛县"),
    ],
)
def test_the_place_of_the_child_is_taken_and_what_is_open_is_asked(
    places: Places, text: str, expected: str
) -> None:
    assert fits(expected, places.find(text)), places.find(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A town that all know, beside villages of its name; and one that only its county knows.
        ("洋河的，孩子没人带", "宿城区/洋河镇"),
        ("草庙 孙女九岁", "?大丰区"),
        ("戴南这边的老师，有个学生没来", "兴化市/戴南镇"),
        ("塘桥，儿子不上学", "张家港市/塘桥镇"),
        # What only a township has stands behind the name.
        ("我在江安念高一", "如皋市/江安镇"),
        ("白兔卫生院的，有个女婴", "句容市/白兔镇"),
        ("新区卫生院的，有个女婴", "?*"),
        ("儿子海虞小学的，天天被堵", "常熟市/海虞镇"),
        ("坐车回湟里，司机摸我", "武进区/湟里镇"),
        # A word that opens the message may be a place, and is offered.
        ("口岸的，儿子七岁", "?高港区"),
        # What people say for a longer name.
        ("吕四的 孙女被戳了手心", "启东市/吕四港镇"),
        ("启东吕四镇的", "启东市/吕四港镇"),
    ],
)
def test_a_township_without_its_county_is_taken_where_only_it_can_be_meant(
    places: Places, text: str, expected: str
) -> None:
    assert fits(expected, places.find(text)), places.find(text)
