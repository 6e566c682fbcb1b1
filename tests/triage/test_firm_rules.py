"""What is believed whatever was learnt, and the words beside which it is not."""

import pytest

from bot.terms import Category, Level
from bot.triage.categories import Judgement
from bot.triage.child import clues
from bot.triage.evidence import Lexicon, load_document
from bot.triage.folding import fold
from bot.triage.reading import Suggestion
from bot.triage.urgency import Urgency, UrgencyRules
from tests.triage.sentences import LEVELS

DOCUMENT = load_document()
LEXICON, RULES = Lexicon(DOCUMENT), UrgencyRules(DOCUMENT, LEVELS)


def _by_rules_alone(text: str) -> Urgency:
    """Judge as if training were sure that nobody is in danger."""
    folded = fold(text)
    calm = Judgement(
        (Suggestion(Category.EDU, 0.9),), 0.9, (), levels=(0.0, 0.0, 0.9, 0.1), gravity=0.0
    )
    return RULES.judge(LEXICON.find(folded), calm, clues(folded).likely_age)


@pytest.mark.parametrize(
    "text",
    [
        # A child is hit by somebody who is grown up.
        "我十二岁，爸爸喝了酒就打我",
        "妈妈说我是赔钱货，还掐我，我上五年级",
        "我初二 后爸嫌我吃得多 拿皮带抽我",
        "老师踢我，我七岁",
        # Somebody says that all would be better without them.
        "我真是多余的 我死了他们就轻松了",
        "家里要是没有我 我妈就不用养我 就解脱了",
        "我要是不在了，爸妈是不是就太平了，初三",
        # A small child gets nothing to eat.
        "他五岁，打翻了碗，后妈就不给饭吃",
        "隔壁六岁的囡囡一不听话就不许吃饭",
        "大班的小孩，他爸不准吃饭，站到天黑",
        # A child lives alone, whatever it says of that.
        "学生十四岁，爸妈出国之后一直一个人",
        "他十三，平时就他一个人，钱是打来的",
        # A small child is alone with fire.
        "邻居家五岁的小孩大人不在，自己点火玩",
        "一年级的小孩没人管，天天自己煮面",
        "六岁，大人上班，他在屋里开煤气",
        "七岁的丫头一个人烧饭，锅都烧穿了",
        # What a small child may have swallowed stands open, or there is less of it.
        "我是他外婆 两周岁的伢子 我那个降压的药瓶子盖子敞开来了 少了几粒我也数不清 他倒蛮乖的",
        "遥控器的纽扣电池找不到了，宝宝一岁多，不晓得可吞下去",
        "一岁半的孙子把蟑螂药打翻了，手上都是",
    ],
)
def test_it_is_an_emergency_whatever_was_learnt(text: str) -> None:
    judged = _by_rules_alone(text)
    assert judged.level is Level.L1
    assert judged.danger


@pytest.mark.parametrize(
    "text",
    [
        # Denied, over, among classmates, somebody else's, or somebody grown up.
        "我十二岁，爸爸从来不打我，就是骂",
        "我妈没打我，她三天不理我，我初一",
        "小时候妈妈打我，我今年十七，她老了",
        "我五年级，爸爸现在不打我了，戒了酒",
        "我六年级，他们班的打我，老师知道了",
        "老师打我儿子，他二年级",
        "爸爸打我妈，我高三",
        "老公打我，我女儿十六，妈妈我该找谁",
        "妈妈打我电话没接到，我十岁",
        # Who is old and ill speaks of the child, and who was left out of something.
        "我死了孙子哪个带，我八十了",
        "没有我的名字，补助名单上，我初二",
        "我不在家的时候孩子挺开心的",
        # What is not to be eaten, and who is old enough, or minded.
        "他五岁，医生不让吃糖",
        "十五岁的儿子打游戏，他爸说不给饭吃",
        "我八岁的孙子吃饭挑嘴，不肯吃饭",
        "九岁的孙女会自己煮面了",
        "七岁的孙女跟奶奶过，饭是自己烧",
        "六岁的小孩自己煮饺子，我在边上看着",
        # Who is ill and old has medicine too, and a child takes it as it should.
        "孙女五岁，我的降压药没钱买了",
        "十三岁的孙子把我的药盒打翻了",
        "孩子四岁，退烧药吃了不见好",
        "以前老大三岁时洗洁精喝了一口，现在好了",
    ],
)
def test_it_is_left_to_what_was_learnt(text: str) -> None:
    assert _by_rules_alone(text).level > Level.L1


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("不小心掉河里了", "accident"),
        ("怕是骨折了", "injury"),
        ("胳膊可能骨折了", "injury"),
        ("鼻梁断了", "injury"),
        ("还没捞上来", "grave"),
        ("捞了半天捞不上来", "grave"),
        ("一摔腿断了", "injury"),
        ("对门往死里打", "brutal"),
        ("店里的人摸小女孩", "sexual_plain"),
        ("吃多少安定药会死", "how_to_die"),
        ("外婆走了以后他就一直一个人", "living_alone"),
        ("三间屋里没个大人", "alone_plain"),
    ],
)
def test_what_happened_is_found_however_it_is_put(text: str, concept: str) -> None:
    assert LEXICON.find(fold(text)).has(concept)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("万一掉河里", "accident"),
        ("怕骨折", "injury"),
        ("幸好没摔着", "accident"),
        ("没见血", "injury"),
        ("倒没出血", "injury"),
        ("药隔两天就断了", "injury"),
        ("她生二胎羊水破了", "injury"),
        ("眼睛开过刀", "weapon"),
        ("妈我脑子要炸了", "grave"),
        ("非要等出人命才修", "help_perhaps"),
        ("不许别人碰她书包", "sexual"),
        ("要不要查性侵犯罪记录", "sexual"),
        ("家里就剩我这个老太婆", "alone"),
        ("老大不小了，没个大人样", "alone_plain"),
        ("他一直一个人玩积木", "living_alone"),
    ],
)
def test_what_did_not_happen_is_not_found(text: str, concept: str) -> None:
    assert not LEXICON.find(fold(text)).has(concept)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("刚流了好多血", "injury"),
        ("他拿着刀", "weapon"),
        ("煤气罐炸了", "grave"),
        ("快来人要出人命了", "help_perhaps"),
        ("老师碰她下面", "sexual"),
        ("有人性侵孩子", "sexual_plain"),
        ("家里就剩他自己", "alone"),
    ],
)
def test_the_same_words_alone_are_found(text: str, concept: str) -> None:
    assert LEXICON.find(fold(text)).has(concept)
