import pytest

from bot.terms import Category, Level
from bot.triage.gazetteer import Gazetteer
from bot.triage.places import Places
from training.frozen import Labelled
from training.renamed import Name, counties, read_renamed, sentences, townships

GAZETTEER = Gazetteer.load()


def _told(place: str, written: str, words: str) -> Labelled:
    return Labelled(
        (Category.ABU,), "1", (Level.L1,), place, written, None, None, None, None, (), words
    )


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(GAZETTEER)


def test_names_are_those_that_only_one_place_has() -> None:
    towns = {one.short: one.full for one in townships(GAZETTEER)}
    assert towns["双店"] == "双店镇"
    # 鼓楼 are two districts, and 海州 is a street office as well.
    assert not {"鼓楼", "海州"} & {one.short for one in counties(GAZETTEER)}
    assert len(towns) > 900


def test_only_sentences_that_name_one_place_are_read_with_other_names() -> None:
    kept = _told("东海县/双店镇", "T", "双店的，孩子挨打")
    labelled = [
        kept,
        _told("东海县/双店镇", "T", "连云港双店的，孩子挨打"),
        _told("东海县/双店镇", "T", "双店的，在双店街上，孩子挨打"),
        _told("东海县/双店镇", "C", "东海双店的，孩子挨打"),
        _told("-", "T", "双店的，孩子挨打"),
    ]
    found = sentences(labelled, townships(GAZETTEER), "T", GAZETTEER)
    assert [one for one, _ in found] == [kept]
    assert sentences(labelled, counties(GAZETTEER), "C", GAZETTEER) == []


def test_what_is_not_taken_and_what_is_taken_wrongly_is_told_apart(places: Places) -> None:
    own = Name("双店", "双店镇", "320722")
    told = [(_told("东海县/双店镇", "T", "双店镇上，孩子挨打"), own)]
    right, wrong = Name("高沟", "高沟镇", "320826"), Name("益林", "益林镇", "320722")
    asked = Name("和平", "和平", "320722")
    result = read_renamed(places, told, [right, wrong, asked], each=3)

    assert result.by_name == {"高沟": [True], "益林": [False], "和平": [False]}
    assert [name for name, _ in result.wrong] == ["益林"]
    assert result.by_sentence.keys() == {"【双店】镇上，孩子挨打"}
    lines = list(result.lines("townships"))
    assert lines[0].startswith("townships: taken in 33.3% of 3")
    assert "  wrong: 1" in lines


def test_of_sentences_with_other_names_nothing_wrong_is_taken(places: Places) -> None:
    labelled = [
        _told("东海县/双店镇", "T", "双店的，隔壁天天打小孩"),
        _told("东海县/双店镇", "T", "他爸喝多了打人，我们在双店街上住"),
        _told("东海县/双店镇", "T", "孩子在双店中学念初二，叫人打了"),
    ]
    names = townships(GAZETTEER)
    told = sentences(labelled, names, "T", GAZETTEER)
    result = read_renamed(places, told, names, each=200)
    assert len(result.by_sentence) == 3
    assert result.wrong == []
    assert sum(map(sum, result.by_sentence.values())) > 400
