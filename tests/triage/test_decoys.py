"""Made sentences over all counties: where a name stands that need not be the child's place.

A stranger never writes what was thought of before, so each construction is tried with many names:
what holds for one county by chance does not hold for all.
"""

import random
from collections.abc import Iterator

import pytest

from bot.triage.gazetteer import County, Gazetteer
from bot.triage.places import Places

# Of people, cars, papers, news, offices, journeys and wishes; where the child is nobody says.
DECOYS = (
    "隔壁一家子都是{k}的，天天打孩子",
    "网名叫{k}小胖，说带我女儿出去玩",
    "群名叫{k}宝妈群，里面有人发打孩子的视频",
    "抖音号{k}二哥，直播打孩子",
    "微信名{k}老李的人加我女儿要照片",
    "女儿网上认识一个{k}的男的",
    "网友是{k}的，叫她发照片",
    "穿{k}中学校服的两个男生打我儿子",
    "坐{k}的大巴来的小孩，一个人",
    "挂{k}车牌的面包车把孩子带走了",
    "他爸在{k}开店，孩子一个人在家",
    "妈妈嫁到{k}去了，孩子在我们村里没人管",
    "爸爸在{k}跟别人过了，孩子丢给奶奶",
    "父亲是{k}人早就跑了，孩子没户口",
    "他妈跑到{k}去了，孩子丢给奶奶",
    "他爸在{k}坐牢，妈妈跑了",
    "爸爸被{k}派出所抓了，孩子没人管",
    "爸爸关在{k}看守所，孩子放在我家",
    "他爸在{k}住院，孩子一个人在家",
    "妈妈在{k}人民医院抢救，两个孩子一个人在家",
    "爷爷在{k}县医院住院，孙子没人带",
    "舅舅在{k}，愿意养这个孩子",
    "姑姑家在{k}，想把孩子接过去",
    "外婆在{k}来不了，孩子没人管",
    "大伯住{k}，不肯管",
    "想把孩子送到{k}姨妈家",
    "孩子他姑在{k}，说能接",
    "亲戚都在{k}，没人愿意接",
    "去年从{k}搬来的，孩子上不了学",
    "以前在{k}读书，现在没学上",
    "三年前在{k}出过车祸，孩子现在不能走路",
    "孩子在{k}出生的，户口上不了",
    "孩子生在{k}，户口上不了",
    "在{k}生的，没有出生证",
    "出生证是{k}医院开的，户口上不了",
    "之前在{k}看过病，没看好",
    "在{k}读到三年级转回来，学校不收",
    "周末去{k}玩，回来就不说话了",
    "国庆去{k}，回来就不说话了",
    "路过{k}的时候看到一个小孩",
    "从{k}坐车来的，小孩一个人",
    "说要把他送到{k}去",
    "想去{k}打工，才十五",
    "听说{k}每月发一千，我们这里怎么没有",
    "人家{k}都有补贴，我们这没有",
    "{k}都能办，我们这边说不能办",
    "为什么{k}有暑托班，我们没有",
    "看到{k}打孩子的视频，气死了",
    "网上说{k}有个孩子被打死了，是真的吗",
    "{k}那个案子判了没有",
    "新闻里{k}那个小孩后来怎么样了",
    "打他的那个男的是{k}人",
    "拐子是{k}口音",
    "对方家长是{k}的，不肯赔",
    "男方在{k}，不给抚养费",
    "前夫在{k}，不给抚养费，孩子跟我",
    "前夫{k}人，孩子跟我",
    "约她去{k}见面，她才十三",
    "媳妇{k}人，跑了，丢下两个娃",
    "他妈{k}的，跑了",
    "后妈是{k}嫁来的，不给孩子饭吃",
    "孩子爸{k}人，坐牢了",
    "老板是{k}人，叫我女儿陪酒",
    "班主任是{k}的，打学生",
    "奶奶是{k}人，不肯带",
    "孩子说他爸爸在{k}，别的不知道",
    "他说家在{k}，别的说不清",
    "捡到一个孩子，说话像{k}的",
    "捡到一个孩子，衣服上写着{k}小学",
    "捡到个书包，上面有{k}中学的字",
    "买了张去{k}的票，人不见了",
    "可能跑到{k}去了，手机关机",
    "定位显示在{k}，后来关机了",
    "最后一次打电话说在{k}",
    "听人说在{k}看见过他",
    "有人在{k}看到过他",
    "朋友圈发的照片像是在{k}",
    "快递是从{k}寄来的，里面是烟",
    "网购的，卖家在{k}，卖电子烟给学生",
    "老家{k}，人不在那边了",
    "我老公{k}的，我带着孩子租房子",
    "我是{k}嫁过来的，孩子没户口",
    "我们是从{k}来的，孩子上不了学",
    "{k}来的老板开的黑网吧，里面全是学生",
    "我外甥女的同学是{k}的，被后爸打",
    "表妹在{k}读大学，她说室友自杀",
    "儿子在{k}上大学，女儿十五不上学了",
    "女婿在{k}当兵，外孙没人管",
    "老公在{k}跑船，孩子我一个人带",
    "婆家在{k}，把孩子抢走了",
    "婆婆从{k}来，打孩子",
    "我和{k}的前夫离了，孩子跟我",
    "你们是{k}的吗，我孩子被打了",
    "你们{k}管得了吗，我不是你们那的",
    "我打错了，我以为是{k}的",
    "不是{k}的，是隔壁的",
    "离{k}不远，一个村子里，小孩没人管",
    "{k}隔壁的，小孩没人管",
    "靠近{k}，小孩没人管",
    "在去{k}的路上，孩子发烧抽了",
    "从{k}到这里打工，孩子没学上",
    "在回{k}的高铁上看到一个男的打小孩",
    "开往{k}的车上有个小孩哭",
    "{k}到上海的大巴上有个小孩哭",
    "孩子他爸{k}工地摔死了",
    "孩子爸爸在{k}出车祸走了",
    "我弟在{k}厂里，侄子没人管",
    "要是在{k}就好了，这里没人管",
    "我想回{k}，他们不让我回",
    "我想去{k}找妈妈",
    "我妈在{k}，我想去找她",
    "奶奶说妈妈在{k}，我想找妈妈",
    "他前妻{k}的，来抢孩子",
    "女儿被{k}的网友骗走了",
    "儿子跟{k}的老乡走了",
    "孩子被{k}的人抱走了",
    "介绍人是{k}的，抱养要八万",
    "俺闺女嫁在河南永城 女婿打外孙打得住院了 俺在{k} 俺该往哪报",
    "儿子判给前妻带去安徽亳州了 视频里脸上有烟头烫的 我在{k} 该打哪边电话",
    "我堂哥在湖北吸粉，侄子五岁没人管，我是{k}的，远水救不了近火",
    "我人在{k}，老家安徽阜阳的侄女被她后妈拿火钳烫了",
    "我在{k}，前妻带女儿回了四川，不让我视频",
    "女儿手表刚才还在{k}，一下子跳到别的地方",
    "伢子在合肥医院里抽筋醒不过来，我在{k}家里",
    "我在山东日照打工,宿舍隔壁一家子也是江苏{k}的,男的天天拿绳子抽他儿子",
    "我在浙江打工，隔壁租客是{k}的，天天打孩子",
    "我弟在安徽泗县，不是咱{k}，他家孩子没人管",
)
# {B} is the child's county, {k} anything else.
BESIDE = (
    "我是{B}的，孩子爸爸在{k}打工，妈妈跑了",
    "孩子在{B}，他爸在{k}打零工",
    "{B}的，男人在{k}上班，我一个人带三个孩子",
    "{B}的，前夫在{k}，孩子跟我",
    "{B}的，他妈改嫁到{k}，孩子丢给奶奶",
    "{B}，孩子他爸是{k}人，坐牢了",
    "{B}有个孩子，妈妈是{k}的跑了",
    "{B}，隔壁租客是{k}的，天天打孩子",
    "{B}这边有个{k}来的女人打孩子",
    "{B}，{k}来打工的一家，两个孩子没人管",
    "我在{B}，孩子老家{k}，跟我过",
    "我们是{k}人，在{B}打工，孩子跟着我们上不了学",
    "我们{k}的，在{B}租房子住，孩子六岁上学没学校收",
    "老家{k}，现在住{B}，孩子没学上",
    "{k}嫁到{B}，孩子三岁",
    "户口{k}，人在{B}，孩子没学上",
    "学籍在{k}，人在{B}，学校不收",
    "孩子去年从{k}转来{B}，被同学打",
    "孩子从{k}转学到{B}，被同学打",
    "孩子去年还在{k}，今年到{B}上学，被同学打",
    "原来在{k}住，后来搬到{B}，孩子被打",
    "离了婚从{k}回到{B}娘家，孩子跟我",
    "{B}，孩子在{k}医院看过，说要手术",
    "{B}，孩子转到{k}医院去了，没钱治",
    "{B}，女儿跟网友跑了，可能去了{k}",
    "{B}，孩子离家出走，说要去{k}",
    "{B}，孩子不见了，手机定位在{k}",
    "{B}，爸妈都在{k}，孩子自己过",
    "{B}，爸妈都去{k}了，孩子自己过",
    "{B}，他爸在{k}蹲监狱，妈跑了",
    "{B}，他爸在{k}被抓，妈跑了",
    "{B}，外婆在{k}住，没人带孩子",
    "{B}，孩子的大伯在{k}做生意，不肯养",
    "{B}，舅舅从{k}赶来了",
    "{B}，打人的是{k}转来的学生",
    "{B}，骗子说他在{k}",
    "{B}，人家{k}都有补贴",
    "{B}，听说{k}有家特殊学校",
    "{B}，想把孩子送{k}的武校",
    "{B}，想带孩子到{k}看病，没钱",
    "{B}，想转学到{k}",
    "{B}，{k}那边不给转学籍",
    "{B}，{k}的学校不放学籍",
    "{B}，{k}派出所说不归他们管",
    "{B}，打了{k}的电话，让找你们",
    "{B}，{k}民政说要回户籍地办",
    "{B}，我现在人在{k}，赶不回去",
    "我人在{k}，老家{B}的孩子出事了",
    "我在{k}打工，老家{B}，孩子跟奶奶",
    "我在{k}上班，孩子在老家{B}跟奶奶过",
    "我跟老公在{k}，孩子在{B}上学",
    "在{k}打工，{B}家里两个孩子没人管",
    "人在{k}，家在{B}，孩子被后妈打",
    "出差在{k}，{B}家里孩子发烧没人管",
    "我在{k}读书，弟弟在{B}被爸爸打",
    "我在{k}上大学，{B}老家的妹妹被打",
    "我是{k}的老师，网上看到{B}有个孩子求救",
    "我是{k}人，路过{B}看到有人打孩子",
    "{k}的司机，在{B}服务区看到孩子一个人",
    "坐车从{k}到{B}，车站里有个小孩没人管",
    "从{k}来{B}旅游，看到小孩乞讨",
    "在{B}，不是{k}，孩子被打了",
    "不是{k}的，是{B}的，孩子被打了",
    "是{B}，不是{k}，孩子被打了",
    "{k}，打错了，{B}，孩子被打了",
    "刚才说{k}说错了，是{B}",
    "{B}跟{k}交界的地方，有个孩子没人管",
    "{B}靠{k}那边，有个孩子没人管",
    "{B}{k}路，有个孩子没人管",
    "{B}的{k}小区，有个孩子没人管",
    "{B}有个{k}饭店，用童工",
    "{B}{k}羊肉馆，用童工",
    "{B}，{k}老板开的厂，用童工",
    "{B}，有个叫{k}的孩子没人管",
    "{B}，我姓江，{k}的女婿，孩子没人管",
    "姐姐嫁到{k}，把儿子丢在{B}外婆家",
    "弟弟在{k}离婚了，孩子送回{B}",
    "孩子生在{k}，长在{B}，没户口",
    "爸爸{k}的妈妈{B}的，孩子在{B}没人管",
    "表弟在{k}，我在{B}，他天天挨打",
    "侄子在{B}，我在{k}，他天天挨打",
    "外甥女住{B}，她爸在{k}，天天喝酒打她",
    "同学从{k}打电话来说他想死，我在{B}",
    "我{B}的，我网友在{k}说要自杀，十四岁",
    "我闺女嫁到{B}，女婿天天打外孙，我在{k}干着急",
    "儿子判给前妻带去{B}了，脸上有烟头烫的，我在{k}，该打哪边电话",
    "我堂哥在{B}吸粉，侄子五岁没人管，我是{k}的",
    "我人在{k}，老家{B}的侄女被她后妈拿火钳烫了",
    "儿子不接电话，我人在{k}，学校在{B}，我该先打给谁",
    "我在{k}，前妻带女儿回了{B}，不让我视频",
    "妈妈户口在徐州，人在{k}，孩子实际跟我在{B}住",
    "伢子在{B}人民医院里抽筋醒不过来，我在{k}家里",
    "我弟在{B}，不是咱{k}，他家孩子没人管",
    "我妹妹嫁到{B}，外甥天天被打，我在{k}",
    "我姐在{B}，外甥天天被她男人打，我是{k}的",
    "我大姨家在{B}，表妹天天被打，我在{k}上学",
    "姑姑在{B}，她家孩子天天挨打，我在{k}",
    "哥哥嫂子在{B}开店，侄女天天被打，我在{k}",
    "前夫把孩子带到{B}，不让我见，我在{k}",
    "他爸把孩子接到{B}去打，我在{k}",
    "孩子被婆婆抱回{B}了，我在{k}上班",
    "媳妇带着孙子回{B}娘家了，我们在{k}",
    "我在{k}，孩子寄养在{B}亲戚家被打",
    "我在{k}，孩子在{B}姑姑家被打",
    "孩子送到{B}亲戚家了，天天挨打，我在{k}",
    "我是{k}的，孩子在{B}读寄宿学校被打",
    "我{k}人，孩子在{B}上学被打",
    "{k}的，女儿在{B}念书被欺负",
    "{k}的，女儿嫁到{B}，外孙天天被打",
    "{k}的奶奶，孙子跟着他爸在{B}，天天挨打",
    "{k}的，儿子媳妇带着孙子在{B}打工，孙子天天挨打",
    "我们{k}的，孙女在{B}跟她妈过，不给饭吃",
    "我住{k}，我同学住{B}，她爸天天打她",
    "我是{k}的学生，我网友在{B}说要跳楼",
    "我在{k}，朋友家孩子在{B}，天天被打",
    "{k}的志愿者，反映{B}一个孩子没人管",
    "我在{k}上班，视频里看到{B}家里保姆打孩子",
    "我在{k}，监控里看到{B}家里保姆打孩子",
)
# As people plainly tell where it is; {t} and {T} are a township of the county.
PLAIN = (
    "我是孩子外婆{k}的，孙子没人管",
    "老师在{k}这边任教，孩子身上有疤",
    "我们{k}的，孙子五岁，他爸妈带到上海看过",
    "{k}的，孩子六岁了还没上户口",
    "我是{k}的一个奶奶，孙子被打了",
    "{k}这边隔壁天天打孩子",
    "本人{k}人，孩子被老师打",
    "坐标{k}，孩子不肯上学",
    "地点{k}，小孩走丢",
    "{k}某小学老师打学生",
    "{k}县城这边有家网吧收小孩",
    "{k}城里有家网吧收小孩",
    "{k}农村的，孩子没人管",
    "{k}下面一个村，孩子没人管",
    "{k}一家幼儿园老师打人",
    "{k}人民医院门口捡到个孩子",
    "{k}汽车站有个小孩一个人",
    "{k}高铁站有个小孩一个人",
    "{k}万达广场有个小孩走丢了",
    "{k}实验小学三年级的学生被打",
    "{k}中学初二的女生割手腕",
    "在{k}上初中，天天被打",
    "我在{k}读初二，同学打我",
    "我住{k}，爸爸喝酒打我",
    "家在{k}，爸爸喝酒打我",
    "我家{k}的，爸爸喝酒打我",
    "孩子在{k}被打了，快来人",
    "孩子丢了，在{k}",
    "救命，{k}，孩子掉河里了",
    "请问{k}的困境儿童怎么申请",
    "我想问下{k}有没有暑托班",
    "想咨询{k}的孤儿补助",
    "{k}哪里可以办残疾证，孩子八岁",
    "{k}能不能给孩子办低保",
    "你好，{k}的，想给孩子申请救助",
    "您好！{k}，孩子白血病没钱治",
    "{k}来信，孩子没学上",
    "孙女六年级{k}的，被同学欺负",
    "隔壁邻居，{k}的，天天打孩子",
    "孩子十岁，人在{k}，爸妈不管",
    "爸妈离婚了，我跟奶奶在{k}",
    "我跟爷爷奶奶住在{k}，爸妈在外地",
    "爸妈都在外打工，我在{k}老家",
    "孩子爸坐牢，妈跑了，现在{k}跟奶奶过",
    "我们这里是{k}，有个孩子没人管",
    "我们{k}有个孩子没人管",
    "咱{k}的孩子没人管",
    "我这边是{k}，孩子没人管",
    "打电话没人接，{k}的，孩子出事了",
    "{k}，急",
    "{k}有人卖孩子",
    "{k}网友约我见面",
    "{k}出租屋里三个孩子没人管",
    "{k}工地上有个童工",
    "{k}电子厂有童工，才十四",
    "{k}有个厂用童工",
    "路过{k}看到有人打孩子",
    "{k}街上有个小孩要饭",
    "{k}{t}，孩子没人管",
    "{k}{T}有个孩子没人管",
    "{c}{k}{t}的，孩子没人管",
    "{c}市{k}{t}的，孩子没人管",
    "{c}{k}的，孩子没人管",
    "江苏{c}{k}，孩子没人管",
    "江苏省{k}{T}，孩子没人管",
    "我在{k}{t}街上，有个孩子没人管",
    "{t}，{k}的，孩子没人管",
    "{k}，{t}，孩子没人管",
    "{k}的{t}，孩子没人管",
    "我是{t}的，就是{k}那个{t}，孩子没人管",
    "家在{k}的{t}，爸爸喝酒打我",
    "孩子六岁，{k}{t}，没上户口",
    "八岁，{k}，爸爸打我",
    "爸爸打我，我在{k}{t}",
    "爸爸打我，{k}{t}",
    "爸爸打我 {k} {t}",
    "爸爸打我{k}{t}",
    "爸爸打我{k}",
    "我爸打我我妈不管我在{k}",
    "孩子没人管{k}的",
    "没人管的孩子{k}",
    "女儿被老师摸了{k}",
    "我女儿被骗了 {k}",
    "（{k}）孩子没人管",
    "【{k}】孩子没人管",
    "{k}：孩子没人管",
    "{k}-{t}，孩子没人管",
    "{k}/{t}，孩子没人管",
    "#{k}# 孩子被打",
    "{k}未成年人保护中心，孩子没人管",
    "{k}民政局，孩子没人管",
    "找{k}未保，孩子没人管",
    "转{k}，孩子没人管",
    "孙子在{k}念书，被同学打",
    "外孙女在{k}念初一，被同学打",
    "我外甥在{k}跟奶奶过，没人管",
    "侄子在{k}，叫后妈打",
    "我教的学生，{k}的，身上有伤",
    "{k}社区工作者，辖区有个孩子没人管",
    "{k}派出所民警，捡到个孩子",
    "{k}妇幼保健院医生，接诊一个怀孕女孩",
    "我是{k}的外卖员，看到个孩子",
    "在{k}跑滴滴的，车上有个小孩",
    "在{k}送快递，看到个孩子锁家里",
    "在{k}租房子住，隔壁打孩子",
    "我在{k}打工，隔壁打孩子",
    "我在{k}上班，楼上天天打孩子",
    "{k}打工的，孩子上学没地方收",
    "外地人在{k}，孩子上学没地方收",
    "来{k}打工五年了，孩子上学没地方收",
    "搬到{k}半年了，孩子上学没地方收",
    "嫁到{k}十年了，老公打孩子",
    "{k}媳妇，老公打孩子",
)
# Two words that meet, and no place between them.
MEETING = (
    "铃一{k}杯子就掉了，孩子吓哭了",
    "门口黄{k}子要倒，底下有孩子",
    "这墙不{k}易塌，孩子在底下",
)
# As people stop between clauses, or do not.
MARKS = ("，", " ", "")
DRAWS = 20
SURE_ENOUGH = 0.85
# 钟楼 and 云龙 are words first, and 淮安 is a city first.
NEED_MORE = ("鼓楼", "钟楼", "云龙", "天宁", "滨湖", "新北", "淮安")


def _stopped(frame: str, mark: str) -> str:
    return frame.replace("，", mark)


def _drawn(gazetteer: Gazetteer) -> Iterator[tuple[str, County, County]]:
    """Yield names of counties, short and whole, each with its county and another one."""
    chance = random.Random(11)  # noqa: S311 - The same draws on every machine.
    known = [one for one in gazetteer.counties if one.short not in NEED_MORE]
    for county in chance.sample(known, DRAWS):
        other = chance.choice([one for one in known if one.short != county.short])
        for name in (county.short, county.name):
            yield name, county, other


@pytest.mark.parametrize("frame", DECOYS)
def test_a_place_that_need_not_be_the_childs_is_taken_for_no_county(
    places: Places, gazetteer: Gazetteer, frame: str
) -> None:
    said = [
        _stopped(frame, mark).format(k=name) for name, _, _ in _drawn(gazetteer) for mark in MARKS
    ]
    assert [words for words in said if places.find(words).sure] == []


@pytest.mark.parametrize("frame", MEETING)
def test_two_words_that_meet_are_no_county(
    places: Places, gazetteer: Gazetteer, frame: str
) -> None:
    said = [frame.format(k=county.short) for _, county, _ in _drawn(gazetteer)]
    assert [words for words in said if places.find(words).sure] == []


@pytest.mark.parametrize("frame", BESIDE)
def test_beside_the_childs_county_no_other_is_taken(
    places: Places, gazetteer: Gazetteer, frame: str
) -> None:
    wrong = []
    for name, _, child in _drawn(gazetteer):
        for mark in MARKS:
            words = _stopped(frame, mark).format(k=name, B=child.short)
            best = places.find(words).best
            if best is not None and best.county_code != child.code:
                wrong.append(words)
    assert wrong == []


@pytest.mark.parametrize("frame", BESIDE)
def test_beside_the_childs_city_no_county_of_another_is_taken(
    places: Places, gazetteer: Gazetteer, frame: str
) -> None:
    wrong = []
    for name, county, child in _drawn(gazetteer):
        city = gazetteer.city(child.city_code)
        if city is None or county.city_code == city.code:
            continue
        words = frame.format(k=name, B=city.short)
        if places.find(words).sure:
            wrong.append(words)
    assert wrong == []


@pytest.mark.parametrize("frame", PLAIN)
def test_a_county_that_is_plainly_told_is_not_asked(
    places: Places, gazetteer: Gazetteer, frame: str
) -> None:
    chance = random.Random(13)  # noqa: S311 - The same draws on every machine.
    sure, count = 0, 0
    for name, county, _ in _drawn(gazetteer):
        town = chance.choice(gazetteer.townships_of(county.code))
        city = gazetteer.city(county.city_code)
        assert city is not None
        words = frame.format(k=name, t=town.short, T=town.name, c=city.short)
        best = places.find(words).best
        assert best is None or best.county_code == county.code, words
        count += 1
        sure += best is not None
    assert sure / count >= SURE_ENOUGH, frame
