"""Each kind of message as it stands on the screen."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from telegram import Bot

from bot.delivery.carrier import carry, marked, markup_of, parts_of
from bot.views.outgoing import Button, Key, Kind, Outgoing
from sandbox import Person, Sandbox

BUTTONS = ((Button("接单", data="take:1"), Button("办事指南", url="https://example.org/")),)


@pytest.fixture
async def resident(sandbox: Sandbox) -> Person:
    person = sandbox.add_person("王奶奶")
    await person.opens()
    return person


async def last_file(bot: Bot, kind: Kind) -> str:
    """The file that was sent to the bot last."""
    message = (await bot.get_updates())[-1].message
    assert message is not None
    found = message.to_dict()[kind]
    file_id: str = (found[-1] if isinstance(found, list | tuple) else found)["file_id"]
    return file_id


async def test_a_text_carries_markup_buttons_and_no_preview(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    text = "<b>特急</b> https://example.org/"
    message = Outgoing("message", text=text, buttons=BUTTONS, protected=True)
    number = await carry(bot, str(resident.id), message)
    shown = await resident.sees("特急", buttons=["接单", "办事指南"])
    assert (shown.message_id, shown.protected) == (number, True)
    params = sandbox.wire[-1].params
    assert params["link_preview_options"] == '{"is_disabled": true}'


async def test_keys_stand_below_the_chat_until_they_are_taken_away(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    keys = ((Key("是"), Key("否")), (Key("发送位置", wants="location"),))
    await carry(bot, str(resident.id), Outgoing("message", text="问", keys=keys))
    markup = json.loads(sandbox.wire[-1].params["reply_markup"])
    assert (markup["resize_keyboard"], markup["is_persistent"]) == (True, True)
    shown = resident.screen.reply_keyboard
    assert shown is not None
    assert shown == (("是", "否"), ("发送位置",))
    assert markup["keyboard"][1] == [{"text": "发送位置", "request_location": True}]
    await carry(bot, str(resident.id), Outgoing("message", text="好", keys=None))
    assert resident.screen.reply_keyboard == shown
    await carry(bot, str(resident.id), Outgoing("message", text="完", keys=()))
    assert resident.screen.reply_keyboard is None


def test_no_keys_at_all_take_the_keyboard_away() -> None:
    assert markup_of(Outgoing("message", keys=())) == {"remove_keyboard": True}
    assert markup_of(Outgoing("message")) is None


@pytest.mark.parametrize("kind", ["photo", "video", "voice", "document"])
async def test_a_file_carries_its_caption_and_its_buttons(
    bot: Bot, sandbox: Sandbox, resident: Person, *, kind: Kind
) -> None:
    sends: dict[str, Callable[[], Awaitable[object]]] = {
        "photo": resident.sends_photo,
        "video": resident.sends_video,
        "voice": resident.sends_voice,
        "document": resident.sends_document,
    }
    await sends[kind]()
    file_id = await last_file(bot, kind)
    message = Outgoing(kind, text="<i>附件</i>", file_id=file_id, buttons=BUTTONS, protected=True)
    spoiled = kind in ("photo", "video")
    await carry(bot, str(resident.id), replace(message, spoiler=spoiled))
    shown = await resident.sees("附件", buttons=["接单", "办事指南"])
    assert shown.media is not None
    assert (shown.media.kind, shown.media.spoiler, shown.protected) == (kind, spoiled, True)
    assert sandbox.wire[-1].params["parse_mode"] == "HTML"


async def test_a_place_is_a_point_on_the_map(bot: Bot, resident: Person) -> None:
    message = Outgoing("location", latitude=34.54, longitude=118.77, protected=True)
    await carry(bot, str(resident.id), message)
    [shown] = resident.unread()
    assert shown.media is not None
    assert (shown.media.latitude, shown.media.longitude) == (34.54, 118.77)


async def test_a_message_is_copied_without_its_author(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    officer = sandbox.add_person("周敏")
    await officer.opens()
    said = await resident.says("孩子一个人在家")
    copy = Outgoing("copy", message_id=said.message_id, from_chat=str(resident.id), protected=True)
    number = await carry(bot, str(officer.id), copy)
    shown = await officer.sees("孩子一个人在家")
    assert (shown.message_id, shown.forwarded, shown.protected) == (number, False, True)


async def test_a_message_is_edited_and_deleted_in_place(bot: Bot, resident: Person) -> None:
    chat = str(resident.id)
    number = await carry(bot, chat, Outgoing("message", text="卡片", buttons=BUTTONS))
    edit = Outgoing("edit", text="<b>已接单</b>", message_id=number)
    assert await carry(bot, chat, edit) == number
    shown = await resident.sees("已接单", buttons=[])
    assert shown.message_id == number
    assert await carry(bot, chat, Outgoing("delete", message_id=number)) == number
    assert number not in [message.message_id for message in resident.screen.messages]


async def test_a_long_text_leaves_in_parts_of_which_the_last_has_the_buttons(
    bot: Bot, resident: Person
) -> None:
    lines = [f"第{number}行 <b>{'字' * 90}</b>" for number in range(60)]
    message = Outgoing("message", text="\n".join(lines), buttons=BUTTONS)
    number = await carry(bot, str(resident.id), message)
    first, last = resident.unread()
    assert (first.labels, last.labels) == ((), ("接单", "办事指南"))
    assert last.message_id == number
    assert f"{first.text}\n{last.text}" == "\n".join(
        line.replace("<b>", "").replace("</b>", "") for line in lines
    )


async def test_a_long_caption_follows_its_file_as_a_text(bot: Bot, resident: Person) -> None:
    await resident.sends_photo()
    file_id = await last_file(bot, "photo")
    message = Outgoing("photo", text="字" * 1025, file_id=file_id, buttons=BUTTONS)
    await carry(bot, str(resident.id), message)
    photo, words = resident.unread()
    assert (photo.text, photo.labels) == ("", ())
    assert (words.text, words.labels) == ("字" * 1025, ("接单", "办事指南"))


def test_an_edit_that_is_too_long_shows_its_beginning() -> None:
    [part] = parts_of(Outgoing("edit", text="字" * 5000, message_id=1))
    assert part.text == "字" * 4096


@pytest.mark.parametrize("kind", ["edit", "delete", "copy", "location"])
def test_what_people_cannot_see_twice_carries_no_mark(kind: Kind) -> None:
    message = Outgoing(kind, text="卡片", message_id=1)
    assert marked(message, "〔重复〕") == message


@pytest.mark.parametrize("kind", ["message", "photo", "voice", "video", "document"])
def test_what_people_would_see_twice_is_marked_even_without_words(kind: Kind) -> None:
    assert marked(Outgoing(kind, text="特急"), "〔重复〕").text == "〔重复〕\n特急"
    assert marked(Outgoing(kind), "〔重复〕").text == "〔重复〕"


def test_a_message_that_an_earlier_version_queued_still_leaves() -> None:
    kept = Outgoing("message", text="孩子在危险里", buttons=BUTTONS)
    earlier = kept.to_json().replace("{", '{"silent":false,', 1)
    assert Outgoing.from_json(earlier) == kept
