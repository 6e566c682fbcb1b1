"""How fast messages may leave."""

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.limits import FORGET_ABOVE, Limits


class Stopwatch:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_chat_may_have_a_few_at_once_and_then_one_a_second() -> None:
    limits = Limits(30, 1, 3, Stopwatch())
    assert [round(limits.take(1), 6) for _ in range(5)] == [0, 0, 0, 1, 2]


def test_one_chat_that_waits_holds_no_other_up() -> None:
    limits = Limits(30, 1, 1, Stopwatch())
    assert [limits.take(1), limits.take(1) > 0, limits.take(2)] == [0, True, 0]


def test_there_is_room_again_as_time_passes() -> None:
    watch = Stopwatch()
    limits = Limits(30, 1, 1, watch)
    for chat in range(limits.room()):
        assert limits.take(chat) == 0
    assert limits.room() == 0
    watch.seconds += limits.until_room() + 1e-9
    assert limits.room() == 1


@given(
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(0, 5), st.floats(0, 2)), min_size=1, max_size=120),
)
def test_no_second_and_no_chat_ever_has_more_than_its_share(
    per_second: int, asked: list[tuple[int, float]]
) -> None:
    watch = Stopwatch()
    limits = Limits(per_second, 1, 3, watch)
    left: list[tuple[float, int]] = []
    for chat, pause in asked:
        watch.seconds += pause
        while not limits.room():
            watch.seconds += limits.until_room() + 1e-9
        left.append((watch.seconds + limits.take(chat), chat))
    for at, chat in left:
        alike = [one for one, to in left if to == chat and at <= one < at + 1 - 1e-6]
        # A burst after a pause, and one for the second that passes.
        assert len(alike) <= 4


@given(st.integers(1, 30), st.lists(st.floats(0, 0.2), min_size=40, max_size=200))
def test_no_second_has_more_messages_than_telegram_bears(
    per_second: int, pauses: list[float]
) -> None:
    watch = Stopwatch()
    limits = Limits(per_second, 1, 3, watch)
    left: list[float] = []
    for chat, pause in enumerate(pauses):
        watch.seconds += pause
        while not limits.room():
            watch.seconds += limits.until_room() + 1e-9
        assert limits.take(chat) == 0
        left.append(watch.seconds)
    for at in left:
        assert len([one for one in left if at <= one < at + 1 - 1e-6]) <= max(per_second, 2)


def test_chats_of_long_ago_are_forgotten() -> None:
    watch = Stopwatch()
    limits = Limits(1e9, 1, 3, watch)
    for chat in range(FORGET_ABOVE):
        limits.take(chat)
    watch.seconds += 60
    limits.take(FORGET_ABOVE)
    assert len(limits._chats) == 1


def test_no_minute_of_a_group_has_more_than_its_share() -> None:
    watch = Stopwatch()
    limits = Limits(30, 1, 3, watch, per_group_per_minute=20)
    left: list[float] = []
    for _ in range(100):
        left.append(watch.seconds + limits.take(7, is_group=True))
        watch.seconds += 1.5
    for at in left:
        assert len([one for one in left if at <= one < at + 60 - 1e-6]) <= 20
    assert left[-1] < 100 / 16 * 60


def test_what_leaves_in_several_messages_takes_a_place_for_each() -> None:
    limits = Limits(30, 1, 3, Stopwatch())
    assert limits.take(1, count=3) == 0
    assert round(limits.take(1), 6) == 1
    assert limits.room() == 2
