"""The clock as the page shows and moves it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from sandbox.clock import SandboxClock
from sandbox.errors import NotPossible
from sandbox.events import EventBoard

RATES = (0, 1, 60)
NextDeadline = Callable[[], Awaitable[datetime | None]]
OnChange = Callable[[], Awaitable[None]]


class ClockDesk:
    """Move the clock on request and tell the pages and the bot's side of it."""

    def __init__(self, clock: SandboxClock, events: EventBoard) -> None:
        self._clock = clock
        self._events = events
        self._next_deadline: NextDeadline | None = None
        self._on_change: OnChange | None = None

    def watch(self, next_deadline: NextDeadline | None, on_change: OnChange | None) -> None:
        """Ask from now on for the next deadline here, and call `on_change` after every move."""
        self._next_deadline = next_deadline
        self._on_change = on_change

    async def state(self) -> dict[str, object]:
        """Return the present moment, the rate and the next deadline."""
        deadline = await self._deadline()
        rate = self._clock.rate
        return {
            "now": self._clock.now().isoformat(),
            "rate": int(rate) if rate == int(rate) else rate,
            "next_deadline": deadline.isoformat() if deadline else None,
        }

    async def move(self, order: dict[str, object]) -> dict[str, object]:
        """Carry out `{"rate": 0|1|60}` or `{"jump": "next"|seconds}` and return the new state."""
        if "rate" in order:
            self._set_rate(order["rate"])
        elif order.get("jump") == "next":
            await self._jump_to_deadline()
        else:
            self._jump_by(order.get("jump"))
        if self._on_change is not None:
            await self._on_change()
        state = await self.state()
        self._events.clock(state)
        return state

    def _set_rate(self, rate: object) -> None:
        if rate not in RATES or not isinstance(rate, int):
            raise NotPossible("the clock runs at 0, 1 or 60")
        self._clock.set_rate(rate)

    async def _jump_to_deadline(self) -> None:
        deadline = await self._deadline()
        if deadline is None:
            raise NotPossible("nothing is due")
        self._clock.jump_to(max(deadline.astimezone(UTC), self._clock.now()) + timedelta(seconds=1))

    def _jump_by(self, seconds: object) -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
            raise NotPossible("a jump is “next” or a number of seconds above zero")
        self._clock.advance(timedelta(seconds=seconds))

    async def _deadline(self) -> datetime | None:
        return await self._next_deadline() if self._next_deadline else None
