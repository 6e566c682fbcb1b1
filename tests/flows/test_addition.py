from bot.flows.addition import AdditionFlow
from bot.flows.dialogue import (
    AddToCase,
    Answer,
    Attachment,
    BelongElsewhere,
    ComplainOf,
    Entry,
    Say,
    StartReport,
    Step,
)
from bot.triage.reading import Reading, Relation, WriterClues

FLOW = AdditionFlow()
CASES = [(9, "连东海-0009"), (4, "连东海-0004")]


def said(text: str, *, danger: bool = False) -> Answer:
    return Answer(entry=Entry(text), reading=Reading(danger=danger))


def begin(text: str = "还有一件", *, danger: bool = False) -> Step:
    return FLOW.start(cases=CASES, opening=said(text, danger=danger))


def after(step: Step, answer: Answer) -> Step:
    assert step.dialogue
    return FLOW.step(step.dialogue, answer)


def test_words_are_asked_about_before_they_go_anywhere() -> None:
    step = begin()
    assert step.dialogue
    prompt = FLOW.prompt(step.dialogue)
    assert step.effects == ()
    assert [row[0].id for row in prompt.rows] == ["case:9", "case:4", "new"]


def test_all_words_that_waited_go_to_the_chosen_case() -> None:
    step = after(after(begin("一"), said("二")), Answer(choice="case:4"))
    assert step.dialogue is None
    assert step.effects == (
        AddToCase(4, Entry("一"), rings=False),
        AddToCase(4, Entry("二")),
        Say("addition-kept"),
    )


def test_another_matter_begins_a_report_with_all_words() -> None:
    step = after(after(begin("一"), said("二", danger=True)), Answer(choice="new"))
    assert step.effects == (
        BelongElsewhere(9, (Entry("二"),)),
        StartReport((Entry("一"), Entry("二"))),
    )
    assert after(begin("一"), Answer(choice="new")).effects == (StartReport((Entry("一"),)),)


def test_danger_goes_to_the_latest_case_at_once_and_is_asked_about_all_the_same() -> None:
    step = begin("又打了", danger=True)
    assert step.effects == (Say("emergency"), AddToCase(9, Entry("又打了"), urgent=True))
    assert step.dialogue
    assert FLOW.prompt(step.dialogue).key == "ask-which-case-urgent"


def test_a_child_is_told_as_a_child_whom_to_call() -> None:
    by_words = Reading(danger=True, writer=WriterClues(Relation.CHILD))
    told = FLOW.start(cases=CASES, opening=Answer(entry=Entry("我怕"), reading=by_words))
    assert told.effects[0] == Say("emergency-to-child")
    waiting = FLOW.start(cases=CASES, is_by_child=True)
    assert after(waiting, said("又打了", danger=True)).effects[0] == Say("emergency-to-child")


def test_what_was_urgent_is_not_added_twice() -> None:
    step = after(begin("又打了", danger=True), said("流血了", danger=True))
    assert AddToCase(9, Entry("流血了"), urgent=True) in step.effects
    assert after(step, Answer(choice="case:9")).effects == (Say("addition-kept"),)


def test_what_was_urgent_is_as_urgent_of_another_case_and_the_first_is_told() -> None:
    step = after(after(begin("一"), said("又打了", danger=True)), said("流血了", danger=True))
    there = after(step, Answer(choice="case:4")).effects
    assert there == (
        BelongElsewhere(9, (Entry("又打了"), Entry("流血了"))),
        AddToCase(4, Entry("一"), rings=False),
        AddToCase(4, Entry("又打了"), urgent=True, rings=False),
        AddToCase(4, Entry("流血了"), urgent=True),
        Say("addition-kept"),
    )


def test_words_for_an_urgent_case_go_to_it_at_once_and_what_is_of_another_is_told_it() -> None:
    step = FLOW.start(cases=CASES, opening=said("他在砸门"), urgent_in="320722")
    assert step.effects == (AddToCase(9, Entry("他在砸门")),)
    assert step.ask
    step = after(step, said("警察来了"))
    assert step.effects == (AddToCase(9, Entry("警察来了")), Say("addition-kept-too"))
    assert not step.ask
    assert after(step, Answer(choice="case:9")).effects == (Say("addition-kept"),)
    assert after(step, Answer(choice="case:4")).effects == (
        BelongElsewhere(9, (Entry("他在砸门"), Entry("警察来了"))),
        AddToCase(4, Entry("他在砸门"), rings=False),
        AddToCase(4, Entry("警察来了")),
        Say("addition-kept"),
    )


def test_what_an_urgent_case_was_told_before_another_matter_stays_with_it() -> None:
    step = FLOW.start(cases=CASES, opening=said("他在砸门"), urgent_in="320722")
    step = after(step, said("另外水塘没有围栏"))
    assert step.dialogue
    assert FLOW.prompt(step.dialogue).key == "ask-which-case"
    assert after(step, Answer(choice="new")).effects == (StartReport((Entry("另外水塘没有围栏"),)),)
    step = after(step, said("那边也有个孩子流血了", danger=True))
    assert after(step, Answer(choice="new")).effects == (
        BelongElsewhere(9, (Entry("那边也有个孩子流血了"),)),
        StartReport((Entry("另外水塘没有围栏"), Entry("那边也有个孩子流血了"))),
    )


def test_words_that_complain_of_who_would_read_them_wait_for_where_they_belong() -> None:
    words = said("值班的人收了他家的钱，不管孩子")
    step = FLOW.start(cases=CASES, opening=words, urgent_in="320722")
    assert step.effects == ()
    step = after(step, said("在家里打"))
    assert step.effects == (AddToCase(9, Entry("在家里打")),)
    assert step.dialogue
    assert FLOW.prompt(step.dialogue).rows[0][0].id == "complaint"
    complaint = ComplainOf(9, (Entry("值班的人收了他家的钱，不管孩子"),))
    assert FLOW.default_step(step.dialogue).effects == (complaint,)
    assert after(step, Answer(choice="complaint")).effects == (complaint,)


def test_words_of_danger_call_whoever_holds_the_case_whatever_was_said_after_them() -> None:
    step = after(after(begin("一"), said("又打了", danger=True)), said("在家里"))
    assert after(step, Answer(choice="case:4")).effects == (
        BelongElsewhere(9, (Entry("又打了"),)),
        AddToCase(4, Entry("一"), rings=False),
        AddToCase(4, Entry("又打了"), urgent=True),
        AddToCase(4, Entry("在家里"), rings=False),
        Say("addition-kept"),
    )


def test_stopping_or_never_answering_adds_to_the_latest_case() -> None:
    step = begin("一")
    assert step.dialogue
    expected = (AddToCase(9, Entry("一")), Say("addition-kept"))
    assert FLOW.default_step(step.dialogue).effects == expected
    assert after(step, Answer(choice="stop")).effects == expected


def test_a_foreign_button_loses_nothing() -> None:
    step = after(begin("一"), Answer(choice="case:77"))
    assert step.dialogue
    assert FLOW.default_step(step.dialogue).effects[0] == AddToCase(9, Entry("一"))


def test_an_album_is_asked_about_once() -> None:
    def part(number: int) -> Answer:
        return Answer(entry=Entry(attachment=Attachment("photo", f"f{number}", number, "album")))

    first = FLOW.start(cases=CASES, opening=part(1))
    assert first.ask
    assert not after(first, part(2)).ask


def test_after_the_button_everything_goes_straight_to_that_case() -> None:
    step = after(FLOW.start(cases=CASES[1:]), said("一"))
    assert step.effects == (Say("addition-kept"), AddToCase(4, Entry("一")))
    assert step.dialogue
    assert FLOW.default_step(step.dialogue).effects == ()
