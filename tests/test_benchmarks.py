"""The benchmark counts what it says, beside peers that do what they say."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from benchmarks import crowd, dialogues, ladders, page, places, reminders, report, rows
from benchmarks.families import FAMILIES
from benchmarks.filled import FIRST_CHAT
from benchmarks.machine import this_machine
from benchmarks.peers.questions import QUESTIONS
from benchmarks.rows import Bar, Family, Pair, Row, Size
from benchmarks.shared import two_beside_one
from benchmarks.sides import OURS, PATIENCE, Side, SideEnded, listening, started
from benchmarks.wire import STEPS, Wire

MACHINE = this_machine(0.0)
SIZES = (Size(), Size(quick=True))
TALKING = [
    pytest.param(side, id=side.name)
    for side in (OURS, *dialogues.PEERS.values())
    if side.python == OURS.python and side.name not in ("echo", "kept_10000")
]


@dataclass(slots=True)
class HeardWire(Wire):
    """A wire that keeps what was said, once."""

    heard: list[str] = field(default_factory=list)

    def arrive(self, text: str) -> None:
        # What was on its way when its sender died is said again, and marked.
        if not text.startswith("〔重复〕"):
            self.heard.append(text)


def test_an_answer_is_timed_from_its_own_update() -> None:
    wire = Wire()
    wire.offer(7, STEPS[0])
    wire.offer(7, STEPS[1])
    wire.offer(8, STEPS[0])
    assert wire.waiting[2]["message"]["chat"]["id"] == 8
    assert len(wire.asked_at[7]) == 2


async def test_who_does_not_wait_for_updates_is_told_at_once_that_there_are_none() -> None:
    wire = Wire()
    assert await wire._updates(0.0) == []
    wire.offer(7, STEPS[0])
    assert len(await wire._updates(0.0)) == 1


async def _says(side: Side, file: Path, steps: Sequence[str], number: int) -> list[str]:
    """Return what a side answers, and kill it as soon as it has."""
    wire = HeardWire(number=number)
    async with listening(wire) as base_url, started(side, base_url, file):
        for step in steps:
            wire.offer(5, step)
        async with asyncio.timeout(PATIENCE):
            while len(wire.heard) < len(steps):
                await asyncio.sleep(0.005)
    return wire.heard


@pytest.mark.parametrize("side", TALKING)
async def test_a_peer_holds_the_same_dialogue_over_its_death_if_it_remembers(
    side: Side, tmp_path: Path
) -> None:
    file = tmp_path / "side.db"
    heard: list[str] = []
    for steps in (STEPS[:2], STEPS[2:]) if side.remembers else (STEPS,):
        heard += await _says(side, file, steps, number=len(heard))
    assert heard == [question.text for question in QUESTIONS]


async def test_the_real_bot_answers_every_update_of_a_small_run(tmp_path: Path) -> None:
    figures = dialogues.Figures()
    await dialogues.measure_side(OURS, tmp_path, figures, people=4)
    assert figures.per_second[0] > 0
    assert figures.cpu_ms[0] > 0
    assert figures.peak_mib[0] > 10


async def _outlive(side: Side, file: Path) -> None:
    async with listening(Wire()) as base_url, started(side, base_url, file) as pid:
        while Path(f"/proc/{pid}").exists():
            await asyncio.sleep(0.01)
        raise TimeoutError


async def test_a_side_that_dies_says_why(tmp_path: Path) -> None:
    dying = replace(OURS, module="benchmarks.nowhere")
    with pytest.raises(SideEnded, match="nowhere"):
        await _outlive(dying, tmp_path / "f.db")


async def test_one_and_two_processes_answer_every_update_of_a_small_run() -> None:
    figures = await two_beside_one(rounds=1, people=4)
    assert {name: len(values) for name, values in figures.items()} == {"one": 1, "two": 1}
    assert min(min(values) for values in figures.values()) > 0


async def test_the_reader_of_places_is_measured_in_a_fresh_process() -> None:
    figures = await places.read_places(rounds=2, sentences=50)
    assert figures.keys() == places.ROWS.keys()
    for values in figures.values():
        assert len(values) == 2
        assert all(value > 0 for value in values)


async def test_deadlines_are_measured_beside_a_scheduler_that_keeps_jobs() -> None:
    assert all(spent > 0 for spent in await reminders.ours_ms(1))
    assert all(spent > 0 for spent in await asyncio.to_thread(reminders.peer_ms, 1))
    assert all(spent > 0 for spent in await reminders.scan_ms(10, 1))


async def test_the_ladder_is_measured_on_the_real_bot() -> None:
    figures = await ladders.measure(due=4, overdue=3, many=20, rounds=1)
    assert figures.keys() == ladders.ROWS.keys()
    assert all(value > 0 for value in figures.values())
    assert figures["restart"] < ladders.PATIENCE


def test_every_row_has_a_name_of_its_own_and_every_ratio_has_a_peer() -> None:
    for size in SIZES:
        every = [row for family in FAMILIES for row in family.rows(size)]
        assert len({row.name for row in every}) == len(every)
        assert not any("{" in row.words for row in every)
        for row in every:
            assert row.peer is not None or row.bar is None or row.bar.of == "ours"


ROW = Row("speed", "steps a second", "an echo", Bar("≥", 2))


def _json(row: Row, pair: Pair) -> report.Json:
    family = Family("some", lambda _: [row], dialogues.measure)
    written = report.rows_to_json(family, {row.name: pair}, {}, Size(), MACHINE)
    found: report.Json = written[row.name]
    return found


def test_the_file_has_both_sides_their_ratio_its_spread_the_bar_and_the_command() -> None:
    row = _json(ROW, Pair([4.0, 9.0, 6.0], [2.0, 3.0, 1.0]))
    assert row["ours"] == {"least": 4.0, "median": 6.0, "most": 9.0, "rounds": 3}
    assert row["peer"] == {"least": 1.0, "median": 2.0, "most": 3.0, "rounds": 3}
    assert row["ratio"] == {"least": 2.0, "median": 3.0, "most": 6.0, "rounds": 3}
    assert (row["bar"], row["holds"]) == ("ratio ≥ 2", True)
    assert row["command"] == "python -m benchmarks --only some"
    assert row["machine"]["processors"] > 0


def test_a_bar_is_judged_by_the_median_and_in_its_own_sense() -> None:
    assert _json(ROW, Pair([1.0, 1.0, 9.0], [1.0, 1.0, 1.0]))["holds"] is False
    slow = Row("wait", "waiting, s", None, Bar("≤", 2, of="ours"))
    assert _json(slow, Pair([3.0]))["holds"] is False
    assert _json(slow, Pair([1.0]))["holds"] is True


@pytest.mark.parametrize("pair", [Pair([1.0]), Pair([], [1.0]), Pair([1.0, 2.0], [1.0])])
def test_a_row_whose_peer_was_not_measured_as_often_is_refused(pair: Pair) -> None:
    with pytest.raises(ValueError, match=r"measured|shorter|longer"):
        _json(ROW, pair)


def test_the_file_keeps_the_rows_of_other_families_and_drops_stale_ones(tmp_path: Path) -> None:
    target = tmp_path / "build" / "bench.json"
    target.parent.mkdir()
    old = _json(ROW, Pair([1.0], [1.0]))
    report.keep(target, {"speed": old, "gone": old})
    report.keep(target, {"other": {**old, "family": "other"}})
    assert json.loads(target.read_text())["rows"].keys() == {"speed", "gone", "other"}
    report.keep(target, {"speed": old})
    assert json.loads(target.read_text())["rows"].keys() == {"speed", "other"}


def test_a_row_that_cannot_be_measured_here_says_why() -> None:
    family = Family("some", lambda _: [ROW], dialogues.measure)
    written = report.rows_to_json(family, {}, {"speed": "no room"}, Size(), MACHINE)
    assert written["speed"]["left_out"] == "no room"


def test_the_page_takes_the_table_between_its_marks_and_keeps_the_rest() -> None:
    old = f"before\n{page.BEGIN}\n| stale |\n{page.END}\nafter\n"
    busy = {**_json(ROW, Pair([4.0], [2.0])), "machine": {"others": 1.5}}
    new = page.written(old, {"speed": busy, "gone": {"words": "more", "left_out": "no room"}})
    assert new.startswith(f"before\n{page.BEGIN}\n")
    assert new.endswith(f"{page.END}\nafter\n")
    assert "| steps a second † | an echo | 4 | 2 | 2 | ratio ≥ 2 | holds |" in new
    assert "left out: no room" in new
    assert "stale" not in new
    with pytest.raises(ValueError, match="must stand in the page"):
        page.written("no marks", {})


def test_everything_shown_is_what_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    report.show({"speed": _json(ROW, Pair([1.0], [1.0]))})
    shown = capsys.readouterr().out
    assert "an echo" in shown
    assert "MISSED" in shown


def test_nothing_is_left_out_where_nothing_is_said() -> None:
    assert rows.nothing_left_out(Size()) == {}


def test_only_the_first_arrival_of_a_level_1_card_at_an_officer_counts() -> None:
    wall = crowd.Wall()
    officer, resident = FIRST_CHAT, crowd.FIRST_RESIDENT
    card, answer = "🔴 特急 · 测-1", "🔴 先打 110"
    wall.arrived = [(1.0, resident, answer), (2.0, officer, card), (3.0, officer, "收到")]
    wall.arrived += [(4.0, officer, card), (5.0, officer + 1, card)]
    assert wall.pages() == [(2.0, card), (5.0, card)]
