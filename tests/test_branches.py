"""The target that counts branches says of each room by itself whether it reaches the bar."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.branches import BAR, ROOMS, main


def report(**taken: int) -> Mapping[str, object]:
    """Return what `coverage json` writes of rooms with a hundred branches each, in two files."""
    files = {}
    for room in ROOMS:
        count = taken.get(room.replace("/", "_"), 100)
        for name, every in (("one", 60), ("deeper/other", 40)):
            covered = min(count, every)
            count -= covered
            summary = {"num_branches": every, "covered_branches": covered}
            files[f"{room}/{name}.py"] = {"summary": summary}
    # What only begins like a room is none of it.
    files["storage_elsewhere/x.py"] = {"summary": {"num_branches": 900, "covered_branches": 0}}
    return {"files": files}


def told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    content: Mapping[str, object],
) -> tuple[int, str]:
    written = folder / "report.json"
    written.write_text(json.dumps(content))
    monkeypatch.setattr(sys, "argv", ["branches", str(written)])
    return main(), capsys.readouterr().out


def test_every_room_at_the_bar_is_enough(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    content = report(bot_flows=BAR, bot_services=BAR, storage=BAR)
    code, words = told(monkeypatch, capsys, tmp_path, content)
    assert code == 0
    assert words.count("95.0 % of 100, 5 not taken") == 3
    assert "below" not in words


@pytest.mark.parametrize("room", ROOMS)
def test_one_room_below_the_bar_fails_however_good_the_others_are(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    room: str,
) -> None:
    content = report(**{room.replace("/", "_"): BAR - 1})
    code, words = told(monkeypatch, capsys, tmp_path, content)
    assert code == 1
    (line,) = [one for one in words.splitlines() if "below 95" in one]
    assert line.startswith(room)


def test_a_room_that_was_not_measured_is_not_enough(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, words = told(monkeypatch, capsys, tmp_path, {"files": {}})
    assert code == 1
    assert words.count("below 95") == len(ROOMS)
