"""The benchmark counts what it says, beside peers that do what they say."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, web
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore

from benchmarks import (
    crowd,
    dialogues,
    grown,
    ladders,
    page,
    places,
    postgres,
    reminders,
    report,
    rows,
    shared,
)
from benchmarks.families import FAMILIES
from benchmarks.filled import FIRST_CHAT, laid
from benchmarks.machine import peak_mib, resident_mib, this_machine, used_seconds
from benchmarks.peers.questions import QUESTIONS
from benchmarks.rows import Bar, Family, Pair, Row, Size
from benchmarks.sides import OURS, PATIENCE, Side, SideEnded, as_they_come, listening, started
from benchmarks.wire import STEPS, STORY, TOKEN, WANTS_PLACE, Heard, Wire, said_by
from storage import schema

MACHINE = this_machine(0.0)
SIZES = (Size(), Size(quick=True))
KEPT = replace(dialogues.PEERS["kept_10000"], name="kept", extra=("10",))
ONCE = replace(dialogues.PEERS["kept_once"], name="once", extra=("10", "once"))
REMEMBERING = [
    pytest.param(side, id=side.name) for side in (dialogues.PEERS["obvious"], KEPT, ONCE)
]
MEASURED = [dialogues.PEERS["ceiling"], dialogues.PEERS["echo"]]
BARS_OF_ROWS = {
    "two_processes": "ratio ≥ 1.5",
    "step_echo": "ratio ≥ 1",
    "step_ceiling": "ratio ≥ 0.4",
    "step_obvious": "ratio ≥ 6",
    "step_kept_10000": "ratio ≥ 100",
    "latency_p99": "ratio ≤ 3",
    "due_p99": "≤ 5",
    "restart": "≤ 5",
    "tick_ratio": "≤ 2",
    "reminders_taken": "ratio ≤ 0.05",
    "reminders_scan": "ratio ≤ 1.2",
    "card_p99_ms": "≤ 250",
    "crowd_on_disk": "≤ 15",
    "crowd_l1": "≤ 10",
    "card_p99_ms_postgres": "≤ 250",
    "crowd_on_disk_postgres": "≤ 15",
    "crowd_l1_postgres": "≤ 10",
    "slots": "≤ 3",
    "pages_p99": "≤ 1",
    "memory_grown": "≤ 20",
    "start_empty": "≤ 2",
    "start_grown": "≤ 4",
    "step_grown": "ratio ≤ 1.2",
}


def test_an_answer_is_timed_from_its_own_update() -> None:
    wire = Wire()
    wire.offer(7, STEPS[0])
    wire.offer(7, STEPS[1])
    wire.offer(8, STEPS[0])
    assert wire.waiting[2]["message"]["chat"]["id"] == 8
    assert len(wire.asked_at[7]) == 2


def test_no_two_people_tell_the_same_story() -> None:
    told = [said_by(chat) for chat in range(1000, 1100)]
    assert len(set(told)) == 100
    assert {(*said[:STORY], *said[STORY + 1 :]) for said in told} == {
        ("/report", "没有", "✅ 说完了")
    }


def test_latency_is_that_of_people_at_different_steps() -> None:
    come = list(as_they_come(range(1000, 1100)))
    assert sorted(come) == [(chat, step) for chat in range(1000, 1100) for step in range(4)]
    for chat in range(1000, 1100):
        assert [step for who, step in come if who == chat] == [0, 1, 2, 3]
    half = come[100:300]
    stories = [step == STORY for _, step in half]
    assert 0.2 < sum(stories) / len(half) < 0.3
    assert not any(one and other for one, other in pairwise(stories))


async def test_who_does_not_wait_for_updates_is_told_at_once_that_there_are_none() -> None:
    wire = Wire()
    assert await wire._updates(0.0) == []
    wire.offer(7, STEPS[0])
    assert len(await wire._updates(0.0)) == 1


async def _posted(session: ClientSession, address: str, fields: dict[str, str]) -> None:
    async with session.post(address, data=fields) as answer:
        await answer.read()


async def test_nobody_waits_for_the_long_poll_of_a_side_that_is_gone() -> None:
    wire = Wire()
    async with ClientSession() as session, asyncio.timeout(60):
        async with listening(wire) as base_url:
            address = f"{base_url}{TOKEN}/getUpdates"
            polling = asyncio.create_task(_posted(session, address, {"timeout": "600"}))
            while not wire.polls:
                await asyncio.sleep(0.005)
        with pytest.raises(ClientError):
            await polling


async def _says(side: Side, file: Path, steps: Sequence[str], number: int) -> Sequence[Heard]:
    """Return what a side answers, and kill it as soon as it has."""
    wire = Wire(number=number, listened_to=frozenset({5}))
    heard = wire.heard.setdefault(5, [])
    async with listening(wire) as base_url, started(side, base_url, file):
        for step in steps:
            wire.offer(5, step)
        async with asyncio.timeout(PATIENCE):
            while len(heard) < len(steps):
                await asyncio.sleep(0.005)
    return heard


@pytest.mark.parametrize("side", REMEMBERING)
async def test_a_peer_that_remembers_holds_the_dialogue_over_its_death(
    side: Side, tmp_path: Path
) -> None:
    file = tmp_path / "side.db"
    before = await _says(side, file, STEPS[:2], number=0)
    after = await _says(side, file, STEPS[2:], number=2)
    dialogues.check(side, [*before, *after])


async def test_every_side_is_heard_out_before_it_is_measured(tmp_path: Path) -> None:
    for side in (OURS, *MEASURED):
        figures = dialogues.Figures()
        await dialogues.measure_side(side, tmp_path, figures, people=4)
        assert figures.per_second[0] > 0
        assert figures.cpu_ms[0] >= 0
        assert figures.peak_mib[0] > 10


@pytest.mark.parametrize("place", range(len(QUESTIONS)))
def test_a_side_that_says_something_else_or_lacks_a_key_is_not_measured(place: int) -> None:
    right = dialogues.QUESTIONS_HEARD
    dialogues.check(OURS, right)
    fewer = replace(right[place], keys=right[place].keys[:-1])
    others = [fewer, replace(right[place], text=""), replace(right[place], keys=())]
    for wrong in others:
        with pytest.raises(dialogues.SaysSomethingElse, match="ours"):
            dialogues.check(OURS, [*right[:place], wrong, *right[place + 1 :]])
    with pytest.raises(dialogues.SaysSomethingElse):
        dialogues.check(dialogues.PEERS["echo"], right)


def test_the_keys_that_are_heard_are_those_that_leave() -> None:
    wire = Wire(listened_to=frozenset({1}))
    spot = {"text": "📍", "request_location": True}
    markup = json.dumps({"keyboard": [[{"text": "a"}, spot], [{"text": "b"}]]})
    wire.arrive(1, "words", markup)
    wire.arrive(2, "to another", "")
    assert wire.heard == {1: [Heard("words", (("a", f"📍{WANTS_PLACE}"), ("b",)))]}


async def _outlive(side: Side, file: Path) -> None:
    async with listening(Wire()) as base_url, started(side, base_url, file) as pid:
        while Path(f"/proc/{pid}").exists():
            await asyncio.sleep(0.01)
        raise TimeoutError


async def test_a_side_that_dies_says_why(tmp_path: Path) -> None:
    dying = replace(OURS, module="benchmarks.nowhere")
    with pytest.raises(SideEnded, match="nowhere"):
        await _outlive(dying, tmp_path / "f.db")


async def test_a_process_behind_an_address_answers_every_update(sqlite_url: str) -> None:
    assert await shared.per_second(sqlite_url, 1, range(FIRST_CHAT, FIRST_CHAT + 4)) > 0


async def test_one_and_two_processes_are_measured_turn_about_with_people_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[int, Sequence[int]]] = []

    @contextmanager
    def running() -> Iterator[str]:
        yield "sqlite://"

    async def per_second(_url: str, count: int, chats: Sequence[int]) -> float:
        asked.append((count, chats))
        return float(count)

    async def upgrade(_url: str) -> None:
        pass

    monkeypatch.setattr(postgres, "running", running)
    monkeypatch.setattr(shared, "per_second", per_second)
    monkeypatch.setattr(schema, "upgrade", upgrade)
    figures = await shared.two_beside_one(rounds=2, people=4)
    assert figures == {"one": [1.0, 1.0], "two": [2.0, 2.0]}
    assert [count for count, _ in asked] == [1, 2, 1, 2]
    assert len({chat for _, chats in asked for chat in chats}) == 16


async def test_what_is_delivered_goes_to_every_process_in_turn() -> None:
    ports: list[list[str]] = [[], []]
    wire, runners, numbers = Wire(), [], []
    for place in range(2):

        async def take(request: web.Request, place: int = place) -> web.Response:
            message = (await request.json())["message"]
            ports[place].append(message["text"])
            wire._sent(message["chat"]["id"])
            return web.Response()

        application = web.Application()
        application.router.add_post(shared.PATH, take)
        runners.append(web.AppRunner(application))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0).start()
        numbers.append(runners[-1].addresses[0][1])
    await shared.deliver(wire, numbers, [1, 2])
    one, other = said_by(1), said_by(2)
    assert sorted(ports[0]) == sorted([*one[::2], *other[1::2]])
    assert sorted(ports[1]) == sorted([*one[1::2], *other[::2]])
    for runner in runners:
        await runner.cleanup()


async def test_the_reader_of_places_is_measured_in_a_fresh_process() -> None:
    figures = await places.read_places(rounds=1, sentences=50)
    assert figures.keys() == places.ROWS.keys()
    assert all(value > 0 for [value] in figures.values())


async def test_deadlines_are_measured_turn_about_beside_a_scheduler_that_keeps_jobs() -> None:
    pair = await reminders.taken_ms(10, rounds=2)
    assert min(*pair.ours, *pair.peer) > 0
    assert len(pair.ours) == len(pair.peer) == 2
    scanned = await reminders.scan_ms(20, 10, 1)
    assert min(*scanned.ours, *scanned.peer) > 0


def test_a_scheduler_that_keeps_nothing_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SQLAlchemyJobStore, "update_job", lambda _store, _job: None)
    with reminders.peer(10) as take, pytest.raises(RuntimeError, match="stored no jobs"):
        take()


@asynccontextmanager
async def _within(wire: Wire, file: Path) -> AsyncIterator[None]:
    """Serve within this process: what begins a process of its own is tested above."""
    url = f"sqlite:///{file}"
    async with listening(wire) as base_url, crowd.running(base_url, url, is_free=True):
        yield


async def test_the_ladder_is_measured_on_the_real_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladders, "serving", _within)
    figures = await ladders.measure(due=4, overdue=3, many=20, rounds=1)
    assert figures.keys() == ladders.ROWS.keys()
    assert all(value > 0 for value in figures.values())
    assert figures["restart"] < ladders.PATIENCE


async def test_what_grows_is_measured_on_files_that_have_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[int, int]] = []

    async def run(file: Path, figures: grown.Run, _chats: Sequence[int]) -> None:
        with sqlite3.connect(file) as connection:
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("dialogues", "referrals")
            ]
        connection.close()
        seen.append((counts[0], counts[1]))
        figures.first_poll.append(1.0)
        figures.mib.append(100.0 + counts[0])
        figures.step_ms.append(2.0 + counts[1])

    monkeypatch.setattr(grown, "run", run)
    measured = await grown.measure({"open": 3, "few": 2, "many": 4}, rounds=2, people=4)
    assert seen == [(0, 0), (3, 3), (0, 0), (3, 3), (0, 2), (0, 4), (0, 2), (0, 4)]
    assert measured.keys() == {row.name for row in grown.rows(Size())}
    assert measured["memory_grown"].ours == [3.0, 3.0]
    assert measured["step_grown"].ratios == [1.5, 1.5]


async def test_a_file_that_was_served_before_is_served_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @asynccontextmanager
    async def within(_side: Side, base_url: str, file: Path) -> AsyncIterator[int]:
        async with crowd.running(base_url, f"sqlite:///{file}", is_free=True):
            yield os.getpid()

    monkeypatch.setattr(grown, "started", within)
    figures = grown.Run()
    async with laid() as ground:
        for first in (1_000, 2_000):
            await grown.run(ground.file, figures, range(first, first + 4))
    assert len(figures.step_ms) == 2


def test_every_bar_that_was_promised_stands_and_a_quick_run_has_none() -> None:
    every = [row for family in FAMILIES for row in family.rows(Size())]
    assert {row.name: str(row.bar) for row in every if row.bar is not None} == BARS_OF_ROWS
    family = Family("some", lambda _: [ROW], dialogues.measure)
    quick = report.row_to_json(ROW, Pair([1.0], [1.0]), family, Size(quick=True), MACHINE)
    assert (quick["bar"], quick["holds"]) == (None, None)


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


def test_what_a_process_uses_is_what_it_and_its_children_use() -> None:
    works = "sum(range(30_000_000)); held = bytes(range(256)) * 400_000; print(flush=True); input()"
    begins = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {works!r}])"
    command = [sys.executable, "-c", begins]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        assert resident_mib(parent.pid) > 100
        assert peak_mib(parent.pid) >= resident_mib(parent.pid)
        assert used_seconds(parent.pid) > 0.1
        parent.communicate(b"\n")
    assert parent.returncode == 0
