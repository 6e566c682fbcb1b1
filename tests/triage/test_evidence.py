import pytest

from bot.triage.evidence import Findings, Lexicon, Rule, load_document


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(load_document())


@pytest.mark.parametrize("text", ["他爸打他", "打小孩", "又打又骂"])
def test_a_blow_is_found(lexicon: Lexicon, text: str) -> None:
    assert lexicon.find(text).has("hit")


@pytest.mark.parametrize(
    "text", ["爸妈在外打工", "给孩子打电话", "打疫苗", "打游戏", "打麻将", "开刀抽血"]
)
def test_a_word_within_a_harmless_word_is_not_found(lexicon: Lexicon, text: str) -> None:
    assert not lexicon.find(text).has("hit")


@pytest.mark.parametrize(
    "text", ["没打", "没有打他", "从来没打过", "不会打他", "没受伤", "没有被打"]
)
def test_what_is_denied_is_not_found(lexicon: Lexicon, text: str) -> None:
    findings = lexicon.find(text)
    assert not findings.has("hit")
    assert not findings.has("injury")


def test_a_denial_that_is_a_question_is_still_found(lexicon: Lexicon) -> None:
    assert lexicon.find("有没有打他").has("hit")


def test_self_harm_is_found_even_where_it_is_denied(lexicon: Lexicon) -> None:
    assert lexicon.find("他说没想自杀").has("suicide")


def test_an_accident_that_might_happen_is_a_hazard(lexicon: Lexicon) -> None:
    findings = lexicon.find("孩子容易掉进水里")
    assert findings.has("hazard")
    assert not findings.has("accident")


def test_words_far_apart_do_not_speak_together(lexicon: Lexicon) -> None:
    rule = Rule("near", near=("hit", "child"), within=5)
    assert lexicon.find("打孩子").match(rule, None) == "打 孩子"
    assert lexicon.find("打" + "啊" * 6 + "孩子").match(rule, None) is None


def test_a_rule_about_an_age_needs_an_age() -> None:
    rule = Rule("young", near=("alone",), age_below=8)
    findings = Findings("没人管", {"alone": [(0, 3)]})
    assert findings.match(rule, 7) == "没人管"
    assert findings.match(rule, 8) is None
    assert findings.match(rule, None) is None


def test_every_rule_names_concepts_that_exist() -> None:
    document = load_document()
    rows = [*document["categories"], *document["levels"]]
    named = {
        concept
        for row in rows
        for concept in (*row["all"], *row.get("none", ()), *row.get("needs", ()))
    }
    assert named <= document["concepts"].keys()
    assert set(document["negatable"]) <= document["concepts"].keys()
    assert set(document["hypothetical"]) <= document["concepts"].keys()


def test_a_rule_that_looks_near_says_how_near() -> None:
    document = load_document()
    for row in (*document["categories"], *document["levels"]):
        assert len(row["all"]) == 1 or "within" in row, row["name"]
