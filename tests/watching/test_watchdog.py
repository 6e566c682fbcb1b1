"""When the watchdog ends a process, and when it must not."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.watching.pulse import Sign
from bot.watching.watchdog import STUCK, Watchdog

LIMIT = timedelta(seconds=45)


@dataclass
class Seconds:
    passed: float = 0.0

    def __call__(self) -> float:
        return self.passed


@dataclass
class Kennel:
    """A watchdog whose seconds pass when one says so."""

    seconds: Seconds = field(default_factory=Seconds)
    ended: list[int] = field(default_factory=list)
    alive: int = 0

    def __post_init__(self) -> None:
        self.tick, self.fetch = Sign(self.seconds), Sign(self.seconds)
        self.dog = Watchdog(
            {"tick": self.tick, "fetch": self.fetch},
            LIMIT,
            on_alive=self.count,
            end=self.ended.append,
            now=self.seconds,
        )
        self.dog.begin()

    def count(self) -> None:
        self.alive += 1

    def pass_time(self, seconds: float, *signs: Sign) -> None:
        """Let seconds pass, look by look, while these signs are given."""
        for _ in range(round(seconds / self.dog.pause)):
            self.seconds.passed += self.dog.pause
            for sign in signs:
                sign.give()
            self.dog.look()


@pytest.fixture
def kennel() -> Kennel:
    return Kennel()


def test_a_process_that_gives_every_sign_lives_and_its_supervisor_hears_so(kennel: Kennel) -> None:
    kennel.pass_time(450, kennel.tick, kennel.fetch)
    assert kennel.ended == []
    assert kennel.alive == 200


@pytest.mark.parametrize("missing", ["tick", "fetch"])
def test_one_missing_sign_ends_it_within_a_minute_and_the_log_names_it(
    kennel: Kennel, missing: str
) -> None:
    kennel.pass_time(450, kennel.tick, kennel.fetch)
    given = kennel.fetch if missing == "tick" else kennel.tick
    with capture_logs() as logs:
        kennel.pass_time(42.75, given)
        assert kennel.ended == []
        kennel.pass_time(4.5, given)
    assert set(kennel.ended) == {STUCK}
    assert [*logs[0]["missing"]] == [missing]
    assert logs[0]["log_level"] == "critical"


def test_a_machine_that_slept_for_hours_and_woke_is_not_stuck(kennel: Kennel) -> None:
    kennel.pass_time(45, kennel.tick, kennel.fetch)
    kennel.seconds.passed += 6 * 3600
    kennel.dog.look()
    kennel.pass_time(30)
    assert kennel.ended == []
    kennel.pass_time(45, kennel.tick, kennel.fetch)
    assert kennel.ended == []


def test_whoever_wakes_and_stays_stuck_is_ended_all_the_same(kennel: Kennel) -> None:
    kennel.seconds.passed += 6 * 3600
    kennel.pass_time(45)
    assert kennel.ended
