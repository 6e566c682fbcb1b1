"""The wire itself: what a failure tells, and that it never tells the token."""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.delivery.transport import AiohttpRequest, NeverLeft, PerhapsArrived
from sandbox import Sandbox

TOKEN = "1000001:a-token-that-must-not-be-told"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(trust_env=False) as opened:
        yield opened


def wait_no_longer_for_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONNECT_SECONDS", "POOL_SECONDS"):
        monkeypatch.setattr(f"bot.delivery.transport.{name}", 0.05)


@asynccontextmanager
async def talking(talk: Talk) -> AsyncIterator[str]:
    """A server that says whatever it likes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage"


async def failure(request: BaseRequest, url: str) -> NetworkError:
    """Ask, and return how it failed, after seeing that nothing printed tells the token."""
    with pytest.raises(NetworkError) as caught:
        await request.post(url)
    told = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in told
    assert "127.0.0.1" not in told
    return caught.value


async def test_a_refused_connection_never_left(request_: AiohttpRequest) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        error = await failure(request_, f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage")
    assert isinstance(error.__cause__, NeverLeft)


async def test_a_name_nobody_knows_never_left(request_: AiohttpRequest) -> None:
    error = await failure(request_, f"http://nobody.invalid/bot{TOKEN}/sendMessage")
    assert isinstance(error.__cause__, NeverLeft)


async def test_an_address_that_is_none_never_left(request_: AiohttpRequest) -> None:
    error = await failure(request_, f"http:///bot{TOKEN}/sendMessage")
    assert isinstance(error.__cause__, NeverLeft)


async def test_a_connection_that_is_never_taken_up_never_left(
    request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_no_longer_for_a_connection(monkeypatch)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        with socket.create_connection(address), socket.socket() as second:
            second.setblocking(False)
            second.connect_ex(address)
            error = await failure(request_, f"http://127.0.0.1:{address[1]}/bot{TOKEN}/x")
    assert isinstance(error, TimedOut)
    assert isinstance(error.__cause__, NeverLeft)


async def test_a_full_pool_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.transport.CONNECTIONS", 1)
    asked, over = asyncio.Event(), asyncio.Event()

    async def keep_waiting(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        asked.set()
        await over.wait()

    async with AiohttpRequest(trust_env=False) as narrow, talking(keep_waiting) as url:
        first = asyncio.create_task(narrow.post(url))
        await asked.wait()
        wait_no_longer_for_a_connection(monkeypatch)
        error = await failure(narrow, url)
        over.set()
        with pytest.raises(NetworkError):
            await first
    assert isinstance(error, TimedOut)
    assert isinstance(error.__cause__, NeverLeft)


async def test_an_answer_that_does_not_come_perhaps_arrived() -> None:
    over = asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await over.wait()

    async with (
        AiohttpRequest(trust_env=False, read_seconds=0.2) as impatient,
        talking(say_nothing) as url,
    ):
        error = await failure(impatient, url)
        over.set()
    assert isinstance(error, TimedOut)
    assert isinstance(error.__cause__, PerhapsArrived)


@pytest.mark.parametrize(
    "answer",
    [b"", b"no http at all\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhalf"],
    ids=["nothing", "garbage", "half"],
)
async def test_a_broken_answer_perhaps_arrived(request_: AiohttpRequest, answer: bytes) -> None:
    async def say(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    async with talking(say) as url:
        error = await failure(request_, url)
    assert isinstance(error.__cause__, PerhapsArrived)


async def test_a_redirection_is_not_followed(request_: AiohttpRequest) -> None:
    async def send_away(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (
            "HTTP/1.1 302 Found\r\nlocation: http://nobody.invalid/\r\ncontent-length: 2\r\n\r\n{}"
        )
        writer.write(head.encode())
        await writer.drain()

    async with talking(send_away) as url:
        assert (await request_.do_request(url, "POST"))[0] == 302


async def test_no_proxy_is_asked_for_a_local_server(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://nobody.invalid:1")
    async with Bot(
        sandbox.token,
        sandbox.bot_api_url,
        request=AiohttpRequest(trust_env=False),
        get_updates_request=AiohttpRequest(trust_env=False),
    ) as bot:
        assert bot.username
    async with AiohttpRequest() as asking:
        with pytest.raises(NetworkError) as caught:
            await asking.post(f"{sandbox.bot_api_url}{sandbox.token}/getMe")
    assert isinstance(caught.value.__cause__, NeverLeft)


async def test_a_file_is_carried(bot: Bot, sandbox: Sandbox) -> None:
    person = sandbox.add_person("王奶奶")
    await person.opens()
    await bot.send_document(person.id, b"words", caption="附件", filename="报告.txt")
    shown = await person.sees("附件")
    assert shown.media is not None
    assert shown.media.file is not None
    assert shown.media.file.data == b"words"


async def test_a_broken_answer_is_not_written_into_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in (b'{"text": "\xe5\xb0\x8f\xe6\x98\x8e', b"[]", b"null"):
        with pytest.raises(TelegramError, match="Invalid server response"):
            AiohttpRequest.parse_json_payload(answer)
    assert caplog.records == []


async def test_connections_are_kept_and_used_again(
    bot: Bot, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    loop = asyncio.get_running_loop()
    create = loop.create_connection

    async def counted(*args: object, **kwargs: object) -> object:
        opened.append(args)
        return await create(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(loop, "create_connection", counted)
    for _ in range(5):
        await bot.get_me()
    assert opened == []
    assert len(sandbox.calls("getMe")) == 5


async def test_a_request_that_was_never_opened_says_so() -> None:
    with pytest.raises(RuntimeError, match="initialised"):
        await AiohttpRequest().do_request("http://127.0.0.1:1/", "POST")
