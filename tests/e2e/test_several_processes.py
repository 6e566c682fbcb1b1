"""Two processes behind one address: each update is answered once, and each chat in order."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.conftest import running_postgres
from tests.e2e.several import STEPS, Hotline, expected_answers, several, without_repeats

RESIDENTS = 20
MESSAGES = RESIDENTS * len(STEPS)
SOME = MESSAGES // 4


@pytest.fixture
async def expected(sqlite_url: str, tmp_path: Path) -> list[str]:
    # In a file of its own: the people on duty there are no people of the test's.
    file = shutil.copyfile(sqlite_url.removeprefix("sqlite:///"), tmp_path / "expected.db")
    answers = await expected_answers(f"sqlite:///{file}")
    assert len(answers) == len(set(answers)) == len(STEPS)
    return answers


@pytest.fixture
async def hotline(migrated_postgres_url: str, tmp_path: Path) -> AsyncIterator[Hotline]:
    async with several(migrated_postgres_url, tmp_path) as running:
        yield running


async def everybody_writes(hotline: Hotline) -> list[Person]:
    """Let all residents write everything at once, waiting for no answer.

    One after the other, so that a chat's messages reach both processes right behind each other.
    """
    people = [hotline.sandbox.add_person(f"村民{number}") for number in range(RESIDENTS)]
    for person in people:
        for step in STEPS:
            await person.says(step)
    return people


def shares(hotline: Hotline) -> list[int]:
    return [hotline.relay.served.get(port, 0) for port in hotline.relay.ports]


async def test_two_processes_answer_every_message_once_and_each_chat_in_order(
    hotline: Hotline, expected: list[str]
) -> None:
    people = await everybody_writes(hotline)
    await hotline.answered(people, MESSAGES)
    await hotline.is_done()

    assert [hotline.answers(person) for person in people] == [expected] * RESIDENTS
    assert min(shares(hotline)) >= MESSAGES // 2
    assert not [line for line in hotline.logs().splitlines() if "[error" in line]
    for port in hotline.relay.ports:
        assert await hotline.stop(port) == 0


async def test_a_process_that_is_killed_loses_nothing_and_keeps_every_order(
    hotline: Hotline, expected: list[str]
) -> None:
    people = await everybody_writes(hotline)
    await hotline.answered(people, SOME)
    await hotline.kill(hotline.relay.ports[0])
    await hotline.answered(people, MESSAGES)
    await hotline.is_done()

    for person in people:
        assert without_repeats(hotline.answers(person)) == expected


async def test_a_server_that_restarts_under_load_loses_nothing_and_both_go_on(
    tmp_path: Path, expected: list[str]
) -> None:
    with running_postgres() as server:
        async with several(server.get_uri(), tmp_path) as hotline:
            people = await everybody_writes(hotline)
            await hotline.answered(people, SOME)
            await asyncio.to_thread(server.stop)
            await asyncio.to_thread(server.start)
            await hotline.answered(people, MESSAGES)
            await hotline.is_done()

            for person in people:
                assert without_repeats(hotline.answers(person)) == expected
            before = shares(hotline)
            late = [hotline.sandbox.add_person(f"后来{number}") for number in range(4)]
            for person in late:
                await person.says(STEPS[0])
            await hotline.answered(late, len(late))
            assert all(now > then for now, then in zip(shares(hotline), before, strict=True))


async def test_one_process_on_a_file_is_served_by_webhook_too_and_takes_up_what_a_killed_one_left(
    sqlite_url: str, tmp_path: Path, expected: list[str]
) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    file = shutil.copyfile(sqlite_url.removeprefix("sqlite:///"), folder / "hotline.db")
    async with several(f"sqlite:///{file}", folder, count=1) as hotline:
        person = hotline.sandbox.add_person("王奶奶")
        for step in STEPS:
            await person.says(step)
        await hotline.answered([person], 3)
        await hotline.kill(hotline.relay.ports[0])
        await hotline.start(1)
        await hotline.answered([person], len(STEPS))
        await hotline.is_done()

        assert without_repeats(hotline.answers(person)) == expected
