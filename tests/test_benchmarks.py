"""The benchmark counts what it says: every update is answered exactly once."""

from pathlib import Path

from benchmarks import crowd, ladders
from benchmarks.__main__ import PLACE_ROWS, Figures, measure, read_places
from benchmarks.filled import FIRST_CHAT
from benchmarks.shared import two_beside_one
from benchmarks.wire import STEPS, Wire


def test_an_answer_is_timed_from_its_own_update() -> None:
    wire = Wire()
    wire.offer(7, STEPS[0])
    wire.offer(7, STEPS[1])
    wire.offer(8, STEPS[0])
    assert wire.waiting[2]["message"]["chat"]["id"] == 8
    assert len(wire.asked_at[7]) == 2


async def test_the_real_bot_answers_every_update_of_a_small_run(tmp_path: Path) -> None:
    figures = Figures()
    await measure("ours", tmp_path, figures, people=4)
    assert figures.per_second[0] > 0
    assert figures.peak_mib[0] > 10


async def test_one_and_two_processes_answer_every_update_of_a_small_run() -> None:
    figures = await two_beside_one(rounds=1, people=4)
    assert {name: len(values) for name, values in figures.items()} == {"one": 1, "two": 1}
    assert min(min(values) for values in figures.values()) > 0


async def test_the_reader_of_places_is_measured_in_a_fresh_process() -> None:
    figures = await read_places(rounds=2, sentences=50)
    assert figures.keys() == PLACE_ROWS.keys()
    for values in figures.values():
        assert len(values) == 2
        assert all(value > 0 for value in values)


async def test_the_ladder_is_measured_on_the_real_bot() -> None:
    figures = await ladders.measure(due=4, overdue=3, many=20, rounds=1)
    assert figures.keys() == ladders.ROWS.keys()
    assert all(value > 0 for value in figures.values())
    assert figures["restart"] < ladders.PATIENCE


def test_only_the_first_arrival_of_a_level_1_card_at_an_officer_counts() -> None:
    wall = crowd.Wall()
    officer, resident = FIRST_CHAT, crowd.FIRST_RESIDENT
    card, answer = "🔴 特急 · 测-1", "🔴 先打 110"
    wall.arrived = [(1.0, resident, answer), (2.0, officer, card), (3.0, officer, "收到")]
    wall.arrived += [(4.0, officer, card), (5.0, officer + 1, card)]
    assert wall.pages() == [(2.0, card), (5.0, card)]


def test_every_figure_of_a_crowd_is_named_with_its_size() -> None:
    for is_quick in (True, False):
        assert not any("{" in words for words in crowd.rows(quick=is_quick).values())
