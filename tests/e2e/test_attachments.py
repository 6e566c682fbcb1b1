"""Files that people send: kept sealed beside the database, shown clean, never in a page's way."""

import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from bot.demo import COUNTY
from bot.services.retention import Expiry
from sandbox.faults import ServerError
from sandbox.messages import MediaKind, ScreenMessage
from sandbox.people import Person
from sandbox.posts import Attachment
from sandbox.samples import SAMPLES
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.records import Event
from storage.tables import attachments, cases
from storage.work import UnitOfWork
from tests.e2e.test_joining import ALIKE, FIRST, SECOND, case_of
from tests.e2e.test_visits import held
from tests.e2e.world import World, agreed, county, cries_for_help, sends
from tests.services.office_files import (
    book,
    changed,
    far_too_large,
    letter,
    packed,
    plain,
    reaching_out,
    slides,
    torn,
    with_macros,
)
from tests.services.recordings import SPOT, film, paper, speech

CAMERA = "Canon of the neighbour"


def photo(size: tuple[int, int] = (4000, 300)) -> bytes:
    """A JPEG as a camera writes it, with its name and where it stood."""
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (34.0, 32.0, 5.0)
    drawn = io.BytesIO()
    Image.new("RGB", size, "red").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


@pytest.fixture
def files(tmp_path: Path, vault: Vault) -> SealedFiles:
    return SealedFiles(tmp_path / "attachments", vault)


@pytest.fixture
async def kept(sqlite_url: str, vault: Vault, files: SealedFiles) -> AsyncIterator[World]:
    async with county(open_database(sqlite_url, vault), files=files) as running:
        yield running


def _only(work: UnitOfWork) -> int:
    return int(work.connection.execute(select(attachments.c.id)).scalar_one())


async def _events(world: World) -> list[Event]:
    def find(work: UnitOfWork) -> list[Event]:
        return list(work.timeline.of(work.connection.execute(select(cases.c.id)).scalar_one()))

    return await world.read(find)


def _pictures(person: Person) -> list[ScreenMessage]:
    return [one for one in person.screen.messages if one.media is not None]


def _bytes_of(message: ScreenMessage) -> bytes:
    assert message.media is not None
    assert message.media.file is not None
    return message.media.file.data


async def test_a_picture_is_kept_sealed_with_its_hash_and_shown_without_what_the_camera_wrote(
    kept: World, files: SealedFiles
) -> None:
    resident, data = kept.resident(), photo()
    await cries_for_help(kept, resident)
    await resident.sends_photo(data)
    await kept.settle()
    officer = await _reports_on(kept, resident)

    (shown,) = _pictures(officer)
    seen = _bytes_of(shown)
    with Image.open(io.BytesIO(seen)) as picture:
        assert not picture.getexif()
        assert picture.size == (192, 2560), "turned as it was held, and smaller"
    assert CAMERA.encode() not in seen
    assert shown.media is not None
    assert resident.name not in shown.text

    attachment_id = await kept.read(_only)
    assert files.read(attachment_id, "original") == data
    for file in files.folder.iterdir():
        content = file.read_bytes()
        assert CAMERA.encode() not in content
        assert file.stat().st_mode & 0o077 == 0
        with pytest.raises(OSError, match="cannot identify"):
            Image.open(io.BytesIO(content))
    (line,) = [one for one in await _events(kept) if one.kind == "attachment-kept"]
    assert json.loads(line.details or "")["sha256"] == hashlib.sha256(data).hexdigest()


async def _reports_on(world: World, resident: Person) -> Person:
    officer = await world.duty()
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    return officer


async def test_a_page_leaves_while_telegram_gives_no_file_and_the_picture_follows(
    kept: World,
) -> None:
    resident, officer = kept.resident(), await kept.duty()
    for _ in range(2):
        kept.sandbox.faults.order(ServerError(502), method="getFile")
    await cries_for_help(kept, resident)
    await officer.sees("特急")
    await resident.sends_photo(photo())
    await kept.settle()
    await _reports_on(kept, resident)
    assert _pictures(officer) == [], "it is not shown before it is clean"

    await kept.advance(minutes=1)
    assert _pictures(officer) == []
    await kept.advance(minutes=5)
    assert len(_pictures(officer)) == 1
    await kept.advance(minutes=60)
    assert len(_pictures(officer)) == 1


async def test_a_picture_comes_soon_by_a_clock_that_was_set_back(kept: World) -> None:
    resident = kept.resident()
    kept.sandbox.faults.order(ServerError(502), method="getFile")
    await cries_for_help(kept, resident)
    await resident.sends_photo(photo())
    await kept.settle()
    officer = await _reports_on(kept, resident)
    kept.clock.jump_to(kept.clock.now() - timedelta(weeks=3))
    await kept.bot.tick()
    assert _pictures(officer) == []
    await kept.advance(minutes=5)
    assert len(_pictures(officer)) == 1


async def test_a_file_that_never_comes_is_given_up_after_two_days_and_asked_for_again(
    kept: World,
) -> None:
    resident = kept.resident()
    for _ in range(9):
        kept.sandbox.faults.order(ServerError(502), method="getFile")
    await cries_for_help(kept, resident)
    await resident.sends_document(photo(), name="x.jpg")
    await kept.settle()
    officer = await _reports_on(kept, resident)
    for minutes in (1, 5, 15, 60, 180, 360, 720, 1440):
        await kept.advance(minutes=minutes)

    await resident.sees("没有取到")
    assert [one.kind for one in await _events(kept)].count("attachment-failed") == 1
    assert _pictures(officer) == []


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"MZ\x90\x00" + bytes(100), "爸爸打人.jpg", "这种类型我们不收"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40, "坏的.jpg", "照片打不开"),
        (b"just words", "话.txt", "这种类型我们不收"),
        (packed({"a.txt": b"x"}), "情况说明.docx", "这种类型我们不收"),
        (with_macros(), "情况说明.docx", "打开不安全"),
        (reaching_out(), "情况说明.docx", "打开不安全"),
        (far_too_large(), "情况说明.docx", "太大"),
        (torn(), "情况说明.docx", "打不开"),
    ],
)
async def test_what_a_file_is_counts_by_what_is_in_it(
    kept: World, files: SealedFiles, data: bytes, name: str, told: str
) -> None:
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_document(data, name=name)
    await kept.settle()
    officer = await _reports_on(kept, resident)

    await resident.sees(told)
    assert _pictures(officer) == []
    assert not files.folder.exists()
    assert "attachment-refused" in [one.kind for one in await _events(kept)]


async def test_a_video_above_the_limit_is_not_kept_but_seen_and_its_sender_hears_so(
    kept: World, files: SealedFiles
) -> None:
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_video(size=30 << 20)
    await kept.settle()
    officer = await _reports_on(kept, resident)
    await resident.sees("视频太大，没有存作证据，值班的人在手机上看得到")
    assert not files.folder.exists()
    (shown,) = _pictures(officer)
    assert shown.media is not None
    assert shown.media.kind == "video"
    assert "可能带有拍摄（制作）的地点和时间" in shown.text


async def test_a_voice_is_heard_though_its_file_does_not_come(kept: World) -> None:
    kept.sandbox.faults.order(ServerError(), method="getFile", times=None)
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_voice()
    await kept.settle()
    officer = await _reports_on(kept, resident)
    (shown,) = _pictures(officer)
    assert shown.media is not None
    assert shown.media.kind == "voice"


async def test_a_voice_message_is_kept_and_passed_on_as_it_came(
    kept: World, files: SealedFiles
) -> None:
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_voice()
    await kept.settle()
    officer = await _reports_on(kept, resident)
    (shown,) = _pictures(officer)
    assert _bytes_of(shown) == SAMPLES["voice"].data
    assert files.read(await kept.read(_only), "original") == SAMPLES["voice"].data


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("video", film()),
        ("video_note", film()),
        ("voice", speech()),
        ("document", paper()),
        ("document", letter()),
    ],
    ids=["film", "round film", "speech", "paper", "letter"],
)
async def test_no_kind_of_file_tells_officers_where_it_was_made_and_the_original_is_kept(
    kept: World, files: SealedFiles, kind: MediaKind, data: bytes
) -> None:
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends(Attachment(kind, data, name="王家.pdf"))
    await kept.settle()
    officer = await _reports_on(kept, resident)

    (shown,) = _pictures(officer)
    assert shown.media is not None
    assert shown.media.kind == kind.removesuffix("_note")
    assert SPOT not in _bytes_of(shown)
    assert "地点和时间" not in shown.text
    assert shown.media.file is not None
    assert "王家" not in shown.media.file.name
    assert files.read(await kept.read(_only), "original") == data
    (line,) = [one for one in await _events(kept) if one.kind == "attachment-kept"]
    assert json.loads(line.details or "")["sha256"] == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "name"),
    [(letter(), "情况说明.docx"), (book(), "名单.xlsx"), (slides(), "班会.pptx")],
)
async def test_office_files_are_kept_and_seen_without_whose_they_are(
    kept: World, files: SealedFiles, data: bytes, name: str
) -> None:
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_document(data, name=name)
    await kept.settle()
    officer = await _reports_on(kept, resident)

    (shown,) = _pictures(officer)
    assert shown.media is not None
    assert shown.media.file is not None
    assert shown.media.file.name == f"file{Path(name).suffix}"
    seen = _bytes_of(shown)
    with zipfile.ZipFile(io.BytesIO(seen)) as parts:
        assert not any(b"neighbour" in parts.read(one) for one in parts.namelist())
    assert files.read(await kept.read(_only), "original") == data


async def test_of_a_film_that_cannot_be_cleaned_the_officer_is_told_so(kept: World) -> None:
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_video(film(handler=b"meta"))
    await kept.settle()
    officer = await _reports_on(kept, resident)
    (shown,) = _pictures(officer)
    assert "可能带有拍摄（制作）的地点和时间" in shown.text
    await officer.sees("🎬 视频 ⚠️ 可能带有地点、时间，请勿外传")


async def test_a_card_says_of_each_file_what_became_of_it(kept: World) -> None:
    resident = kept.resident()
    strange = changed(plain(), word__strange_xml=b"<x/>")
    await cries_for_help(kept, resident)
    kept.sandbox.faults.order(ServerError(502), method="getFile")
    for data in (torn(), strange, letter()):
        await resident.sends_document(data, name="情况说明.docx")
        await kept.settle()
    officer = await _reports_on(kept, resident)
    card = await officer.sees("📄 文件 ⚠️ 可能带有地点、时间，请勿外传")
    assert card.text.count("📄 文件 ⚠️") == 1
    assert card.text.count("📄 文件") == 3
    assert "没有收" not in card.text
    warned = [one for one in _pictures(officer) if "可能带有" in one.text]
    assert [_bytes_of(one) for one in warned] == [strange]

    await kept.advance(minutes=2)
    card = await officer.sees("📄 文件 （没有收）")
    assert card.text.count("📄 文件 ⚠️") == 1


async def test_a_card_says_of_a_file_that_never_came_that_it_did_not(kept: World) -> None:
    kept.sandbox.faults.order(ServerError(502), method="getFile", times=None)
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_document(letter(), name="x.docx")
    await kept.settle()
    officer = await _reports_on(kept, resident)
    for minutes in (1, 5, 15, 60, 180, 360, 720, 1440):
        await kept.advance(minutes=minutes)
    await officer.sees("📄 文件 （没有取到）")


async def test_a_round_film_that_cannot_be_cleaned_is_seen_with_the_warning_behind_it(
    kept: World,
) -> None:
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_video_note(film(handler=b"meta"))
    await kept.settle()
    officer = await _reports_on(kept, resident)
    (shown,) = _pictures(officer)
    assert shown.media is not None
    assert shown.media.kind == "video_note"
    await officer.sees("可能带有拍摄（制作）的地点和时间")


async def test_files_of_a_case_are_written_over_and_removed_with_it(
    kept: World, files: SealedFiles
) -> None:
    resident = kept.resident()
    await cries_for_help(kept, resident)
    await resident.sends_photo(photo())
    await kept.settle()
    officer = await _reports_on(kept, resident)
    await officer.taps("🏁 办结")
    await kept.settle()
    for words in ("帮扶已落实", None, "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        await (officer.says("送了米面") if words is None else officer.presses(words))
        await kept.settle()
    await agreed(kept)
    assert len(list(files.folder.iterdir())) == 2

    await kept.advance(days=2 * 366)
    gone = await Expiry(kept.bot.hotline, kept.database).run(kept.clock.now())
    await kept.settle()

    assert (gone["attachments"], gone["cases"]) == (1, 0), "files have a shorter term"
    assert list(files.folder.iterdir()) == []
    assert await kept.read(lambda work: list(work.proof.breaches())) == []


async def test_a_file_that_was_erased_while_it_was_fetched_does_not_stay(
    kept: World, files: SealedFiles
) -> None:
    resident = kept.resident()
    gate = kept.sandbox.faults.gate("getFile")
    await cries_for_help(kept, resident)
    await resident.sends_photo(photo())
    await gate.reached()

    def erase(work: UnitOfWork) -> None:
        case_id = int(work.connection.execute(select(attachments.c.case_id)).scalar_one())
        work.attachments.erase(case_id=case_id, now=kept.clock.now())

    await kept.database.write(erase)
    gate.release()
    await kept.settle()

    assert not files.folder.exists() or list(files.folder.iterdir()) == []
    assert "attachment-kept" not in [one.kind for one in await _events(kept)]


@pytest.mark.parametrize("is_given", [True, False])
async def test_a_file_whose_case_is_joined_while_it_is_fetched_is_seen_where_it_went(
    kept: World, *, is_given: bool
) -> None:
    officer = await held(kept, kept.resident("东头的邻居"))
    second = kept.resident("西头的邻居")
    await cries_for_help(kept, second, ALIKE)
    gate = kept.sandbox.faults.gate("getFile")
    await second.sends_photo(photo(), size=None if is_given else 1 << 30)
    await gate.reached()

    def join(work: UnitOfWork) -> None:
        staff = work.staff.in_office(COUNTY)[0]
        now = kept.clock.now()
        work.joinings.join(later.id, case.id, staff_id=staff.id, now=now)

    case, later = [await case_of(kept, number) for number in (FIRST, SECOND)]
    await kept.database.write(join)
    kept.forget()
    gate.release()
    await kept.settle()

    lines = await kept.read(lambda work: work.timeline.of(case.id))
    word = "kept" if is_given else "refused"
    assert f"attachment-{word}" in [one.kind for one in lines]
    assert len(_pictures(officer)) == is_given


async def test_a_folder_that_takes_nothing_is_no_reason_to_give_up(
    kept: World, files: SealedFiles
) -> None:
    resident = kept.resident()
    files.folder.write_text("a file stands where the folder should")
    await cries_for_help(kept, resident)
    await resident.sends_photo(photo())
    await kept.settle()
    officer = await _reports_on(kept, resident)
    for _ in range(12):
        await kept.advance(minutes=5)
    assert _pictures(officer) == []

    files.folder.unlink()
    await kept.advance(minutes=5)

    assert len(_pictures(officer)) == 1


async def test_an_album_stays_one_clean_and_a_part_that_comes_late_follows_once(
    kept: World,
) -> None:
    resident, officer = kept.resident(), await kept.duty()
    await cries_for_help(kept, resident)
    await resident.sends_album([photo(), photo((50, 60)), photo((70, 80))])
    await kept.settle()
    await sends(kept, resident)
    await officer.taps("✅ 接单")
    await kept.advance(seconds=3)

    shown = _pictures(officer)
    assert len(shown) == 3
    assert len({one.album for one in shown}) == 1, "they leave together"
    for one in shown:
        assert CAMERA.encode() not in _bytes_of(one)
    await kept.advance(minutes=5)
    assert len(_pictures(officer)) == 3


async def test_a_part_of_an_album_that_telegram_gave_late_follows_alone(kept: World) -> None:
    resident, officer = kept.resident(), await kept.duty()
    await cries_for_help(kept, resident)
    await sends(kept, resident)
    await officer.taps("✅ 接单")
    await kept.settle()
    kept.sandbox.faults.order(ServerError(502), method="getFile")
    await resident.sends_album([photo(), photo((50, 60))])
    await kept.settle()
    for minutes in (1, 5):
        assert _pictures(officer) == [], "the album waits for all of it"
        kept.sandbox.faults.order(ServerError(502), method="getFile")
        await kept.advance(minutes=minutes)
    assert len(_pictures(officer)) == 1, "but not for ever"
    await kept.advance(minutes=15)
    await kept.advance(minutes=60)

    assert len(_pictures(officer)) == 2
    for one in _pictures(officer):
        assert CAMERA.encode() not in _bytes_of(one)
