import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import InvalidToken

from sandbox import Person, Sandbox
from tests.sandbox.conftest import Refuses


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (1000001, True, "weibao_sandbox_bot")


async def test_commands_come_back_for_exactly_their_scope_and_language(bot: Bot) -> None:
    commands = (BotCommand("report", "报告"), BotCommand("status", "进度"))
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands, scope=scope, language_code="zh")
    assert await bot.get_my_commands(scope=scope, language_code="zh") == commands
    assert await bot.get_my_commands(scope=scope) == ()


@pytest.mark.parametrize(
    ("name", "words", "complaint"),
    [
        ("Report", "x", "BOT_COMMAND_INVALID"),
        ("报告", "x", "BOT_COMMAND_INVALID"),
        ("x" * 33, "x", "BOT_COMMAND_INVALID"),
        ("report", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("report", "好" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_wrong_commands_are_refused(
    bot: Bot, refuses: Refuses, name: str, words: str, complaint: str
) -> None:
    with refuses(f"Bad Request: {complaint}"):
        await bot.set_my_commands([BotCommand(name, words)])


async def test_descriptions_are_kept_by_language_and_limited(bot: Bot, refuses: Refuses) -> None:
    await bot.set_my_description("儿童保护热线")
    await bot.set_my_description("Child protection hotline", language_code="en")
    await bot.set_my_short_description("热线")
    await bot.set_my_name("未保", language_code="zh")
    assert (await bot.get_my_description("en")).description == "Child protection hotline"
    assert (await bot.get_my_description("fr")).description == "儿童保护热线"
    assert (await bot.get_my_short_description()).short_description == "热线"
    assert (await bot.get_my_name("zh")).name == "未保"
    assert (await bot.get_my_name()).name == "未保热线"
    with refuses("Bad Request: BOT_DESCRIPTION_TOO_LONG"):
        await bot.set_my_description("好" * 513)
    with refuses("Bad Request: BOT_SHORT_DESCRIPTION_TOO_LONG"):
        await bot.set_my_short_description("好" * 121)


async def test_a_chat_is_known_once_its_person_has_started(
    bot: Bot, sandbox: Sandbox, resident: Person, refuses: Refuses
) -> None:
    chat = await bot.get_chat(resident.id)
    assert (chat.id, chat.first_name, chat.type) == (resident.id, "王奶奶", "private")
    stranger = sandbox.add_person("路人")
    with refuses("Bad Request: chat not found"):
        await bot.get_chat(stranger.id)


async def test_an_unknown_method_is_not_found(bot: Bot, sandbox: Sandbox) -> None:
    with pytest.raises(Exception, match="not found"):
        await bot.do_api_request("inventSomething")
    assert sandbox.wire[-1].status == 404


async def test_method_names_are_read_in_any_case(bot: Bot, resident: Person) -> None:
    await bot.do_api_request("SENDMESSAGE", {"chat_id": resident.id, "text": "x"})
    await resident.sees("x")


async def test_a_wrong_token_is_unauthorized(sandbox: Sandbox) -> None:
    stranger = Bot("1:wrong", sandbox.bot_api_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    assert (sandbox.wire[-1].status, sandbox.wire[-1].error) == (401, "Unauthorized")
