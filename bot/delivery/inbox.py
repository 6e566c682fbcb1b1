"""Keeping what Telegram hands over before it is told so.

python-telegram-bot asks for the next updates as soon as it has parsed the last; asking for the
next is what tells Telegram to forget. So the raw updates are committed inside the request that
fetched them, and the library is handed only what is on disk, as it was understood there: nothing
is parsed twice, and what was simply written never becomes an object of the library (decision 0029).
"""

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

import structlog
from telegram import Bot, Update
from telegram.error import NetworkError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from bot.clock import Clock
from bot.delivery.ordering import FULL_BATCH
from bot.delivery.plain import Words, words_in
from bot.delivery.transport import AiohttpRequest, Seconds
from bot.swift_json import from_json, to_json
from bot.watching.pulse import Pulse
from storage.database import Database, StorageUnavailable
from storage.repositories.inbox import ORDINARY, TOPIC, Arrived
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)

METHOD = "/getUpdates"
UNREADABLE = "unreadable"
AGAIN_SECONDS = 1.0
_AT_ONCE = {"timeout": 0}
_NOTHING = b'{"ok": true, "result": []}'
Raw = Mapping[str, Any]
Told = Update | Words
"""An update as it is worked on."""


class InboxRequest(AiohttpRequest):
    """Fetch updates, and commit them before anybody sees them.

    After a full batch the next are asked for without waiting for any: perhaps that was all, and
    whoever is held back until the crowd has been taken in would wait for the whole long poll.

    Args:
        on_fetched: hears of each answer how many updates it brought, and 0 of a failure.

    Attributes:
        on_told: hears what an answer brought while it is being kept; nothing may be done about it
            that could be noticed, as it may not be kept after all.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        trust_env: bool = True,
        pulse: Pulse | None = None,
        on_fetched: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(trust_env=trust_env)
        self._on_fetched = on_fetched or (lambda _count: None)
        self.on_told: Callable[[Sequence[Told]], None] = lambda _told: None
        self._are_more_likely = False
        self._fetched: Sequence[Told] = ()
        self._database = database
        self._clock = clock
        self._pulse = pulse or Pulse()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make the request; the updates in the answer are on disk when it returns.

        Raises:
            NetworkError: they could not be kept; Telegram is asked for them again.
        """
        timeouts = read_timeout, write_timeout, connect_timeout, pool_timeout
        if not url.endswith(METHOD):
            return await super().do_request(url, method, request_data, *timeouts)
        # The library waits up to half a minute after a failure, so both ends are signs of life.
        self._pulse.fetch_moved.give()
        try:
            answer = await super().do_request(url, method, request_data, *timeouts)
            return await self._received(*answer)
        except BaseException:
            # Nobody knows when the next answer comes: whoever was held back waits for none.
            self._on_fetched(0)
            raise
        finally:
            self._pulse.fetch_moved.give()

    def fetched(self) -> Sequence[Told]:
        """Hand over the updates of the last answer, once."""
        fetched, self._fetched = self._fetched, ()
        return fetched

    def _parameters(self, url: str, request_data: RequestData | None) -> Mapping[str, Any]:
        """Return what is asked; after a full batch, for what is there already."""
        asked = super()._parameters(url, request_data)
        return {**asked, **_AT_ONCE} if self._are_more_likely and url.endswith(METHOD) else asked

    async def _received(self, status: int, body: bytes) -> tuple[int, bytes]:
        """Keep what an answer to getUpdates brought."""
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            # The library would stop asking for ever, and nobody would hear of it.
            log.critical("token-refused")
            raise NetworkError("the token was refused")
        if status != HTTPStatus.OK:
            self._on_fetched(0)
            return status, body
        self._fetched = await self._kept(_updates_in(body))
        self._pulse.fetched.give()
        return status, _NOTHING

    async def _kept(self, updates: Sequence[Raw]) -> Sequence[Told]:
        """Commit the updates of an answer and return them as they are worked on."""
        self._are_more_likely = len(updates) >= FULL_BATCH
        self._on_fetched(len(updates))
        if not updates:
            return ()
        told = [told_by(one) for one in updates]
        self._foretell([one for one in told if one is not None])
        unreadable = {
            update["update_id"] for update, one in zip(updates, told, strict=True) if one is None
        }
        try:
            hidden = await self._database.write(lambda work: self._keep(work, updates, unreadable))
        except StorageUnavailable as error:
            # Telegram still has them. After a moment it is asked again; a mere `NetworkError`
            # would make the library wait longer and longer, up to half a minute.
            await asyncio.sleep(AGAIN_SECONDS)
            raise TimedOut("the inbox could not be written") from error
        except Exception as error:
            log.error("inbox-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.
            raise NetworkError("the inbox could not be written") from error
        for number in sorted(unreadable):
            log.error("update-unreadable", update_id=number)
        return list(_without_repeats(updates, told, hidden))

    def _foretell(self, told: Sequence[Told]) -> None:
        try:
            self.on_told(told)
        except Exception as error:  # noqa: BLE001 - It is no more than a head start.
            log.error("foretelling-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.

    def _keep(
        self, work: UnitOfWork, updates: Sequence[Raw], unreadable: set[int]
    ) -> frozenset[int]:
        """Keep what is new; return the numbers of those that nobody is to work on."""
        keep(work, updates, unreadable, self._clock.now())
        numbers = {update["update_id"] for update in updates}
        return frozenset(numbers - work.inbox.waiting_among(numbers))


def keep(
    work: UnitOfWork,
    updates: Sequence[Raw],
    unreadable: Collection[int],
    now: datetime,
    rank: int = ORDINARY,
) -> None:
    """Keep the updates that are new; those that nobody can read are kept as dead."""
    arrived = [
        Arrived(
            update["update_id"],
            to_json(update),
            chat_of(update),
            UNREADABLE if update["update_id"] in unreadable else None,
            rank,
        )
        for update in updates
    ]
    work.inbox.take_all(arrived, now)
    work.topics.add(TOPIC)


def bury(work: UnitOfWork, update_id: int, trouble: str) -> bool:
    """Keep as dead what nobody can read; False where somebody who has other keys perhaps can."""
    if work.needed_keys.missing():
        return False
    work.inbox.note_failure(update_id, trouble, limit=0)
    return True


def chat_of(update: Raw) -> str | None:
    """Return the number of the chat that a raw update came in, or of the person; None of none."""
    for content in update.values():
        if not isinstance(content, dict):
            continue
        message = content.get("message")
        within = message if isinstance(message, dict) else {}
        for one in (content.get("chat"), within.get("chat"), content.get("from")):
            if isinstance(one, dict) and isinstance(one.get("id"), int):
                return str(one["id"])
    return None


def told_by(update: Raw, bot: Bot | None = None) -> Told | None:
    """Return the update as it is worked on; None where the library does not understand it."""
    try:
        return words_in(update) or Update.de_json(dict(update), bot)
    except Exception:  # noqa: BLE001 - Whatever is wrong with it, it must not stop the others.
        return None


def told_again(payload: str, bot: Bot) -> Told | None:
    """Return an update that was kept; None where nobody understands it any more."""
    try:
        update = from_json(payload)
    except ValueError:
        return None
    return told_by(update, bot)


def _updates_in(body: bytes) -> Sequence[Raw]:
    """Return the updates of an answer; one without a number cannot be told apart, nor taken.

    Raises:
        NetworkError: it is not an answer of the Bot API; it is asked for again.
    """
    try:
        found = from_json(body)["result"]
    except (ValueError, KeyError, TypeError):
        found = None
    if not isinstance(found, list):
        raise NetworkError("a broken answer to getUpdates")
    updates = [one for one in found if isinstance(one, dict) and _has_number(one)]
    if found and not updates:
        raise NetworkError("an answer to getUpdates without numbers")
    return updates


def _has_number(update: Raw) -> bool:
    return isinstance(update.get("update_id"), int)


def _without_repeats(
    updates: Sequence[Raw], told: Sequence[Told | None], hidden: frozenset[int]
) -> Iterator[Told]:
    """Yield the updates, of which a hidden or repeated one is nothing but its number."""
    seen = set(hidden)
    for update, one in zip(updates, told, strict=True):
        number = update["update_id"]
        yield Update(number) if one is None or number in seen else one
        seen.add(number)


class InboxBot(ExtBot[None]):
    """A bot whose updates are those that its inbox has kept.

    Args:
        token: the bot's token.
        inbox: fetches the updates and keeps them.
        named: what else the library's own bot takes.
    """

    def __init__(self, token: str, inbox: InboxRequest, **named: Any) -> None:
        super().__init__(token, get_updates_request=inbox, **named)
        self._inbox = inbox

    def foretell(self, listener: Callable[[Sequence[Told]], None]) -> None:
        """Let somebody hear of updates while they are being kept; see `InboxRequest`."""
        self._inbox.on_told = listener

    async def get_updates(self, *args: Any, **named: Any) -> tuple[Update, ...]:
        """Return what is new, in the order of Telegram; what was simply written as `Words`."""
        await super().get_updates(*args, **named)
        # The library reads nothing of them but their numbers before it hands them on.
        return cast("tuple[Update, ...]", tuple(self._inbox.fetched()))
