"""Receiving updates at an address of one's own, kept before Telegram is told that they arrived."""

import asyncio
import hmac
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.clock import Clock
from bot.delivery.inbox import Raw, keep, told_by
from bot.delivery.ordering import Rank, nothing_presses, rank_of
from bot.delivery.webhook_address import WebhookAddress
from bot.delivery.worker import Worker
from bot.errors import ConfigurationError
from bot.unsignalled import UnsignalledServer
from storage.database import Database, StorageUnavailable

log = structlog.get_logger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1 << 20
STOP_SECONDS = 5
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0


@dataclass(slots=True, eq=False)
class Webhook:
    """Listen for updates and have them worked on until closed.

    Args:
        address: where to listen, and where Telegram delivers.
        database: where the inbox is.
        clock: the time at which updates come.
        bot: the bot for which Telegram is told the address.
        worker: works on what was received, here or by another process.
        haste: says of words how soon they are to be read.
    """

    address: WebhookAddress
    database: Database
    clock: Clock
    bot: Bot
    worker: Worker
    haste: Callable[[str], Rank] = nothing_presses
    _server: uvicorn.Server | None = None
    _serving: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Listen, begin to work, and tell Telegram the address.

        Raises:
            ConfigurationError: the port is taken, or Telegram does not deliver to the address.
        """
        listening = _bound(self.address.host, self.address.port)
        self._server = UnsignalledServer(
            uvicorn.Config(
                self._application(),
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )
        self._serving = asyncio.create_task(self._server.serve([listening]), name="webhook")
        self.worker.start()
        await self._introduce()

    async def close(self) -> None:
        """Take nothing more and finish what is in hand; the address stays with Telegram.

        Other processes may serve it, and what comes meanwhile is delivered again.
        """
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
        await self.worker.stop()

    def _application(self) -> Starlette:
        return Starlette(routes=[Route(self.address.path, self.receive, methods=["POST"])])

    async def receive(self, request: Request) -> Response:
        """Keep the update of a delivery, and only then say that it arrived."""
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self.address.secret.encode()):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        update = await _update_in(request)
        if update is None:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        number = update["update_id"]
        read = told_by(update)
        unreadable = {number} if read is None else set()
        now, rank = self.clock.now(), rank_of(read, self.haste)
        try:
            await self.database.write(lambda work: keep(work, [update], unreadable, now, rank))
        except StorageUnavailable:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception as error:  # noqa: BLE001 - Whatever it was, Telegram keeps the update.
            log.error("inbox-failed", error=type(error).__name__)  # noqa: TRY400 - No words of it.
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        if unreadable:
            log.error("update-unreadable", update_id=number)
        return Response(status_code=HTTPStatus.OK)

    async def _introduce(self) -> None:
        """Tell Telegram the address, again until it answers."""
        wait = FIRST_WAIT_SECONDS
        while True:
            try:
                await self.bot.set_webhook(
                    self.address.url,
                    secret_token=self.address.secret,
                    allowed_updates=Update.ALL_TYPES,
                )
            except InvalidToken:
                raise
            except BadRequest as error:
                raise ConfigurationError(
                    f"Telegram does not deliver to {self.address.url} ({error.message}); look at "
                    "WEIBAO_WEBHOOK_URL"
                ) from error
            except TelegramError as error:
                log.warning("telegram-not-reached", error=type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT_SECONDS)
            else:
                return


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ConfigurationError(
            f"WEIBAO_WEBHOOK_LISTEN {host}:{port} cannot be listened on ({error.strerror}); "
            "stop what uses it, or choose another port"
        ) from error
    return listening


async def _update_in(request: Request) -> Raw | None:
    """Return the update of a delivery; None where there is none, or one beyond all measure."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        return None
    return update
