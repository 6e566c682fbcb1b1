import pytest

from bot.triage.child import clues


@pytest.mark.parametrize(
    ("words", "age"),
    [
        ("五六岁的娃", 5),
        ("十三四岁", 13),
        ("5、6岁", 5),
        ("5到6岁", 5),
        ("才13", 13),
        ("13岁", 13),
        ("十三岁", 13),
        ("1岁半", 1),
        ("一岁半", 1),
        ("两岁多", 2),
        ("刚出生", 0),
        ("没满月", 0),
        ("几个月大", 0),
        ("八个月大", 0),
        ("十八个月的宝宝", 1),
        ("不到三岁", 2),
        ("未满八岁", 7),
        ("16周岁", 16),
        ("三年级", 9),
        ("初二", 14),
        ("高一", 16),
        ("上幼儿园", None),
        ("今年刚上小学", None),
        ("马上小升初了", None),
        ("大班的伢子", 5),
        ("中班小朋友", 4),
        ("小四的孩子", 10),
        ("二年纪", 8),
        ("刚上初中", 13),
        ("孙女六个月", 0),
        ("孩子15个月", 1),
        ("七八个月", 0),
        ("宝宝百天", 0),
        ("6 7岁", 6),
        ("14、5岁", 14),
        ("大的9，6岁的", 6),
        ("孩子三个月没上学", None),
        ("孩子两个月了没消息", None),
        ("幼儿园大班", 5),
        ("一个10岁一个6岁", 6),
        ("三年级，9岁半", 9),
        ("八十岁的奶奶带3岁的娃", 3),
        ("3岁的时候妈妈走了，现在12岁", 12),
    ],
)
def test_an_age_is_understood_however_it_is_said(words: str, age: int) -> None:
    assert clues(words).age == age


@pytest.mark.parametrize(
    "words",
    [
        "",
        "80岁的奶奶",
        "二十五岁",
        "三个月没回来",
        "8岁以下的孩子不能独处",
        "大年初三",
        "初三晚上",
        "今年6月",
        "发烧40度",
        "²岁",
    ],
)
def test_a_number_that_is_no_childs_age_is_left_alone(words: str) -> None:
    assert clues(words).age is None


@pytest.mark.parametrize(
    ("words", "sex"),
    [
        ("13岁的女孩", "girl"),
        ("孙女", "girl"),
        ("外甥女", "girl"),
        ("外甥", "boy"),
        ("小男孩", "boy"),
        ("儿子和媳妇在外，孙女在家", "girl"),
        ("男孩和女孩", None),
        ("孩子", None),
    ],
)
def test_boy_or_girl_is_taken_only_where_it_is_said(words: str, sex: str | None) -> None:
    assert clues(words).sex == sex
