"""Every way in which sending fails, ordered on the wire."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from telegram.error import RetryAfter
from telegram.warnings import PTBDeprecationWarning

from bot.delivery.refusals import Verdict, judge
from bot.views.outgoing import Button, Outgoing
from sandbox import Person, Sandbox
from sandbox.faults import (
    BrokenJson,
    ChatNotFound,
    CutAfter,
    CutBefore,
    Fault,
    Forbidden,
    MethodNotFound,
    ServerError,
    SlowAfterAccept,
    TooMany,
    Unauthorized,
)
from tests.delivery.post import MARK, SOON, FakeDesk, Post

SECOND = timedelta(seconds=1)
BUTTONS = ((Button("接单", data="take:1"),),)


async def test_too_many_makes_only_this_chat_wait_and_counts_as_no_attempt(
    post: Post, officer: Person, other: Person, desk: FakeDesk
) -> None:
    post.sandbox.faults.order(TooMany(40), chat=officer.id)
    slow = await post.put(officer, "特急")
    quick = await post.put(other, "一般")
    await post.settle()
    row = await post.row(slow)
    until = post.clock.now() + 40 * SECOND
    assert (row.state, row.attempts, row.not_before_at) == ("pending", 0, until)
    assert ("delayed", slow, until) in desk.heard
    assert (await post.row(quick)).state == "sent"
    await post.pass_time(39 * SECOND)
    assert len(post.wire) == 2
    await post.pass_time(SECOND)
    assert post.texts()[2:] == ["特急"]
    assert (await post.row(slow)).state == "sent"


def test_seconds_are_understood_as_well_as_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PTB_TIMEDELTA")
    with pytest.warns(PTBDeprecationWarning):
        error = RetryAfter(7)
    refusal = judge(error)
    assert (refusal.verdict, refusal.after) == (Verdict.TOO_MANY, 7 * SECOND)


@pytest.mark.parametrize(
    "fault",
    [Forbidden(), Forbidden("user is deactivated"), ChatNotFound()],
    ids=["blocked", "deactivated", "not-found"],
)
async def test_a_person_who_cannot_be_reached_is_reported_at_once(
    post: Post, officer: Person, desk: FakeDesk, fault: Fault
) -> None:
    post.sandbox.faults.order(fault)
    row = await post.put(officer, "特急")
    await post.settle()
    assert len(post.wire) == 1
    assert (await post.row(row)).state == "failed"
    [(news, row_id, _trouble, unreachable)] = desk.heard
    assert (news, row_id, unreachable) == ("failed", row, True)


async def test_a_person_who_really_blocked_the_bot_is_unreachable(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    await officer.blocks()
    row = await post.put(officer, "特急")
    await post.settle()
    assert desk.heard == [("failed", row, "forbidden", True)]


async def test_markup_that_telegram_refuses_leaves_as_plain_text_with_its_buttons(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    row = await post.put(officer, Outgoing("message", text="<b>特急 &amp; <x>", buttons=BUTTONS))
    await post.settle()
    assert post.texts() == ["<b>特急 &amp; <x>", "特急 & "]
    assert "parse_mode" not in post.wire[1].params
    await officer.sees("特急 &", buttons=["接单"])
    assert (await post.row(row)).state == "sent"
    assert [news[:2] for news in desk.heard] == [("sent", row)]


async def test_what_is_put_back_and_claimed_anew_by_one_commit_leaves_again(
    post: Post, officer: Person, other: Person
) -> None:
    # While another is on its way, what came back is settled with others, a moment later.
    gate = post.sandbox.faults.gate("sendMessage", chat=other.id)
    await post.put(other, "慢")
    await gate.reached()
    row = await post.put(officer, Outgoing("message", text="<b>特急 &amp; <x>", buttons=BUTTONS))
    await officer.sees("特急 &", buttons=["接单"])
    gate.release()
    await post.settle()

    assert (await post.row(row)).state == "sent"
    assert post.texts() == ["慢", "<b>特急 &amp; <x>", "特急 & "]


async def test_what_is_refused_twice_is_given_up_but_the_person_is_not(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    row = await post.put(officer, " ")
    after = await post.put(officer, "下一条")
    await post.settle()
    assert post.texts() == [" ", " ", "下一条"]
    assert desk.heard[0] == ("failed", row, "bad-request", False)
    assert (await post.row(after)).state == "sent"


async def test_an_edit_that_changes_nothing_has_arrived(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    first = await post.put(officer, "卡片")
    await post.settle()
    number = (await post.row(first)).message_id
    row = await post.put(officer, Outgoing("edit", text="卡片", message_id=number))
    await post.settle()
    assert (await post.row(row)).state == "sent"
    assert desk.heard[-1] == ("sent", row, "卡片", number)


async def test_an_edit_of_a_message_that_is_gone_fails_and_the_person_stays_reachable(
    post: Post, officer: Person, desk: FakeDesk
) -> None:
    row = await post.put(officer, Outgoing("edit", text="卡片", message_id=999_999))
    await post.settle()
    assert len(post.wire) == 1
    assert desk.heard == [("failed", row, "gone", False)]


async def test_deleting_what_is_gone_has_succeeded(post: Post, officer: Person) -> None:
    row = await post.put(officer, Outgoing("delete", message_id=999_999))
    await post.settle()
    assert (await post.row(row)).state == "sent"


@pytest.mark.parametrize(
    "fault",
    [CutBefore(), CutAfter(), BrokenJson(), ServerError(), ServerError(500), SlowAfterAccept(5)],
    ids=["cut-before", "cut-after", "broken", "502", "500", "slow"],
)
async def test_what_perhaps_arrived_is_sent_again_after_a_while_and_marked(
    post: Post, officer: Person, desk: FakeDesk, fault: Fault
) -> None:
    post.sandbox.faults.order(fault)
    row = await post.put(officer, Outgoing("message", text="<b>特急</b>", buttons=BUTTONS))
    await post.settle()
    assert (await post.row(row)).state == "uncertain"
    await post.pass_time(SOON - SECOND)
    assert len(post.wire) == 1
    await post.pass_time(SECOND)
    assert post.texts() == ["<b>特急</b>", f"{MARK}\n<b>特急</b>"]
    assert (await post.row(row)).state == "sent"
    assert [news[0] for news in desk.heard] == ["sent"]


async def test_a_repeated_edit_carries_no_mark(post: Post, officer: Person) -> None:
    first = await post.put(officer, "卡片")
    await post.settle()
    number = (await post.row(first)).message_id
    post.sandbox.faults.order(CutAfter())
    row = await post.put(officer, Outgoing("edit", text="已接单", message_id=number))
    await post.settle()
    await post.pass_time(SOON)
    assert post.texts() == ["卡片", "已接单", "已接单"]
    assert (await post.row(row)).state == "sent"


async def test_what_surely_never_left_waits_and_then_leaves_without_a_mark(
    post: Post, officer: Person
) -> None:
    port = int(post.sandbox.page_url.rsplit(":", 1)[1].strip("/"))
    await post.sandbox.close()
    row = await post.put(officer, "特急")
    for attempts, wait in enumerate((1, 2, 4, 8), start=1):
        await post.settle()
        kept = await post.row(row)
        assert (kept.state, kept.trouble, kept.attempts) == ("pending", "unsent", attempts)
        assert kept.not_before_at == post.clock.now() + wait * SECOND
        post.clock.advance(wait * SECOND)
    async with Sandbox.start(port=port, clock=post.clock) as again:
        same = again.add_person("周敏")
        await same.opens()
        await post.settle()
        assert [message.text for message in same.unread()] == ["特急"]
    assert (await post.row(row)).state == "sent"


async def test_an_outage_never_makes_a_message_given_up_or_wait_longer_than_five_minutes(
    post: Post, officer: Person
) -> None:
    post.sandbox.faults.order(ServerError(), times=None)
    row = await post.put(officer, "特急")
    for _ in range(30):
        await post.settle()
        kept = await post.row(row)
        assert kept.state == "uncertain"
        assert kept.not_before_at - post.clock.now() <= timedelta(minutes=5)
        post.clock.jump_to(kept.not_before_at)
    assert len(post.wire) == 30
    assert kept.not_before_at - kept.made_at > timedelta(hours=1)


async def test_the_first_message_that_arrives_again_brings_the_waiting_ones_forward(
    post: Post, officer: Person, other: Person
) -> None:
    post.sandbox.faults.order(ServerError(), chat=officer.id, times=6)
    late = await post.put(officer, "特急")
    for _ in range(6):
        await post.settle()
        post.clock.jump_to((await post.row(late)).not_before_at)
    post.sandbox.faults.order(ServerError(), chat=officer.id)
    await post.settle()
    assert (await post.row(late)).not_before_at - post.clock.now() == timedelta(minutes=5)
    await post.put(other, "一般")
    await post.settle()
    assert (await post.row(late)).not_before_at - post.clock.now() == SOON
    await post.pass_time(SOON)
    assert (await post.row(late)).state == "sent"


@pytest.mark.parametrize("fault", [Unauthorized(), MethodNotFound()], ids=["401", "404"])
async def test_a_refused_token_stops_the_sender_and_keeps_every_message(
    post: Post, officer: Person, other: Person, desk: FakeDesk, fault: Fault
) -> None:
    post.sandbox.faults.order(fault)
    with capture_logs() as logs:
        first = await post.put(officer, "特急")
        await post.settle()
        await post.put(other, "一般")
        await post.pass_time(timedelta(hours=1))
    assert post.sender.is_stopped
    assert [line["event"] for line in logs if line["log_level"] == "critical"] == ["token-refused"]
    assert len(post.wire) == 1
    assert await post.states() == ["pending", "pending"]
    assert (await post.row(first)).attempts == 0
    assert desk.heard == []
    post.sender.resume()
    await post.settle()
    assert await post.states() == ["sent", "sent"]


async def test_no_log_line_carries_a_text_a_token_or_a_chat(post: Post, officer: Person) -> None:
    faults = (ServerError(), CutAfter(), ChatNotFound(), Unauthorized(), TooMany(1), BrokenJson())
    with capture_logs() as logs:
        for fault in faults:
            post.sandbox.faults.order(fault)
            await post.put(officer, "孩子叫小明 <x>")
            await post.settle()
            post.sender.resume()
            await post.pass_time(timedelta(minutes=6))
    assert logs
    said = repr(logs)
    for secret in ("小明", post.sandbox.token, str(officer.id), "127.0.0.1"):
        assert secret not in said
