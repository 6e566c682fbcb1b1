"""A row whose sealed words do not open is set aside, and the rest of its batch goes on."""

from datetime import timedelta

from sqlalchemy import update
from structlog.testing import capture_logs

from sandbox import Person
from storage.tables import outbox, people
from tests.delivery.post import FakeDesk, Post


async def test_a_damaged_message_stops_neither_the_others_nor_its_own_person(
    post: Post, officer: Person, other: Person, desk: FakeDesk
) -> None:
    await post.sender.stop()
    first, bad, after, last = await post.put_all(
        [(officer, "一"), (other, "二"), (other, "三"), (officer, "四")]
    )
    await post.database.write(
        lambda work: work.connection.execute(
            update(outbox).where(outbox.c.id == bad).values(payload_sealed=b"\x01damaged")
        )
    )
    with capture_logs() as logs:
        await post.swap_sender(post.new_sender())
        await post.settle()

    assert sorted(post.texts()) == ["一", "三", "四"]
    states = [(await post.row(row)).state for row in (first, bad, after, last)]
    assert states == ["sent", "failed", "sent", "sent"]
    assert (await post.row(bad)).trouble == "damaged"
    errors = [line for line in logs if line["log_level"] == "error"]
    assert [(line["event"], line["outbox_id"]) for line in errors] == [("message-damaged", bad)]
    assert {news[1] for news in desk.heard} == {first, after, last}


async def test_a_person_whose_chat_is_damaged_is_given_up_and_keeps_nobody_waiting(
    post: Post, officer: Person, other: Person, desk: FakeDesk
) -> None:
    first = await post.put(officer, "一")
    await post.settle()
    person = (await post.row(first)).person_id
    await post.sender.stop()
    lost, good = await post.put_all([(officer, "二"), (other, "三")])
    await post.database.write(
        lambda work: work.connection.execute(
            update(people).where(people.c.id == person).values(chat_sealed=b"\x01damaged")
        )
    )
    await post.swap_sender(post.new_sender())
    await post.settle()
    assert (await post.row(good)).state == "sent"
    for _ in range(5):
        await post.pass_time(timedelta(minutes=5))
    assert (await post.row(lost)).state == "failed"
    assert desk.heard[-1] == ("failed", lost, "unprepared", False)
