"""What every side answers to the four steps: the same words, the same keys, in the same order.

`tests/test_benchmarks.py` holds each of them against what the bot itself says.
"""

from dataclasses import dataclass

NO_DANGER = "没有"
NOTHING_MORE = "✅ 说完了"
SHARED_SPOT = "📍 发送定位"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the state in which a dialogue waits for its answer, HTML text, and keys."""

    state: str
    text: str
    keys: tuple[tuple[str, ...], ...]


DANGER = Question(
    "danger",
    "🔒 只有值班人员看，不用留名字。Telegram 的服务器在国外，聊天没有全程加密。"
    "人命要紧先打 <b>110 / 120</b>。\n\n"
    "第 1/6 步\n<b>现在有孩子正在危险里吗？</b>\n\n"
    "有人正在打、正在流血、昏过去了、小小孩一个人没人管，都算。\n"
    "人命要紧，先打电话：<b>110</b> 报警 · <b>120</b> 救人 · <b>119</b> 着火落水",
    (("🔴 有，现在很危险",), (NO_DANGER, "说不准"), ("◀️ 返回", "跳过 ▶️", "⏹ 停止")),
)
STORY = Question(
    "story",
    "第 2/6 步\n<b>出了什么事？</b>\n\n想怎么说就怎么说。打字、发语音、发照片，都行。",
    (("◀️ 返回", "⏹ 停止"),),
)
MORE = Question(
    "more",
    "第 2/6 步\n我记下了。<b>还有要说的吗？</b>\n\n有就接着发。说完了，点「说完了」。",
    ((NOTHING_MORE,), ("◀️ 返回", "跳过 ▶️", "⏹ 停止")),
)
PLACE = Question(
    "place",
    "第 4/6 步\n<b>孩子现在在哪里？</b>\n\n"
    "点一个市。也可以直接打地名，比如「东海县双店镇」。\n人在孩子身边，可以点「发送定位」。",
    (
        (SHARED_SPOT,),
        ("南京市", "无锡市", "徐州市"),
        ("常州市", "苏州市", "南通市"),
        ("连云港市", "淮安市", "盐城市"),
        ("扬州市", "镇江市", "泰州市"),
        ("宿迁市",),
        ("◀️ 返回", "跳过 ▶️", "⏹ 停止"),
    ),
)
QUESTIONS = (DANGER, STORY, MORE, PLACE)


@dataclass(slots=True)
class Draft:
    """What was said so far."""

    state: str
    is_danger: bool | None = None
    said: tuple[str, ...] = ()


def step(draft: Draft | None, words: str) -> tuple[Draft, Question]:
    """Return the draft with what was just said, and what is asked next.

    Raises:
        ValueError: these words are none of the four steps.
    """
    if words == "/report":
        return Draft(DANGER.state), DANGER
    match draft:
        case Draft(state=DANGER.state) if words == NO_DANGER:
            return Draft(STORY.state, is_danger=False), STORY
        case Draft(state=STORY.state, is_danger=is_danger, said=said):
            return Draft(MORE.state, is_danger, (*said, words)), MORE
        case Draft(state=MORE.state, is_danger=is_danger, said=said) if words == NOTHING_MORE:
            return Draft(PLACE.state, is_danger, said), PLACE
        case _:
            raise ValueError(f"the dialogue does not stand where this is said: {words}")
