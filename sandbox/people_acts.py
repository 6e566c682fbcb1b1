"""What one person does over HTTP: the page's buttons."""

import json
from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.cloud import Cloud
from sandbox.errors import NotPossible
from sandbox.messages import MediaKind, ScreenMessage
from sandbox.people import Person
from sandbox.posts import Attachment

_LARGEST_ALBUM = 10


class PeopleActs:
    """Carry out `POST /api/people/{id}/<act>`; a message answers with its number."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def routes(self) -> list[BaseRoute]:
        """Return one route for each act."""
        acts: dict[str, Callable[[Request], Awaitable[Response]]] = {
            "say": self._say,
            "open": self._open,
            "tap": self._tap,
            "photo": self._uploading("photo"),
            "voice": self._uploading("voice"),
            "video": self._uploading("video"),
            "document": self._uploading("document"),
            "album": self._album,
            "location": self._location,
            "contact": self._contact,
            "edit": self._edit,
            "block": self._block,
            "unblock": self._unblock,
            "read": self._read,
        }
        return [
            Route(f"/api/people/{{id:int}}/{name}", act, methods=["POST"])
            for name, act in acts.items()
        ]

    async def _say(self, request: Request) -> Response:
        body = await read_json(request)
        text = require_text(body, "text")
        if not text.strip():
            raise NotPossible("nothing was written")
        person = self._person(request)
        if body.get("reply_to") is not None:
            answered = self._message(person, {"message_id": body["reply_to"]})
            return _sent(await person.says(text, reply_to=answered))
        keyboard = self._cloud.chats[person.id].keyboard
        key = keyboard.key(text) if keyboard else None
        if key is None or key.contact or key.location:
            return _sent(await person.says(text))
        return _sent(await person.presses(text))

    async def _open(self, request: Request) -> Response:
        payload = (await read_json(request)).get("payload")
        return _sent(await self._person(request).opens(str(payload or "")))

    async def _tap(self, request: Request) -> Response:
        body = await read_json(request)
        person = self._person(request)
        message = self._message(person, body)
        tap = await person.taps_data(require_text(body, "data"), message=message)
        return JSONResponse({"toast": tap.toast, "alert": tap.alert})

    def _uploading(self, kind: MediaKind) -> Callable[[Request], Awaitable[Response]]:
        async def upload(request: Request) -> Response:
            async with request.form() as form:
                file = form.get("file")
                if not isinstance(file, UploadFile):
                    raise NotPossible("the form has no file")
                attachment = await _attachment(kind, file, _caption(form))
            return _sent(await self._person(request).sends(attachment))

        return upload

    async def _album(self, request: Request) -> Response:
        async with request.form() as form:
            files = [file for file in form.getlist("file") if isinstance(file, UploadFile)]
            if not 1 <= len(files) <= _LARGEST_ALBUM:
                raise NotPossible("an album has one to ten files")
            # A caption belongs to the first file, as on a phone.
            captions = [_caption(form)] + [""] * (len(files) - 1)
            items = [
                await _attachment(_album_kind(file), file, caption)
                for file, caption in zip(files, captions, strict=True)
            ]
        sent = await self._person(request).sends_album(items)
        return JSONResponse({"message_ids": [message.message_id for message in sent]})

    async def _location(self, request: Request) -> Response:
        body = await read_json(request)
        latitude, longitude = body.get("latitude"), body.get("longitude")
        if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
            raise NotPossible("a place needs latitude and longitude")
        return _sent(await self._person(request).sends_location(latitude, longitude))

    async def _contact(self, request: Request) -> Response:
        return _sent(await self._person(request).sends_contact())

    async def _edit(self, request: Request) -> Response:
        body = await read_json(request)
        person = self._person(request)
        text = require_text(body, "text")
        return _sent(await person.edits(self._message(person, body), text))

    async def _block(self, request: Request) -> Response:
        await self._person(request).blocks()
        return JSONResponse({})

    async def _unblock(self, request: Request) -> Response:
        await self._person(request).unblocks()
        return JSONResponse({})

    async def _read(self, request: Request) -> Response:
        self._cloud.person_chat(request.path_params["id"]).read()
        return JSONResponse({})

    def _person(self, request: Request) -> Person:
        return Person(self._cloud, self._cloud.person_chat(request.path_params["id"]))

    def _message(self, person: Person, body: dict[str, object]) -> ScreenMessage:
        number = body.get("message_id")
        standing = self._cloud.chats[person.id].messages
        if not isinstance(number, int) or number not in standing:
            raise NotPossible("the message is gone")
        return standing[number]


async def read_json(request: Request) -> dict[str, object]:
    """Return the JSON object of a request; raise NotPossible for anything else."""
    raw = await request.body()
    try:
        loaded: object = json.loads(raw or b"{}")
    except ValueError:
        raise NotPossible("the body is no JSON") from None
    if not isinstance(loaded, dict):
        raise NotPossible("the body is no JSON object")
    return loaded


def require_text(body: dict[str, object], name: str) -> str:
    """Return a text of a body; raise NotPossible where it is missing."""
    value = body.get(name)
    if not isinstance(value, str):
        raise NotPossible(f"“{name}” must be a text")
    return value


async def _attachment(kind: MediaKind, file: UploadFile, caption: str) -> Attachment:
    data = await file.read()
    if not data:
        raise NotPossible("the file is empty")
    mime = (file.content_type or "").partition(";")[0] or None
    return Attachment(kind, data, file.filename, mime, caption=caption)


def _album_kind(file: UploadFile) -> MediaKind:
    mime = file.content_type or ""
    if mime.startswith("image/"):
        return "photo"
    return "video" if mime.startswith("video/") else "document"


def _caption(form: FormData) -> str:
    caption = form.get("caption")
    return caption if isinstance(caption, str) else ""


def _sent(message: ScreenMessage) -> Response:
    return JSONResponse({"message_id": message.message_id})
