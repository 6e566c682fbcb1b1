import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox import Person, Sandbox
from tests.sandbox.conftest import Refuses


@pytest.fixture
async def officer(sandbox: Sandbox) -> Person:
    person = sandbox.add_person("李警官", group="officer")
    await person.opens()
    return person


async def test_a_copy_shows_no_writer_and_can_be_protected(
    bot: Bot, resident: Person, officer: Person
) -> None:
    photo = await resident.sends_photo(b"picture", caption="看")
    copy = await bot.copy_message(
        officer.id,
        resident.id,
        photo.message_id,
        protect_content=True,
        reply_markup=InlineKeyboardMarkup.from_button(
            InlineKeyboardButton("接单", callback_data="a")
        ),
    )
    seen = await officer.sees("看", buttons=["接单"])
    assert seen.message_id == copy.message_id
    assert (seen.protected, seen.forwarded) == (True, False)
    assert seen.media is not None
    assert seen.media.file is not None
    assert seen.media.file.data == b"picture"


async def test_a_copy_can_have_another_caption(bot: Bot, resident: Person, officer: Person) -> None:
    photo = await resident.sends_photo(caption="私人的话")
    await bot.copy_message(officer.id, resident.id, photo.message_id, caption="附件 1")
    await officer.sees("附件 1")
    assert "私人的话" not in str(officer.screen)


async def test_an_album_is_copied_as_an_album(bot: Bot, resident: Person, officer: Person) -> None:
    album = await resident.sends_album([b"one", b"two"])
    numbers = [message.message_id for message in album]
    copies = await bot.copy_messages(officer.id, resident.id, numbers)
    shown = officer.screen.messages[-2:]
    assert [message.message_id for message in shown] == [copy.message_id for copy in copies]
    assert shown[0].album == shown[1].album != album[0].album


async def test_a_forwarded_message_says_so(bot: Bot, resident: Person, officer: Person) -> None:
    said = await resident.says("孩子一个人在家")
    sent = await bot.forward_message(officer.id, resident.id, said.message_id)
    assert sent.forward_origin is not None
    assert (await officer.sees("一个人")).forwarded


async def test_protected_content_is_neither_copied_nor_forwarded(
    bot: Bot, resident: Person, officer: Person, refuses: Refuses
) -> None:
    card = await bot.send_message(officer.id, "卡片", protect_content=True)
    with refuses("Bad Request: message can't be copied"):
        await bot.copy_message(resident.id, officer.id, card.message_id)
    with refuses("Bad Request: message can't be forwarded"):
        await bot.forward_message(resident.id, officer.id, card.message_id)


async def test_a_missing_message_is_named(
    bot: Bot, resident: Person, officer: Person, refuses: Refuses
) -> None:
    with refuses("Bad Request: message to copy not found"):
        await bot.copy_message(officer.id, resident.id, 999)
    with refuses("Bad Request: message to forward not found"):
        await bot.forward_message(officer.id, resident.id, 999)
