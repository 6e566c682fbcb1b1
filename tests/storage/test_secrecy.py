"""Nothing personal can be read in the file, and nothing sealed opens anywhere else."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, Table, func, select, text, update

from storage.database import Database, open_database
from storage.encryption import SealBroken, Vault
from storage.records import DialogueRow
from storage.tables import entries, metadata, people
from storage.work import UnitOfWork
from tests.storage.world import CITY, COUNTY, World, lay_world

# One phrase for each sealed column, found nowhere else.
PHRASES = {
    "people.chat_sealed": "7300012345678",
    "staff.name_sealed": "欧阳震华",
    "invites.name_sealed": "司马相如",
    "invites.token_sealed": "join-8d1f0c",
    "roster_sheets.source_sealed": "BQACAgUAAxkSHEET",
    "roster_sheets.content_sealed": "上官婉儿值中班",
    "inbox.payload_sealed": "爸爸喝醉了打我",
    "dialogues.memory_sealed": "我在门后面躲着",
    "parked_forms.memory_sealed": "写到一半先去开门",
    "cases.village_sealed": "河口村三组",
    "cases.child_sealed": "小名叫豆豆",
    "cases.reasons_sealed": "凭的是皮带抽",
    "cases.reading_sealed": "听起来像是邻居写的",
    "reports.code_sealed": "301-4-77-199",
    "reports.reporter_name_sealed": "诸葛大娘",
    "reports.reporter_phone_sealed": "13912345678",
    "entries.words_sealed": "胳膊上都是青的",
    "entries.attachment_sealed": "AgACAgUAAxkBAAI",
    "attachments.source_sealed": "BQACAgUAAxkDAAP",
    "referrals.done_sealed": "已经送到县医院",
    "referrals.told_sealed": "孩子现在和外婆在一起",
    "declines.reason_sealed": "他家其实在灌云",
    "visits.brief_sealed": "看看灶上有没有人做饭",
    "visits.answers_sealed": "床板塌了一半",
    "joinings.described_sealed": "后来才知道是表弟家的",
    "agency_calls.purpose_sealed": "请派出所上门查看一次",
    "agency_calls.answer_sealed": "民警已经到过他家",
    "agency_talks.question_sealed": "他家门口有人守着吗",
    "approvals.done_sealed": "把孩子送到了姑姑家里",
    "approvals.told_sealed": "孩子由亲戚照看着了",
    "approvals.reason_sealed": "还没有见到孩子本人",
    "receipts.number_sealed": "HZ-7K3P-9QXM",
    "letters.content_sealed": "请告诉她钱到账了",
    "former_words.words_sealed": "先写的是我看见他打",
    "corrections.shown_sealed": "靠的是皮带这两个字",
    "corrections.words_sealed": "孩子说爸爸喝了酒就抽他",
    "outbox.payload_sealed": "请您马上去看一看",
    "events.details_sealed": "隔壁邻居说听见哭声",
}


# Nothing that anybody said, and other at each time.
RANDOM = {"events.salt_sealed"}


def _sealed_columns() -> list[tuple[Table, Column[bytes]]]:
    return [
        (table, column)
        for table in metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_sealed") and f"{table.name}.{column.name}" not in RANDOM
    ]


def _tell_everything(work: UnitOfWork, now: datetime) -> None:
    world = lay_world(work, now)
    _of_people(work, world, now)
    _of_the_case(work, world, now)


def _of_people(work: UnitOfWork, world: World, now: datetime) -> None:
    person = work.people.meet(PHRASES["people.chat_sealed"], language="zh-CN", now=now)
    work.staff.enrol(
        person_id=person.id,
        office_code=CITY.code,
        role="officer",
        name=PHRASES["staff.name_sealed"],
        now=now,
    )
    work.staff.invite(
        token=PHRASES["invites.token_sealed"],
        office_code=COUNTY.code,
        role="officer",
        name=PHRASES["invites.name_sealed"],
        made_by=world.lead.id,
        now=now,
        expires_at=now + timedelta(days=1),
    )
    source = PHRASES["roster_sheets.source_sealed"]
    work.sheets.expect(person_id=person.id, source=source, now=now)
    read = work.sheets.expect(person_id=person.id, source=source, now=now)
    work.sheets.keep(read, "offered", PHRASES["roster_sheets.content_sealed"], until=now)
    work.inbox.take(7, PHRASES["inbox.payload_sealed"], now=now)
    memory = PHRASES["dialogues.memory_sealed"]
    work.dialogues.keep(DialogueRow(person.id, "report", 1, "what", memory, None, now, None, None))
    work.parked.park(
        person_id=person.id,
        flow="close",
        subject="referral_id:1",
        state="told",
        memory=PHRASES["parked_forms.memory_sealed"],
        case_id=world.case_id,
        now=now,
    )
    work.outbox.put(
        person_id=person.id,
        kind="text",
        priority=1,
        now=now,
        payload=PHRASES["outbox.payload_sealed"],
    )


def _of_the_case(work: UnitOfWork, world: World, now: datetime) -> None:
    work.cases.describe(
        world.case_id,
        category="ABU",
        county_code=COUNTY.code,
        township_code=None,
        village=PHRASES["cases.village_sealed"],
        child=PHRASES["cases.child_sealed"],
        restricted=True,
        complete=True,
        reasons=PHRASES["cases.reasons_sealed"],
        reading=PHRASES["cases.reading_sealed"],
    )
    work.corrections.keep(
        case_id=world.case_id,
        what="category",
        suggested="GRD",
        corrected="ABU",
        shown=PHRASES["corrections.shown_sealed"],
        words=PHRASES["corrections.words_sealed"],
        staff_id=world.officer.id,
        now=now,
    )
    work.cases.change_code(world.report_id, "连东海-0001", PHRASES["reports.code_sealed"])
    visit = work.visits.ask(
        referral_id=world.referral.id,
        asked_by=world.lead.id,
        staff_id=world.officer.id,
        brief=PHRASES["visits.brief_sealed"],
        now=now,
        due_at=now,
        next_at=now,
    )
    work.visits.settle(visit, "done", now=now, answers=PHRASES["visits.answers_sealed"])
    _of_others(work, world, now)
    work.cases.set_contact(
        world.report_id,
        may_write_back=True,
        name=PHRASES["reports.reporter_name_sealed"],
        phone=PHRASES["reports.reporter_phone_sealed"],
    )
    first_id = work.cases.say(
        case_id=world.case_id,
        kind="reporter",
        words=PHRASES["former_words.words_sealed"],
        attachment=None,
        now=now,
    )
    work.said.correct(work.said.get(first_id), "我听见他打", now)
    work.receipts.add(
        report_id=world.report_id,
        number=PHRASES["receipts.number_sealed"],
        role="teacher",
        office_code=COUNTY.code,
        now=now,
    )
    work.letters.put(
        report_id=world.report_id,
        person_id=world.officer.person_id,
        kind="result",
        mark="result:1",
        content=PHRASES["letters.content_sealed"],
        now=now,
    )
    entry_id = work.cases.say(
        case_id=world.case_id,
        kind="reporter",
        words=PHRASES["entries.words_sealed"],
        attachment=PHRASES["entries.attachment_sealed"],
        now=now,
    )
    work.attachments.expect(
        case_id=world.case_id,
        entry_id=entry_id,
        kind="photo",
        source=PHRASES["attachments.source_sealed"],
        now=now,
    )
    joined_id = work.cases.open(number="连东海-0002", level=1, now=now)
    work.joinings.join(
        joined_id,
        world.case_id,
        staff_id=world.officer.id,
        now=now,
        described=PHRASES["joinings.described_sealed"],
    )
    work.referrals.change(
        world.referral,
        done=PHRASES["referrals.done_sealed"],
        told=PHRASES["referrals.told_sealed"],
    )
    work.referrals.decline(
        referral_id=world.referral.id,
        staff_id=world.officer.id,
        reason=PHRASES["declines.reason_sealed"],
        owner_code=None,
        now=now,
    )
    details: dict[str, str | int] = {"words": PHRASES["events.details_sealed"]}
    work.timeline.add(world.case_id, "note", now=now, details=details)


def _of_others(work: UnitOfWork, world: World, now: datetime) -> None:
    work.helpers.join(world.case_id, world.lead.id, added_by=world.officer.id, now=now)
    call = work.agency_calls.add(
        referral_id=world.referral.id,
        agency="公安",
        number="1",
        added_by=world.officer.id,
        purpose=PHRASES["agency_calls.purpose_sealed"],
        now=now,
        due_at=now,
    )
    talk = work.agency_talks.begin(call)
    work.agency_talks.ask(talk, PHRASES["agency_talks.question_sealed"])
    work.agency_calls.answer(call, PHRASES["agency_calls.answer_sealed"], now)
    approval = work.approvals.ask(
        referral_id=world.referral.id,
        asked_by=world.officer.id,
        outcome="handled",
        done=PHRASES["approvals.done_sealed"],
        told=PHRASES["approvals.told_sealed"],
        now=now,
        next_at=now,
    )
    reason = PHRASES["approvals.reason_sealed"]
    work.approvals.decide(approval, "refused", staff_id=world.lead.id, now=now, reason=reason)


def test_there_is_a_phrase_for_every_sealed_column() -> None:
    assert set(PHRASES) == {f"{table.name}.{column.name}" for table, column in _sealed_columns()}


async def test_no_personal_words_can_be_read_in_the_file_or_its_log(
    sqlite_url: str, tmp_path: Path, vault: Vault, now: datetime
) -> None:
    database = open_database(sqlite_url, vault)
    await database.write(lambda work: _tell_everything(work, now))

    def filled(work: UnitOfWork) -> list[str]:
        return [
            f"{table.name}.{column.name}"
            for table, column in _sealed_columns()
            if work.connection.execute(select(func.count(column))).scalar()
        ]

    assert set(await database.read(filled)) == set(PHRASES)
    names, content = _files(tmp_path)
    assert names == ["weibao.db", "weibao.db-shm", "weibao.db-wal"]
    assert _readable_in(content) == []
    await database.close()
    names, content = _files(tmp_path)
    assert names == ["weibao.db"]
    assert _readable_in(content) == []


def _files(folder: Path) -> tuple[list[str], bytes]:
    files = sorted(folder.glob("weibao.db*"))
    return [file.name for file in files], b"".join(file.read_bytes() for file in files)


def _readable_in(content: bytes) -> list[str]:
    assert CITY.name.encode() in content  # It is the right file: names of offices stand open.
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return [
        column
        for column, phrase in PHRASES.items()
        if any(phrase.encode(encoding) in content for encoding in encodings)
    ]


async def test_no_personal_words_reach_postgresql(
    migrated_postgres_url: str, vault: Vault, now: datetime
) -> None:
    database = open_database(migrated_postgres_url, vault)
    await database.write(lambda work: _tell_everything(work, now))

    def everything(work: UnitOfWork) -> bytes:
        rows = [
            row
            for table in metadata.tables
            for (row,) in work.connection.execute(text(f"SELECT t::text FROM {table} t"))
        ]
        return "\n".join(rows).encode()

    content = await database.read(everything)
    await database.close()
    assert _readable_in(content) == []


async def test_sealed_words_moved_to_another_row_do_not_open(
    database: Database, now: datetime
) -> None:
    world = await database.write(lambda work: lay_world(work, now))

    def swap_chats(work: UnitOfWork) -> None:
        mine = select(people.c.chat_sealed).where(people.c.id == world.reporter.id)
        sealed = work.connection.execute(mine).scalar_one()
        other = people.c.id == world.officer.person_id
        work.connection.execute(update(people).where(other).values(chat_sealed=sealed))

    await database.write(swap_chats)

    with pytest.raises(SealBroken):
        await database.read(lambda work: work.people.get(world.officer.person_id))
    assert await database.read(lambda work: work.people.get(world.reporter.id)) == world.reporter


async def test_sealed_words_moved_to_another_column_do_not_open(
    database: Database, now: datetime
) -> None:
    world = await database.write(lambda work: lay_world(work, now))

    def move(work: UnitOfWork) -> None:
        work.cases.say(case_id=world.case_id, kind="note", words="豆豆", attachment=None, now=now)
        work.connection.execute(update(entries).values(attachment_sealed=entries.c.words_sealed))

    await database.write(move)

    with pytest.raises(SealBroken):
        await database.read(lambda work: work.cases.said_in(world.case_id))


async def test_another_installation_opens_nothing(
    database_url: str, vault: Vault, now: datetime
) -> None:
    database = open_database(database_url, vault)
    world = await database.write(lambda work: lay_world(work, now))
    await database.close()
    stranger = open_database(database_url, Vault(b"somebody else's secret, also long"))

    with pytest.raises(SealBroken):
        await stranger.read(lambda work: work.people.get(world.reporter.id))
    assert await stranger.read(lambda work: work.people.with_chat("7001")) is None
    await stranger.close()
