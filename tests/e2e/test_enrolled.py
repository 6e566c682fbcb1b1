"""Stories begin with a copy of one enrolment, which none of them can change."""

from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy.engine import make_url

from sandbox.people import Person
from storage.database import Database, open_database
from storage.encryption import Vault
from tests.e2e import world as stories
from tests.e2e.world import World, county

Phone = tuple[object, ...]
Held = tuple[list[Phone], list[str], int, list[str]]


@pytest.fixture
def fresh(sqlite_url: str, tmp_path: Path, vault: Vault) -> list[Database]:
    pattern = Path(make_url(sqlite_url).database or "")
    files = [copyfile(pattern, tmp_path / f"{turn}.db") for turn in range(2)]
    return [open_database(f"sqlite:///{file}", vault) for file in files]


async def held(world: World) -> Held:
    """Return what is on the phones, what was sent to them, and who is in service and on duty."""
    people = [_phone(one) for one in world.sandbox.people]
    sent = [call.params.get("text", "") for call in world.sandbox.calls("sendMessage")]
    staff = await world.read(lambda work: sorted(repr(one.name) for one in work.staff.everybody()))
    return people, sent, len(world.sandbox.acknowledged), [*staff, (await world.duty()).name]


def _phone(person: Person) -> Phone:
    """Return what is on a phone; what opened the link is another word each time."""
    screen = person.screen
    told = [one for one in screen.messages if one.from_bot]
    return person.id, person.name, told, person.unread(), screen.reply_keyboard, screen.commands


async def test_what_one_story_does_is_not_in_the_next(fresh: list[Database]) -> None:
    found = []
    for database in fresh:
        async with county(database) as world:
            found.append(await held(world))
            officer = await world.duty()
            await world.resident().says("孩子被打了，快来")
            await world.settle()
            await officer.blocks()
            for call in world.sandbox.wire:
                call.status = 500
            for chat in world.sandbox._cloud.chats.values():
                chat.messages.clear()
                chat.consumed.clear()
    assert found[0] == found[1]


async def test_it_begins_as_if_everybody_had_just_opened_their_link(
    fresh: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing_kept(*_given: object) -> None:
        return None

    async with county(fresh[0]) as world:
        copied = await held(world)
    monkeypatch.setattr(stories, "enrolled", nothing_kept)
    async with county(fresh[1]) as world:
        assert await held(world) == copied
