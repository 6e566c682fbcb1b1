"""Keeping what Telegram hands over before it is told so, and working on what was left.

python-telegram-bot asks for the next updates as soon as it has parsed the last; asking for the
next is what tells Telegram to forget. So the raw updates are committed inside the request that
fetched them, and the library sees only what is on disk.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

from bot.clock import Clock
from bot.delivery.ordering import PerChatProcessor
from bot.delivery.transport import AiohttpRequest
from storage.database import Database, StorageUnavailable
from storage.records import InboxRow
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)

METHOD = "/getUpdates"
OK = 200
UNREADABLE = "unreadable"
RETRY_AFTER = timedelta(seconds=5)
Raw = Mapping[str, Any]


class InboxRequest(AiohttpRequest):
    """Fetch updates, and commit them before anybody sees them."""

    def __init__(self, database: Database, clock: Clock, *, trust_env: bool = True) -> None:
        super().__init__(trust_env=trust_env)
        self._database = database
        self._clock = clock

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make the request; the updates in the answer are on disk when it returns.

        Raises:
            NetworkError: they could not be kept; Telegram is asked for them again.
        """
        status, body = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        if status != OK or not url.endswith(METHOD):
            return status, body
        updates = _updates_in(body)
        if not updates:
            return status, body
        try:
            kept = await self._database.write(lambda work: self._keep(work, updates))
        except StorageUnavailable as error:
            log.error("inbox-unavailable", error=type(error).__name__)  # noqa: TRY400
            raise NetworkError("the inbox could not be written") from error
        return status, json.dumps({"ok": True, "result": kept}).encode()

    def _keep(self, work: UnitOfWork, updates: Sequence[Raw]) -> list[Raw]:
        """Keep what is new; what was answered before is replaced by its bare number."""
        now = self._clock.now()
        known = work.inbox.known(update["update_id"] for update in updates)
        shown: list[Raw] = []
        taken: set[int] = set()
        for update in updates:
            number = update["update_id"]
            if number in known or number in taken:
                is_waiting = number in known and work.inbox.is_waiting(number)
                shown.append(update if is_waiting else {"update_id": number})
                continue
            taken.add(number)
            trouble = None if parsed(update) else UNREADABLE
            words = json.dumps(update, ensure_ascii=False)
            work.inbox.take(number, words, now=now, trouble=trouble)
            if trouble:
                log.error("update-unreadable", update_id=number)
            shown.append({"update_id": number} if trouble else update)
        return shown


def parsed(update: Raw) -> Update | None:
    """Return the update as the library understands it; None where it does not."""
    try:
        return Update.de_json(dict(update), None)
    except Exception:  # noqa: BLE001 - Whatever is wrong with it, it must not stop the others.
        return None


def _updates_in(body: bytes) -> Sequence[Raw]:
    """Return the updates of an answer.

    Raises:
        NetworkError: it is not an answer of the Bot API; it is asked for again.
    """
    try:
        answer = json.loads(body)
        updates: Sequence[Raw] = answer["result"]
        if not all(isinstance(update["update_id"], int) for update in updates):
            raise NetworkError("an update without a number")
    except (ValueError, KeyError, TypeError) as error:
        raise NetworkError("a broken answer to getUpdates") from error
    return updates


@dataclass(slots=True)
class Replay:
    """Work on updates that are in the inbox and not yet done."""

    database: Database
    application: "Application[Any, Any, Any, Any, Any, Any]"
    processor: PerChatProcessor
    on_failure: Callable[[object, BaseException], Awaitable[None]]

    async def start(self) -> None:
        """Hand over everything that was left by the last run, oldest first."""
        rows = await self.database.read(lambda work: work.inbox.waiting())
        for row in rows:
            await self._hand_over(row)
        if rows:
            log.info("replayed", count=len(rows))

    async def retry(self, now: datetime) -> None:
        """Hand over what failed before, and what nobody is working on, after a while."""
        rows = await self.database.read(
            lambda work: work.inbox.waiting(before=now - RETRY_AFTER, limit=100)
        )
        for row in rows:
            wait = RETRY_AFTER * (2**row.attempts)
            if row.received_at + wait <= now and not self.processor.is_at(row.update_id):
                await self._hand_over(row)

    async def _hand_over(self, row: InboxRow) -> None:
        update = Update.de_json(json.loads(row.payload or "{}"), self.application.bot)
        self.processor.note(row.update_id)
        await self.application.update_queue.put(update)
