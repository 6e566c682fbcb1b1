"""A lean Bot API on loopback that hands out updates and times the answers."""

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "1:benchmark"  # noqa: S105 - Only the wire of this process knows it.
BATCH = 100
PATIENCE_AT_THE_END = 0.1
FIRST_CHAT = 1000
REPEATED = "〔重复〕"
"""What was on its way when its sender died is said again, and marked."""
WANTS_PLACE = " ⌖"
STEPS = ("/report", "没有", "村里有个水塘没有围栏，娃娃天天去玩", "✅ 说完了")
STORY = 2


def said_by(chat: int) -> tuple[str, ...]:
    """Return the four steps as this person says them.

    No two tell the same story: what many say in the same words is understood for all at once.
    """
    told = f"村里{chat}号门口的水塘没有围栏，娃娃天天去玩"
    return (*STEPS[:STORY], told, *STEPS[STORY + 1 :])


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that arrived: its text, and the labels of its keys, row by row."""

    text: str
    keys: tuple[tuple[str, ...], ...] = ()


async def fields_of(request: web.Request) -> Mapping[str, Any]:
    """Return the parameters of a call, which are JSON or a form."""
    if not request.can_read_body:
        return {}
    if request.content_type == "application/json":
        fields: Mapping[str, Any] = json.loads(await request.read())
        return fields
    return await request.post()


def keys_in(markup: str | Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return the labels of a keyboard; one that asks for the person's place is marked."""
    known = json.loads(markup or "{}") if isinstance(markup, str) else markup
    rows = known.get("keyboard", ())
    return tuple(tuple(_label(key) for key in row) for row in rows)


def _label(key: Mapping[str, Any]) -> str:
    return f"{key['text']}{WANTS_PLACE if key.get('request_location') else ''}"


@dataclass(slots=True)
class Wire:
    """Updates to be handed out, and when each was answered.

    Every update is answered by exactly one message; the n-th message to a chat answers the n-th
    update from it. `number` is that of the last update, `polls` how often updates were asked for,
    `first_poll_at` when for the first time. Of those who are listened to, `heard` keeps what came.
    """

    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    heard: dict[int, list[Heard]] = field(default_factory=dict)
    asked_at: dict[int, list[float]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    answered: dict[int, int] = field(default_factory=dict)
    last_at: float = 0.0
    number: int = 0
    polls: int = 0
    first_poll_at: float = 0.0
    listened_to: frozenset[int] = frozenset()
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _message: int = 0

    def offer(self, chat: int, text: str) -> None:
        """Let a person write; the clock of the answer starts now."""
        self.number += 1
        who = {"id": chat, "is_bot": False, "first_name": "x", "language_code": "zh-hans"}
        message = {
            "message_id": self.number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private"},
            "from": who,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        self.waiting.append({"update_id": self.number, "message": message})
        self.asked_at.setdefault(chat, []).append(time.perf_counter())
        self._arrived.set()

    def forget(self) -> None:
        """Forget all answers before another measurement."""
        self.seconds.clear()
        self.asked_at.clear()
        self.answered.clear()

    def arrive(self, chat: int, text: str, markup: str | Mapping[str, Any]) -> None:
        """Take note of a message that arrived; of most only its time counts."""
        if chat in self.listened_to and not text.startswith(REPEATED):
            self.heard.setdefault(chat, []).append(Heard(text, keys_in(markup)))

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call of the Bot API."""
        method = request.match_info["method"]
        fields = await fields_of(request)
        if method == "getUpdates":
            return _ok(await self._updates(float(str(fields.get("timeout", 0)))))
        if method == "sendMessage":
            chat = int(str(fields["chat_id"]))
            self.arrive(chat, str(fields["text"]), fields.get("reply_markup", ""))
            return _ok(self._sent(chat))
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "b", "username": "bench_bot"})
        return _ok(True)

    async def _updates(self, patience: float) -> list[dict[str, Any]]:
        """Return what waits, or what comes within the seconds that the asker waits for it."""
        self.polls += 1
        self.first_poll_at = self.first_poll_at or time.perf_counter()
        if not self.waiting and patience:
            self._arrived.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), patience)
        return [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))]

    def _sent(self, chat: int) -> dict[str, Any]:
        now = time.perf_counter()
        place = self.answered.get(chat, 0)
        asked = self.asked_at.get(chat, [])
        if place < len(asked):
            self.seconds.append(now - asked[place])
        self.answered[chat] = place + 1
        self.last_at = now
        self._message += 1
        return {
            "message_id": self._message,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private"},
            "text": "x",
        }


def _ok(result: object) -> web.Response:
    return web.Response(
        body=json.dumps({"ok": True, "result": result}).encode(), content_type="application/json"
    )


async def listen(wire: Wire) -> tuple[web.AppRunner, str]:
    """Listen on a free port, and return the runner and what the library calls `base_url`."""
    application = web.Application()
    application.router.add_route("*", f"/bot{TOKEN}/{{method}}", wire.handle)
    # A side that was killed leaves its long poll behind, whose end nobody is to wait for.
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=PATIENCE_AT_THE_END)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    return runner, f"http://127.0.0.1:{port}/bot"
