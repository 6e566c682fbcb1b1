"""python-telegram-bot's requests over one aiohttp session.

Its own pool slows down the more requests wait; this one does not. An error tells by its cause
whether the request surely never left (`NeverLeft`) or perhaps arrived (`PerhapsArrived`); neither
carries the words of the library below, which name the address and with it the token.
"""

import re
from collections.abc import Mapping
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.swift_json import from_json, to_json

CONNECTIONS = 256
KEEP_ALIVE_SECONDS = 60
CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
WRITE_SECONDS = 20.0
MEDIA_WRITE_SECONDS = 60.0
POOL_SECONDS = 5.0

Seconds = Any
"""A number, None, or the library's mark for "not given"."""


class NeverLeft(aiohttp.ClientConnectionError):
    """Say that no byte of the request was sent: no connection, no name, no free place."""


class PerhapsArrived(aiohttp.ClientError):
    """Say that the request may have been carried out although no answer came."""


AS_THEY_ARE = "as_they_are"
"""The name under which plain parameters are handed over together.

The library looks through each parameter for files and objects of its own, which takes longer than
to send it.
"""

_JSON = {"Content-Type": "application/json"}
_HALF = re.compile("[\ud800-\udfff]")
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)


class AiohttpRequest(BaseRequest):
    """Carry requests of the Bot API over aiohttp.

    Args:
        trust_env: whether proxies of the environment are used; never for a local server.
        read_seconds: how long an answer is waited for; a long poll adds its own.
    """

    def __init__(self, *, trust_env: bool = True, read_seconds: float = READ_SECONDS) -> None:
        super().__init__()
        self._trust_env = trust_env
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Return how long an answer is waited for, in seconds."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is not None:
            return
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_SECONDS)
        self._session = aiohttp.ClientSession(
            connector=connector,
            trust_env=self._trust_env,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
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
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request and return its status and body.

        Raises:
            TimedOut: a place, a connection or the answer did not come in time.
            NetworkError: the request could not be carried.
        """
        if self._session is None:
            raise RuntimeError("the request was used before it was initialised")
        has_files = request_data is not None and request_data.contains_files
        writing = _seconds(write_timeout, MEDIA_WRITE_SECONDS if has_files else WRITE_SECONDS)
        reading = _seconds(read_timeout, self._read_seconds)
        connecting = _seconds(connect_timeout, CONNECT_SECONDS)
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_seconds(pool_timeout, POOL_SECONDS) + connecting,
            sock_connect=connecting,
            # The time to read runs from the first byte sent, so a file's own way is added.
            sock_read=reading + writing if has_files else reading,
        )
        try:
            async with self._session.request(
                method,
                url,
                data=_body(self._parameters(url, request_data), request_data),
                headers=None if has_files else _JSON,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise _named(error) from _cause(error)

    def _parameters(self, _url: str, request_data: RequestData | None) -> Mapping[str, Any]:
        """Return the parameters of a request as they are to leave."""
        if request_data is None:
            return {}
        asked: Mapping[str, Any] = request_data.parameters
        together: Mapping[str, Any] = asked.get(AS_THEY_ARE, asked)
        return together

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer; the library's own method writes a broken one into the log.

        Raises:
            TelegramError: it is no JSON object.
        """
        try:
            answer = from_json(payload.decode(errors="replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response") from None
        return answer


def _named(error: Exception) -> NetworkError:
    name = type(error).__name__
    return TimedOut(name) if isinstance(error, TimeoutError) else NetworkError(name)


def _cause(error: Exception) -> aiohttp.ClientError:
    name = type(error).__name__
    return NeverLeft(name) if isinstance(error, _NEVER_LEFT) else PerhapsArrived(name)


def _body(
    asked: Mapping[str, Any], request_data: RequestData | None
) -> aiohttp.FormData | bytes | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return _whole(to_json(asked)).encode()
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, _whole(value))
    for name, (filename, content, mime) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _whole(text: str) -> str:
    """Return the text without halves of characters: they have no bytes and never leave."""
    return _HALF.sub("\ufffd", text)


def _seconds(value: Seconds, default: float) -> float:
    is_given = value is not None and value is not BaseRequest.DEFAULT_NONE
    return float(value) if is_given else default
