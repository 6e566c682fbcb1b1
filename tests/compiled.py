"""Statements compiled by one engine, lent to every other engine of the session.

Each engine has a dialect of its own and keeps what it compiled by it, so that every story would
compile all over again what the one before it has compiled; on the same kind of engine it is the
same.
"""

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import CompiledCacheType
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.compiler import Compiled

MOST = 5000
Key = tuple[Dialect, *tuple[Any, ...]]


class Lent(dict[Any, Compiled]):
    """What was compiled, by kind of dialect rather than by dialect."""

    def get(self, key: Key, default: Any = None) -> Any:
        return super().get(_by_kind(key), default)

    def __setitem__(self, key: Key, compiled: Compiled) -> None:
        if len(self) >= MOST:
            self.clear()
        super().__setitem__(_by_kind(key), compiled)


def _by_kind(key: Key) -> tuple[Any, ...]:
    return (type(key[0]), *key[1:])


def lending(create: Callable[..., Any], lent: Lent) -> Callable[..., Any]:
    """Return what creates engines that compile together."""

    def created(*given: Any, **named: Any) -> Any:
        engine: AsyncEngine | Engine = create(*given, **named)
        sync = engine.sync_engine if isinstance(engine, AsyncEngine) else engine
        sync._compiled_cache = cast("CompiledCacheType", lent)
        return engine

    return created
