import asyncio

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from sandbox import Person, Sandbox
from tests.sandbox.conftest import Refuses, until_polling


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_updates_come_until_a_higher_offset_acknowledges_them(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    await resident.says("一")
    first = await bot.get_updates()
    again = await bot.get_updates(offset=first[0].update_id)
    assert texts(first) == texts(again) == ["/start", "一"]
    assert sandbox.acknowledged == []
    assert await bot.get_updates(offset=first[-1].update_id + 1) == ()
    assert sandbox.acknowledged == [update.update_id for update in first]


async def test_an_offset_acknowledges_only_what_lies_before_it(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    await resident.says("一")
    first, second = await bot.get_updates()
    assert texts(await bot.get_updates(offset=second.update_id)) == ["一"]
    assert sandbox.acknowledged == [first.update_id]
    assert sandbox.pending == (second.update_id,)


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, resident: Person) -> None:
    for text in "一二三":
        await resident.says(text)
    assert texts(await bot.get_updates(offset=-2)) == ["二", "三"]
    assert texts(await bot.get_updates()) == ["二", "三"]


async def test_a_limit_bounds_the_batch(bot: Bot, resident: Person) -> None:
    for number in range(120):
        await resident.says(f"{number}")
    assert len(await bot.get_updates(limit=2)) == 2
    assert len(await bot.get_updates(limit=1000)) == 100


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, sandbox: Sandbox) -> None:
    person = sandbox.add_person("王奶奶")
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await until_polling(sandbox)
    await person.says("来人")
    assert texts(await poll) == ["来人"]


async def test_a_long_poll_ends_empty_when_its_time_is_over(bot: Bot, sandbox: Sandbox) -> None:
    sandbox._cloud.updates.longest_poll = 0.01
    assert await bot.get_updates(timeout=1000) == ()


async def test_a_second_poller_ends_the_first(bot: Bot, sandbox: Sandbox) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await until_polling(sandbox)
    async with Bot(sandbox.token, sandbox.bot_api_url) as second:
        assert await second.get_updates() == ()
    with pytest.raises(Conflict):
        await first
    assert sandbox.calls("getUpdates")[0].error == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


async def test_a_poller_that_went_away_loses_nothing(bot: Bot, sandbox: Sandbox) -> None:
    person = sandbox.add_person("王奶奶")
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await until_polling(sandbox)
    poll.cancel()
    (call,) = await sandbox.hears("getUpdates")
    assert (call.status, call.accepted) == (0, False)
    await person.says("来人")
    assert texts(await bot.get_updates()) == ["来人"]


async def test_only_the_wanted_kinds_of_updates_come(bot: Bot, resident: Person) -> None:
    await bot.get_updates(allowed_updates=["message"])
    await resident.blocks()
    await resident.unblocks()
    said = await resident.says("一")
    await resident.edits(said, "二")
    assert texts(await bot.get_updates()) == ["/start", "一"]
    await bot.get_updates(allowed_updates=[])
    await resident.edits(said, "三")
    assert (await bot.get_updates())[-1].edited_message is not None


async def test_blocking_and_unblocking_are_told(bot: Bot, resident: Person) -> None:
    await resident.blocks()
    await resident.unblocks()
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]
    assert [change.old_chat_member.status for change in changes] == ["member", "kicked"]


async def test_dropping_pending_updates_forgets_them(bot: Bot, resident: Person) -> None:
    await resident.says("一")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_hand_written_update_comes_as_it_is(bot: Bot, sandbox: Sandbox) -> None:
    number = sandbox.push_raw_update(b'{"update_id": %d, "something_new": {}}')
    (update,) = await bot.get_updates()
    assert update.update_id == number
    assert update.message is None


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot, refuses: Refuses) -> None:
    await bot.set_webhook("http://127.0.0.1:9/")
    with refuses(
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    ):
        await bot.get_updates()
