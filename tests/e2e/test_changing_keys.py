"""Keys are changed beside a running bot; nobody in the chats notices."""

from sandbox.people import Person
from storage.database import open_database
from storage.encryption import Vault, key_id
from storage.rotation import rotate
from tests.e2e.world import World, county, cries_for_help, sends

OLD, NEW = b"an old secret of thirty-two bytes", b"a new secret of thirty-two bytes."


async def test_a_story_goes_on_while_its_keys_are_changed(database_url: str) -> None:
    async with county(open_database(database_url, Vault(OLD))) as world:
        resident = world.resident()
        await cries_for_help(world, resident)
        code = await _code(world, resident)
        chat = str(resident.id)

    async with county(open_database(database_url, Vault(NEW, OLD))) as world:
        beside = open_database(database_url, Vault(NEW, OLD))
        result = await rotate(beside, key_id(NEW))
        await beside.close()
        assert result.left == {}
        other = world.resident("另一部手机")
        await other.says("/check")
        await other.says(f"连东海-0001 {code}")
        await other.sees("连东海-0001")
        known = await world.read(lambda work: work.people.with_chat(chat))
        assert known is not None

    database = open_database(database_url, Vault(NEW))
    assert await database.read(lambda work: list(work.proof.breaches())) == []
    await database.close()


async def _code(world: World, resident: Person) -> str:
    await sends(world, resident)
    received = await resident.sees("暗语")
    return received.text.split("暗语：")[1].splitlines()[0]
