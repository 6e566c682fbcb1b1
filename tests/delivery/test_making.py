"""Messages with a file that is drawn or read once they are claimed."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from structlog.testing import capture_logs

from sandbox import Person
from sandbox.faults import CutAfter
from tests.delivery.post import MARK, FakeDesk, Post

PICTURE = b"\x89PNG\r\n\x1a\n drawn"


@asynccontextmanager
async def held_back(post: Post) -> AsyncIterator[None]:
    """Let nothing leave until everything is queued."""
    await post.sender.stop()
    yield
    await post.swap_sender(post.new_sender())


async def test_while_a_picture_is_drawn_others_hear_and_its_own_chat_keeps_its_order(
    post: Post, officer: Person, other: Person, desk: FakeDesk
) -> None:
    is_wanted = threading.Event()

    def draw() -> bytes:
        is_wanted.wait()
        return PICTURE

    async with held_back(post):
        first, _ = await post.put_all([(officer, "一"), (officer, "二")])
        desk.drawn[first] = draw
        await post.put(other, "三")
    try:
        await other.sees("三")
        assert post.texts() == ["三"]
    finally:
        is_wanted.set()
    await post.settle()
    shown, last = officer.screen.messages[-2:]
    assert (shown.text, last.text) == ("一", "二")
    assert shown.media
    assert shown.media.file
    assert shown.media.file.data == PICTURE


async def test_what_cannot_be_drawn_is_said_in_words_once_more_where_it_perhaps_arrived(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    post.sandbox.faults.order(CutAfter(), chat=officer.id)
    async with held_back(post):
        desk.drawn[await post.put(officer, "十一月：周敏")] = lambda: None
    await post.settle()
    await post.pass_time(timedelta(seconds=15))
    assert post.texts() == ["十一月：周敏", f"{MARK}\n十一月：周敏"]


async def test_a_file_that_cannot_be_read_is_tried_again_and_given_up_in_the_end(
    post: Post, officer: Person, other: Person, desk: FakeDesk
) -> None:
    tries: list[int] = []

    def read() -> bytes:
        raise FileNotFoundError(post.sandbox.token)

    def read_late() -> bytes:
        tries.append(len(tries))
        return PICTURE if len(tries) > 2 else read()

    async with held_back(post):
        lost, slow = await post.put_all([(officer, "坏"), (other, "好")])
        desk.drawn |= {lost: read, slow: read_late}
    with capture_logs() as logs:
        await post.settle()
        for _ in range(5):
            await post.pass_time(timedelta(minutes=5))
    assert [(await post.row(one)).state for one in (lost, slow)] == ["failed", "sent"]
    assert desk.heard[-1] == ("failed", lost, "unprepared", False)
    assert {line["error"] for line in logs} == {"FileNotFoundError"}
    assert post.sandbox.token not in repr(logs)
