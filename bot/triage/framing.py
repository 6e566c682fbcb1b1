"""What two processes of this program say to each other: a length of four bytes, and a pickle."""

import asyncio
import pickle
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct("!I")


def framed(said: object) -> bytes:
    """Return the bytes by which something is said."""
    content = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(content)) + content


async def heard(stream: asyncio.StreamReader) -> Any:
    """Wait until the other side says something, and return it.

    Raises:
        EOFError: the other side is gone.
    """
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    return _said(await stream.readexactly(length))


def hear(stream: BinaryIO) -> Any:
    """Stand still until the other side says something, and return it.

    Raises:
        EOFError: the other side is gone.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _said(_exactly(stream, length))


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _said(content: bytes) -> Any:
    return pickle.loads(content)  # noqa: S301 - Both sides are this program.
