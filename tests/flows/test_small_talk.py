"""Small talk is told from words that may be about a child by what else is in them: nothing."""

import pytest

from bot.flows.small_talk import (
    asks_how_it_stands,
    asks_of_before,
    begins_another,
    is_greeting,
    is_of_things,
    is_thanks,
)

EVERY = (is_thanks, is_greeting, is_of_things, asks_how_it_stands)
THANKS = (
    "好的谢谢",
    "嗯",
    "嗯嗯，知道了",
    "谢谢您！",
    "收到🙏",
    "OK",
    "ok thanks",
    "辛苦你们了",
    "好",
    "谢谢叔叔阿姨",
    "谢谢警察叔叔！",
)
GREETINGS = (
    "你好",
    "在吗？",
    "您好，请问有人在吗",
    "喂喂",
    "Hello!",
    "hi, anyone there?",
    "早上好",
)
ASKING = (
    "我的事怎么样了",
    "有人管吗",
    "有人管没有",
    "上次反映的事有结果了吗？",
    "办到哪一步了",
    "请问我的事情处理得怎么样了",
    "有消息吗",
    "这事咋样了？有人去吗",
    "Any news?",
    "what's the status of my report",
    "is anyone on it?",
)
THINGS = (
    "牛丢了",
    "我家牛跑丢了怎么办",
    "俺家牛跑丢了恁能帮俺找找不",
    "您好，我的手机被偷了",
    "电动车不见了！",
)
MATTERS = (
    "牛丢了孩子去找没回来",
    "孩子手机被偷了",
    "娃丢了",
    "我家丫头不见了",
    "好的，孩子又哭了",
    "嗯，他爸打的",
    "谢谢，孩子还没找到",
    "你好，我孩子不见了",
    "在吗，隔壁又打孩子",
    "孩子没人管",
    "有人管吗，孩子一个人在家",
    "没有人管他",
    "怎么样才能领补助",
    "救命",
    "不好",
    "警察叔叔",
    "没事了",
    "有人来了",
    "有人去了没回来",
    "hello my son is missing",
    "谢谢" * 2000 + "救",
    "",
)


def test_thanks_greetings_and_questions_are_told_apart() -> None:
    assert [text for text in THANKS if not is_thanks(text)] == []
    assert [text for text in GREETINGS if not is_greeting(text)] == []
    assert [text for text in THINGS if not is_of_things(text)] == []
    assert [text for text in ASKING if not asks_how_it_stands(text)] == []
    of_somebody = ["有人管吗", "有人管没有", "这事咋样了？有人去吗", "is anyone on it?"]
    assert [text for text in ASKING if not asks_of_before(text)] == of_somebody


@pytest.mark.parametrize("text", MATTERS)
def test_a_word_more_may_be_about_a_child(text: str) -> None:
    assert not any(told(text) for told in EVERY)


def test_another_matter_says_so() -> None:
    assert begins_another("另外还有个事，隔壁村有个孩子辍学")
    assert begins_another("还有一件事想说")
    assert not begins_another("她今天还没吃饭")
