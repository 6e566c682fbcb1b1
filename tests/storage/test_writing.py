"""The connection that writes: what it does after an error, and when its file is replaced."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from storage.prepared import Plans
from storage.writing import WritingConnection


class NotToday(Exception):
    """Be raised within a transaction."""


@pytest.fixture
def url(tmp_path: Path) -> URL:
    file = tmp_path / "weibao.db"
    file.touch()
    return make_url(f"sqlite:///{file}")


@pytest.fixture
def engine(url: URL) -> Engine:
    made = create_engine(url, poolclass=NullPool)
    event.listen(made, "connect", lambda opened, _: setattr(opened, "isolation_level", None))
    return made


@pytest.fixture
def opened(engine: Engine) -> list[object]:
    found: list[object] = []
    event.listen(engine, "connect", lambda connection, _: found.append(connection))
    return found


@pytest.fixture
def writing(engine: Engine, url: URL, opened: list[object]) -> Iterator[WritingConnection]:
    made = WritingConnection(engine, url, Plans())
    with made.transaction() as swift:
        swift.connection.exec_driver_sql("CREATE TABLE said (word TEXT)")
    assert len(opened) == 1
    yield made
    made.close()


def _say(writing: WritingConnection, word: str, error: Exception | None = None) -> None:
    with writing.transaction() as swift:
        swift.connection.exec_driver_sql("INSERT INTO said VALUES (?)", (word,))
        if error is not None:
            raise error


def _said(writing: WritingConnection) -> list[str]:
    with writing.transaction() as swift:
        return list(swift.connection.exec_driver_sql("SELECT word FROM said").scalars())


def test_it_is_kept_from_one_transaction_to_the_next(
    writing: WritingConnection, opened: list[object]
) -> None:
    for word in ("one", "two"):
        _say(writing, word)
    with pytest.raises(NotToday):
        _say(writing, "three", NotToday())

    assert _said(writing) == ["one", "two"]
    assert len(opened) == 1


def test_one_that_cannot_undo_is_let_go(
    writing: WritingConnection, engine: Engine, opened: list[object]
) -> None:
    def refuse(_connection: object) -> None:
        raise OSError("no")

    event.listen(engine, "rollback", refuse)
    with pytest.raises(OSError, match="no"):
        _say(writing, "lost", NotToday())
    event.remove(engine, "rollback", refuse)

    _say(writing, "kept")
    assert _said(writing) == ["kept"]
    assert len(opened) == 2


def test_another_file_in_its_place_is_opened(
    writing: WritingConnection, url: URL, opened: list[object], tmp_path: Path
) -> None:
    _say(writing, "here")
    file, away = Path(url.database or ""), tmp_path / "away"
    file.rename(away)
    file.write_bytes(away.read_bytes())
    _say(writing, "there")

    assert _said(writing) == ["here", "there"]
    assert len(opened) == 2
    away.replace(file)
    assert _said(writing) == ["here"]
