"""A door that only this machine's own pages pass."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


class LocalOnly:
    """Refuse requests that name another host or come from another site's page.

    A page elsewhere could otherwise write in people's names (request forgery), or reach this
    server under its own name (DNS rebinding).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request from here, refuse any other with 403."""
        if scope["type"] == "http" and not _is_local(Headers(scope=scope)):
            refusal = JSONResponse({"error": "only pages of this server may ask"}, 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_local(headers: Headers) -> bool:
    host = headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in _NAMES:
        return False
    origin = headers.get("origin")
    return origin is None or origin == f"http://{host}"
