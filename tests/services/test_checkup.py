"""What `weibao check` finds in an installation, each thing planted and nothing else found."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from bot.demo import COUNTY
from bot.services.checkup import Finding, examine
from bot.services.hotline import Hotline
from bot.terms import Role
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.tables import people, shifts, staff
from storage.work import UnitOfWork
from tests.e2e.world import World, county

BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
HERE = f"{COUNTY} 东海县未保中心"


@pytest.fixture
async def running(sqlite_url: str, vault: Vault) -> AsyncIterator[World]:
    async with county(open_database(sqlite_url, vault)) as world:
        yield world


async def found(world: World, hotline: Hotline | None = None) -> set[Finding]:
    """Return what is found beyond the next year's holidays, which nobody has announced."""
    now, known = world.clock.now(), hotline or world.bot.hotline
    every = await world.read(lambda work: examine(work, known, now))
    assert len(every) == len(set(every))
    return {one for one in every if one.where != "calendar.yaml"}


async def test_a_county_in_order_lacks_only_the_official_holidays(running: World) -> None:
    # The demonstration's roster is laid for a fortnight; the city has none.
    assert {one.where for one in await found(running) if one.is_serious} == set()
    now = running.clock.now()
    every = await running.read(lambda work: examine(work, running.bot.hotline, now))
    assert [one.what[:4] for one in every if one.where == "calendar.yaml"] == ["2027"]


def _nobody_on_duty(work: UnitOfWork) -> None:
    work.connection.execute(delete(shifts).where(shifts.c.tier == "duty"))


def _nobody_behind(work: UnitOfWork) -> None:
    work.connection.execute(delete(shifts).where(shifts.c.tier == "backup"))


def _blocked(work: UnitOfWork) -> None:
    (wang,) = [one for one in work.staff.in_office(COUNTY) if one.name == "王芳"]
    change = update(people).where(people.c.id == wang.person_id)
    work.connection.execute(change.values(blocked_at=BEFORE))


def _without_lead(work: UnitOfWork) -> None:
    leads = update(staff).where(staff.c.role == Role.LEAD.value)
    work.connection.execute(leads.values(role=Role.OFFICER.value))


def _city_gone(work: UnitOfWork) -> None:
    gone = update(staff).where(staff.c.role == Role.CITY_OFFICER.value)
    work.connection.execute(gone.values(office_code="320722"))


def _everybody_gone(work: UnitOfWork) -> None:
    work.connection.execute(update(staff).values(left_at=BEFORE))


@pytest.mark.parametrize(
    ("harm", "where", "what", "is_serious"),
    [
        (_nobody_on_duty, HERE, "nobody is on duty as duty now", True),
        (_nobody_behind, HERE, "nobody is on duty as backup now", False),
        (_blocked, HERE, "王芳 has blocked the bot", True),
        (_without_lead, HERE, "has no lead", False),
        (_city_gone, "offices", "nobody serves in 连云港市未保中心, which takes reports", True),
        (_everybody_gone, "staff", "nobody is enrolled anywhere", True),
    ],
)
async def test_what_was_harmed_is_named_with_what_to_do(
    running: World,
    harm: Callable[[UnitOfWork], None],
    where: str,
    what: str,
    *,
    is_serious: bool,
) -> None:
    before = await found(running)
    await running.database.write(harm)
    new = await found(running) - before
    (it,) = [one for one in new if what in one.what and one.where == where]
    assert it.is_serious is is_serious
    assert "weibao" in it.what or "call" in it.what


async def test_a_roster_that_soon_ends_is_told_before_it_does(running: World) -> None:
    def last(work: UnitOfWork) -> None:
        ends = running.clock.now() + timedelta(days=5)
        work.connection.execute(delete(shifts).where(shifts.c.starts_at >= ends))
        late = update(shifts).where(shifts.c.ends_at > ends)
        work.connection.execute(late.values(ends_at=ends))

    await running.database.write(last)
    ending = {one.what.split(";")[0] for one in await found(running) if "shifts end" in one.what}
    assert {f"{tier} shifts end 2026-11-29" for tier in ("duty", "backup", "lead")} <= ending


async def test_the_day_on_which_a_roster_ends_is_that_of_the_hotline(running: World) -> None:
    # Half past seven in the morning of the 30th in Jiangsu.
    ends = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)

    def last(work: UnitOfWork) -> None:
        work.connection.execute(delete(shifts).where(shifts.c.starts_at >= ends))
        late = update(shifts).where(shifts.c.ends_at > ends)
        work.connection.execute(late.values(ends_at=ends))

    await running.database.write(last)
    ending = {one.what.split(";")[0] for one in await found(running) if "shifts end" in one.what}
    assert "duty shifts end 2026-11-30" in ending


async def test_the_years_looked_at_begin_with_the_one_it_is_in_the_hotline_zone(
    running: World,
) -> None:
    # Half past seven in the morning of New Year's Day in Jiangsu.
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    every = await running.read(lambda work: examine(work, running.bot.hotline, new_year))
    years = [one.what[:4] for one in every if one.where == "calendar.yaml"]
    assert years == ["2027", "2028"]


async def test_an_office_for_what_has_no_place_must_be_there_and_files_writable(
    running: World, tmp_path: Path, vault: Vault
) -> None:
    hotline = running.bot.hotline
    province = hotline.config.province.model_copy(update={"unplaced_office": "999999"})
    wrong = hotline.config.model_copy(update={"province": province})
    (it,) = [one for one in await found(running, replace(hotline, config=wrong)) if one.is_serious]
    assert "there is no office 999999" in it.what

    (tmp_path / "taken").write_text("")
    files = SealedFiles(tmp_path / "taken" / "attachments", vault)
    (it,) = [one for one in await found(running, replace(hotline, files=files)) if one.is_serious]
    assert it.where == "attachments"
    sound = replace(hotline, files=SealedFiles(tmp_path / "attachments", vault))
    assert await found(running, sound) == await found(running)
