"""Files that travelled over the embedded Telegram, kept in memory."""

from dataclasses import dataclass

from sandbox.errors import bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
"""Bytes up to which the Bot API lets a bot fetch a file (Bot API, getFile)."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Hold one uploaded file; `size` may exceed the stored bytes to stand for a large file."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    data: bytes
    size: int

    @property
    def path(self) -> str:
        """The path under the file address of the Bot API."""
        return f"{self.kind}s/{self.unique_id}/{self.name}"


class FileStore:
    """Keep files by identifier and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_unique_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(
        self, *, kind: str, name: str, mime: str, data: bytes, size: int | None = None
    ) -> StoredFile:
        """Store bytes and give them their identifiers."""
        number = len(self._by_id) + 1
        file = StoredFile(
            file_id=f"SandboxFile-{kind}-{number:08d}",
            unique_id=f"{kind[:2]}{number:08d}",
            kind=kind,
            name=name.replace("/", "_") or "file",
            mime=mime,
            data=data,
            size=len(data) if size is None else size,
        )
        self._by_id[file.file_id] = file
        self._by_unique_id[file.unique_id] = file
        self._by_path[file.path] = file
        return file

    def by_id(self, file_id: str) -> StoredFile:
        """Return the file with this identifier; refuse an unknown one in Telegram's words."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return file

    def by_unique_id(self, unique_id: str) -> StoredFile | None:
        """Return the file that the page names, if there is one."""
        return self._by_unique_id.get(unique_id)

    def by_path(self, path: str) -> StoredFile | None:
        """Return the file that a download address names, if there is one."""
        file = self._by_path.get(path)
        return file if file is not None and file.size <= DOWNLOAD_LIMIT else None
