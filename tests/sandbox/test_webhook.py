import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from telegram import Bot

from sandbox import Person, Sandbox
from sandbox.listening import Listener
from tests.sandbox.conftest import Refuses, until_polling


@dataclass
class Receiver:
    """An HTTP server of the bot's side that answers with the statuses it was given."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    bodies: asyncio.Queue[dict[str, object]] = field(default_factory=asyncio.Queue)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.statuses.pop(0) if self.statuses else 200
        await self.bodies.put(json.loads(await request.body()))
        await Response(status_code=status)(scope, receive, send)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    server = Receiver()
    listener = Listener(server)
    server.url = f"http://127.0.0.1:{await listener.open(0)}/hook"
    yield server
    await listener.close()


def text(update: dict[str, object]) -> str:
    message = update["message"]
    assert isinstance(message, dict)
    return str(message["text"])


async def test_updates_are_delivered_in_order_with_the_secret(
    bot: Bot, receiver: Receiver, resident: Person
) -> None:
    await bot.set_webhook(receiver.url, secret_token="s3cret-_")
    await resident.says("一")
    assert [text(await receiver.bodies.get()) for _ in range(2)] == ["/start", "一"]
    assert receiver.secrets == ["s3cret-_", "s3cret-_"]


async def test_an_update_comes_again_until_it_is_answered_with_success(
    bot: Bot, sandbox: Sandbox, receiver: Receiver, resident: Person
) -> None:
    receiver.statuses = [500, 403]
    await bot.set_webhook(receiver.url)
    assert [text(await receiver.bodies.get()) for _ in range(3)] == ["/start"] * 3
    await resident.says("一")
    assert text(await receiver.bodies.get()) == "一"
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"
    assert len(sandbox.acknowledged) >= 1


async def test_nothing_is_lost_while_nobody_listens(
    bot: Bot, receiver: Receiver, resident: Person
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/")
    await resident.says("一")
    assert (await bot.get_webhook_info()).pending_update_count == 2
    await bot.set_webhook(receiver.url)
    assert [text(await receiver.bodies.get()) for _ in range(2)] == ["/start", "一"]


async def test_without_a_webhook_polling_works_again(bot: Bot, resident: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/")
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""
    assert len(await bot.get_updates()) == 1
    await resident.says("一")
    assert len(await bot.get_updates()) == 2


async def test_setting_a_webhook_ends_a_poll(bot: Bot, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await until_polling(sandbox)
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(Exception, match="terminated by setWebhook"):
        await poll


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("ftp://x/", None, "invalid webhook URL specified"),
        ("nonsense", None, "invalid webhook URL specified"),
        ("https://x/", "好", "secret token contains unallowed characters"),
        ("https://x/", "x" * 257, "secret token is too long"),
    ],
)
async def test_a_wrong_address_or_secret_is_refused(
    bot: Bot, refuses: Refuses, url: str, secret: str | None, words: str
) -> None:
    with refuses(f"Bad Request: {words}"):
        await bot.set_webhook(url, secret_token=secret)
