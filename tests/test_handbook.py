"""The handbook for operators says what the program does: its events, its numbers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.settings import MOST_PROCESSES

ROOT = Path(__file__).parents[1]
HANDBOOK = ROOT / "docs" / "handbook"
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


def test_every_event_of_the_log_is_explained_and_no_other() -> None:
    written = {name for file in _sources() for name in _events(ast.parse(file.read_text()))}
    page = (HANDBOOK / "operator.md").read_text().split("\n## 日志里的事件\n")[1]
    firsts = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    told = [name for first in firsts for name in re.findall(r"`([^`]+)`", first)]
    assert sorted(told) == sorted(written)


def test_the_handbook_knows_how_many_processes_may_serve_together() -> None:
    assert f"1 到 {MOST_PROCESSES}" in (HANDBOOK / "machines.md").read_text()
    assert f"up to {MOST_PROCESSES} processes" in (ROOT / "README.md").read_text()


def _sources() -> Iterator[Path]:
    for folder in ("bot", "storage"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def _events(tree: ast.Module) -> Iterator[str]:
    """Give the names of the events that a module writes; rounds write theirs by a name."""
    for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="log"), attr=level),
                args=[ast.Constant(value=str(name)), *_],
            ) if level in LEVELS:
                yield name
            case ast.Call(func=ast.Name(id="Rounds"), args=[ast.Constant(value=str(name)), *_]):
                yield f"{name}-failed"
