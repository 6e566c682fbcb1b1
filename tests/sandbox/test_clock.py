from datetime import UTC, datetime, timedelta

import pytest

from sandbox import SandboxClock

START = datetime(2027, 2, 5, 12, 0, tzinfo=UTC)


def test_a_clock_at_rate_zero_stands_still() -> None:
    clock = SandboxClock(START, rate=0)
    assert clock.now() == clock.now() == START


def test_a_running_clock_never_goes_backwards() -> None:
    clock = SandboxClock(START, rate=60)
    moments = [clock.now() for _ in range(1000)]
    assert moments == sorted(moments)
    assert moments[0] >= START


def test_a_changed_rate_goes_on_from_the_present_moment() -> None:
    clock = SandboxClock(START, rate=0)
    clock.advance(timedelta(hours=1))
    clock.set_rate(60)
    assert START + timedelta(hours=1) <= clock.now() < START + timedelta(hours=2)


def test_a_jump_may_lead_into_the_past() -> None:
    clock = SandboxClock(START, rate=0)
    clock.jump_to(START - timedelta(days=1))
    assert clock.now() == START - timedelta(days=1)


@pytest.mark.parametrize("rate", [-1, -0.001])
def test_a_negative_rate_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        SandboxClock(START, rate=rate)


def test_moments_without_a_zone_and_negative_spans_are_refused() -> None:
    clock = SandboxClock(START, rate=0)
    with pytest.raises(ValueError, match="time zone"):
        clock.jump_to(datetime(2027, 1, 1))  # noqa: DTZ001 - The missing zone is the point.
    with pytest.raises(ValueError, match="advances"):
        clock.advance(timedelta(seconds=-1))


def test_without_a_start_it_tells_the_machines_time_as_utc() -> None:
    now = SandboxClock().now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
