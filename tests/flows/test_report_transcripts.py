"""Whole conversations: what is answered, which question follows, what is done besides."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.flows.dialogue import Step
from tests.flows.resident import Resident, in_words, read_as

TRANSCRIPTS = Path(__file__).parent / "transcripts"
Turn = Mapping[str, Any]


def stories() -> list[Any]:
    return list(_stories())


def _stories() -> Iterator[Any]:
    for path in sorted(TRANSCRIPTS.glob("*.yaml")):
        for story in YAML(typ="safe").load(path.read_text(encoding="utf-8")):
            yield pytest.param(story, id=f"{path.stem}: {story['story']}")


@pytest.mark.parametrize("story", stories())
def test_a_conversation_goes_as_it_is_written(story: Turn) -> None:
    resident = Resident(story.get("language", "zh-CN"))
    for number, turn in enumerate(story["turns"], 1):
        step = act(resident, turn)
        where = f"turn {number} ({turn.get('say') or turn.get('send') or 'begin'})"
        assert [in_words(effect) for effect in step.effects] == turn.get("does", []), where
        assert (step.dialogue is None) == turn.get("ends", False), where
        if step.dialogue is not None:
            see(resident, turn, where)


def act(resident: Resident, turn: Turn) -> Step:
    if "begin" in turn:
        return resident.begins()
    if "send" in turn:
        return resident.sends(turn["send"], turn.get("album", ""), turn.get("text", ""))
    return resident.says(turn["say"], read_as(**turn.get("reading", {})))


def see(resident: Resident, turn: Turn, where: str) -> None:
    assert (resident.asked.key if resident.asked else "nothing") == turn["asks"], where
    screen = resident.sees()
    if "step" in turn:
        assert resident.prompt.step == (tuple(turn["step"]) if turn["step"] else None), where
    assert turn.get("shows", "") in screen.text, where
    labels = [key.text for row in screen.keyboard for key in row]
    assert set(turn.get("shows_keys", [])) <= set(labels), where
    for name, value in turn.get("draft", {}).items():
        known = len(resident.draft.entries) if name == "entries" else getattr(resident.draft, name)
        assert known == value, f"{where}: {name}"


def test_there_are_stories() -> None:
    assert len(stories()) >= 15
