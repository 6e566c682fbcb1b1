"""The officers' dialogues: 退单, 问报告人, 记录, 办结."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.casework import (
    LOWER_REASONS,
    NOBODY,
    REASONS,
    ask_form,
    close_form,
    decline_form,
    lower_form,
    note_form,
)
from bot.flows.dialogue import (
    AddNote,
    Answer,
    AskReporter,
    Attachment,
    Close,
    Decline,
    Dialogue,
    Effect,
    Entry,
    Flow,
    Lower,
    Prompt,
    Ref,
    Say,
    Step,
)
from bot.flows.form import Form
from bot.terms import Outcome
from bot.triage.gazetteer import Gazetteer
from bot.views.prompts import match_choice, render_prompt
from bot.views.texts import LANGUAGES
from tests.shipped import shipped_texts

TEXTS = shipped_texts()
PLACES = Gazetteer.load()
OWNERS = [("320700", "连云港市未保中心"), ("320723", "灌云县未保中心")]
FORMS = {
    "decline": lambda: decline_form(PLACES),
    "ask": ask_form,
    "note": note_form,
    "close": close_form,
    "lower": lower_form,
}
PHOTO = Attachment("photo", "file-1", 5)


class Officer:
    """Answer a form as a person does: with the words on its buttons, and with anything else."""

    def __init__(self, form: Form, **subject: object) -> None:
        self.form: Flow = form
        self.effects: list[Effect] = []
        self.asks = 0
        self.dialogue: Dialogue | None = None
        self._follow(form.start(referral_id=7, number="连东海-0417", **subject))

    def says(self, text: str) -> None:
        """Type words, which may be those of a button."""
        choice = match_choice(self._prompt(), TEXTS, text)
        self.answers(Answer(choice=choice) if choice else Answer(entry=Entry(text)))

    def sends(self, attachment: Attachment, text: str = "") -> None:
        """Send an attachment, perhaps with words under it."""
        self.answers(Answer(entry=Entry(text, attachment)))

    def sees(self, language: str = "zh-CN") -> str:
        """Return the question as it looks, its keys below it."""
        screen = render_prompt(self._prompt(), TEXTS, language)
        rows = [" | ".join(key.text for key in row) for row in screen.keyboard]
        return "\n".join([screen.text, *rows])

    def _prompt(self) -> Prompt:
        assert self.dialogue is not None
        return self.form.prompt(self.dialogue)

    def answers(self, answer: Answer) -> None:
        """Answer in any way at all."""
        assert self.dialogue is not None
        # Between two answers the dialogue is only JSON in a database.
        memory = json.loads(json.dumps(dict(self.dialogue.memory)))
        kept = Dialogue(self.dialogue.flow, self.dialogue.version, self.dialogue.state, memory)
        self._follow(self.form.step(kept, answer))

    def _follow(self, step: Step) -> None:
        self.dialogue = step.dialogue
        self.effects += step.effects
        self.asks += step.dialogue is not None and step.ask


def test_a_return_carries_the_reason_and_the_proposed_owner() -> None:
    officer = Officer(decline_form(PLACES), owners=OWNERS)
    assert "退单 连东海-0417" in officer.sees()

    officer.says("不属本县")
    assert "灌云县未保中心" in officer.sees()
    officer.says("灌云县未保中心")
    assert "不属本县" in officer.sees()
    assert "灌云县未保中心" in officer.sees()
    assert officer.effects == []
    officer.says("确定退单")

    assert officer.dialogue is None
    assert officer.effects == [Decline(7, "decline-elsewhere", "320723")]


def test_a_return_may_have_a_reason_in_words_and_no_owner() -> None:
    officer = Officer(decline_form(PLACES), owners=OWNERS)

    officer.says("孩子已满十八岁")
    officer.says("不清楚")
    officer.says("确定退单")

    assert officer.effects == [Decline(7, "孩子已满十八岁", None)]


def test_an_owner_that_was_not_offered_is_not_taken() -> None:
    officer = Officer(decline_form(PLACES), owners=OWNERS)
    officer.says("重复")

    officer.answers(Answer(choice="owner:110000"))
    assert officer.effects == []
    officer.says("北京市")

    assert officer.effects == [Say("decline-owner-unread")]
    assert officer.dialogue is not None


@pytest.mark.parametrize(
    ("typed", "owner"),
    [
        ("赣榆区", "320707"),
        ("灌云", "320723"),
        ("连云港市未保中心", "320700"),
        ("徐州市鼓楼区", "320302"),
        ("南京鼓楼", "320106"),
    ],
)
def test_the_owner_of_a_return_may_be_typed_as_people_call_it(typed: str, owner: str) -> None:
    officer = Officer(decline_form(PLACES), owners=OWNERS, here="320722")
    officer.says("不属本县")
    officer.says(typed)
    officer.says("确定退单")
    assert officer.effects == [Decline(7, "decline-elsewhere", owner)]


@pytest.mark.parametrize("typed", ["鼓楼区", "东海县"])
def test_an_owner_that_may_be_two_or_is_the_office_itself_is_asked_again(typed: str) -> None:
    officer = Officer(decline_form(PLACES), owners=OWNERS, here="320722")
    officer.says("不属本县")
    officer.says(typed)
    assert officer.effects == [Say("decline-owner-unread")]
    assert "该归谁办" in officer.sees()


def lowering() -> Officer:
    return Officer(lower_form(), level=3, was_key="level-L1", will_key="level-L3")


def test_a_level_is_lowered_for_a_ready_reason_or_in_words() -> None:
    ready, in_words = lowering(), lowering()
    assert "连东海-0417 从特急降到一般：为什么" in ready.sees()

    ready.says("机器读错了")
    in_words.says("打电话问过，是演戏")

    assert ready.effects == [Lower(7, 3, "lower-misread")]
    assert in_words.effects == [Lower(7, 3, "打电话问过，是演戏")]


def test_without_a_reason_in_words_no_level_is_lowered() -> None:
    officer = lowering()
    officer.sends(PHOTO)
    officer.says("   ")
    assert not [one for one in officer.effects if isinstance(one, Lower)]
    officer.says("取消")
    assert officer.dialogue is None
    assert not [one for one in officer.effects if isinstance(one, Lower)]


def test_without_any_office_to_propose_a_return_still_ends() -> None:
    officer = Officer(decline_form(PLACES), owners=[])
    officer.says("信息不清")
    officer.says("不清楚")
    officer.says("确定退单")

    assert officer.effects == [Decline(7, "decline-unclear", None)]


def test_a_question_goes_out_with_its_photo() -> None:
    officer = Officer(ask_form())
    assert "看不到您是谁" in officer.sees()

    officer.sends(PHOTO, "是这个楼吗？")

    assert officer.effects == [AskReporter(7, Entry("是这个楼吗？", PHOTO))]
    assert officer.dialogue is None


def test_notes_are_kept_one_by_one_until_the_officer_has_done() -> None:
    officer = Officer(note_form())
    assert "取消" in officer.sees()

    officer.says("已到村里")
    officer.sends(PHOTO)
    assert "说完了" in officer.sees()
    officer.says("✅ 说完了")

    assert officer.effects == [
        AddNote(7, Entry("已到村里")),
        AddNote(7, Entry("", PHOTO)),
        Say("note-finished", {"number": "连东海-0417"}),
    ]
    assert officer.dialogue is None


def test_every_part_of_an_album_is_noted_and_asked_on_once() -> None:
    officer = Officer(note_form())
    asked = officer.asks

    for number in range(3):
        officer.sends(Attachment("photo", f"file-{number}", number, "album-1"))

    assert len(officer.effects) == 3
    assert officer.asks == asked + 1
    officer.sends(Attachment("photo", "file-9", 9))
    assert officer.asks == asked + 2


@pytest.mark.parametrize("sent", [Entry(), Entry("   "), Entry("", Attachment("sticker", "s"))])
def test_nothing_is_noted_of_a_sticker_or_of_nothing(sent: Entry) -> None:
    officer = Officer(note_form())

    officer.answers(Answer(entry=sent))

    assert officer.effects == []
    assert officer.asks == 2


def test_closing_reads_everything_back_before_it_is_done() -> None:
    officer = Officer(close_form())
    officer.says("查实已处置")
    officer.says("已上门，孩子已送医，监护人被训诫。")
    assert "不要写孩子的姓名、学校、住处" in officer.sees()
    officer.says("孩子现在安全，有人照看。谢谢您。")

    read_back = officer.sees()
    assert "结果：查实已处置" in read_back
    assert "做了什么：已上门，孩子已送医，监护人被训诫。" in read_back
    assert "告诉报告人：孩子现在安全，有人照看。谢谢您。" in read_back
    assert officer.effects == []
    officer.says("确定办结")

    assert officer.effects == [
        Close(
            7, "handled", "已上门，孩子已送医，监护人被训诫。", "孩子现在安全，有人照看。谢谢您。"
        )
    ]


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_offers_its_own_sentence_for_the_reporter(outcome: Outcome) -> None:
    officer = Officer(close_form())
    officer.says(TEXTS(f"outcome-{outcome.value}", "zh-CN"))
    officer.says("办了")
    offered = TEXTS(f"told-{outcome.value}", "zh-CN")

    officer.answers(Answer(choice=f"told-{outcome.value}"))

    assert f"告诉报告人：{offered}" in officer.sees()
    officer.says("确定办结")
    assert officer.effects == [Close(7, outcome.value, "办了", f"told-{outcome.value}")]


@pytest.mark.parametrize("answers", [(), ("查实已处置",), ("查实已处置", "办了")])
def test_a_photo_is_never_taken_for_the_words_that_are_needed(answers: tuple[str, ...]) -> None:
    officer = Officer(close_form())
    for answer in answers:
        officer.says(answer)
    state = officer.dialogue.state if officer.dialogue else ""

    officer.sends(PHOTO, "看照片")

    expected = "form-words-please" if answers else "form-tap-please"
    assert officer.effects == [Say(expected)]
    assert officer.dialogue is not None
    assert officer.dialogue.state == state


def test_a_photo_is_no_reason_to_return_a_case() -> None:
    officer = Officer(decline_form(PLACES), owners=OWNERS)

    officer.sends(PHOTO)

    assert officer.effects == [Say("form-words-please")]
    assert "为什么" in officer.sees()


def test_going_back_in_closing_asks_the_question_before_and_keeps_the_rest() -> None:
    officer = Officer(close_form())
    officer.says("不属实")
    officer.says("上门看了")
    officer.says("返回")
    officer.says("返回")

    assert "结果是哪一种" in officer.sees()
    officer.says("重复")
    officer.says("与 0416 是同一件")
    officer.answers(Answer(choice="told-duplicate"))
    assert "结果：重复" in officer.sees()


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dialogue_can_be_left_and_then_does_nothing(name: str, language: str) -> None:
    officer = Officer(FORMS[name](), owners=OWNERS, level=3)
    last_row = officer.sees(language).splitlines()[-1]
    cancel = TEXTS("choice-cancel", language)
    assert last_row.endswith(cancel)

    officer.says(cancel)

    assert officer.dialogue is None
    assert officer.effects == [Say("form-cancelled")]


def test_hostile_words_are_shown_as_words() -> None:
    officer = Officer(close_form())
    officer.says("其他")
    officer.says("<b>粗</b> & </blockquote>")
    officer.says("<a href='x'>点</a>")

    read_back = officer.sees()
    assert "&lt;b&gt;粗&lt;/b&gt; &amp; &lt;/blockquote&gt;" in read_back
    assert "&lt;a href='x'&gt;点&lt;/a&gt;" in read_back


def test_the_reasons_are_named_in_every_language() -> None:
    assert all(TEXTS.has(f"decline-{reason}", lang) for reason in REASONS for lang in LANGUAGES)
    assert all(TEXTS.has(f"lower-{reason}", lang) for reason in LOWER_REASONS for lang in LANGUAGES)
    assert NOBODY == "owner:"


words = st.text(max_size=30).map(lambda text: Answer(entry=Entry(text)))
taps = st.sampled_from(
    ["back", "cancel", "stop", "skip", "done", "sure", "handled", "told-handled", "owner:", "x"]
).map(lambda choice: Answer(choice=choice))
photos = st.just(Answer(entry=Entry("", PHOTO)))


@given(st.sampled_from(sorted(FORMS)), st.lists(words | taps | photos, max_size=12))
def test_no_row_of_answers_breaks_a_dialogue_or_closes_without_words(
    name: str, answers: list[Answer]
) -> None:
    officer = Officer(FORMS[name](), owners=OWNERS, level=3)
    for answer in answers:
        if officer.dialogue is None:
            break
        officer.answers(answer)

    for effect in officer.effects:
        match effect:
            case Close(_, outcome, done, told):
                assert outcome in set(Outcome)
                assert done.strip()
                assert told.strip()
            case Decline(_, reason, _):
                assert reason.strip()
            case Say(key):
                assert TEXTS.has(key)
    if officer.dialogue is not None:
        assert not any(isinstance(value, Ref) for value in officer.dialogue.memory.values())
        assert officer.sees()
