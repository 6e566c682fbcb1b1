"""The threat model claims only what a test shows: every test that it names is there."""

import ast
import re
from pathlib import Path

from tests.e2e.tried import cells, hostile

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "threat-model.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_ANY = re.compile(r"`tests/[^`]*::[^`]*`")


def test_every_test_that_the_threat_model_names_exists() -> None:
    text = PAGE.read_text()
    named = _NAMED.findall(text)
    assert len(named) == len(_ANY.findall(text)), "each is named in full"
    missing = [f"{path}::{name}" for path, name in named if name not in _tests_in(path)]
    assert missing == []
    assert len(named) >= 40


def test_each_danger_says_what_is_not_protected() -> None:
    dangers = [one for one in PAGE.read_text().split("\n## ")[2:] if "| shown by |" in one]
    assert len(dangers) == 8
    assert [one.splitlines()[0] for one in dangers if "\nNot protected:" not in one] == []


def test_the_numbers_on_the_page_are_those_of_the_tests() -> None:
    page = PAGE.read_text()
    for counted in (cells(), hostile()):
        for name, number in counted.items():
            assert f"\n| {name} | {number:,} |\n" in page, (name, number)
    assert f"\n| together | {sum(cells().values()):,} |\n" in page, sum(cells().values())


def _tests_in(path: str) -> set[str]:
    file = ROOT / path
    tree = ast.parse(file.read_text()) if file.exists() else ast.Module([], [])
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {one.name for one in tree.body if isinstance(one, functions)}
