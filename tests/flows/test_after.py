import pytest

from bot.flows.after import feedback_form, inquiry_form, number_and_rest, withdrawal_form
from bot.flows.dialogue import (
    AddToCase,
    Answer,
    Effect,
    Entry,
    LookUp,
    Reopen,
    Say,
    StartReport,
    Step,
    Withdraw,
)
from bot.flows.form import Form
from bot.triage.reading import Reading


def play(form: Form, step: Step, *said: str | Answer) -> Step:
    for one in said:
        assert step.dialogue
        answer = one if isinstance(one, Answer) else Answer(entry=Entry(one), reading=Reading())
        step = form.step(step.dialogue, answer)
    return step


def tap(choice: str) -> Answer:
    return Answer(choice=choice)


def danger(text: str) -> Answer:
    return Answer(entry=Entry(text), reading=Reading(danger=True))


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("连东海-0417", "连东海-0417", ""),
        ("连东海417", "连东海-0417", ""),
        ("连东海－０４１７", "连东海-0417", ""),
        ("编号：连东海 — 0417 暗语：太阳 月亮，星星、白云", "连东海-0417", "太阳 月亮 星星 白云"),
        ("随便", "随便", ""),
    ],
)
def test_a_number_is_understood_however_it_is_typed(text: str, number: str, rest: str) -> None:
    assert number_and_rest(text) == (number, rest)


def test_number_and_code_may_come_in_two_messages_or_in_one() -> None:
    form = inquiry_form()
    two = play(form, form.start(), "连东海417", "太阳 月亮 星星 白云")
    one = play(form, form.start(), "连东海-0417 太阳 月亮 星星 白云")
    expected = (LookUp("连东海-0417", "太阳 月亮 星星 白云"),)
    assert two.effects == one.effects == expected
    assert two.dialogue is None


def test_a_reason_to_reopen_may_be_given_or_skipped() -> None:
    form = feedback_form()
    start = form.start(case_id=3, number="连东海-0417")
    assert play(form, start, "还是没人管").effects == (Reopen(3, Entry("还是没人管")),)
    assert play(form, start, tap("skip")).effects == (Reopen(3, Entry()),)


def test_one_case_is_withdrawn_after_one_question() -> None:
    form = withdrawal_form()
    start = form.start(cases=[(3, "连东海-0003")])
    assert start.dialogue
    assert form.prompt(start.dialogue).key == "ask-withdraw-sure"
    assert play(form, start, tap("yes")).effects == (Withdraw(3),)
    assert play(form, start, tap("no")).effects == (Say("not-withdrawn"),)


def test_of_several_cases_one_is_chosen_first() -> None:
    form = withdrawal_form()
    start = form.start(cases=[(3, "连东海-0003"), (4, "连东海-0004")])
    asked = play(form, start, tap("4"))
    assert play(form, asked, tap("yes")).effects == (Withdraw(4),)
    back = play(form, asked, tap("back"))
    assert back.dialogue
    assert form.prompt(back.dialogue).key == "ask-withdraw-which"


@pytest.mark.parametrize(
    ("form", "subject", "effects"),
    [
        (inquiry_form(), {}, (StartReport((Entry("又打了"),)),)),
        (withdrawal_form(), {"cases": [(3, "x")]}, (StartReport((Entry("又打了"),)),)),
        (
            feedback_form(),
            {"case_id": 3, "number": "x"},
            (Say("emergency"), AddToCase(3, Entry("又打了"), urgent=True)),
        ),
    ],
)
def test_danger_is_heard_in_every_small_dialogue(
    form: Form, subject: dict[str, object], effects: tuple[Effect, ...]
) -> None:
    assert play(form, form.start(**subject), danger("又打了")).effects == effects


def test_a_small_dialogue_can_always_be_left() -> None:
    form = withdrawal_form()
    start = form.start(cases=[(3, "x")])
    for choice in ("cancel", "stop"):
        assert play(form, start, tap(choice)).dialogue is None
