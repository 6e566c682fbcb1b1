"""Where faults are ordered and calls are held."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.faults import Fault, UpdateFault


@dataclass(slots=True)
class _Order:
    fault: Fault
    method: str | None
    chat: int | None
    left: int | None

    def fits(self, method: str | None, chat: int | None) -> bool:
        return self.method in {None, method} and self.chat in {None, chat}


@dataclass(slots=True, eq=False)
class Gate:
    """Hold calls at a named point until it is released.

    With `after` the call has had its effect and only its answer is held. `held` counts the
    calls that have ever arrived here.
    """

    method: str
    chat: int | None = None
    after: bool = False
    held: int = 0
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _arrival: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def reached(self, count: int = 1, *, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - A test names its patience.
        """Wait until `count` calls have arrived; raise TimeoutError after seconds."""
        async with asyncio.timeout(timeout), self._arrival:
            await self._arrival.wait_for(lambda: self.held >= count)

    async def hold(self) -> bool:
        """Stay here until the gate is released; return True then."""
        async with self._arrival:
            self.held += 1
            self._arrival.notify_all()
        return await self._open.wait()

    def release(self) -> None:
        """Let every held and every later call pass."""
        self._open.set()


class FaultDesk:
    """Take orders for faults and hand them out to the calls and updates they fit."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []
        self._gates: list[Gate] = []

    def order(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        chat: int | None = None,
        times: int | None = 1,
    ) -> None:
        """Order a fault.

        Args:
            fault: What shall go wrong.
            method: Only for this Bot API method, in any case of letters.
            chat: Only for this chat.
            times: How often; None until `clear()`.
        """
        self._orders.append(_Order(fault, method.lower() if method else None, chat, times))

    def gate(self, method: str, *, chat: int | None = None, after: bool = False) -> Gate:
        """Hold every call of a method, before (or after) it has its effect, until released."""
        gate = Gate(method.lower(), chat, after)
        self._gates.append(gate)
        return gate

    def clear(self) -> None:
        """Forget every order and open every gate."""
        self._orders.clear()
        for gate in self._gates:
            gate.release()
        self._gates.clear()

    @property
    def outstanding(self) -> tuple[Fault, ...]:
        """The faults that are still to come."""
        return tuple(order.fault for order in self._orders)

    def take_call(self, method: str, chat: int | None) -> Fault | None:
        """Return the fault that this call shall meet, counting it."""
        if not self._orders:
            return None
        return self._take(
            lambda order: not isinstance(order.fault, UpdateFault) and order.fits(method, chat)
        )

    def take_update(self, kind: type[UpdateFault], chat: int | None) -> bool:
        """Say whether this update shall meet that fault, counting it."""
        if not self._orders:
            return False
        return bool(
            self._take(lambda order: isinstance(order.fault, kind) and order.fits(None, chat))
        )

    def gate_for(self, method: str, chat: int | None, *, after: bool) -> Gate | None:
        """Return the gate at which this call must wait."""
        for gate in self._gates:
            if gate.method == method and gate.after == after and gate.chat in {None, chat}:
                return gate
        return None

    def _take(self, fits: Callable[[_Order], bool]) -> Fault | None:
        for order in self._orders:
            if fits(order):
                if order.left is not None:
                    order.left -= 1
                    if not order.left:
                        self._orders.remove(order)
                return order.fault
        return None
