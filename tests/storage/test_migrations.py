import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, RowMapping, Table, inspect, select, text

from storage import schema
from storage.database import open_database
from storage.encryption import Vault
from storage.records import Tried
from storage.tables import metadata
from storage.work import UnitOfWork
from tests.conftest import ENGINES, empty_postgres
from tests.storage.full import lay_everything
from tests.storage.world import lay_world

FAILING = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    raise RuntimeError("the power went")


def downgrade():
    op.drop_table("half_done")
"""


@pytest.fixture(params=ENGINES)
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: str = request.getfixturevalue("postgres_url")
    async with empty_postgres(server) as url:
        yield url


async def _table_names(url: str, vault: Vault) -> set[str]:
    database = open_database(url, vault)
    names = await database.read(lambda work: set(inspect(work.connection).get_table_names()))
    await database.close()
    return names


async def test_a_filled_database_goes_up_down_and_up_again(
    empty_url: str, vault: Vault, now: datetime
) -> None:
    for _ in range(2):
        assert not await schema.is_current(empty_url)
        await schema.upgrade(empty_url)
        assert await schema.is_current(empty_url)

        database = open_database(empty_url, vault)
        world = await database.write(lambda work: lay_world(work, now))
        kept = await database.read(lambda work: work.referrals.get(world.referral.id))  # noqa: B023 - Run at once.
        assert kept == world.referral
        await database.close()

        await schema.downgrade(empty_url, "base")
        assert await _table_names(empty_url, vault) == {"alembic_version"}


async def test_rows_of_every_table_are_in_flight_on_the_way_up_down_and_up_again(
    empty_url: str, vault: Vault, now: datetime
) -> None:
    """Each migration is undone and done again over rows; what both shapes have stays as it was."""
    await schema.upgrade(empty_url)
    database = open_database(empty_url, vault)
    await database.write(lambda work: lay_everything(work, now))
    before = await database.read(_everything)
    await database.close()
    assert all(before.values())

    for revision in _revisions()[1:]:
        await schema.downgrade(empty_url, revision)
    await schema.upgrade(empty_url)

    database = open_database(empty_url, vault)
    after = await database.read(_everything)
    first = {table.name: {row["id"] for row in before[table.name]} for table in _first_tables()}
    assert {name: {row["id"] for row in after[name]} for name in first} == first
    assert [row["payload_sealed"] for row in after["inbox"]] == [
        row["payload_sealed"] for row in before["inbox"]
    ]
    claimed = await database.write(
        lambda work: work.inbox.claim(now=now, token="t", lease_until_at=now, limit=9)
    )
    assert [row.update_id for row in claimed] == [7]
    await database.close()


def test_the_newest_revision_is_told_by_the_names_of_the_files() -> None:
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    assert schema.newest() == scripts.get_current_head()
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")


async def test_a_database_at_the_newest_revision_is_only_looked_at(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_anything: object) -> None:
        raise AssertionError("nothing is to be migrated")

    monkeypatch.setattr("storage.migrating.command.upgrade", refuse)
    await schema.upgrade(database_url)
    await schema.downgrade(database_url, "0018")
    with pytest.raises(AssertionError):
        await schema.upgrade(database_url)


def _revisions() -> list[str]:
    """Return all revisions, the newest first."""
    scripts = ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()
    return [script.revision for script in scripts]


def _first_tables() -> list[Table]:
    """Return those of the first migration whose rows have numbers."""
    names = ("people", "staff", "inbox", "cases", "reports", "entries", "referrals", "outbox")
    return [metadata.tables[name] for name in (*names, "events", "pages", "cards", "shifts")]


def _everything(work: UnitOfWork) -> dict[str, list[RowMapping]]:
    return {
        table.name: list(work.connection.execute(select(table)).mappings().all())
        for table in metadata.sorted_tables
    }


async def test_cases_of_the_first_tables_outlive_the_way_up_down_and_up_again(
    empty_url: str, vault: Vault, now: datetime
) -> None:
    await schema.upgrade(empty_url)
    database = open_database(empty_url, vault)
    world = await database.write(lambda work: lay_world(work, now))
    await database.write(lambda work: work.cases.set_situations(world.case_id, [4, 1]))
    await database.close()

    await schema.downgrade(empty_url, "0001")
    assert "corrections" not in await _table_names(empty_url, vault)
    await schema.upgrade(empty_url)

    database = open_database(empty_url, vault)
    case = await database.read(lambda work: work.cases.get(world.case_id))
    assert (case.number, case.reading, case.situation_numbers) == ("连东海-0001", None, ())
    assert await database.read(lambda work: work.timeline.first_broken(world.case_id)) is None
    kept = await database.read(lambda work: _checks_in_database(work.connection))
    assert kept == await database.read(lambda work: _checks_in_code(work.connection))
    await database.close()


async def test_what_stood_open_is_sealed_on_the_way_up_and_not_left_behind_in_the_file(
    sqlite_url: str, vault: Vault, now: datetime, tmp_path: Path
) -> None:
    database = open_database(sqlite_url, vault)
    world = await database.write(lambda work: lay_world(work, now))
    await database.write(lambda work: work.staff.take_number("320722"))
    await database.close()
    await schema.downgrade(sqlite_url, "0005")
    said = "law-21: 才五岁的孩子一个人锁在屋里"
    with closing(sqlite3.connect(tmp_path / "weibao.db")) as connection, connection:
        connection.execute("UPDATE cases SET reasons = ?", (f'["{said}"]',))
    assert said.encode() in (tmp_path / "weibao.db").read_bytes()

    with pytest.raises(schema.KeysNeeded):
        await schema.upgrade(sqlite_url)
    assert await schema.revision(sqlite_url) == "0005"
    await schema.upgrade(sqlite_url, vault=vault)

    for file in tmp_path.glob("weibao.db*"):
        assert said.encode() not in file.read_bytes()
    database = open_database(sqlite_url, vault)
    case = await database.read(lambda work: work.cases.get(world.case_id))
    assert case.reasons == f'["{said}"]'
    breaches = await database.read(lambda work: list(work.proof.breaches()))
    assert {breach.what for breach in breaches} == {"timeline"}, "the count is signed"
    await database.close()


async def test_shifts_laid_before_there_were_rules_outlive_the_way_down_and_up(
    empty_url: str, vault: Vault, now: datetime
) -> None:
    await schema.upgrade(empty_url)
    database = open_database(empty_url, vault)

    def lay(work: UnitOfWork) -> None:
        world = lay_world(work, now)
        lay_down = partial(
            work.roster.add,
            office_code="320722",
            tier="duty",
            staff_id=world.officer.id,
            starts_at=now,
            ends_at=now + timedelta(days=1),
        )
        lay_down()
        work.duties.add_override(**lay_down.keywords, now=now)

    await database.write(lay)
    await database.close()

    await schema.downgrade(empty_url, "0002")
    gone = {"duty_rules", "duty_days", "duty_swaps", "duty_overrides", "duty_absences"}
    assert not await _table_names(empty_url, vault) & (gone | {"handovers", "told_holes"})
    await schema.upgrade(empty_url)

    database = open_database(empty_url, vault)
    assert len(await database.read(lambda work: work.roster.on_duty("320722", "duty", now))) == 1
    assert await database.read(lambda work: work.duties.tiers()) == []
    kept = await database.read(lambda work: _checks_in_database(work.connection))
    assert kept == await database.read(lambda work: _checks_in_code(work.connection))
    await database.close()


async def test_tries_of_receipts_are_parted_on_the_way_up_and_packed_on_the_way_down(
    empty_url: str, vault: Vault, now: datetime
) -> None:
    await schema.upgrade(empty_url)
    database = open_database(empty_url, vault)
    tried: dict[str, dict[Tried, int]] = {
        "both": {"code": 4, "receipt": 3},
        "codes": {"code": 10},
        "receipts": {"receipt": 20},
        "neither": {},
    }

    def lay(work: UnitOfWork) -> None:
        for chat, counts in tried.items():
            person = work.people.meet(chat, language="en", now=now)
            for what, count in counts.items():
                hour_at = now + timedelta(minutes=count)
                work.people.count_try(person, what, hour_at=hour_at, count=count)

    await database.write(lay)
    await database.close()

    await schema.downgrade(empty_url, "0022")
    database = open_database(empty_url, vault)
    packed = await database.read(
        lambda work: work.connection.scalars(text("SELECT inquiry_count FROM people")).all()
    )
    assert sorted(packed) == [0, 10, 3004, 20000]
    await database.close()
    await schema.upgrade(empty_url)

    database = open_database(empty_url, vault)

    def found(work: UnitOfWork) -> list[tuple[object, ...]]:
        people = [work.people.meet(chat, language="en", now=now) for chat in tried]
        return [(*one.tries("code"), *one.tries("receipt")) for one in people]

    def after(minutes: int) -> datetime:
        return now + timedelta(minutes=minutes)

    assert await database.write(found) == [
        # Of the two hours the one that began later was kept: none is over before its time.
        (after(4), 4, after(4), 3),
        (after(10), 10, None, 0),
        (None, 0, after(20), 20),
        (None, 0, None, 0),
    ]
    await database.close()


async def test_an_upgrade_of_a_current_database_keeps_its_rows(
    database_url: str, vault: Vault, now: datetime
) -> None:
    database = open_database(database_url, vault)
    world = await database.write(lambda work: lay_world(work, now))
    await database.close()

    await schema.upgrade(database_url)

    database = open_database(database_url, vault)
    assert await database.read(lambda work: work.referrals.find(world.referral.id))
    await database.close()


async def test_the_migrations_make_exactly_the_tables_of_the_code(
    database_url: str, vault: Vault
) -> None:
    def difference(work: UnitOfWork) -> tuple[list[object], set[str | None], set[str | None]]:
        context = MigrationContext.configure(work.connection, opts={"compare_type": True})
        return (
            compare_metadata(context, metadata),
            _checks_in_code(work.connection),
            _checks_in_database(work.connection),
        )

    database = open_database(database_url, vault)
    changes, in_code, in_database = await database.read(difference)
    await database.close()

    assert changes == []
    assert in_code == in_database


def _checks_in_code(connection: Connection) -> set[str | None]:
    # Autogeneration compares columns, indexes and keys, but never checks.
    return {
        str(connection.dialect.identifier_preparer.format_constraint(constraint)).strip('"')
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }


def _checks_in_database(connection: Connection) -> set[str | None]:
    inspector = inspect(connection)
    return {
        check["name"]
        for table in metadata.tables
        for check in inspector.get_check_constraints(table)
    }


async def test_a_migration_cut_off_in_the_middle_leaves_the_database_as_it_was(
    database_url: str, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await _table_names(database_url, vault)
    broken = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, broken, ignore=shutil.ignore_patterns("__pycache__"))
    newest = ScriptDirectory(str(broken)).get_current_head()
    (broken / "versions" / "9999_it_fails.py").write_text(FAILING.format(newest=newest))

    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", broken)
        with pytest.raises(RuntimeError, match="the power went"):
            await schema.upgrade(database_url)

    assert await _table_names(database_url, vault) == before
    assert await schema.is_current(database_url)
