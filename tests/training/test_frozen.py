from collections import Counter
from pathlib import Path

import pytest

from bot.terms import Category, Level
from bot.triage.gazetteer import Gazetteer
from bot.triage.reader import Triage
from bot.triage.reading import Place, PlaceCandidate, Reading
from bot.triage.trained import load_model
from tests.triage.sentences import LEVELS
from training.corpus import SETS, read_corpus
from training.frozen import (
    FROZEN_FILE,
    TUNING_FILE,
    Labelled,
    county_of,
    is_unambiguous,
    read_frozen,
)
from training.measure import Figure, confusion, figures, read_all, share

GAZETTEER = Gazetteer.load()
LENGTHS = [600, 727, 936, 844, 794, 792, 789, 418, 514, 170, 468, 475, 320, 479, 478, 477]


def _one(place: str, written: str, words: str) -> Labelled:
    return Labelled(
        (Category.ABU,), "1", (Level.L1,), place, written, None, None, None, None, (), words
    )


def _named(rows: list[tuple[Labelled, Reading]], name: str) -> Figure:
    return next(one for one in figures(rows, GAZETTEER) if one.name == name)


def test_nothing_of_the_frozen_set_stands_in_the_corpus() -> None:
    learnt = {one.words for one in read_corpus()}
    assert not {one.words for one in read_frozen(FROZEN_FILE)} & learnt


def test_each_set_that_was_frozen_once_teaches_as_one_writer() -> None:
    taught = [one for one in read_corpus() if one.writer.startswith(f"{TUNING_FILE.stem}-")]
    tuned = read_frozen(TUNING_FILE)
    assert [(one.words, one.categories, one.level) for one in taught] == [
        (one.words, one.categories, one.levels[0]) for one in tuned
    ]
    writers = [one.writer for one in taught]
    assert [writers.index(one) for one in dict.fromkeys(writers)] == list(SETS)
    assert list(Counter(writers).values()) == LENGTHS


def test_nothing_of_the_frozen_set_was_tuned_on() -> None:
    tuned, frozen = (
        {one.words for one in read_frozen(path)} for path in (TUNING_FILE, FROZEN_FILE)
    )
    assert not frozen & tuned


def test_the_frozen_set_is_large_and_has_every_category_and_kind_of_place() -> None:
    labelled = read_frozen()
    # Two writers of a set of more than four hundred; what the others write is put behind them.
    assert len(labelled) >= 400
    assert {one.categories[0] for one in labelled} == set(Category)
    assert {one.written for one in labelled} == set("CTVYGMN")


def test_every_labelled_place_is_one_of_the_gazetteer() -> None:
    for one in read_frozen():
        county = county_of(one, GAZETTEER)
        assert county is None or county.name in one.place


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text("ABU\t1\tL9\t-\tN\t-\t-\t-\t-\t-\t字\n", "utf-8")
    with pytest.raises(ValueError, match=r"set\.tsv:1"):
        read_frozen(path)


def test_a_place_that_is_no_county_is_refused() -> None:
    with pytest.raises(ValueError, match="鼓楼区 is not one county"):
        county_of(_one("鼓楼区", "C", "鼓楼区"), GAZETTEER)


def test_a_township_is_unambiguous_only_as_it_is_written() -> None:
    assert is_unambiguous(_one("东海县/双店镇", "T", "双店镇这边"), GAZETTEER)
    assert not is_unambiguous(_one("泗阳县/刘集镇", "T", "刘集这边"), GAZETTEER)


def test_a_wrong_county_taken_is_a_miss_and_a_question_is_none() -> None:
    donghai = PlaceCandidate("320722", "东海县")
    one = _one("沭阳县", "C", "沭阳")
    taken = Reading(place=Place(sure=True, candidates=(donghai,)))
    asked = Reading(place=Place(candidates=(donghai,)))
    assert _named([(one, taken)], "no wrong county taken").misses
    assert not _named([(one, asked)], "no wrong county taken").misses
    assert _named([(one, asked)], "county resolved without asking").misses


def test_a_county_of_another_city_than_the_one_named_is_wrong() -> None:
    one = _one("徐州市", "Y", "徐州这边")
    taken = Reading(place=Place(sure=True, candidates=(PlaceCandidate("320722", "东海县"),)))
    assert _named([(one, taken)], "no wrong county taken").misses


def test_an_interval_holds_the_share_and_is_narrower_for_more() -> None:
    assert share(90, 100) == "90.0% of 100 (82.6% to 94.5%)"
    assert share(900, 1000) == "90.0% of 1000 (88.0% to 91.7%)"
    assert share(0, 0) == "none"


def test_the_confusion_counts_what_was_taken_for_what() -> None:
    rows, _ = read_all(Triage(GAZETTEER, LEVELS), read_frozen()[:3])
    counted = sum(
        int(cell) for line in list(confusion(rows))[1:] for cell in line.split()[1:] if cell != "."
    )
    assert counted == 3


# A little below what was measured when the model was trained; the set itself is never tuned on.
FLOORS = {
    "no wrong county taken": 0.985,
    "county resolved without asking": 0.95,
    "category first": 0.94,
    "category among three": 0.98,
    "L1 recognised": 0.98,
    "L2 not raised to L1": 0.68,
    "L3/L4 not raised to L1": 0.94,
    "child's age, when written": 0.94,
    "no age where none is written": 0.95,
}


def test_the_frozen_set_is_read_no_worse_than_before() -> None:
    rows, _ = read_all(Triage(GAZETTEER, LEVELS, model=load_model()), read_frozen())
    found = {one.name: one for one in figures(rows, GAZETTEER)}
    for name, floor in FLOORS.items():
        figure = found[name]
        assert 1 - len(figure.misses) / len(figure.rows) >= floor, str(figure)
