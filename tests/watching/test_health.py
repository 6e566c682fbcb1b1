"""When the bot calls itself unwell, and in which words."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.config import WatchingPolicy, load_config
from bot.watching.health import Figures, judge
from tests.e2e.world import ROOT

WELL = Figures(tick=1.0, fetch=10.0, write=9.0, disk_free=5000)


@pytest.fixture
def policy() -> WatchingPolicy:
    policy = load_config(ROOT / "config.yaml").watching
    return policy.model_copy(update={"unwell_after": timedelta(seconds=60)})


def test_what_works_is_well(policy: WatchingPolicy) -> None:
    health = judge(WELL, policy)
    assert health.is_well
    assert health.as_json["wrong"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tick": 61.0}, "no deadline was looked at for 61 seconds"),
        ({"tick": None}, "no deadline was looked at yet"),
        ({"fetch": 300.0}, "nothing was fetched from Telegram for 300 seconds"),
        ({"write": 61.0}, "nothing was written into the database for 61 seconds"),
        ({"database": "full"}, "the database cannot be used: the disk is full"),
        ({"database": "locked"}, "another process holds the database"),
        ({"page": 90.0}, "a call that is due has not left for 90 seconds"),
        ({"disk_free": 12}, "only 12 megabytes of the disk are free"),
        ({"token_refused": True}, "Telegram refuses the token"),
        ({"reader": "loading"}, "what reads messages is not there: it is still being loaded"),
        ({"reader": "changed"}, "start the bot anew"),
        ({"reader": "failed"}, "what people write goes to officers unread"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    policy: WatchingPolicy, change: dict[str, Any], said: str
) -> None:
    health = judge(replace(WELL, **change), policy)
    assert not health.is_well
    assert len(health.wrong) == 1
    assert said in health.wrong[0]


def test_findings_are_counted_and_do_not_make_it_unwell(policy: WatchingPolicy) -> None:
    health = judge(replace(WELL, findings={"duty-gap": 2}), policy)
    assert health.is_well
    assert health.as_json["findings"] == {"duty-gap": 2}
