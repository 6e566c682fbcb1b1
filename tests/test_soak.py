"""The long run is judged by what grew, and by no more than its samples tell."""

import os
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.soak import soak, told
from benchmarks.soak_figures import Sample, counted, grown, slope

HOURS = [number / 60 for number in range(60)]


def _drifting(by_the_hour: float) -> list[float]:
    """Return samples that grow, each of them off by a little that resembles the last."""
    chance, off, found = random.Random(7), 0.0, []  # noqa: S311 - Chance, not a secret.
    for at in HOURS:
        off = 0.7 * off + chance.gauss(0, 1)
        found.append(300 + by_the_hour * at + off)
    return found


def test_what_only_wavers_is_flat_and_what_grows_is_not() -> None:
    assert slope(HOURS, _drifting(0.0)).is_flat
    growing = slope(HOURS, _drifting(20.0))
    assert growing.least < 20 < growing.most
    assert not growing.is_flat
    assert not slope(HOURS, _drifting(-20.0)).is_flat
    assert slope(HOURS, [5.0] * 60).is_flat


def test_samples_that_resemble_their_neighbours_tell_less() -> None:
    chance = random.Random(7)  # noqa: S311 - Chance, not a secret.
    apart = slope(HOURS, [300 + chance.gauss(0, 1.4) for _ in HOURS])
    alike = slope(HOURS, _drifting(0.0))
    assert alike.most - alike.least > 1.5 * (apart.most - apart.least)


def test_too_few_samples_tell_no_slope() -> None:
    with pytest.raises(ValueError, match="3 samples"):
        slope([0.0, 1.0, 2.0], [1.0, 2.0, 3.0])


def _file(folder: Path, rows: int) -> Path:
    file = folder / "some.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, words TEXT)")
        connection.execute("CREATE INDEX IF NOT EXISTS by_words ON said (words)")
        connection.executemany("INSERT INTO said (words) VALUES (?)", [("x" * 500,)] * rows)
    connection.close()
    return file


def test_growth_is_explained_by_rows_and_their_indexes(tmp_path: Path) -> None:
    before = Sample.of(os.getpid(), _file(tmp_path, 10), seconds=1, day=0.1, calls=1)
    after = Sample.of(os.getpid(), _file(tmp_path, 2_000), seconds=2, day=0.2, calls=9)
    assert (before.rows["said"], after.rows["said"]) == (10, 2_010)
    assert before.mib > 10
    assert before.descriptors > 2
    assert after.database_mib > before.database_mib + 2 * 2_000 * 500 / (1 << 20)
    [line] = grown(before, after)
    assert line.startswith("  said: +2.")
    assert "+2,000 rows" in line


def test_every_byte_of_the_file_is_of_some_table(tmp_path: Path) -> None:
    file = _file(tmp_path, 500)
    assert sum(counted(file)[1].values()) == file.stat().st_size


def test_what_is_told_leaves_the_beginning_out() -> None:
    first = Sample(0, 0, 100.0, 9, 1.0, 0.5, {"said": 1}, {"said": 1_000_000}, 1)
    run = [
        replace(first, seconds=60.0 * number, mib=200.0 if number else 100.0, log_mib=number)
        for number in range(13)
    ]
    lines = told(run, [2_000, 2_100])
    assert any(line.startswith("memory 200 (200 to 200) MiB, slope +0.00") for line in lines)
    assert any(line.startswith("objects 2,000 to 2,100 blocks") for line in lines)
    assert any(line.endswith("log at most 12.0 MiB") for line in lines)


async def test_a_run_is_of_a_bot_that_was_started_for_it_alone() -> None:
    played = await soak(0.03, seed=1)
    assert [one.calls > 0 and one.mib > 50 for one in played.samples].count(True) >= 2
    assert played.samples[-1].rows["inbox"] > played.samples[0].rows["inbox"]
    # What a bot is built of is half a million objects, and each is a block or several.
    assert min(played.alive) > 500_000
