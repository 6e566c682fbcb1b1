import pytest

from bot.terms import Category, Level
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage


@pytest.mark.parametrize(
    "text",
    [
        "快来人啊",
        "他爸正在打孩子",
        "孩子满脸是血",
        "娃昏迷了叫不醒",
        "他爸拿着菜刀",
        "我不想活了",
        "六岁的孩子一个人在家",
        "7岁的娃没人管",
        "才13，被人摸下身",
        "12岁的女孩怀孕了",
        "小孩掉河里了",
        "我爸打我",
        "疑似被打，身上有伤",
        "听说孩子好像流血了",
        "请问能不能快来，孩子流血了",
        "要出事了，孩子在里头喊",
        "喝多少会不疼",
        "从几楼跳才不疼",
        "我不想醒过来了",
    ],
)
def test_words_of_danger_are_an_emergency(triage: Triage, text: str) -> None:
    reading = triage.read(text)
    assert reading.level is Level.L1
    assert reading.danger


@pytest.mark.parametrize(
    "text",
    [
        "打孩子犯法吗",
        "性侵儿童判几年",
        "性侵12岁女孩判几年",
        "虐待儿童怎么判",
        "几岁的小孩可以一个人在家 法律怎么规定的",
        "请问孤儿补助一个月多少钱",
        "爸妈在外打工，孩子想要书包",
        "你好",
        "",
    ],
)
def test_a_question_or_a_wish_is_no_emergency(triage: Triage, text: str) -> None:
    reading = triage.read(text)
    assert reading.level >= Level.L3
    assert not reading.danger


@pytest.mark.parametrize("text", ["我爸打我，这犯法吗", "隔壁在打孩子，犯法吗"])
def test_a_report_that_asks_about_the_law_is_still_a_report(triage: Triage, text: str) -> None:
    assert triage.read(text).level is Level.L1


def test_a_child_of_8_at_home_is_not_by_itself_a_danger(triage: Triage) -> None:
    assert not triage.read("8岁的孩子一个人在家").danger
    assert triage.read("7岁的孩子一个人在家").danger


def test_the_default_of_a_category_counts_without_being_a_danger(gazetteer: Gazetteer) -> None:
    urgent = Triage(gazetteer, {Category.EDU: Level.L1}).read("孩子不上学了")
    assert urgent.level is Level.L1
    assert not urgent.danger


def test_a_message_about_a_child_that_is_not_understood_is_looked_at_soon(triage: Triage) -> None:
    reading = triage.read("那个孩子有点不大对劲")
    assert reading.level is Level.L2
    assert any(reason.rule == "unclear-about-a-child" for reason in reading.reasons)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("家里断粮了，孩子没饭吃", Level.L2),
        ("孩子爸爸天天喝酒赌钱", Level.L2),
        ("村口水塘没有围栏", Level.L2),
        ("小孩被烫伤了", Level.L1),
        ("孩子白血病没钱治", Level.L2),
        ("孩子高烧40度抽筋", Level.L1),
        ("儿童主任从来不上门，我要投诉", Level.L3),
    ],
)
def test_words_raise_what_the_category_starts_from(triage: Triage, text: str, level: Level) -> None:
    assert triage.read(text).level is level


def test_every_level_has_its_reason(triage: Triage) -> None:
    reasons = {(one.rule, one.words) for one in triage.read("六岁的孩子一个人在家").reasons}
    assert ("under-8-alone", "一个人在家") in reasons
    assert ("age", "六岁") in reasons


@pytest.mark.parametrize(
    "text",
    [
        # Parents who are gone are no lost child, and a thing that breaks is no child's bone.
        "母亲失联三年，9岁的孩子想认定事实无人抚养",
        "孩子的眼睛看不见了多久能领残疾补贴，孩子9岁",
        "老师骂我作业写得不好",
        "孩子说妈妈你不要死，其实就是分离焦虑",
        "孩子的低保断了，腿都跑断了",
        "讲座讲防溺水，孩子都去了",
        "妈妈失联爸爸死亡，7岁女孩，失联证明怎么开",
        "儿子六年级，学校离家十几里，怎么转",
        "我妈走丢了，家里孩子5岁",
        "孩子7岁，想死妈妈了，能不能视频",
        "孩子的铅笔刀老师不让带",
        "笑死了，孩子非要打死蚊子才睡",
        "请问抱养孩子要不要采血",
        "他爸怎么死的我不清楚，就想问孤儿证怎么开",
    ],
)
def test_words_that_only_look_like_danger_are_none(triage: Triage, text: str) -> None:
    assert not triage.read(text).danger


@pytest.mark.parametrize(
    "text",
    [
        "孩子9岁，昨天失联了",
        "他爸找孩子去了，女儿6岁走丢了",
        "7岁的娃，腿上流血了",
        "孩子拿刀要打死他弟弟",
        "女儿十二岁跟人跑了",
        "爸爸打我骂我",
        "我儿子说他想死",
        "救命，孩子要死了",
    ],
)
def test_the_same_words_of_a_child_are_danger(triage: Triage, text: str) -> None:
    assert triage.read(text).danger
