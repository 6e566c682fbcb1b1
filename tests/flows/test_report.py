from dataclasses import replace

import pytest

from bot.flows.dialogue import Answer, Attachment, Dialogue, Entry, FileNow, Say
from bot.flows.draft import Draft
from bot.terms import Category, Level
from bot.triage.reader import Triage
from bot.triage.reading import Place, Reading
from tests.flows.resident import FLOW, GAZETTEER, Resident, place_named, read_as

DONG_HAI = place_named("东海县 双店镇")
TOLD = Draft(
    entries=(Entry("孩子不上学", message_id=5),),
    asked=("danger", "what"),
    danger="no",
    county_code=DONG_HAI.county_code,
    township_code=DONG_HAI.township_code,
)


def at(state: str, draft: Draft = TOLD) -> Resident:
    resident = Resident()
    resident.dialogue = Dialogue(FLOW.name, FLOW.version, state, draft.to_memory())
    return resident


@pytest.mark.parametrize("state", ["village", "details", "age", "city", "danger", "confirm"])
def test_a_picture_with_words_under_it_is_never_an_answer(state: str) -> None:
    resident = at(state)
    sent = Entry("王大姐", Attachment("photo", "f", 6), 6)
    resident.answers(Answer(entry=sent, reading=Reading()))
    assert sent in resident.draft.entries


def test_ones_own_number_is_details_and_anybody_elses_is_told() -> None:
    sent = Answer(entry=Entry("13912345678", Attachment("contact", "13912345678", 6)))
    own = at("details")
    own.answers(sent)
    assert own.draft.reporter_phone == "13912345678"
    assert own.draft.entries == TOLD.entries
    other = at("danger")
    other.answers(sent)
    assert other.draft.reporter_phone is None
    assert other.draft.words == "孩子不上学\n13912345678"


def test_a_number_among_many_words_is_left_and_the_words_are_kept() -> None:
    resident = at("details")
    words = "你们打我电话13912345678吧，昨天他又把孩子关在门外头了"
    resident.says(words, Reading())
    assert resident.draft.reporter_phone == "13912345678"
    assert words in resident.draft.words


def test_danger_in_an_edited_message_files_the_case_quietly_besides() -> None:
    dialogue = at("city").dialogue
    assert dialogue
    worse = Answer(entry=Entry("孩子昏过去了", message_id=5), reading=Reading(danger=True))
    step = FLOW.edited(dialogue, worse)
    assert step.effects == (Say("emergency"), FileNow())
    assert not step.ask
    other = Answer(entry=Entry("x", message_id=99), reading=Reading(danger=True))
    assert FLOW.edited(dialogue, other).effects == ()


@pytest.mark.parametrize(("state", "typed"), [("city", "发送定位"), ("details", "发送我的手机号")])
def test_a_button_that_only_works_on_a_phone_says_so(state: str, typed: str) -> None:
    step = at(state).says(typed)
    assert step.effects == (Say("how-to-share"),)


def test_a_city_in_the_words_leaves_only_its_counties_to_ask() -> None:
    resident = Resident()
    place = Place(city_code="320700")
    resident.says("连云港有个孩子没人管", Reading(place=place, level=Level.L4))
    assert resident.asked
    assert resident.asked.key == "ask-danger"
    resident.says("没有")
    assert resident.asked.key == "ask-kinds"
    resident.says("跳过")
    assert resident.asked.key == "ask-county"
    typed = at("city", Draft(entries=TOLD.entries))
    typed.says("连云港那边", Reading(place=place))
    assert typed.asked
    assert typed.asked.key == "ask-county"


def test_a_matter_changed_to_another_city_forgets_the_old_county() -> None:
    resident = at("confirm", TOLD)
    resident.says("哪里不对")
    resident.says("地点")
    resident.says("南京市")
    assert resident.draft.county_code is None
    resident.says("返回")
    resident.says("返回")
    assert resident.asked
    assert resident.asked.key == "read-back"


def test_a_state_or_a_button_of_another_version_is_survived() -> None:
    resident = at("no-such-state")
    assert resident.prompt.key == "read-back"
    assert resident.answers(Answer(choice="no-such-button")).effects == ()
    assert resident.asked
    assert resident.asked.key == "read-back"


def test_the_first_message_is_kept_word_for_word() -> None:
    resident = Resident()
    resident.says("  俺庄上有个小孩 \n 没人管  ", read_as())
    assert resident.draft.entries[0].text == "  俺庄上有个小孩 \n 没人管  "


@pytest.mark.parametrize(
    ("words", "danger"),
    [
        ("俺庄上双店那个小霞，东海县的，她大又喝多了，天天揍她，才七岁", False),
        ("快来人啊！东海县双店镇，他正拿刀砍孩子，流血了", True),
    ],
)
def test_real_sentences_are_understood(words: str, *, danger: bool) -> None:
    triage = Triage(GAZETTEER, dict.fromkeys(Category, Level.L3))
    resident = Resident()
    step = resident.says(words, triage.read(words))
    assert (FileNow() in step.effects) is danger
    assert resident.draft.county_code == DONG_HAI.county_code
    assert resident.asked


def test_what_is_already_with_an_officer_cannot_be_deleted() -> None:
    filed = at("stopping", Draft(entries=TOLD.entries, case_id=7, trail=("city",)))
    offered = [choice.id for row in filed.prompt.rows for choice in row]
    assert offered == ["go-on", "send-now", "keep"]
    assert filed.answers(Answer(choice="discard")).dialogue is not None


def test_nothing_is_sent_before_anything_was_told() -> None:
    resident = at("confirm", replace(TOLD, entries=()))
    step = resident.answers(Answer(choice="send"))
    assert step.effects == (Say("what-is-needed"),)
    assert resident.dialogue is not None
    assert resident.dialogue.state == "what"


def test_the_same_place_chosen_again_keeps_what_was_said_within_it() -> None:
    city = GAZETTEER.county(DONG_HAI.county_code)
    assert city is not None
    told = replace(TOLD, city_code=city.city_code, village="三铺村")
    again = at("city", told)
    again.answers(Answer(choice=f"city:{city.city_code}"))
    again.answers(Answer(choice=f"county:{DONG_HAI.county_code}"))
    assert (again.draft.township_code, again.draft.village) == (DONG_HAI.township_code, "三铺村")
    other = at("city", told)
    other.answers(Answer(choice="city:320100"))
    assert (other.draft.county_code, other.draft.village) == (None, None)


def test_who_the_child_is_can_be_put_right() -> None:
    resident = at("wrong", replace(TOLD, child_age="6"))
    resident.answers(Answer(choice="change:child"))
    assert resident.dialogue is not None
    assert resident.dialogue.state == "age"


def test_what_is_told_after_a_greeting_decides_and_danger_is_asked_after() -> None:
    greeted = read_as(categories={"OTH": 0.9}, level="L4")
    resident = Resident()
    resident.begins(resident.message("你好，有点事想说", greeted))
    assert "danger" in resident.draft.asked
    matter = read_as(categories={"LIV": 0.8, "OTH": 0.1}, level="L3", place="东海县 双店镇")
    resident.says("东海县双店镇有个孩子没饭吃", matter)
    assert resident.draft.category == "LIV"
    assert resident.dialogue
    assert resident.dialogue.state == "danger"
    # A category that speaks of a child stays what it is.
    resident.says("谢谢你们了", greeted)
    assert resident.draft.category == "LIV"


def test_a_category_that_the_person_chose_stays() -> None:
    chosen = replace(TOLD, category="OTH", category_chosen=True)
    resident = at("age", chosen)
    resident.says("孩子没饭吃", read_as(categories={"LIV": 0.9}))
    assert resident.draft.category == "OTH"
