import pytest
from telegram import Bot
from telegram.error import RetryAfter

from sandbox import Sandbox, SandboxClock
from sandbox.errors import Refused
from sandbox.limits import RateLimits


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def refused_after(limits: RateLimits, chat: int) -> int | None:
    """Return the seconds to wait, None where the message passes."""
    try:
        limits.check("sendmessage", chat)
    except Refused as refused:
        return refused.retry_after
    return None


def test_thirty_messages_a_second_pass_in_all() -> None:
    watch = Stopwatch()
    limits = RateLimits(now=watch)
    assert [refused_after(limits, chat) for chat in range(30)] == [None] * 30
    assert refused_after(limits, 31) == 1
    watch.seconds = 1.0
    assert refused_after(limits, 31) is None


def test_a_chat_gets_one_message_a_second_after_a_short_burst() -> None:
    watch = Stopwatch()
    limits = RateLimits(now=watch, burst=3)
    assert [refused_after(limits, 1) for _ in range(4)] == [None, None, None, 1]
    watch.seconds = 1.0
    assert [refused_after(limits, 1) for _ in range(2)] == [None, 1]
    watch.seconds = 60.0
    assert [refused_after(limits, 1) for _ in range(4)] == [None, None, None, 1]


def test_a_group_gets_twenty_messages_a_minute() -> None:
    watch = Stopwatch()
    limits = RateLimits(now=watch)
    assert [refused_after(limits, -1) for _ in range(21)] == [None] * 20 + [60]
    watch.seconds = 59.5
    assert refused_after(limits, -1) == 1
    watch.seconds = 60.0
    assert refused_after(limits, -1) is None


def test_edits_and_answers_are_not_counted() -> None:
    limits = RateLimits(now=Stopwatch())
    for _ in range(100):
        limits.check("editmessagetext", 1)
        limits.check("answercallbackquery", None)
        limits.check("sendchataction", 1)
    assert refused_after(limits, 1) is None


@pytest.mark.parametrize("enforced", [True, False])
async def test_limits_are_a_switch(clock: SandboxClock, *, enforced: bool) -> None:
    async with (
        Sandbox.start(clock=clock, enforce_limits=enforced) as sandbox,
        Bot(sandbox.token, sandbox.bot_api_url) as bot,
    ):
        person = sandbox.add_person("王奶奶")
        await person.opens()
        for _ in range(3):
            await bot.send_message(person.id, "x")
        if not enforced:
            await bot.send_message(person.id, "x")
            return
        with pytest.raises(RetryAfter):
            await bot.send_message(person.id, "x")
