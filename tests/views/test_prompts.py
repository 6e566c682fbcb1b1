import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows.addition import AdditionFlow
from bot.flows.after import feedback_form, inquiry_form, withdrawal_form
from bot.flows.dialogue import Answer, Choice, Dialogue, Entry, Json, Prompt, Ref
from bot.flows.draft import Draft
from bot.flows.report_prompts import ReportPrompts
from bot.terms import Category
from bot.triage.gazetteer import Gazetteer
from bot.views.outgoing import Key
from bot.views.prompts import label_of, match_choice, render_prompt
from bot.views.texts import LANGUAGES
from tests.shipped import shipped_texts

GAZETTEER = Gazetteer.load()
PROMPTS = ReportPrompts(GAZETTEER)
TEXTS = shipped_texts()
FULL = Draft(
    entries=(Entry("他爸<b>又&打他了"),),
    suggestions=("ABU", "GRD", "LIV"),
    category="ABU",
    city_code="320700",
    county_code="320722",
    candidates=(("320722", ""), ("320106", ""), ("320302", "")),
    child_age="7",
    child_sex="girl",
    reporter_name="王<大姐",
    reporter_phone="13912345678",
    may_write_back=True,
)


def every_prompt() -> Iterator[Prompt]:
    for state in PROMPTS.states():
        for draft in (Draft(), FULL, Draft(case_id=1), Draft(may_write_back=False)):
            yield PROMPTS(state, draft)
    for city in GAZETTEER.cities:
        yield PROMPTS("county", Draft(city_code=city.code))
        for county in GAZETTEER.counties_of(city.code):
            yield PROMPTS("township", Draft(city_code=city.code, county_code=county.code))
    yield from small_prompts()


def small_prompts() -> Iterator[Prompt]:
    cases = [(1, "连东海-0001"), (2, "连东海-0002")]
    addition = AdditionFlow()
    opened = addition.start(cases=cases, opening=Answer(entry=Entry("话")))
    assert opened.dialogue
    yield addition.prompt(opened.dialogue)
    for form in (inquiry_form(), feedback_form(), withdrawal_form()):
        listed: Json = [[1, "连东海-0001"], [2, "连东海-0002"]]
        memory: dict[str, Json] = {"number": "连东海-0001", "cases": listed}
        for state in ("number", "code", "reason", "case", "sure"):
            yield form.prompt(Dialogue(form.name, 1, state, memory))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_of_a_question_say_the_same(language: str) -> None:
    for prompt in every_prompt():
        choices = [choice for row in prompt.rows for choice in row]
        for choice in choices:
            label = label_of(choice, TEXTS, language)
            assert match_choice(prompt, TEXTS, label) == choice.id, (prompt.key, label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_can_be_shown(language: str) -> None:
    for prompt in every_prompt():
        screen = render_prompt(prompt, TEXTS, language)
        assert 0 < len(screen.text) <= 4096
        assert all(key.text for row in screen.keyboard for key in row)
        assert sum(len(row) for row in screen.keyboard) <= 300


@pytest.mark.parametrize(
    "said", ["有，现在很危险", " 有,现在 很危险!", "🔴有，现在很危险", "YES, in danger now"]
)
def test_a_label_is_understood_however_it_is_typed(said: str) -> None:
    assert match_choice(PROMPTS("danger", Draft()), TEXTS, said) == "danger:yes"


@pytest.mark.parametrize("said", ["1", "2", "１", "", "🔴", "有", "x" * 5000])
def test_what_is_no_label_is_no_choice(said: str) -> None:
    assert match_choice(PROMPTS("danger", Draft()), TEXTS, said) is None
    assert match_choice(PROMPTS("age", Draft()), TEXTS, said) is None


def test_a_button_of_the_question_before_is_recognised() -> None:
    prompt = PROMPTS("what", Draft(trail=("danger",)))
    assert match_choice(prompt, TEXTS, "说不准") == "danger:unsure"
    assert match_choice(PROMPTS("what", Draft()), TEXTS, "说不准") is None


def test_peoples_words_cannot_be_markup() -> None:
    screen = render_prompt(PROMPTS("confirm", FULL), TEXTS, "zh-CN")
    assert "他爸&lt;b&gt;又&amp;打他了" in screen.text
    assert "王&lt;大姐" in screen.text
    nested = Prompt("ask-number", {"x": Ref("contact-left", {"left": "<i>"})})
    assert "<i>" not in render_prompt(nested, TEXTS, "zh-CN").text


@settings(deadline=None)
@given(st.lists(st.text(max_size=4096), max_size=3))
def test_the_reading_back_fits_into_one_message(words: list[str]) -> None:
    draft = Draft(entries=tuple(map(Entry, words)), village="村" * 40, category="ABU")
    text = render_prompt(PROMPTS("confirm", draft), TEXTS, "zh-CN").text
    bare = re.sub(r"&(lt|gt|amp);", "x", re.sub(r"</?b>", "", text))
    assert len(bare.encode("utf-16-le")) // 2 <= 4096


def test_steps_are_numbered_only_where_they_are_counted() -> None:
    assert render_prompt(PROMPTS("kinds", Draft()), TEXTS, "zh-CN").text.startswith("第 3/6 步\n")
    in_one = Draft(way="message", plan=("where",))
    assert render_prompt(PROMPTS("city", in_one), TEXTS, "en").text.startswith("Step 1 of 1\n")
    assert PROMPTS("kinds", in_one).step is None
    assert PROMPTS("confirm", Draft()).step is None


def test_the_buttons_that_share_something_ask_for_it() -> None:
    city = render_prompt(PROMPTS("city", Draft()), TEXTS, "zh-CN")
    details = render_prompt(PROMPTS("details", Draft()), TEXTS, "zh-CN")
    assert city.keyboard[0] == (Key("📍 发送定位", "location"),)
    assert details.keyboard[0] == (Key("📱 发送我的手机号", "contact"),)


@pytest.mark.parametrize("state", [one for one in PROMPTS.states() if one != "stopping"])
def test_back_skip_and_stop_stand_in_the_last_row(state: str) -> None:
    *_, last = PROMPTS(state, FULL).rows
    assert last[0] == Choice("back", "choice-back")
    assert last[-1] == Choice("stop", "choice-stop")


def test_all_sixteen_kinds_are_offered() -> None:
    offered = {choice.id for row in PROMPTS("kinds", Draft()).rows for choice in row}
    assert {f"kind:{category.value}" for category in Category} <= offered
