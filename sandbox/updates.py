"""Updates on their way to the bot: numbering, long polling and acknowledgement."""

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.errors import Refused
from sandbox.fault_desk import FaultDesk
from sandbox.faults import DuplicateUpdate, MalformedUpdate, SwappedUpdates

LONGEST_POLL = 50.0
"""Seconds of real time after which Telegram ends a long poll, whatever was asked."""

LARGEST_BATCH = 100
"""Updates in one answer at most (Bot API, getUpdates)."""

_OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_WEBHOOK_SET = "Conflict: terminated by setWebhook request"


@dataclass(frozen=True, slots=True)
class Update:
    """Hold one numbered update as the JSON that will be sent."""

    update_id: int
    body: bytes
    comes_again: bool = False


class UpdateQueue:
    """Keep updates until the bot acknowledges them.

    An update is acknowledged when getUpdates asks for a higher offset or the webhook answers
    2xx; `acknowledged` lists the numbers in that order, duplicates included.
    """

    def __init__(self, faults: FaultDesk) -> None:
        self.acknowledged: list[int] = []
        self.allowed: frozenset[str] | None = None
        self.longest_poll = LONGEST_POLL
        self.webhook_active = False
        self.on_push: Callable[[], None] | None = None
        self._faults = faults
        self._next_id = random.randrange(100_000_000, 900_000_000)  # noqa: S311 - A start, not a secret.
        self._pending: list[Update] = []
        self._held: Update | None = None
        self._poller: asyncio.Future[None] | None = None

    @property
    def pending(self) -> Sequence[Update]:
        """The updates that the bot has not acknowledged, in the order of delivery."""
        return self._pending

    @property
    def polling(self) -> bool:
        """Whether a long poll waits now."""
        return self._poller is not None

    def push(self, kind: str, content: dict[str, object], *, chat: int | None) -> int | None:
        """Queue an update of a kind such as "message" and return its number.

        Returns None where the bot has asked not to receive this kind.
        """
        if self.allowed is not None and kind not in self.allowed:
            return None
        update_id = self._next_id
        self._next_id += 1
        if self._faults.take_update(MalformedUpdate, chat):
            content = {"message_id": "not a number"}
        body = json.dumps({"update_id": update_id, kind: content}).encode()
        again = self._faults.take_update(DuplicateUpdate, chat)
        self._line_up(Update(update_id, body, again), chat)
        return update_id

    def push_raw(self, body: bytes) -> int:
        """Queue a hand-written body; "%d" in it becomes the update's number."""
        update_id = self._next_id
        self._next_id += 1
        self._pending.append(Update(update_id, body.replace(b"%d", str(update_id).encode())))
        self._wake()
        return update_id

    async def poll(self, *, offset: int, limit: int, patience: float) -> list[Update]:
        """Acknowledge what lies before `offset` and return what waits, oldest first.

        Args:
            offset: The first number wanted; negative counts from the end and drops the rest.
            limit: How many at most.
            patience: Seconds of real time to wait while there is nothing.

        Raises:
            Refused: 409 when a later poll or a webhook takes over.
        """
        if self.webhook_active:
            raise Refused(409, _WEBHOOK_ACTIVE)
        self.interrupt(_OTHER_POLL)
        self.acknowledge(offset)
        if not self._pending and patience > 0:
            await self._wait(min(patience, self.longest_poll))
        return self._pending[: max(1, min(limit, LARGEST_BATCH))]

    def acknowledge(self, offset: int) -> None:
        """Drop every update before `offset`."""
        if offset < 0:
            offset = max((update.update_id for update in self._pending), default=0) + offset + 1
        done = [update for update in self._pending if update.update_id < offset]
        if not done:
            return
        repeated = [Update(update.update_id, update.body) for update in done if update.comes_again]
        self.acknowledged.extend(update.update_id for update in done)
        left = [update for update in self._pending if update.update_id >= offset]
        self._pending = repeated + left

    def forget(self, update: Update) -> None:
        """Take one update as acknowledged, as the webhook does."""
        self._pending.remove(update)
        self.acknowledged.append(update.update_id)
        if update.comes_again:
            self._pending.insert(0, Update(update.update_id, update.body))

    def drop_pending(self) -> None:
        """Forget every update that waits, as `drop_pending_updates` asks."""
        self._pending.clear()
        self._held = None

    def interrupt(self, words: str = _WEBHOOK_SET) -> None:
        """End the poll that is under way with a conflict."""
        poller, self._poller = self._poller, None
        if poller is not None and not poller.done():
            poller.set_exception(Refused(409, words))

    def _line_up(self, update: Update, chat: int | None) -> None:
        if self._held is not None:
            self._pending += [update, self._held]
            self._held = None
        elif self._faults.take_update(SwappedUpdates, chat):
            self._held = update
            return
        else:
            self._pending.append(update)
        self._wake()

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        if self.on_push is not None:
            self.on_push()

    async def _wait(self, seconds: float) -> None:
        self._poller = poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poller
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None
