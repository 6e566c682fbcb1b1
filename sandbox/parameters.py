"""Parameters of a Bot API call: urlencoded, multipart, JSON or in the address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope

from sandbox.errors import bad_request

_LARGEST_FIELD = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """Hold one file of a multipart call."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """Read a call's parameters by name; every value arrives as text."""

    values: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text, empty where it was not given."""
        return self.values.get(name, "")

    def optional(self, name: str) -> str | None:
        """Return a text or None where it was not given or is empty."""
        return self.values.get(name) or None

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number, the default where it is missing or no number."""
        try:
            return int(self.values.get(name, default))
        except ValueError:
            return default

    def number(self, name: str) -> float | None:
        """Return a number, None where it is missing or no number."""
        try:
            return float(self.values[name])
        except (KeyError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        """Return a truth value; "true", "yes" and "1" are true, as for Telegram."""
        return self.values.get(name, "").lower() in {"true", "yes", "1"}

    def array(self, name: str, *, complaint: str) -> list[object]:
        """Return a JSON array, empty where it was not given; refuse with `complaint`."""
        raw = self.values.get(name)
        if not raw:
            return []
        try:
            loaded: object = json.loads(raw)
        except ValueError:
            loaded = None
        if not isinstance(loaded, list):
            raise bad_request(complaint)
        return loaded

    def record(self, name: str, *, complaint: str) -> dict[str, object]:
        """Return a JSON object, empty where it was not given; refuse with `complaint`."""
        raw = self.values.get(name)
        if not raw:
            return {}
        try:
            loaded: object = json.loads(raw)
        except ValueError:
            loaded = None
        if not isinstance(loaded, dict):
            raise bad_request(complaint)
        return loaded


async def read_parameters(scope: Scope, receive: Receive) -> Parameters | None:
    """Read the whole request and return its parameters, body before address.

    Returns None where the client went away before it had sent everything.
    """
    content_type = _content_type(scope)
    query = scope["query_string"]
    if content_type.startswith(b"multipart/form-data"):
        return await _multipart(scope, receive)
    body = await _body(receive)
    if body is None:
        return None
    values = _from_form(query)
    if content_type.startswith(b"application/json"):
        values.update(_from_json(body))
    else:
        values.update(_from_form(body))
    return Parameters(values)


def _content_type(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return bytes(value).lower()
    return b""


async def _body(receive: Receive) -> bytes | None:
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


def _from_form(encoded: bytes) -> dict[str, str]:
    # urllib's parse_qsl says the same but costs three times as much for Chinese text.
    values = {}
    for pair in encoded.replace(b"+", b" ").split(b"&") if encoded else ():
        name, _, value = pair.partition(b"=")
        values[_decoded(name)] = _decoded(value)
    return values


def _decoded(raw: bytes) -> str:
    return unquote_to_bytes(raw).decode("utf-8", "replace")


def _from_json(body: bytes) -> dict[str, str]:
    try:
        loaded: object = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(loaded, dict):
        raise bad_request("object expected")
    return {
        str(name): value if isinstance(value, str) else json.dumps(value)
        for name, value in loaded.items()
    }


async def _multipart(scope: Scope, receive: Receive) -> Parameters | None:
    request = Request(scope, receive)
    values: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    try:
        async with request.form(max_part_size=_LARGEST_FIELD) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    uploads[name] = Upload(value.filename or name, mime, await value.read())
                else:
                    values[name] = value
    except ClientDisconnect:
        return None
    return Parameters(values, uploads)
