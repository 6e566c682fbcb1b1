"""Ages and classes told in a word or two, without 岁 and without a verb."""

import pytest

from bot.triage.child import clues


@pytest.mark.parametrize(
    ("words", "age"),
    [
        ("孙女十五不去上学了，在家带弟弟", 15),
        ("女儿今年16说在酒店做前台", 16),
        ("他对象还没满17，家里收了彩礼", 16),
        ("初一两个女生一起没来，书包在", 13),
        ("有人把初二一个女生的脸换到片子上", 14),
        ("我是涟水的学生，今年高二", 17),
        ("这边有个高一的小伙子", 16),
        ("大班小男孩滑滑梯膝盖蹭破点皮", 5),
        ("中班，回来不肯脱裤子洗澡", 4),
        ("大年初一他爸打他", None),
        ("他个高一米七", None),
        # What somebody says of the age, or the age alone between two stops.
        ("饭店里有个洗碗的男孩，问他讲十三，云南来的", 13),
        ("老板说17", 17),
        ("闺女是个哑巴，十五，被人骗了", 15),
        ("他走丢了 身上没钱 16了", 16),
        ("正月十五，孩子被打", None),
        ("孩子下午三点十五，走丢的", None),
        # Two figures behind the child, and boy or girl before or behind them.
        ("女儿十四谈朋友了怎么办", 14),
        ("儿子16跑了", 16),
        ("女15 不想念书", 15),
        ("我12男生被堵厕所", 12),
        ("儿子十一放假回来被打了", None),
        ("女儿15号被打的", None),
        ("孙子10点还没回来", None),
        ("小孩12岁以下坐副驾驶罚不罚", None),
        # How old a mind seems is no age, and of age is no child's.
        ("十四岁只有六七岁的智力", 14),
        ("侄子十六了，长得像十岁的样子", 16),
        ("看着也就七八岁的样子", 7),
        ("我妹没满十八", None),
        # Classes: the later one, not a past one, and whose it is.
        ("孩子二年级要升三年级了", 9),
        ("爸爸是我五年级走的，我现在初三", 15),
        ("小班有个丫头咬人", 3),
        ("大班的老师拿针扎", 5),
        ("幼儿园（中班）小朋友不肯来", 4),
        ("中班下班路上看到个小孩", None),
        ("侄子上高三，晚上睡不着", 18),
        ("儿子小班一送就哭", 3),
        ("孙子大班,在幼儿园咬人", 5),
        ("后背全是鞋底印子,大班的,他说妈妈打的", 5),
        ("我妈上中班，我一个人睡", None),
        # A class beside its kindergarten, a form within 初一年级, one that began long ago.
        ("穿城幼儿园老师 大班一小孩午睡，背上青的", 5),
        ("我大班 妈妈去买酱油还没回来", 5),
        ("小班的小姑娘头发黄黄的", 3),
        ("脸换到别人身子上，初一年级都在传", 13),
        ("我高一，从初二开始就每天在想", 16),
        ("距离高考我还剩什么呢", 17),
        ("三岁小孩，老大八岁，小的幼儿园", 3),
        ("老大八岁，小的在幼儿园", 4),
        ("小伙今年五岁了，一个幼儿园要户口本，一个也要", 5),
        # Two figures behind 一个, a figure at the head, and how much older somebody else is.
        ("两个孙子，一个13一个15，叫人带去看场子", 13),
        ("十五了天天半夜翻窗出去", 15),
        ("后悔纹身了 十五 能洗掉吗", 15),
        ("小干十二岁，跟了个大他五岁的阿哥", 12),
        ("伢子七岁，三岁装的耳蜗", 7),
        ("嫂子走了快百天，侄女六年级", 12),
        ("老二没满周岁就走了，现在孙子8岁", 8),
        # What is nearly reached, a mind's age, an animal's, and 二 of 老二 before a figure.
        ("再过两个月就七岁了", 6),
        ("差一个月七岁", 6),
        ("十三岁的身体，五岁的智力", 13),
        ("外甥8岁智力差一点", 8),
        ("家里十岁的老狗死了", None),
        ("老大13，老二7岁", 7),
        ("my son is 7", 7),
        # Babies, told in days or by what is due at their age.
        ("捡到个女娃娃，包被里的，才五天", 0),
        ("宝宝十五天 黄疸", 0),
        ("生完第三天妈妈就走了", 0),
        ("老三还在保温箱里", 0),
        ("当年在保温箱里待了两个月，现在六岁", 6),
        ("毛毛八个月发烧39度", 0),
        ("六个月打疫苗哭了一夜", 0),
        ("抱着个七个月的重孙子", 0),
        ("孩子三个月没见爸爸了", None),
        # Classes in letters.
        ("wo nv er chu san", 15),
        ("sun zi wu nian ji", 11),
    ],
)
def test_an_age_told_shortly_is_read(words: str, age: int | None) -> None:
    assert clues(words).age == age
