"""A copy has every row as it was, on whichever engine, or there is none."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import (
    Connection,
    RowMapping,
    Table,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import make_url

from storage import copying, schema
from storage.copying import CopyRefused, copy_database, taken_inventory
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.files import Service
from storage.inventory import Tally, batches, inventory
from storage.tables import inbox, metadata, offices, outbox, people
from storage.work import UnitOfWork
from tests.conftest import ENGINES, empty_postgres, migrated_file, migrated_postgres
from tests.storage.full import ODD_JSON, lay_everything

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


@pytest.fixture
async def full_url(database_url: str, vault: Vault, now: datetime) -> str:
    """The address of a database with rows in every table, once on each engine."""
    async with _opened(database_url, vault) as database:
        await database.write(lambda work: lay_everything(work, now))
    return database_url


class _opened:  # noqa: N801 - It reads as a verb.
    def __init__(self, url: str, vault: Vault) -> None:
        self._url, self._vault = url, vault

    async def __aenter__(self) -> Database:
        self._database = open_database(self._url, self._vault)
        return self._database

    async def __aexit__(self, *_: object) -> None:
        await self._database.close()


@pytest.fixture(params=ENGINES)
async def target_url(
    request: pytest.FixtureRequest, migrated: dict[str, str], tmp_path: Path
) -> AsyncIterator[str]:
    """The address of a database with tables and no row."""
    if request.param == "sqlite":
        yield await migrated_file(migrated, tmp_path / "target.db")
        return
    server: str = request.getfixturevalue("postgres_url")
    async with migrated_postgres(migrated, server) as url:
        yield url


@pytest.fixture(params=ENGINES)
async def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without tables; its file is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server: str = request.getfixturevalue("postgres_url")
    async with empty_postgres(server) as url:
        yield url


async def _rows(url: str) -> int:
    return sum(tally.rows for tally in (await taken_inventory(make_url(url))).values())


async def test_every_row_of_every_table_arrives_as_it_was(
    full_url: str, bare_url: str, vault: Vault
) -> None:
    copied = await copy_database(full_url, bare_url)

    assert min(tally.rows for tally in copied.values()) > 0
    assert set(copied) == set(metadata.tables)
    assert await taken_inventory(make_url(bare_url)) == copied
    assert await _everything(bare_url, vault) == await _everything(full_url, vault)
    async with _opened(bare_url, vault) as database:
        rows = await database.read(lambda work: work.inbox.waiting())
        query = select(inbox.c.id).where(inbox.c.update_id == 8)
        row_id = await database.read(lambda work: work.connection.execute(query).scalar_one())
        assert row_id not in [row.id for row in rows]
        cases = await database.read(
            lambda work: list(work.connection.execute(text("SELECT id FROM cases")).scalars())
        )
        for case_id in cases:
            broken = await database.read(lambda work: work.timeline.first_broken(case_id))  # noqa: B023
            assert broken is None


async def _everything(url: str, vault: Vault) -> dict[str, set[str]]:
    """Return all rows as Python sees them, without the hashes that are under test."""

    def read(work: UnitOfWork) -> dict[str, set[str]]:
        return {
            table.name: {repr(row) for row in work.connection.execute(select(table)).all()}
            for table in metadata.sorted_tables
        }

    async with _opened(url, vault) as database:
        return await database.read(read)


async def test_sealed_words_open_where_they_were_copied_to(
    full_url: str, target_url: str, vault: Vault, now: datetime
) -> None:
    await copy_database(full_url, target_url)

    async with _opened(target_url, vault) as database:
        later = now.replace(year=now.year + 1)
        claimed = await database.write(
            lambda work: work.outbox.claim(now=later, token="new", lease_until_at=later, limit=100)
        )
        odd = [row for row in claimed if row.payload == ODD_JSON]
        assert [row.repeated for row in odd] == [True]


async def test_a_copy_back_is_what_was_copied(
    full_url: str, target_url: str, migrated: dict[str, str], tmp_path: Path
) -> None:
    first = await copy_database(full_url, target_url)
    back = await migrated_file(migrated, tmp_path / "back.db")
    assert await copy_database(target_url, back) == first


async def test_a_changed_value_changes_the_hash(full_url: str, vault: Vault) -> None:
    before = await taken_inventory(make_url(full_url))
    async with _opened(full_url, vault) as database:
        await database.write(
            lambda work: work.connection.execute(
                update(people).values(minute_count=people.c.minute_count + 1)
            )
        )
    after = await taken_inventory(make_url(full_url))
    assert [name for name in before if before[name] != after[name]] == ["people"]


async def test_more_rows_than_a_batch_are_all_copied(
    full_url: str, target_url: str, vault: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.inventory.BATCH", 7)

    def many(work: UnitOfWork) -> None:
        for number in range(100, 145):
            work.inbox.take(number, "x", now=now)

    async with _opened(full_url, vault) as database:
        await database.write(many)

    copied = await copy_database(full_url, target_url)

    assert copied["inbox"].rows == 47
    assert await taken_inventory(make_url(target_url)) == copied


async def test_offices_below_others_are_copied_after_them(
    full_url: str, target_url: str, vault: Vault
) -> None:
    below = {"kind": "county", "name": "x", "number_prefix": "x", "last_number": 0}

    def found(work: UnitOfWork) -> None:
        for code in ("000001", "999999"):
            work.connection.execute(insert(offices).values(code=code, **below))
        # Changed in this order, the one below is read first on either engine.
        for code, above in (("000001", "999999"), ("999999", None)):
            row = update(offices).where(offices.c.code == code)
            work.connection.execute(row.values(parent_code=above))

    async with _opened(full_url, vault) as database:
        await database.write(found)

    copied = await copy_database(full_url, target_url)
    assert copied["offices"].rows == 4


async def test_a_target_with_rows_is_refused_and_keeps_them(full_url: str, target_url: str) -> None:
    await copy_database(full_url, target_url)
    before = await taken_inventory(make_url(target_url))

    with pytest.raises(CopyRefused, match="not empty: there are rows in"):
        await copy_database(full_url, target_url)

    assert await taken_inventory(make_url(target_url)) == before


async def test_a_target_of_another_version_is_refused(full_url: str, bare_url: str) -> None:
    await schema.upgrade(bare_url, "0001")
    with pytest.raises(CopyRefused, match="the target is at version 0001 of the tables"):
        await copy_database(full_url, bare_url)


async def test_a_source_of_another_version_is_refused(database_url: str, target_url: str) -> None:
    await schema.downgrade(database_url, "0001")
    with pytest.raises(CopyRefused, match=r"the source is at version 0001.*weibao db upgrade"):
        await copy_database(database_url, target_url)


async def test_a_source_that_is_not_there_is_refused_and_not_made(
    tmp_path: Path, target_url: str
) -> None:
    with pytest.raises(CopyRefused, match=r"there is no database"):
        await copy_database(f"sqlite:///{tmp_path / 'none.db'}", target_url)
    assert not (tmp_path / "none.db").exists()


async def test_a_server_that_is_not_there_is_named_without_its_password(full_url: str) -> None:
    nowhere = "postgresql://weibao:secret@127.0.0.1:1/weibao"
    with pytest.raises(CopyRefused, match=r"127.0.0.1:1/weibao") as refusal:
        await copy_database(full_url, nowhere)
    assert "secret" not in str(refusal.value)


async def test_a_database_is_not_copied_onto_itself(full_url: str) -> None:
    with pytest.raises(CopyRefused, match="the same database"):
        await copy_database(full_url, full_url)


async def test_a_file_on_which_a_bot_runs_is_refused(sqlite_url: str, target_url: str) -> None:
    with Service(sqlite_url), pytest.raises(CopyRefused, match=r"a bot runs on .*weibao.db"):
        await copy_database(sqlite_url, target_url)
    await copy_database(sqlite_url, target_url)


async def test_a_server_on_which_a_bot_runs_is_refused(
    migrated_postgres_url: str, target_url: str, vault: Vault
) -> None:
    async with _opened(migrated_postgres_url, vault) as database:
        await database.read(lambda work: work.staff.offices())
        with pytest.raises(CopyRefused, match="a bot runs on the source"):
            await copy_database(migrated_postgres_url, target_url)
    await copy_database(migrated_postgres_url, target_url)


async def test_a_copy_that_fails_half_way_leaves_the_target_empty(
    full_url: str, bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = metadata.sorted_tables[-1]
    read = batches

    def failing(connection: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
        if table is last:
            raise OSError(5, "the disk went away")
        return read(connection, table)

    monkeypatch.setattr(copying, "batches", failing)
    with pytest.raises(CopyRefused, match="the disk went away"):
        await copy_database(full_url, bare_url)
    assert await _rows(bare_url) == 0

    monkeypatch.undo()
    assert (await copy_database(full_url, bare_url))[last.name].rows > 0


async def test_a_copy_whose_rows_do_not_arrive_as_they_were_is_undone(
    full_url: str, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_changed(connection: Connection) -> dict[str, Tally]:
        arrived = inventory(connection)
        return {**arrived, "people": Tally(arrived["people"].rows, "0" * 64)}

    monkeypatch.setattr(copying, "inventory", one_changed)
    with pytest.raises(CopyRefused, match="the rows of people did not arrive as they were"):
        await copy_database(full_url, target_url)
    monkeypatch.undo()
    assert await _rows(target_url) == 0


@pytest.mark.parametrize("target_url", ["postgresql"], indirect=True)
async def test_a_value_that_does_not_fit_is_refused_with_its_table(
    sqlite_url: str, target_url: str, vault: Vault, now: datetime
) -> None:
    async with _opened(sqlite_url, vault) as database:
        await database.write(lambda work: lay_everything(work, now))
        await database.write(
            lambda work: work.connection.execute(
                update(outbox).where(outbox.c.dedupe_key == "odd").values(trouble="x" * 81)
            )
        )

    with pytest.raises(CopyRefused, match="within outbox"):
        await copy_database(sqlite_url, target_url)
    assert await _rows(target_url) == 0


async def test_rows_that_point_nowhere_are_not_carried_on(
    sqlite_url: str, tmp_path: Path, vault: Vault, now: datetime
) -> None:
    async with _opened(sqlite_url, vault) as database:
        await database.write(lambda work: lay_everything(work, now))
    engine = schema.engine_for(sqlite_url)
    async with engine.begin() as connection:
        await connection.execute(delete(people))
    await engine.dispose()

    target = f"sqlite:///{tmp_path / 'target.db'}"
    with pytest.raises(CopyRefused, match="point at rows that are not there"):
        await copy_database(sqlite_url, target)
    assert await _rows(target) == 0


def test_no_key_is_made_by_the_database_so_that_none_has_to_be_carried_on() -> None:
    assert [
        column
        for table in metadata.tables.values()
        for column in table.primary_key
        if column.identity or column.default or column is table.autoincrement_column
    ] == []
