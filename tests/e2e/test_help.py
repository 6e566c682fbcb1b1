"""What /help tells: a resident how to report, everybody in service what their place can do."""

from storage.database import open_database
from storage.encryption import Vault
from tests.e2e.test_agencies_in_chat import joins
from tests.e2e.test_visits import enrols
from tests.e2e.world import World, county, policies


async def test_each_role_is_told_what_it_can_do_and_no_more(world: World) -> None:
    visitor = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
    supervisor = await enrols(world, "孙站长", "儿童督导员", "双店镇")
    for person, knows, not_told in (
        (world.resident(), ("/status", "/withdraw"), ("接单", "/cover")),
        (await world.duty(), ("✅ 接单", "/mine", "/swap"), ("/cover", "/withdraw")),
        (world.colleagues["张主任"], ("✅ 接单", "/cover", "/dismiss"), ("/withdraw",)),
        (world.colleagues["赵科长"], ("✅ 接单", "/invite"), ("/withdraw",)),
        (visitor, ("走访", "/mine", "/report"), ("接单", "/cover")),
        (supervisor, ("走访", "/mine"), ("接单", "/cover")),
        (await joins(world, "王警官"), ("📨 回复", "/mine"), ("接单", "走访")),
    ):
        await person.says("/help")
        told = await person.sees("怎么用", buttons=["English"])
        for words in knows:
            assert words in told.text, (person.name, words)
        for words in not_told:
            assert words not in told.text, (person.name, words)


async def test_a_slip_in_a_command_of_staff_makes_no_case(world: World) -> None:
    officer = await world.duty()
    await officer.says("/rooster")
    await officer.sees("没有 /rooster 这个命令")
    await world.settle()
    assert await world.referrals() == []
    # What tells something is kept, whatever stands before it.
    await officer.says("/东海县双店镇有个孩子被打得满脸是血")
    await officer.sees("110")


async def test_whom_to_call_is_what_the_configuration_says(sqlite_url: str, vault: Vault) -> None:
    config = policies()
    urgent = config.emergency_numbers.model_copy(update={"police": "999"})
    lines = config.help_lines.model_copy(update={"mind": "400 161 9995"})
    config = config.model_copy(update={"emergency_numbers": urgent, "help_lines": lines})
    async with county(open_database(sqlite_url, vault), config=config) as world:
        resident = world.resident()
        await resident.says("/help")
        told = await resident.sees("心里难受 400 161 9995")
        assert "先打 999 / 120 / 119" in told.text
        await resident.says("/report")
        await resident.sees("999 报警")
