"""Whatever somebody writes comes back as it was written, through every sealed column."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import StatementError

from storage.encryption import Vault
from storage.identifiers import TimeOrderedIds
from storage.records import DialogueRow
from storage.tables import metadata, people
from storage.work import UnitOfWork
from tests.storage.world import CITY, COUNTY, World, lay_world

ANY_TEXT = st.text(st.characters())
PERHAPS = st.none() | ANY_TEXT
NOW = datetime(2026, 2, 14, tzinfo=UTC)
relaxed = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def work(engine: Engine) -> Iterator[UnitOfWork]:
    with engine.connect() as connection:
        vault = Vault(b"a secret that is long enough here")
        yield UnitOfWork(connection, vault, TimeOrderedIds())


@pytest.fixture
def world(work: UnitOfWork) -> World:
    return lay_world(work, NOW)


@relaxed
@given(words=PERHAPS, attachment=PERHAPS)
def test_entries_come_back_as_said(
    work: UnitOfWork, world: World, words: str | None, attachment: str | None
) -> None:
    work.cases.say(case_id=world.case_id, kind="note", words=words, attachment=attachment, now=NOW)
    entry = work.cases.said_in(world.case_id)[-1]

    assert (entry.words, entry.attachment) == (words, attachment)


@relaxed
@given(name=PERHAPS, phone=PERHAPS, village=PERHAPS, child=PERHAPS)
def test_reporters_and_children_come_back_as_described(
    work: UnitOfWork,
    world: World,
    name: str | None,
    phone: str | None,
    village: str | None,
    child: str | None,
) -> None:
    work.cases.set_contact(world.report_id, may_write_back=True, name=name, phone=phone)
    work.cases.describe(
        world.case_id,
        category=None,
        county_code=None,
        township_code=None,
        village=village,
        child=child,
        restricted=False,
        complete=True,
        reasons="[]",
    )
    report, case = work.cases.report(world.report_id), work.cases.get(world.case_id)

    assert (report.reporter_name, report.reporter_phone) == (name, phone)
    assert (case.village, case.child) == (village, child)


@relaxed
@given(chat=ANY_TEXT, name=ANY_TEXT, memory=ANY_TEXT)
def test_people_and_their_dialogues_come_back_as_they_are(
    work: UnitOfWork, world: World, chat: str, name: str, memory: str
) -> None:
    assert world
    person = work.people.meet(chat, language="zh-CN", now=NOW)
    member = work.staff.enrol(
        person_id=person.id, office_code=CITY.code, role="officer", name=name, now=NOW
    )
    row = DialogueRow(person.id, "report", 1, "what", memory, None, NOW, None, None)
    work.dialogues.keep(row)

    assert work.people.with_chat(chat) == person
    assert work.staff.get(member.id).name == name
    assert work.dialogues.of(person.id) == row


@relaxed
@given(payload=ANY_TEXT, update_id=st.integers(0, 2**53))
def test_updates_and_messages_come_back_as_they_were_handed_over(
    work: UnitOfWork, world: World, payload: str, update_id: int
) -> None:
    if not work.inbox.known([update_id]):
        work.inbox.take(update_id, payload, now=NOW)
        assert work.inbox.waiting(limit=10**6)[-1].payload == payload
    work.outbox.put(person_id=world.reporter.id, kind="text", priority=1, now=NOW, payload=payload)
    (row,) = work.outbox.claim(
        now=NOW, token="t", lease_until_at=NOW + timedelta(minutes=1), limit=9
    )
    assert row.payload == payload
    assert work.outbox.settle(row, "sent", now=NOW)


@relaxed
@given(done=ANY_TEXT, told=ANY_TEXT, note=ANY_TEXT)
def test_results_and_timelines_come_back_and_stay_whole(
    work: UnitOfWork, world: World, done: str, told: str, note: str
) -> None:
    referral = work.referrals.get(world.referral.id)
    changed = work.referrals.change(referral, done=done, told=told)
    work.timeline.add(world.case_id, "note", now=NOW, details={"note": note})

    assert (changed.done, changed.told) == (done, told)
    assert work.timeline.first_broken(world.case_id) is None


@relaxed
@given(
    moment=st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone.
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
    )
)
def test_a_moment_of_any_zone_comes_back_as_the_same_moment_in_utc(
    work: UnitOfWork, world: World, moment: datetime
) -> None:
    work.people.mark_quiet(world.reporter.id, moment)
    quiet_at = work.people.get(world.reporter.id).quiet_at

    assert quiet_at == moment
    assert quiet_at is not None
    assert quiet_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(work: UnitOfWork, world: World) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        work.people.mark_quiet(world.reporter.id, NOW.replace(tzinfo=None))


def test_moments_sort_by_time_in_the_file(work: UnitOfWork, world: World) -> None:
    assert world
    moments = [NOW + timedelta(microseconds=n * n * 333_333) for n in range(9)]
    for moment in moments[::-1]:
        work.people.meet(f"at-{moment}", language="en", now=moment)
    query = select(people.c.met_at).where(people.c.met_at >= NOW).order_by(people.c.met_at)
    found = list(work.connection.execute(query).scalars())

    assert found[-len(moments) :] == moments
    assert work.staff.office(COUNTY.code) == COUNTY
