"""The people's side over HTTP: the page and what it looks at."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.clock_desk import ClockDesk
from sandbox.cloud import Cloud
from sandbox.errors import NotPossible
from sandbox.events import EventBoard
from sandbox.local_only import LocalOnly
from sandbox.people_acts import PeopleActs, read_json, require_text
from sandbox.people_forms import person_form, screen_form

_STATIC = Path(__file__).parent / "static"
_NAME_LIMIT = 64
_SHOWN_INLINE = ("image/", "audio/", "video/")
_PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def people_application(cloud: Cloud, clock: ClockDesk, events: EventBoard) -> Starlette:
    """Return the ASGI application of the page, closed to other sites' pages.

    Every refusal is an error status with `{"error": words}`.
    """
    api = PeopleApi(cloud, clock, events)
    routes = [*api.routes(), *PeopleActs(cloud).routes()]
    app = Starlette(routes=routes, exception_handlers=_HANDLERS)
    app.add_middleware(LocalOnly)
    return app


class PeopleApi:
    """Answer what the page asks for besides the acts of one person."""

    def __init__(self, cloud: Cloud, clock: ClockDesk, events: EventBoard) -> None:
        self._cloud = cloud
        self._clock = clock
        self._events = events

    def routes(self) -> list[BaseRoute]:
        """Return the page, its files, people, screens, events and the clock."""
        return [
            Route("/", _page),
            Mount("/static", StaticFiles(directory=_STATIC, check_dir=False)),
            Route("/api/people", self._people),
            Route("/api/people", self._add, methods=["POST"]),
            Route("/api/people/{id:int}/screen", self._screen),
            Route("/api/files/{unique_id}", self._file),
            Route("/api/events", self._stream),
            Route("/api/clock", self._clock_now),
            Route("/api/clock", self._move_clock, methods=["POST"]),
        ]

    async def _people(self, _request: Request) -> Response:
        return JSONResponse([person_form(chat) for chat in self._cloud.chats.values()])

    async def _add(self, request: Request) -> Response:
        body = await read_json(request)
        name = require_text(body, "name").strip()
        if not 1 <= len(name) <= _NAME_LIMIT:
            raise NotPossible("a person needs a name of up to 64 characters")
        language = str(body.get("language") or "zh-hans")
        title = str(body.get("title") or "")
        chat = self._cloud.new_chat(
            name,
            language=language,
            group="officer" if body.get("group") == "officer" else "resident",
            title=title,
        )
        return JSONResponse(person_form(chat), status_code=201)

    async def _screen(self, request: Request) -> Response:
        chat = self._cloud.person_chat(request.path_params["id"])
        return JSONResponse(screen_form(self._cloud, chat))

    async def _file(self, request: Request) -> Response:
        file = self._cloud.files.by_unique_id(request.path_params["unique_id"])
        if file is None:
            raise HTTPException(404, "there is no such file")
        inline = file.mime.startswith(_SHOWN_INLINE) and "svg" not in file.mime
        headers = {
            "Cache-Control": "private, max-age=86400",
            "Content-Disposition": "inline" if inline else "attachment",
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.data, media_type=file.mime, headers=headers)

    async def _stream(self, _request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        stream = self._events.stream()
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _clock_now(self, _request: Request) -> Response:
        return JSONResponse(await self._clock.state())

    async def _move_clock(self, request: Request) -> Response:
        return JSONResponse(await self._clock.move(await read_json(request)))


async def _page(_request: Request) -> Response:
    index = _STATIC / "index.html"
    if not index.is_file():
        raise HTTPException(404, "the page is not installed")
    return FileResponse(index, headers=_PAGE_HEADERS)


async def _refused(_request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, status_code=400)


async def _http_error(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = error.detail if isinstance(error, HTTPException) else "error"
    return JSONResponse({"error": words}, status_code=status)


_HANDLERS: dict[object, Callable[[Request, Exception], Awaitable[Response]]] = {
    NotPossible: _refused,
    HTTPException: _http_error,
}
