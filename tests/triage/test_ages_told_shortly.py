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
    ],
)
def test_an_age_told_shortly_is_read(words: str, age: int | None) -> None:
    assert clues(words).age == age
