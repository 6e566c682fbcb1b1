"""The dialogues of a visit, without a wire."""

import json

from bot.flows.acts import AskVisit, DangerOnVisit, ReportVisit, SeeOnVisit
from bot.flows.dialogue import Answer, Attachment, Dialogue, Effect, Entry, Step
from bot.flows.visiting import HAZARDS, POINTS, VisitForm, answers_of, ask_visit_form
from bot.triage.reading import Reading

CHECKS = (*POINTS, *HAZARDS)


def tapped(choice: str) -> Answer:
    return Answer(choice=choice)


def said(text: str, *, danger: bool = False) -> Answer:
    return Answer(entry=Entry(text=text), reading=Reading(danger=danger))


def photo(album: str = "", message_id: int = 1) -> Answer:
    attachment = Attachment("photo", "file", message_id, album)
    return Answer(entry=Entry(attachment=attachment, message_id=message_id), reading=None)


def at(step: Step) -> Dialogue:
    assert step.dialogue is not None
    return step.dialogue


def begun() -> Dialogue:
    return at(VisitForm().start(visit_id=7, number="连东海-0001"))


def of_kind(step: Step, kind: type[Effect]) -> list[Effect]:
    return [one for one in step.effects if isinstance(one, kind)]


def test_every_point_and_hazard_is_asked_once_and_all_of_it_is_reported() -> None:
    form, dialogue, seen = VisitForm(), begun(), []
    answers = ["safe", *("problem" if name == "food" else "fine" for name in CHECKS)]
    for answer in answers:
        seen.append(dialogue.state)
        dialogue = at(form.step(dialogue, tapped(answer)))
    dialogue = at(form.step(dialogue, said("鸡蛋坏了")))
    end = form.step(dialogue, tapped("sure"))

    assert seen == ["safe", *CHECKS]
    assert end.dialogue is None
    (report,) = of_kind(end, ReportVisit)
    assert isinstance(report, ReportVisit)
    found = answers_of(report.answers)
    assert report.visit_id == 7
    assert (found["safe"], found["food"], found["found"]) == ("safe", "problem", "鸡蛋坏了")
    assert set(found) == {"safe", *CHECKS, "found"}


def test_own_words_answer_a_point() -> None:
    dialogue = at(VisitForm().step(begun(), tapped("safe")))
    dialogue = at(VisitForm().step(dialogue, said("奶奶管着，但她腿不好")))
    assert dialogue.state == "care"
    assert dialogue.memory["guardian"] == "奶奶管着，但她腿不好"


def test_a_picture_is_kept_at_once_whatever_was_asked_and_an_album_is_thanked_for_once() -> None:
    form = VisitForm()
    first = form.step(begun(), photo("album", 1))
    second = form.step(at(first), photo("album", 2))
    assert of_kind(first, SeeOnVisit)
    assert of_kind(second, SeeOnVisit)
    assert (first.ask, second.ask) == (True, False)
    assert at(second).state == "safe"


def test_danger_calls_once_by_tap_or_by_words() -> None:
    form = VisitForm()
    by_tap = form.step(begun(), tapped("danger"))
    assert of_kind(by_tap, DangerOnVisit) == [DangerOnVisit(7)]
    again = form.step(at(by_tap), said("他还在打", danger=True))
    assert of_kind(again, DangerOnVisit) == []
    safe = at(form.step(begun(), tapped("safe")))
    assert of_kind(form.step(safe, said("孩子一身血", danger=True)), DangerOnVisit)


def test_somebody_is_sent_with_words_and_oneself_without() -> None:
    form = ask_visit_form()
    start = at(form.start(referral_id=3, number="n", visitors=[[11, "周婶 · 三铺村"]]))
    brief = at(form.step(start, tapped("visitor:11")))
    assert form.step(brief, said("看看")).effects == (AskVisit(3, 11, "看看"),)
    oneself = form.step(start, tapped("visitor:me"))
    assert oneself.effects == (AskVisit(3, None, ""),)
    assert at(form.step(start, tapped("visitor:12"))).state == "visitor"


def test_answers_that_were_never_given_are_none() -> None:
    assert answers_of(None) == {}
    assert answers_of(json.dumps({"safe": "safe"})) == {"safe": "safe"}
