"""A connection that stood idle is asked before it is used, and only such a one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from storage.idle import IDLE_SECONDS, ask_idle_connections


@dataclass
class Server:
    """A server that answers or not, and the time."""

    now: float = 0.0
    is_there: bool = True
    asked: list[Any] = field(default_factory=list)

    def ping(self, connection: Any) -> bool:
        self.asked.append(connection)
        if not self.is_there:
            self.is_there = True
            raise ConnectionError("gone")
        return True


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def engine(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'any.db'}", pool_size=1)
    monkeypatch.setattr(engine.dialect, "do_ping", server.ping)
    ask_idle_connections(engine, lambda: server.now)
    yield engine
    engine.dispose()


def _used(engine: Engine) -> int:
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
        return id(connection.connection.dbapi_connection)


def test_a_new_connection_and_one_just_used_are_not_asked(engine: Engine, server: Server) -> None:
    first = _used(engine)
    server.now += IDLE_SECONDS / 2
    assert _used(engine) == first
    assert server.asked == []


def test_one_that_stood_idle_is_asked_and_goes_on(engine: Engine, server: Server) -> None:
    first = _used(engine)
    server.now += IDLE_SECONDS
    assert _used(engine) == first
    assert len(server.asked) == 1
    _used(engine)
    assert len(server.asked) == 1


def test_one_that_does_not_answer_is_replaced(engine: Engine, server: Server) -> None:
    with engine.connect() as connection:
        first = connection.connection.dbapi_connection
    server.now += IDLE_SECONDS
    server.is_there = False
    with engine.connect() as connection:
        assert connection.connection.dbapi_connection is not first
    assert server.asked == [first]
