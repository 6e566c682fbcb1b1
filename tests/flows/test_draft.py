import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows.dialogue import Attachment, Entry, Json, Memory
from bot.flows.draft import Draft, level_of
from bot.terms import Category, Level
from bot.triage.reading import ChildClues, Place, PlaceCandidate, Reading, Suggestion

LEVELS = dict.fromkeys(Category, Level.L3) | {Category.ABU: Level.L1, Category.CAR: Level.L4}
WORDS = st.text(max_size=30)
MAYBE = st.none() | WORDS
ENTRIES = st.builds(
    Entry,
    text=WORDS,
    message_id=st.integers(0),
    attachment=st.none()
    | st.builds(
        Attachment,
        kind=st.sampled_from(["photo", "voice", "location"]),
        file_id=WORDS,
        album_id=WORDS,
        latitude=st.none() | st.floats(-90, 90),
    ),
)
DRAFTS = st.builds(
    Draft,
    way=st.sampled_from(["tap", "message"]),
    entries=st.lists(ENTRIES, max_size=4).map(tuple),
    danger=MAYBE,
    alarmed=st.booleans(),
    level=st.none() | st.integers(1, 4),
    category=MAYBE,
    suggestions=st.lists(WORDS, max_size=3).map(tuple),
    county_code=MAYBE,
    candidates=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
    child_age=MAYBE,
    may_write_back=st.none() | st.booleans(),
    case_id=st.none() | st.integers(0),
    trail=st.lists(WORDS, max_size=3).map(tuple),
    unknown=st.dictionaries(st.sampled_from(["newer", "later"]), WORDS, max_size=2),
)


@settings(deadline=None)
@given(DRAFTS)
def test_a_draft_survives_being_stored(draft: Draft) -> None:
    stored = json.loads(json.dumps(dict(draft.to_memory())))
    assert Draft.from_memory(stored) == draft


def test_what_a_newer_version_wrote_is_carried_along() -> None:
    memory: dict[str, Json] = {"way": "tap", "mood": {"of": ["tomorrow"]}}
    assert Draft.from_memory(memory).to_memory() == {"mood": {"of": ["tomorrow"]}}


def test_the_most_urgent_of_everything_counts() -> None:
    assert level_of(Draft(), LEVELS) == Level.L3
    assert level_of(Draft(category="CAR"), LEVELS) == Level.L4
    assert level_of(Draft(category="CAR", level=2), LEVELS) == Level.L2
    assert level_of(Draft(category="ABU", level=3), LEVELS) == Level.L1
    assert level_of(Draft(category="CAR", danger="unsure"), LEVELS) == Level.L2
    assert level_of(Draft(category="CAR", danger="yes"), LEVELS) == Level.L1
    assert level_of(Draft(category="CAR", alarmed=True, danger="no"), LEVELS) == Level.L1


def test_later_words_raise_a_level_and_never_lower_it() -> None:
    draft = Draft().understood(Reading(level=Level.L2)).understood(Reading(level=Level.L4))
    assert draft.level == Level.L2


def test_a_point_on_the_map_says_nothing_of_how_urgent_a_matter_is() -> None:
    here = Reading(level=Level.L4, place=Place(by_point=True))
    assert Draft().understood(here).level is None
    assert Draft().understood(Reading(level=Level.L3)).understood(here).level == Level.L3


def test_a_category_is_understood_only_when_it_is_clearly_ahead() -> None:
    def read(first: float, second: float) -> Draft:
        scored = (Suggestion(Category.ABU, first), Suggestion(Category.GRD, second))
        return Draft().understood(Reading(categories=scored))

    assert read(0.7, 0.2).category == "ABU"
    assert read(0.7, 0.6).category is None
    assert read(0.5, 0.1).category is None
    assert read(0.5, 0.1).suggestions == ("ABU", "GRD")


def test_a_place_once_sure_is_not_overwritten_by_words() -> None:
    county = PlaceCandidate("320722", "东海县")
    deeper = PlaceCandidate("320722", "东海县", "320722102", "双店镇")
    other = PlaceCandidate("320106", "鼓楼区")
    draft = Draft().understood(Reading(place=Place(sure=True, candidates=(county,))))
    doubted = draft.understood(Reading(place=Place(sure=True, candidates=(other,))))
    assert doubted.county_code == "320722"
    assert [code for code, *_ in doubted.heard_places] == ["320106", "320722"]
    found = draft.understood(Reading(place=Place(sure=True, candidates=(deeper,))))
    assert found.township_code == "320722102"


def test_a_village_does_not_move_to_another_township() -> None:
    draft = Draft(county_code="320722", township_code="a", village="三铺村")
    assert draft.at(PlaceCandidate("320722", "东海县", "b")).village is None
    assert draft.at(PlaceCandidate("320722", "东海县", "a")).village == "三铺村"


def test_a_grown_up_age_is_not_the_childs() -> None:
    assert Draft().understood(Reading(child=ChildClues(age=35))).child_age is None
    assert Draft().understood(Reading(child=ChildClues(age=0))).child_age == "0"
    assert Draft().understood(Reading(child=ChildClues(age=6, upto=7))).child_age == "6-7"


def test_what_a_memory_says_is_understood_once() -> None:
    told = Draft(entries=(Entry("孩子没饭吃"),), category="LIV", asked=("danger",))
    kept = Memory(json.loads(json.dumps(told.to_memory())))

    first = Draft.from_memory(kept)

    assert first == told
    assert Draft.from_memory(kept) is first
    assert Draft.from_memory(told.to_memory()) == told
