"""The embedded Telegram as one object: start it, add people, look at the wire, stop it."""

import re
import time
from collections.abc import Callable, Generator, Sequence
from types import TracebackType
from typing import Self, TypedDict, Unpack

from starlette.types import Receive, Scope, Send

from sandbox.bot_api import BotApi
from sandbox.callbacks import CallbackDesk
from sandbox.chats import Group
from sandbox.clock import SandboxClock
from sandbox.clock_desk import ClockDesk, NextDeadline, OnChange
from sandbox.cloud import Cloud
from sandbox.events import EventBoard
from sandbox.fault_desk import FaultDesk
from sandbox.limits import RateLimits
from sandbox.listening import Listener
from sandbox.people import Person
from sandbox.people_api import people_application
from sandbox.updates import UpdateQueue
from sandbox.webhook import Webhook
from sandbox.wire import Wire, WireCall

TOKEN = "1000001:sandbox-token-of-the-embedded-telegram"  # noqa: S105 - It opens nothing outside.
_TOKEN_FORM = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


class Options(TypedDict, total=False):
    """Name what a sandbox can be started with, all of it optional.

    Attributes:
        clock: Dates messages; without it the machine's time.
        token: What the bot must identify itself with.
        username: The bot's name after the @.
        bot_name: The bot's first name.
        enforce_limits: Refuse what comes faster than Telegram allows.
        limits_time: Tells the seconds that the limits go by; without it real time.
        record_wire: Keep every call; off for long measurements.
        callback_lifetime: Seconds of real time in which a tap can be answered.
        next_deadline: Tells the page's clock where the next jump leads.
        on_clock_change: Called after the page moved the clock.
    """

    clock: SandboxClock
    token: str
    username: str
    bot_name: str
    enforce_limits: bool
    limits_time: Callable[[], float]
    record_wire: bool
    callback_lifetime: float
    next_deadline: NextDeadline | None
    on_clock_change: OnChange | None


class Sandbox:
    """Run an embedded Telegram on one loopback port inside the running event loop.

    Attributes:
        clock: The clock that dates messages.
        faults: Where faults are ordered.
        token: What the bot must identify itself with.
    """

    def __init__(self, **options: Unpack[Options]) -> None:
        self.clock = options.get("clock") or SandboxClock()
        self.faults = FaultDesk()
        self.token = options.get("token", TOKEN)
        if not _TOKEN_FORM.fullmatch(self.token):
            raise ValueError("a token is a number, a colon and letters")
        updates = UpdateQueue(self.faults)
        self._cloud = Cloud(
            clock=self.clock,
            token=self.token,
            username=options.get("username", "weibao_sandbox_bot"),
            bot_name=options.get("bot_name", "未保热线"),
            faults=self.faults,
            updates=updates,
            callbacks=CallbackDesk(lifetime=options.get("callback_lifetime", 15.0)),
            webhook=Webhook(updates),
        )
        limits_time = options.get("limits_time", time.monotonic)
        limits = RateLimits(now=limits_time) if options.get("enforce_limits") else None
        self._wire = Wire(recording=options.get("record_wire", True))
        self._bot_api = BotApi(self._cloud, self._wire, limits)
        events = EventBoard()
        self._cloud.watchers.add(events.changed)
        self._clock_desk = ClockDesk(self.clock, events)
        self.watch_deadlines(options.get("next_deadline"), options.get("on_clock_change"))
        self._people_api = people_application(self._cloud, self._clock_desk, events)
        self._listener = Listener(self._serve)
        self._port = 0

    @classmethod
    def start(cls, *, port: int = 0, **options: Unpack[Options]) -> "Starting":
        """Start on a port, or on a free one for 0.

        Use it as `sandbox = await Sandbox.start()` or `async with Sandbox.start() as sandbox`.
        """
        return Starting(cls(**options), port)

    def watch_deadlines(
        self, next_deadline: NextDeadline | None, on_clock_change: OnChange | None = None
    ) -> None:
        """Tell the page's clock of the bot's deadlines, for a bot that is built later."""
        self._clock_desk.watch(next_deadline, on_clock_change)

    async def open(self, port: int = 0) -> Self:
        """Begin to listen."""
        self._port = await self._listener.open(port)
        return self

    async def close(self) -> None:
        """Open every gate, end every connection and stop listening."""
        self.faults.clear()
        await self._cloud.webhook.close()
        await self._listener.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    # Addresses.

    @property
    def page_url(self) -> str:
        """The address of the page that plays both sides."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def bot_api_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.page_url}bot"

    @property
    def file_url(self) -> str:
        """What python-telegram-bot calls `base_file_url`."""
        return f"{self.page_url}file/bot"

    # People and records.

    def add_person(
        self,
        name: str,
        *,
        language: str = "zh-hans",
        group: Group = "resident",
        title: str = "",
    ) -> Person:
        """Add a person who has not yet written to the bot; only the page shows the title."""
        chat = self._cloud.new_chat(name, language=language, group=group, title=title)
        return Person(self._cloud, chat)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, in the order in which they were added."""
        return tuple(Person(self._cloud, chat) for chat in self._cloud.chats.values())

    @property
    def wire(self) -> list[WireCall]:
        """Every call of the bot, in the order of arrival; it survives the bot's restarts."""
        return self._wire.calls

    def calls(self, method: str, *, chat: int | None = None) -> list[WireCall]:
        """Return the recorded calls of a method, perhaps only to one chat."""
        wanted = method.lower()
        return [
            call
            for call in self.wire
            if call.method.lower() == wanted and chat in {None, call.chat_id}
        ]

    async def hears(
        self,
        method: str,
        *,
        chat: int | None = None,
        count: int = 1,
        timeout: float = 10.0,  # noqa: ASYNC109 - A test names its patience.
    ) -> list[WireCall]:
        """Wait until so many calls of a method have been answered, and return them."""

        def answered() -> list[WireCall]:
            calls = self.calls(method, chat=chat)
            return [call for call in calls if call.status is not None]

        await self._wire.wait_for(lambda: len(answered()) >= count, seconds=timeout)
        return answered()

    @property
    def acknowledged(self) -> Sequence[int]:
        """The numbers of the updates that the bot has acknowledged, in that order."""
        return self._cloud.updates.acknowledged

    @property
    def pending(self) -> tuple[int, ...]:
        """The numbers of the updates that the bot would get again after a restart."""
        return tuple(update.update_id for update in self._cloud.updates.pending)

    def push_raw_update(self, body: bytes) -> int:
        """Queue a hand-written update; "%d" in it becomes its number, which is returned."""
        return self._cloud.updates.push_raw(body)

    def expire_taps(self) -> None:
        """Let every tap that waits for an answer grow too old at once."""
        self._cloud.callbacks.expire()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith(("/bot", "/file/bot")):
            await self._bot_api(scope, receive, send)
            return
        await self._people_api(scope, receive, send)


class Starting:
    """Be awaited for a running sandbox, or entered for one that is closed at the end."""

    def __init__(self, sandbox: Sandbox, port: int) -> None:
        self._sandbox = sandbox
        self._port = port

    def __await__(self) -> Generator[object, None, Sandbox]:
        return self._sandbox.open(self._port).__await__()

    async def __aenter__(self) -> Sandbox:
        return await self._sandbox.open(self._port)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._sandbox.close()
