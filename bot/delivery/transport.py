"""python-telegram-bot's requests over one aiohttp session.

Its own pool slows down the more requests wait; this one does not. Errors keep the library's
cause, so that the sender can tell what surely never left from what perhaps arrived.
"""

from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 256
KEEP_ALIVE_SECONDS = 60
CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
WRITE_SECONDS = 20.0
MEDIA_WRITE_SECONDS = 60.0
POOL_SECONDS = 5.0

SURELY_UNSENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


class AiohttpRequest(BaseRequest):
    """Carry requests of the Bot API over aiohttp.

    Args:
        trust_env: whether proxies of the environment are used; never for a local server.
    """

    def __init__(self, *, trust_env: bool = True) -> None:
        super().__init__()
        self._trust_env = trust_env
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Return how long an answer is waited for, in seconds."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is not None:
            return
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_SECONDS)
        self._session = aiohttp.ClientSession(
            connector=connector, trust_env=self._trust_env, auto_decompress=True
        )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

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
        """Make one request and return its status and body.

        Raises:
            TimedOut: the answer did not come in time.
            NetworkError: it could not be carried; the cause tells how far it came.
        """
        if self._session is None:
            raise RuntimeError("the request was used before it was initialised")
        has_files = bool(request_data and request_data.contains_files)
        write = _or(write_timeout, MEDIA_WRITE_SECONDS if has_files else WRITE_SECONDS)
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_or(pool_timeout, POOL_SECONDS) + _or(connect_timeout, CONNECT_SECONDS),
            sock_connect=_or(connect_timeout, CONNECT_SECONDS),
            sock_read=_or(read_timeout, READ_SECONDS) + write,
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except aiohttp.ClientError as error:
            # The error's own text has the address in it, and with it the token.
            raise NetworkError(type(error).__name__) from error


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return dict(request_data.json_parameters)
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _or(value: Any, default: float) -> float:
    is_default = value is BaseRequest.DEFAULT_NONE or value is None
    return default if is_default else float(value)
