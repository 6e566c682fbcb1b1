import asyncio
from typing import Any

import httpx
import pytest
from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from sandbox import Person, Sandbox, SandboxClock
from tests.sandbox.conftest import until_polling


async def greet(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text("您好")


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(f"您说：{update.message.text}")


async def take(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("好")


class RunningBot:
    """A whole python-telegram-bot application that can be stopped and started anew."""

    def __init__(self, sandbox: Sandbox) -> None:
        builder = ApplicationBuilder().token(sandbox.token).base_url(sandbox.bot_api_url)
        self._application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
        self._application.add_handler(CommandHandler("start", greet))
        self._application.add_handler(CallbackQueryHandler(take))
        self._application.add_handler(MessageHandler(filters.TEXT, echo))

    async def __aenter__(self) -> None:
        assert self._application.updater is not None
        await self._application.initialize()
        await self._application.start()
        await self._application.updater.start_polling()

    async def __aexit__(self, *_: object) -> None:
        assert self._application.updater is not None
        await self._application.updater.stop()
        await self._application.stop()
        await self._application.shutdown()


async def test_a_whole_application_talks_with_a_person(sandbox: Sandbox) -> None:
    person = sandbox.add_person("王奶奶")
    async with RunningBot(sandbox):
        await person.opens()
        await person.sees("您好")
        await person.says("在吗")
        await person.sees("您说：在吗")
    assert person.unread() == ()


async def test_what_is_written_while_the_bot_is_down_is_answered_later(sandbox: Sandbox) -> None:
    person = sandbox.add_person("王奶奶")
    async with RunningBot(sandbox):
        await person.opens()
        await person.sees("您好")
    before = len(sandbox.wire)
    await person.says("有人吗")
    async with RunningBot(sandbox):
        await person.sees("您说：有人吗")
    assert len(sandbox.wire) > before > 0
    assert len(sandbox.acknowledged) == 2


async def test_many_people_are_served_at_once(sandbox: Sandbox) -> None:
    people = [sandbox.add_person(f"{number}") for number in range(30)]

    async def converse(person: Person) -> None:
        await person.says(f"我是{person.name}")
        await person.sees(f"您说：我是{person.name}")

    async with RunningBot(sandbox):
        await asyncio.gather(*(converse(person) for person in people))


async def test_closing_ends_a_poll_and_frees_the_port(clock: SandboxClock) -> None:
    sandbox = await Sandbox.start(clock=clock)
    port = httpx.URL(sandbox.page_url).port or 0
    async with httpx.AsyncClient(trust_env=False) as client:
        address = f"{sandbox.bot_api_url}{sandbox.token}/getUpdates?timeout=50"
        poll = asyncio.create_task(client.get(address, timeout=60))
        await until_polling(sandbox)
        await sandbox.close()
        with pytest.raises(httpx.TransportError):
            await poll
    async with Sandbox.start(port=port, clock=clock) as again:
        assert httpx.URL(again.page_url).port == port


async def test_only_the_loopback_interface_is_served(sandbox: Sandbox) -> None:
    assert httpx.URL(sandbox.page_url).host == "127.0.0.1"
    assert sandbox._listener._server is not None
    addresses = {socket.getsockname()[0] for socket in sandbox._listener._server.sockets}
    assert addresses == {"127.0.0.1"}


def test_a_token_that_telegram_would_not_give_is_refused() -> None:
    with pytest.raises(ValueError, match="token"):
        Sandbox(token="no token")


async def test_parameters_are_read_from_body_address_and_json(sandbox: Sandbox) -> None:
    person = sandbox.add_person("王奶奶")
    await person.opens()
    address = f"{sandbox.bot_api_url}{sandbox.token}/sendMessage"
    values = {"chat_id": str(person.id), "text": "一 & 二 + 三"}
    async with httpx.AsyncClient(trust_env=False) as client:
        answers = [
            await client.get(address, params=values),
            await client.post(address, data=values),
            await client.post(address, json={**values, "chat_id": person.id}),
            await client.post(address, data=values, files={"unused": b"x"}),
        ]
    assert [answer.json()["result"]["text"] for answer in answers] == ["一 & 二 + 三"] * 4


async def test_a_body_that_is_no_json_is_refused(sandbox: Sandbox) -> None:
    address = f"{sandbox.bot_api_url}{sandbox.token}/getMe"
    headers = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(address, content=b"{", headers=headers)
    assert (answer.status_code, answer.json()["description"]) == (
        400,
        "Bad Request: can't parse JSON object",
    )


async def test_the_wire_can_be_waited_for_and_filtered(sandbox: Sandbox) -> None:
    person = sandbox.add_person("王奶奶")
    async with RunningBot(sandbox):
        await person.opens()
        (call,) = await sandbox.hears("sendMessage", chat=person.id)
        assert (call.params["text"], call.status, call.accepted) == ("您好", 200, True)
        with pytest.raises(TimeoutError):
            await sandbox.hears("sendMessage", count=2, timeout=0.01)
    assert sandbox.calls("sendmessage", chat=1) == []


async def test_recording_can_be_switched_off(clock: SandboxClock) -> None:
    async with Sandbox.start(clock=clock, record_wire=False) as sandbox:
        person = sandbox.add_person("王奶奶")
        async with RunningBot(sandbox):
            await person.opens()
            await person.sees("您好")
        assert sandbox.wire == []
