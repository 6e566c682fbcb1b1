"""/healthz and /metrics on one loopback port, for a monitor on this machine."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.unsignalled import UnsignalledServer
from bot.watching.health import Health
from storage.database import StorageUnavailable

log = structlog.get_logger(__name__)

LOOPBACK = "127.0.0.1"


class Endpoint:
    """Answer a monitor until closed.

    Args:
        health: looks how the bot is.
        metrics: gathers the figures.
    """

    def __init__(
        self, health: Callable[[], Awaitable[Health]], metrics: Callable[[], Awaitable[bytes]]
    ) -> None:
        self._health = health
        self._metrics = metrics
        self._server: UnsignalledServer | None = None
        self._serving: asyncio.Task[None] | None = None

    async def open(self, port: int) -> int | None:
        """Listen on the port, a free one for 0, and return it; None where it is taken.

        A hotline without a monitor is better than none, so a taken port ends nothing.
        """
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
            listening.listen()
        except OSError:
            listening.close()
            log.error("monitor-port-taken", port=port)  # noqa: TRY400 - No words of it.
            return None
        config = uvicorn.Config(
            self._application(), log_config=None, access_log=False, lifespan="off"
        )
        self._server = UnsignalledServer(config)
        self._serving = asyncio.create_task(self._server.serve([listening]))
        bound: int = listening.getsockname()[1]
        log.info("monitor-listens", port=bound)
        return bound

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving

    def _application(self) -> Starlette:
        return Starlette(
            routes=[Route("/healthz", self._healthz), Route("/metrics", self._figures)]
        )

    async def _healthz(self, _request: Request) -> Response:
        health = await self._health()
        return JSONResponse(health.as_json, 200 if health.is_well else 503)

    async def _figures(self, _request: Request) -> Response:
        try:
            return Response(await self._metrics(), media_type=CONTENT_TYPE_LATEST)
        except StorageUnavailable:
            return PlainTextResponse("the database cannot be read\n", 503)
