import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto, Message
from telegram.constants import ParseMode

from sandbox import Attachment, Person, Sandbox
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.messages import MediaKind
from tests.sandbox.conftest import Refuses


async def sent_update(bot: Bot) -> Message:
    updates = await bot.get_updates()
    message = updates[-1].message
    assert message is not None
    return message


async def test_a_residents_photo_can_be_fetched(bot: Bot, resident: Person) -> None:
    await resident.sends_photo(b"picture", caption="看这里")
    message = await sent_update(bot)
    file = await message.photo[-1].get_file()
    assert message.caption == "看这里"
    assert await file.download_as_bytearray() == b"picture"


@pytest.mark.parametrize("kind", ["voice", "video", "video_note", "document", "sticker"])
async def test_every_kind_of_file_can_be_fetched(
    bot: Bot, resident: Person, kind: MediaKind
) -> None:
    await resident.sends(Attachment(kind, b"bytes", name="说明.txt"))
    message = await sent_update(bot)
    file = await bot.get_file(getattr(message, kind).file_id)
    assert await file.download_as_bytearray() == b"bytes"


async def test_a_file_of_20_megabytes_can_be_fetched_and_a_larger_one_not(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    await resident.sends_video(size=DOWNLOAD_LIMIT)
    await bot.get_file((await sent_update(bot)).effective_attachment)  # type: ignore[arg-type]
    await resident.sends_video(size=DOWNLOAD_LIMIT + 1)
    video = (await sent_update(bot)).video
    assert video is not None
    assert video.file_size == DOWNLOAD_LIMIT + 1
    with refuses("Bad Request: file is too big"):
        await bot.get_file(video)


async def test_an_unknown_file_is_refused(bot: Bot, refuses: Refuses) -> None:
    with refuses("Bad Request: wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("nothing")


async def test_an_uploaded_photo_stands_on_the_screen_behind_a_spoiler(
    bot: Bot, resident: Person
) -> None:
    sent = await bot.send_photo(
        resident.id,
        b"picture",
        caption="<b>现场</b>",
        parse_mode=ParseMode.HTML,
        has_spoiler=True,
    )
    seen = await resident.sees("现场")
    assert sent.has_media_spoiler
    assert seen.media is not None
    assert seen.media.file is not None
    assert (seen.media.kind, seen.media.spoiler, seen.media.file.data) == (
        "photo",
        True,
        b"picture",
    )
    assert seen.entities[0].kind == "bold"


async def test_every_kind_of_upload_comes_back_with_its_kind(bot: Bot, resident: Person) -> None:
    voice = await bot.send_voice(resident.id, b"bytes", duration=7)
    video = await bot.send_video(resident.id, b"bytes")
    document = await bot.send_document(resident.id, b"bytes", filename="转介单.docx")
    assert voice.voice is not None
    assert voice.voice.to_dict()["duration"] == 7
    assert video.video is not None
    assert document.document is not None
    assert document.document.file_name == "转介单.docx"


async def test_a_file_can_be_sent_again_by_its_identifier(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    officer = sandbox.add_person("李警官", group="officer")
    await officer.opens()
    await resident.sends_photo(b"picture")
    photo = (await sent_update(bot)).photo[-1]
    await bot.send_photo(officer.id, photo.file_id, caption="附件")
    seen = await officer.sees("附件")
    assert seen.media is not None
    assert seen.media.file is not None
    assert seen.media.file.data == b"picture"


async def test_a_file_cannot_change_its_kind(bot: Bot, resident: Person, refuses: Refuses) -> None:
    await resident.sends_voice()
    voice = (await sent_update(bot)).voice
    assert voice is not None
    with refuses("Bad Request: can't use file of type Voice as Photo"):
        await bot.send_photo(resident.id, voice.file_id)


async def test_a_caption_has_1024_units_at_most(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    await bot.send_photo(resident.id, b"x", caption="好" * 1024)
    with refuses("Bad Request: message caption is too long"):
        await bot.send_photo(resident.id, b"x", caption="好" * 1023 + "😀")


async def test_an_empty_file_is_refused(bot: Bot, resident: Person, refuses: Refuses) -> None:
    with refuses("Bad Request: file must be non-empty"):
        await bot.send_document(resident.id, b"")


async def test_an_album_stands_as_one(bot: Bot, resident: Person) -> None:
    photos = [InputMediaPhoto(b"one", caption="两张"), InputMediaPhoto(b"two", has_spoiler=True)]
    sent = await bot.send_media_group(resident.id, photos)
    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].media_group_id is not None
    first, second = resident.screen.messages[-2:]
    assert first.album == second.album == sent[0].media_group_id
    assert first.media is not None
    assert second.media is not None
    assert first.media.file is not None
    assert (first.text, first.media.file.data, second.media.spoiler) == ("两张", b"one", True)


async def test_an_album_of_eleven_is_refused(bot: Bot, resident: Person, refuses: Refuses) -> None:
    with refuses("Bad Request: too many messages to send as an album"):
        await bot.send_media_group(resident.id, [InputMediaPhoto(b"x")] * 11)


async def test_documents_do_not_mix_with_photos_in_an_album(
    bot: Bot, resident: Person, refuses: Refuses
) -> None:
    mixed: list[InputMediaPhoto | InputMediaDocument] = [
        InputMediaPhoto(b"x"),
        InputMediaDocument(b"x"),
    ]
    with refuses("Bad Request: document can't be mixed with other media types"):
        await bot.send_media_group(resident.id, mixed)


async def test_a_residents_album_comes_as_messages_of_one_group(bot: Bot, resident: Person) -> None:
    await resident.sends_album([b"one", None, Attachment("video", caption="录像")])
    messages = [update.message for update in await bot.get_updates() if update.message]
    groups = [message.media_group_id for message in messages if message.media_group_id]
    assert len(groups) == 3
    assert len(set(groups)) == 1


async def test_a_file_is_not_served_under_a_wrong_token(
    bot: Bot, sandbox: Sandbox, resident: Person
) -> None:
    await resident.sends_photo()
    file = await (await sent_update(bot)).photo[-1].get_file()
    assert file.file_path is not None
    file_path = file.file_path.replace(sandbox.token, "1:wrong")
    status, _ = await bot.request.do_request(file_path, "GET")
    assert status == 404
