"""Hostile words, files and taps through every input: nothing raises, nothing leaks, all is kept."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.demo import STAFF, Colleague
from bot.terms import Role
from bot.views.cards import encode_action
from bot.views.quoting import harmless
from sandbox.entities import read_text
from sandbox.errors import Refused
from sandbox.people import Person
from storage.database import Database, open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.tables import cases, outbox
from storage.work import UnitOfWork
from tests.e2e.hostile import FILES, FORGED, NAMES, WORDS
from tests.e2e.test_talk import in_hand, shown_by
from tests.e2e.test_visits import enrols, held
from tests.e2e.world import World, county, cries_for_help, policies, sends

CALM = "东海县双店镇有个小孩，跟奶奶过，补助没到账"
COUNTY = "320722"
ABOVE = Colleague("孙处长", Role.PROVINCE, "320000", "江苏省 未保办")
EVERY = tuple(WORDS.values())
CANCEL, STOP = "取消", "⏹ 停止"
TRIED, AT_ONCE = 50, 12
CHOKED_ON = [WORDS[one] for one in ("nul", "controls", "high-half", "low-half", "sql", "longest")]
MALFORMED = ("script", "half-tag", "open-tag", "close-tag", "attribute", "arrow", "comment")
WORST = [
    WORDS[one]
    for one in (
        "half-tag",
        "half-entity",
        "rtl",
        "longest-escaped",
        "nul",
        "high-half",
        "placeable",
        "sql",
    )
]
PDF = b"%PDF-1.7\n"


@asynccontextmanager
async def patient(database: Database, files: SealedFiles | None = None) -> AsyncIterator[World]:
    """Run a county that lets everybody write as much as they like."""
    config = policies()
    much = {
        "flood_per_minute": 200,
        "reports_per_hour_at_once": 1000,
        "reports_per_minute_at_once": 1000,
    }
    config = config.model_copy(update={"dialogue": config.dialogue.model_copy(update=much)})
    async with county(database, config=config, files=files, staff=(*STAFF, ABOVE)) as world:
        yield world


@contextmanager
def unharmed(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Check that nothing is logged as an error, and no word of the corpus at all."""
    with capture_logs() as lines:
        yield
    bad = [one for one in lines if one["log_level"] in ("error", "critical")]
    assert bad == []
    assert [one for one in caplog.records if one.levelname in ("ERROR", "CRITICAL")] == []
    logged = f"{lines!r}{caplog.text}"
    for words in (*EVERY, "密语", "passwd", "DROP"):
        if len(words) > 3 or words == "密语":
            assert words not in logged, words


async def is_well(world: World) -> None:
    """Check that everything was answered, and that Telegram took whatever was sent."""
    await world.settle()
    for state in ("waiting", "dead"):
        assert await world.read(lambda work: work.inbox.count(state)) == 0, state  # noqa: B023
    states = await world.read(_outbox_states)
    assert states <= {"sent", "superseded"}
    refused = [one for one in world.sandbox.wire if one.status not in (200, None)]
    assert [one.error for one in refused if one.method != "getFile"] == []


def _outbox_states(work: UnitOfWork) -> set[str]:
    return set(work.connection.execute(select(outbox.c.state)).scalars())


async def every_card_draws(world: World) -> int:
    """Let officers look at every open case; return how many cards they saw."""
    open_now = await world.referrals()
    above = {"320700": world.colleagues["赵科长"], "320000": world.colleagues[ABOVE.name]}
    world.forget()
    for one in open_now:
        officer = above.get(one.office_code) or await world.duty()
        tap = await officer.taps_data(encode_action("show", one.id, one.version))
        assert tap.toast is None, tap.toast
    await is_well(world)
    seen = "".join(one.text for who in world.sandbox.people for one in who.unread())
    numbers = await world.read(
        lambda work: [work.cases.get(one.case_id).number for one in open_now]
    )
    assert [number for number in numbers if number not in seen] == []
    return len(numbers)


async def kept(world: World) -> set[str]:
    """Return whatever was said in any case."""

    def read(work: UnitOfWork) -> set[str]:
        every = work.connection.execute(select(cases.c.id)).scalars()
        return {one.words or "" for case in every for one in work.cases.said_in(case)}

    return await world.read(read)


async def each(people: Sequence[Person], words: Sequence[str] | str, world: World) -> None:
    """Let everybody say their own words, or all the same, and wait for the answers."""
    spoken = [words] * len(people) if isinstance(words, str) else words
    for place, (who, said) in enumerate(zip(people, spoken, strict=True)):
        await who.says(said)
        if place % AT_ONCE == 0:
            await world.settle()
    await world.settle()


async def all_press(people: Sequence[Person], label: str, world: World) -> None:
    """Let those press a key who have it."""
    for person in people:
        if any(label in row for row in person.screen.reply_keyboard or ()):
            await person.presses(label)
    await world.settle()


def is_report(words: str) -> bool:
    """A number alone is looked up, as by /check, and is no word of a report."""
    return bool(harmless(words)) and not words.startswith("/") and words != WORDS["number"]


@pytest.mark.parametrize("name", MALFORMED)
def test_the_embedded_telegram_refuses_what_the_real_one_does(name: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        read_text(WORDS[name], "HTML")


@pytest.mark.parametrize("opening", [None, CALM], ids=["first", "later"])
async def test_a_report_of_anything_reaches_an_officer_as_it_was_typed(
    sqlite_url: str, vault: Vault, caplog: pytest.LogCaptureFixture, opening: str | None
) -> None:
    async with patient(open_database(sqlite_url, vault)) as world:
        assert await reports(world, caplog, EVERY, opening) == len(EVERY) >= TRIED


async def test_what_databases_choke_on_is_kept_on_postgresql_as_well(
    migrated_postgres_url: str, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    async with patient(open_database(migrated_postgres_url, vault)) as world:
        assert await reports(world, caplog, CHOKED_ON, CALM) == len(CHOKED_ON)


async def reports(
    world: World, caplog: pytest.LogCaptureFixture, words: Sequence[str], opening: str | None
) -> int:
    """Let as many people report, and see their words on the cases; return how many."""
    people = [world.resident(f"<b>{number}") for number in range(len(words))]
    with unharmed(caplog):
        if opening:
            await each(people, opening, world)
        await each(people, words, world)
        for label in (STOP, "就这样发送"):
            await all_press(people, label, world)
        await is_well(world)
        found = await kept(world)
        await every_card_draws(world)
    assert [one for one in words if is_report(one) and one not in found] == []
    return len(people)


async def test_an_answer_and_a_correction_of_anything_arrive(
    sqlite_url: str, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    async with patient(open_database(sqlite_url, vault)) as world:
        resident, officer = await in_hand(world)
        with unharmed(caplog):
            for words in WORST:
                await asks(world, officer, "ask", words)
                await world.settle()
            question = next(one for one in reversed(resident.screen.messages) if one.from_bot)
            for words in WORST:
                said = await resident.says(words, reply_to=question)
                await resident.edits(said, f"{words[:4000]}改")
                await world.settle()
            await is_well(world)
            await every_card_draws(world)
        found = await kept(world)
        assert [one for one in WORST if is_report(one) and one not in found] == []


async def asks(world: World, officer: Person, act: str, *said: str) -> None:
    """Let the officer tap a button of the case in hand, and say something."""
    (referral,) = [one for one in await world.referrals() if one.office_code == COUNTY]
    await officer.taps_data(encode_action(act, referral.id, referral.version))
    for words in said:
        await officer.says(words)


async def test_visits_agencies_and_refusals_take_anything(
    sqlite_url: str, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    async with patient(open_database(sqlite_url, vault)) as world:
        director = await enrols(world, "周婶", "儿童主任", "双店镇 三铺村")
        police = await enrols(world, "民警", "部门联系人", "公安")
        officer, lead = await held(world), world.colleagues["张主任"]
        with unharmed(caplog):
            for words in WORST[:9:2]:
                await asks(world, officer, "agency", "★ 公安", words)
                await asks(world, officer, "answered", words, CANCEL)
                await asks(world, officer, "ask_agency", words, words)
                await world.settle()
                card = next(one for one in reversed(police.screen.messages) if one.labels)
                label = next(one for one in ("📨 回复", "📎 再补充") if one in card.labels)
                await police.taps(label, message=card)
                await police.says(words)
                await world.settle()
                await asks(world, officer, "send", "周婶 · 三铺村 · 儿童主任", words)
                await world.settle()
                if director.screen.messages[-1].button("📝 填走访情况"):
                    await director.taps("📝 填走访情况")
                    for said in ("安全", *[words] * 12, "✅ 报给县里"):
                        await director.says(said)
                await asks(world, officer, "close", "查实已处置", words, words, "🏁 确定办结")
                await world.settle()
                await asks(world, lead, "refuse", words)
                await world.settle()
            await is_well(world)
            await every_card_draws(world)
        assert len(await world.referrals()) == 1
        cards = shown_by(officer)
        for heard in ("转介单", "走访情况来了", "领导不同意办结"):
            assert heard in cards, heard


async def test_forged_taps_are_answered_and_change_nothing(
    sqlite_url: str, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    async with patient(open_database(sqlite_url, vault)) as world:
        resident, officer = await in_hand(world)
        before = await world.referrals()
        with unharmed(caplog):
            for person in (resident, officer, world.colleagues["张主任"]):
                for first in range(0, len(FORGED), 50):
                    await asyncio.gather(
                        *(person.taps_data(one) for one in FORGED[first : first + 50])
                    )
                await world.settle()
            await is_well(world)
            await every_card_draws(world)
        assert await world.referrals() == before
        assert len(FORGED) >= 350


async def test_hostile_files_reach_nobody_and_their_names_no_folder(
    sqlite_url: str, vault: Vault, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = SealedFiles(tmp_path / "attachments", vault)
    async with patient(open_database(sqlite_url, vault), files) as world:
        resident = world.resident()
        await cries_for_help(world, resident)
        with unharmed(caplog):
            for place, (data, mime) in enumerate(FILES.values()):
                name = NAMES[place % len(NAMES)]
                await resident.sends_document(data, name=name, mime=mime, caption=WORDS["half-tag"])
            for name in NAMES:
                await resident.sends_document(PDF, name=name, mime="image/jpeg")
            await resident.sends_video(size=3 << 30)
            await resident.sends_photo(size=30 << 20)
            await world.settle()
            await sends(world, resident)
            await every_card_draws(world)
        written = list(tmp_path.rglob("*"))
        assert {one.parent for one in written if one.is_file()} <= {tmp_path, files.folder}
        assert all(re.fullmatch(r"[0-9a-z.-]+", one.name) for one in files.folder.iterdir())
