"""The listening socket: uvicorn's HTTP protocol without its signals and ticking."""

import asyncio
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

CUT = "sandbox.cut"
"""The key in a request's scope under which a function ends its connection at once."""

_LOOPBACK = "127.0.0.1"
_KEEP_ALIVE_SECONDS = 300


class CuttableProtocol(H11Protocol):
    """Serve HTTP and let an application end the connection without an answer."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._served = self.app
        self.app = self._serve

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[CUT] = self.cut
        try:
            await self._served(scope, receive, send)
        except asyncio.CancelledError:
            # Only `Listener.close` cancels; the connection is gone and nobody waits.
            self.cut()

    def cut(self) -> None:
        """End the connection at once."""
        self.transport.abort()


class Listener:
    """Serve an ASGI application on one loopback port inside the running loop."""

    def __init__(self, app: ASGIApp) -> None:
        self._config = uvicorn.Config(
            app,
            interface="asgi3",
            proxy_headers=False,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            server_header=False,
            date_header=False,
        )
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    async def open(self, port: int) -> int:
        """Listen on the port, or on a free one for 0, and return it; also again after `close`."""
        if not self._config.loaded:
            self._config.load()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: CuttableProtocol(self._config, self._state, {}, loop),
            sock=_bound(port),
        )
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def close(self) -> None:
        """Stop listening and end every connection, answered or not."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._state.connections):
            if isinstance(connection, CuttableProtocol):
                connection.cut()
        # Each protocol hears of the end one turn of the loop later.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        tasks = list(self._state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None


def _bound(port: int) -> socket.socket:
    # asyncio turns Nagle's algorithm off only where the protocol is named; with it on, an
    # answer's head and body would wait 40 ms for each other.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_LOOPBACK, port))
    except OSError:
        listening.close()
        raise
    listening.listen(1024)
    listening.setblocking(False)
    return listening
