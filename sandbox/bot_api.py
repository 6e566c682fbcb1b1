"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

This side is plain ASGI without a framework, because benchmarks run over it.
"""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.types import Receive, Scope, Send

from sandbox.cloud import Cloud
from sandbox.errors import Refused
from sandbox.faults import BrokenJson, CutAfter, CutBefore, Fault, Refusing, SlowAfterAccept
from sandbox.limits import RateLimits
from sandbox.listening import CUT
from sandbox.methods import METHODS
from sandbox.methods.receiving import get_updates
from sandbox.parameters import Parameters, read_parameters
from sandbox.wire import Wire, WireCall

T = TypeVar("T")

_JSON = (b"content-type", b"application/json")
_BROKEN = b'{"ok":true,"result":{"message_id":'


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold a status and a body that are ready to send."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """Hold one request of the bot while it is being served."""

    token: str
    method: str
    parameters: Parameters
    call: WireCall
    scope: Scope
    receive: Receive
    send: Send


@dataclass(slots=True)
class BotApi:
    """Answer the bot's calls, with the faults that were ordered."""

    cloud: Cloud
    wire: Wire
    limits: RateLimits | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of the bot."""
        path: str = scope["path"]
        if path.startswith("/file/bot"):
            await self._serve_file(path.removeprefix("/file/bot"), send)
            return
        try:
            parameters = await read_parameters(scope, receive)
        except Refused as refused:
            await respond(send, refused.status, json.dumps(refused.as_json()).encode())
            return
        if parameters is not None:
            await self._record(path.removeprefix("/bot"), parameters, scope, receive, send)

    async def _record(
        self, rest: str, parameters: Parameters, scope: Scope, receive: Receive, send: Send
    ) -> None:
        token, _, method = rest.partition("/")
        raw = parameters.text("chat_id")
        chat_id = int(raw) if raw.lstrip("-").isdecimal() else None
        call = WireCall(method, chat_id, parameters.values, self.cloud.now())
        self.wire.open(call)
        try:
            await self._serve(
                Exchange(token, method.lower(), parameters, call, scope, receive, send)
            )
        finally:
            if call.status is None:
                call.status = 0
            self.wire.closed()

    async def _serve(self, exchange: Exchange) -> None:
        call = exchange.call
        if not await self._pass_gate(exchange, after=False):
            return
        fault = self.cloud.faults.take_call(exchange.method, call.chat_id)
        call.fault = fault.name if fault else None
        if isinstance(fault, CutBefore):
            await _cut(exchange.scope)
            return
        answer = await self._answer(exchange, fault)
        if answer is None or not await self._pass_gate(exchange, after=True):
            return
        if isinstance(fault, CutAfter):
            await _cut(exchange.scope)
            return
        if isinstance(fault, SlowAfterAccept):
            await asyncio.sleep(fault.seconds)
        if isinstance(fault, BrokenJson):
            answer = Answer(200, _BROKEN)
        call.status = answer.status
        await respond(exchange.send, answer.status, answer.body)

    async def _answer(self, exchange: Exchange, fault: Fault | None) -> Answer | None:
        """Perform a call; None where the bot went away while it waited."""
        try:
            self._refuse_wrong(exchange, fault)
            result = await self._perform(exchange)
        except Refused as refused:
            exchange.call.error = refused.description
            return Answer(refused.status, json.dumps(refused.as_json()).encode())
        if result is None:
            return None
        exchange.call.accepted = True
        return Answer(200, b'{"ok":true,"result":' + result + b"}")

    def _refuse_wrong(self, exchange: Exchange, fault: Fault | None) -> None:
        if exchange.token != self.cloud.token:
            raise Refused(401, "Unauthorized")
        if isinstance(fault, Refusing):
            raise fault.refusal()
        if self.limits is not None:
            self.limits.check(exchange.method, exchange.call.chat_id)

    async def _perform(self, exchange: Exchange) -> bytes | None:
        perform = METHODS.get(exchange.method)
        if perform is not None:
            return json.dumps(perform(self.cloud, exchange.parameters)).encode()
        if exchange.method == "getupdates":
            updates = get_updates(self.cloud, exchange.parameters)
            return await _unless_gone(exchange.receive, updates)
        raise Refused(404, "Not Found: method not found")

    async def _pass_gate(self, exchange: Exchange, *, after: bool) -> bool:
        """Wait at the gate, if there is one; False where the bot went away meanwhile."""
        chat_id = exchange.call.chat_id
        gate = self.cloud.faults.gate_for(exchange.method, chat_id, after=after)
        if gate is None:
            return True
        return await _unless_gone(exchange.receive, gate.hold()) is not None

    async def _serve_file(self, rest: str, send: Send) -> None:
        token, _, path = rest.partition("/")
        file = self.cloud.files.by_path(path) if token == self.cloud.token else None
        if file is None:
            await respond(send, 404, json.dumps(Refused(404, "Not Found").as_json()).encode())
            return
        await respond(send, 200, file.data, content_type=file.mime.encode())


async def respond(send: Send, status: int, body: bytes, *, content_type: bytes = _JSON[1]) -> None:
    """Send a whole answer."""
    length = str(len(body)).encode()
    headers = [(_JSON[0], content_type), (b"content-length", length)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _cut(scope: Scope) -> None:
    scope[CUT]()
    # The protocol hears of the end one turn of the loop later and then sends nothing.
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def _unless_gone(receive: Receive, waiting: Coroutine[Any, Any, T]) -> T | None:
    """Return what `waiting` brings, or None when the client ends the connection first."""
    wanted = asyncio.ensure_future(waiting)
    gone = asyncio.ensure_future(_end_of_connection(receive))
    try:
        await asyncio.wait({wanted, gone}, return_when=asyncio.FIRST_COMPLETED)
        return wanted.result() if wanted.done() else None
    finally:
        wanted.cancel()
        gone.cancel()
        await asyncio.gather(wanted, gone, return_exceptions=True)


async def _end_of_connection(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
