"""Files whose moment has passed: the case was erased, the sender is gone, the album has left."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.flows.dialogue import Attachment as Told
from bot.flows.dialogue import Entry
from bot.services.asking import Asking
from bot.services.enclosures import Enclosures
from bot.services.evidence import Evidence
from bot.views.outgoing import Outgoing
from sandbox.faults import ServerError
from sandbox.messages import MediaKind
from sandbox.people import Person
from sandbox.posts import Attachment
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.records import EntryRow
from storage.repositories.attachments import AttachmentRow
from storage.tables import outbox
from storage.work import UnitOfWork
from tests.e2e.test_talk import in_hand, media_of
from tests.e2e.world import World, county

PROGRAM = b"MZ" + bytes(200)


@pytest.fixture
async def keeping(sqlite_url: str, vault: Vault, tmp_path: Path) -> AsyncIterator[World]:
    files = SealedFiles(tmp_path / "attachments", vault)
    async with county(open_database(sqlite_url, vault), files=files) as running:
        yield running


async def events(world: World, kind: str) -> int:
    (referral,) = await world.referrals()
    lines = await world.read(lambda work: work.timeline.of(referral.case_id))
    return [one.kind for one in lines].count(kind)


async def said_with_a_file(world: World) -> EntryRow:
    (referral,) = await world.referrals()
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    return next(one for one in said if one.attachment)


async def row_of(world: World, entry: EntryRow) -> AttachmentRow:
    rows = await world.read(lambda work: work.attachments.of_case(entry.case_id))
    return rows[entry.id]


def written_to(work: UnitOfWork, person: Person) -> int:
    """Return how many messages were ever written to the person."""
    met = work.people.with_chat(str(person.id))
    assert met is not None
    count = select(func.count()).select_from(outbox).where(outbox.c.person_id == met.id)
    return int(work.connection.execute(count).scalar_one())


async def adds(world: World, resident: Person) -> None:
    await world.settle()
    await resident.presses("补充 连东海-0001")
    await world.settle()


async def test_who_shut_the_bot_out_is_not_told_that_their_file_was_not_kept(
    keeping: World,
) -> None:
    resident, _ = await in_hand(keeping)
    keeping.sandbox.faults.order(ServerError(502), method="getFile")
    await resident.sends_document(PROGRAM, name="x.exe")
    await adds(keeping, resident)
    await resident.blocks()
    await keeping.settle()
    before = await keeping.read(lambda work: written_to(work, resident))
    await keeping.advance(minutes=2)
    row = await row_of(keeping, await said_with_a_file(keeping))
    assert row.state == "refused"
    assert await events(keeping, "attachment-refused") == 1
    assert await keeping.read(lambda work: written_to(work, resident)) == before

    # What is settled is settled once, whoever comes late.
    now = keeping.clock.now()

    def again(work: UnitOfWork) -> None:
        Evidence(keeping.bot.hotline, work, now).not_kept(row, "failed", "lost")

    await keeping.database.write(again)
    assert await events(keeping, "attachment-failed") == 0


async def test_no_reporter_is_told_that_an_officers_file_was_not_kept(keeping: World) -> None:
    resident, officer = await in_hand(keeping)
    await officer.taps("📝 记录")
    await officer.sees("可以发好几条")
    await officer.sends_document(PROGRAM, name="x.exe")
    await keeping.settle()
    row = await row_of(keeping, await said_with_a_file(keeping))
    assert row.state == "refused"
    assert not resident.unread()


async def test_a_file_that_was_erased_before_it_left_does_not_leave(keeping: World) -> None:
    resident, _ = await in_hand(keeping)
    await resident.sends_album([None, None])
    await adds(keeping, resident)
    await keeping.advance(minutes=6)
    entry = await said_with_a_file(keeping)
    row = await row_of(keeping, entry)
    wanted = json.dumps({"attachment": row.id, "number": "1", "name": ""})
    album = {
        "case": entry.case_id, "album": entry.album_id, "caption": "", "key": "k", "clean": True
    }  # fmt: skip

    def leaves(work: UnitOfWork) -> tuple[bool, bool]:
        hotline, now = keeping.bot.hotline, keeping.clock.now()
        person = work.people.with_chat(str(resident.id))
        assert person is not None
        one = Evidence(hotline, work, now).message(wanted)
        several = Enclosures(hotline, work, now).drawn(json.dumps(album), person)
        return one is not None, several is not None

    assert await keeping.read(leaves) == (True, True)

    def erase(work: UnitOfWork) -> None:
        work.retention.erase(entry.case_id, now=keeping.clock.now(), why="retention")

    await keeping.database.write(erase)
    assert await keeping.read(leaves) == (False, False)


@pytest.mark.parametrize("kind", ["video", "document"])
async def test_an_officers_album_arrives_whatever_it_is_of(world: World, kind: MediaKind) -> None:
    resident, officer = await in_hand(world)
    await officer.taps("❓ 问报告人")
    await world.settle()
    await officer.sends_album([Attachment(kind, caption="是这个吗？"), Attachment(kind)])
    await world.settle()
    await world.advance(seconds=3)
    got = media_of(resident)
    assert [one.media.kind for one in got if one.media] == [kind, kind]
    assert len({one.album for one in got}) == 1


async def test_parts_of_an_album_that_come_after_it_has_left_follow_it(world: World) -> None:
    resident, officer = await in_hand(world)
    await officer.taps("❓ 问报告人")
    await world.settle()
    await officer.sends_album([Attachment("photo", caption="是这家吗？")])
    await world.settle()
    await world.advance(seconds=3)
    assert len(media_of(resident)) == 1
    await world.advance(seconds=1)
    first = await said_with_a_file(world)
    now = world.clock.now()
    kept = json.loads(first.attachment or "{}")

    def comes(work: UnitOfWork) -> None:
        late = Told("photo", kept["file_id"], album_id=first.album_id)
        Asking(world.bot.hotline, work, now).complete(first, Entry(attachment=late, message_id=1))

    await world.database.write(comes)
    world.bot.sender.wake()
    await world.settle()
    await world.advance(seconds=3)
    assert len(media_of(resident)) == 2


async def test_a_part_that_came_while_its_album_was_on_its_way_is_sent_after_it(
    world: World,
) -> None:
    resident, officer = await in_hand(world)
    await officer.taps("❓ 问报告人")
    await world.settle()
    await officer.sends_album([None, None])
    await world.settle()
    await world.advance(seconds=3)
    assert len(media_of(resident)) == 2
    first = await said_with_a_file(world)
    album = {
        "case": first.case_id, "album": first.album_id, "caption": "", "key": "k", "clean": False
    }  # fmt: skip

    def arrives(work: UnitOfWork) -> None:
        """Let an album arrive that had but the first part in it."""
        person = work.people.with_chat(str(resident.id))
        assert person is not None
        enclosures = Enclosures(world.bot.hotline, work, world.clock.now())
        drawn = enclosures.drawn(json.dumps(album), person)
        assert drawn is not None
        gone = Outgoing("photo", file_id=drawn.parts[0].file_id)
        enclosures.arrived(json.dumps(album), gone, person)

    await world.database.write(arrives)
    world.bot.sender.wake()
    await world.settle()
    assert len(media_of(resident)) == 3
