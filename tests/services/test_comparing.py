"""Days of a roster are the same where the same people stand there, however it is cut up."""

from datetime import UTC, datetime, timedelta

from bot.duty.laying import Laid
from bot.services.comparing import _digest, _who

NOON, HOUR = datetime(2026, 12, 1, 4, 0, tzinfo=UTC), timedelta(hours=1)


def test_whoever_simply_goes_on_stands_there_once() -> None:
    whole = [Laid(1, NOON, NOON + 2 * HOUR), Laid(2, NOON + 2 * HOUR, NOON + 3 * HOUR)]
    cut = [Laid(1, NOON, NOON + HOUR), Laid(1, NOON + HOUR, NOON + 2 * HOUR), whole[1]]
    assert _who(cut) == whole
    assert _digest(cut) == _digest(whole)


def test_whoever_comes_back_after_a_hole_stands_there_twice() -> None:
    apart = [Laid(1, NOON, NOON + HOUR), Laid(1, NOON + 2 * HOUR, NOON + 3 * HOUR)]
    assert _who(apart) == apart
    assert _digest(apart) != _digest([Laid(1, NOON, NOON + 3 * HOUR)])
