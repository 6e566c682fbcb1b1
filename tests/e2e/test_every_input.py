"""Every question, command and kind of file is given hostile words; a new one cannot hide.

What there is to be answered is asked of the product itself. A question that is added is tried with
the rest; a dialogue that is added fails the test until it is said here how it begins.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest

from bot.demo import staff_roster
from bot.flows.dialogue import Dialogue, Flow
from bot.flows.visiting import MYSELF
from bot.handlers import marking, officer, resident
from bot.services.enrolment import NAME_LENGTH, PAYLOAD
from bot.views.card_buttons import encode_action
from bot.views.menus import encode_tap
from bot.views.prompts import label_of
from sandbox.messages import MediaKind
from sandbox.people import Person
from sandbox.posts import Attachment
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.records import DialogueRow, Referral
from storage.work import UnitOfWork
from tests.e2e.test_agencies_in_chat import joins
from tests.e2e.test_hostile_input import (
    CALM,
    COUNTY,
    EVERY,
    WORST,
    every_card_draws,
    is_report,
    is_well,
    kept,
    patient,
    unharmed,
)
from tests.e2e.test_visits import enrols
from tests.e2e.world import World, agreed, cries_for_help, keys, sends

LANGUAGE = "zh-CN"
COMMANDS = {**resident.COMMANDS, **officer.COMMANDS, **marking.COMMANDS}
KINDS: tuple[MediaKind, ...] = tuple(
    one for one in get_args(MediaKind) if one not in ("location", "contact")
)
# What stands behind commands of three people, under files of each kind, and as a name.
COMMANDS_AND_NAMES = 3 * (len(COMMANDS) + 2 + len(WORST)) + 2 * len(KINDS) + len(EVERY)
NAVIGATION = frozenset({"back", "cancel", "skip"})
# Answers that make the questions after them needless.
SHORTCUTS = frozenset({MYSELF, "none"})


@dataclass(slots=True)
class Stage:
    """A county at work, and whoever writes to it; `tried` counts what each question was told."""

    world: World
    director: Person
    tried: dict[tuple[str, str], int] = field(default_factory=dict)
    contacts: dict[str, Person] = field(default_factory=dict)

    async def begins(self, flow: Flow) -> Person:
        """Let somebody come to the dialogue in the way that people do."""
        await self.world.settle()
        person = await BEGINNINGS[flow.name](self)
        await self.world.settle()
        return person

    async def reports(self, *, urgent: bool = False) -> Person:
        """Let somebody new report."""
        reporter = self.world.resident()
        if urgent:
            await cries_for_help(self.world, reporter)
        else:
            await reporter.says(CALM)
            await self.world.settle()
        await sends(self.world, reporter)
        return reporter

    async def case(self, *, urgent: bool = False) -> tuple[Person, Person, Referral]:
        """Return the reporter, the officer who holds the case, and its referral."""
        reporter, holder = await self.reports(urgent=urgent), await self.world.duty()
        referral = max(await self.world.referrals(), key=lambda one: one.case_id)
        await holder.taps_data(encode_action("accept", referral.id, referral.version))
        await self.world.settle()
        return reporter, holder, await self.again(referral)

    async def again(self, referral: Referral) -> Referral:
        """Return the referral as it stands now."""
        return await self.world.read(lambda work: work.referrals.get(referral.id))

    async def act(self, name: str) -> Person:
        """Let the holder of a new case tap a button of its card."""
        _, holder, referral = await self.case()
        await holder.taps_data(encode_action(name, referral.id, referral.version))
        return holder

    async def closes(self) -> tuple[Person, Person, Referral]:
        """Let a holder wish to close a new case."""
        reporter, holder, referral = await self.case(urgent=True)
        await holder.taps_data(encode_action("close", referral.id, referral.version))
        for words in ("查实已处置", "看过了", "看过了", "🏁 确定办结"):
            await holder.says(words)
            await self.world.settle()
        return reporter, holder, await self.again(referral)

    async def closed(self) -> tuple[Person, Referral]:
        """Return the reporter of a new case that was closed."""
        reporter, _, referral = await self.closes()
        await agreed(self.world)
        return reporter, await self.again(referral)

    async def row(self, person: Person) -> DialogueRow | None:
        """Return where the person stands."""

        def find(work: UnitOfWork) -> DialogueRow | None:
            met = work.people.with_chat(str(person.id))
            return work.dialogues.of(met.id) if met else None

        return await self.world.read(find)

    async def keep(self, row: DialogueRow) -> None:
        """Put the person back to where they stood."""
        await self.world.database.write(lambda work: work.dialogues.keep(row))

    async def hears(self, person: Person, row: DialogueRow) -> list[DialogueRow]:
        """Say each of the words at one question; return where those led that were taken."""
        taken, half = [], WORST[len(self.tried) % 2 :: 2]
        for words in half:
            await self.keep(row)
            await person.says(words)
            await self.world.settle()
            now = await self.row(person)
            if now is not None and now.flow == row.flow and now.state != row.state:
                taken.append(now)
        where = (row.flow, row.state)
        self.tried[where] = self.tried.get(where, 0) + len(half)
        return taken

    async def walks(self, flow: Flow) -> None:
        """Go through a form to its end, with hostile words wherever words are taken."""
        person = await self.begins(flow)
        row = await self.row(person)
        assert row is not None, flow.name
        assert row.flow == flow.name
        for place, state in enumerate(flow.states):
            row = replace(row, state=state) if row.state != state else row
            taken = await self.hears(person, row)
            if taken:
                row = taken[place % len(taken)]
                await self.keep(row)
                continue
            await self.keep(row)
            await self.chooses(person, flow, row)
            row = await self.row(person) or row

    async def chooses(self, person: Person, flow: Flow, row: DialogueRow) -> None:
        """Take the first answer that is offered and leads on."""
        prompt = flow.prompt(dialogue_of(row))
        offered = [one for one in chain(*prompt.rows) if one.id not in NAVIGATION | SHORTCUTS]
        if offered:
            await person.says(label_of(offered[0], self.world.bot.hotline.texts, LANGUAGE))
            await self.world.settle()

    async def stands_everywhere(self, flow: Flow) -> None:
        """Let somebody stand at each question of a flow that leaps, one after the other."""
        person = await self.begins(flow)
        row = await self.row(person)
        assert row is not None, flow.name
        for state in flow.states:
            await self.hears(person, replace(row, state=state))


def dialogue_of(row: DialogueRow) -> Dialogue:
    return Dialogue(row.flow, row.version, row.state, json.loads(row.memory))


async def by_command(who: Person, command: str) -> Person:
    await who.says(command)
    return who


async def _report(stage: Stage) -> Person:
    return await by_command(stage.world.resident(), CALM)


async def _addition(stage: Stage) -> Person:
    return await by_command(await stage.reports(), "还有一件事要说一说")


async def _inquiry(stage: Stage) -> Person:
    return await by_command(stage.world.resident(), "/check")


async def _complaint(stage: Stage) -> Person:
    return await by_command(stage.world.resident(), "/complain")


async def _wishes(stage: Stage) -> Person:
    return await by_command(stage.world.resident(), "/hours")


async def _withdrawal(stage: Stage) -> Person:
    return await by_command(await stage.reports(), "/withdraw")


async def _erasure(stage: Stage) -> Person:
    return await by_command((await stage.closed())[0], "/erase")


async def _feedback(stage: Stage) -> Person:
    reporter, _ = await stage.closed()
    met = await stage.world.read(lambda work: work.people.with_chat(str(reporter.id)))
    assert met is not None
    reports = await stage.world.read(lambda work: work.cases.reports_by(met.id))
    await reporter.taps_data(f"r:again:{reports[0].id}")
    return reporter


async def _lower(stage: Stage) -> Person:
    _, holder, referral = await stage.case()
    await holder.taps_data(encode_tap("level", "4", referral.id))
    return holder


async def _swap(stage: Stage) -> Person:
    return await by_command(await stage.world.duty(), "/swap")


async def _absent(stage: Stage) -> Person:
    return await by_command(await stage.world.duty(), "/absent")


async def _cover(stage: Stage) -> Person:
    return await by_command(stage.world.colleagues["张主任"], "/cover")


async def _part(stage: Stage) -> Person:
    _, _, first = await stage.case()
    _, holder, second = await stage.case()
    await holder.taps_data(f"j:join:{first.id}:{second.id}")
    await stage.world.settle()
    joined = await stage.again(first)
    await holder.taps_data(encode_action("part", joined.id, joined.version))
    return holder


async def _dismiss(stage: Stage) -> Person:
    return await by_command(stage.world.colleagues["张主任"], "/dismiss")


async def _refuse(stage: Stage) -> Person:
    _, _, referral = await stage.closes()
    lead = stage.world.colleagues["张主任"]
    await lead.taps_data(encode_action("refuse", referral.id, referral.version))
    return lead


async def _reopen(stage: Stage) -> Person:
    _, referral = await stage.closed()
    lead = stage.world.colleagues["张主任"]
    await lead.taps_data(encode_action("open_again", referral.id, referral.version))
    return lead


async def _agency_answer(stage: Stage) -> Person:
    _, holder, referral = await stage.case()
    for said in ("公安", "教育"):
        referral = await stage.again(referral)
        await holder.taps_data(encode_action("agency", referral.id, referral.version))
        await stage.world.settle()
        key = next(one for one in keys(holder) if one.endswith(said))
        await holder.says(key)
        await holder.says("请看看")
        await stage.world.settle()
    referral = await stage.again(referral)
    await holder.taps_data(encode_action("answered", referral.id, referral.version))
    return holder


async def _visit(stage: Stage) -> Person:
    _, holder, referral = await stage.case(urgent=True)
    await holder.taps_data(encode_action("send", referral.id, referral.version))
    await stage.world.settle()
    await holder.says("周婶 · 三铺村 · 儿童主任")
    await holder.says("看看孩子")
    await stage.world.settle()
    task = await stage.director.sees("请去走访")
    await stage.director.taps("📝 填走访情况", message=task)
    return stage.director


async def _ask_agency(stage: Stage) -> Person:
    """Let the holder ask agencies in chat: two of them, so that which one is a question."""
    _, holder, referral = await stage.case()
    for name, agency in (("民警", "公安"), ("老师", "教育")):
        if agency not in stage.contacts:
            stage.contacts[agency] = await joins(stage.world, name, agency)
        referral = await stage.again(referral)
        await holder.taps_data(encode_action("agency", referral.id, referral.version))
        await stage.world.settle()
        await holder.says(next(one for one in keys(holder) if one.endswith(agency)))
        await holder.says("请看看")
        await stage.world.settle()
    referral = await stage.again(referral)
    await holder.taps_data(encode_action("ask_agency", referral.id, referral.version))
    return holder


def _on_call(act: str) -> Callable[[Stage], Awaitable[Person]]:
    async def taps(stage: Stage) -> Person:
        holder = await _ask_agency(stage)
        await holder.says("/menu")
        await stage.world.settle()
        referral = max(await stage.world.referrals(), key=lambda one: one.case_id)
        calls = await stage.world.read(lambda work: work.agency_calls.of(referral.id))
        await stage.contacts["公安"].taps_data(f"a:{act}:{calls[0].id}")
        return stage.contacts["公安"]

    return taps


def _acts(name: str) -> Callable[[Stage], Awaitable[Person]]:
    return lambda stage: stage.act(name)


BEGINNINGS: Mapping[str, Callable[[Stage], Awaitable[Person]]] = {
    "report": _report,
    "addition": _addition,
    "inquiry": _inquiry,
    "feedback": _feedback,
    "withdrawal": _withdrawal,
    "erasure": _erasure,
    "decline": _acts("decline"),
    "ask": _acts("ask"),
    "note": _acts("note"),
    "close": _acts("close"),
    "lower": _lower,
    "swap": _swap,
    "absent": _absent,
    "cover": _cover,
    "wishes": _wishes,
    "complaint": _complaint,
    "ask-visit": _acts("send"),
    "visit": _visit,
    "agency": _acts("agency"),
    "agency-answer": _agency_answer,
    "ask-agency": _ask_agency,
    "answer-call": _on_call("answer"),
    "refuse-call": _on_call("refuse"),
    "refuse": _refuse,
    "reopen": _reopen,
    "part": _part,
    "dismiss": _dismiss,
}
LEAPING = frozenset({"report", "addition"})


async def test_every_question_of_every_dialogue_takes_anything(
    sqlite_url: str, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    async with patient(open_database(sqlite_url, vault)) as world:
        stage = Stage(world, await enrols(world, "周婶", "儿童主任", "双店镇 三铺村"))
        flows = world.bot.hotline.flows.every
        with unharmed(caplog):
            for flow in flows:
                walk = stage.stands_everywhere if flow.name in LEAPING else stage.walks
                await walk(flow)
            await is_well(world)
            await every_card_draws(world)
        found = await kept(world)
    assert [words for words in WORST if is_report(words) and words not in found] == []
    questions = {(flow.name, state) for flow in flows for state in flow.states}
    assert set(stage.tried) == questions
    assert sum(stage.tried.values()) == len(questions) * len(WORST) // 2


async def test_every_command_name_and_caption_takes_anything(
    sqlite_url: str, vault: Vault, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = SealedFiles(tmp_path / "attachments", vault)
    async with patient(open_database(sqlite_url, vault), files) as world:
        stage = Stage(world, await enrols(world, "周婶", "儿童主任", "双店镇 三铺村"))
        reporter, holder, _ = await stage.case()
        lead = world.colleagues["张主任"]
        tried = 0
        with unharmed(caplog):
            for who in (reporter, lead, stage.director):
                tried += await commands(world, who)
            tried += await captions(world, reporter)
            await world.advance(minutes=3)  # A chat is wiped some minutes after `/stop`.
            await is_well(world)
            await every_card_draws(world)
            tried += await names(world, lead)
            await offered(world, holder)
            await is_well(world)
    assert tried == COMMANDS_AND_NAMES


async def commands(world: World, who: Person) -> int:
    """Say each command with hostile words behind it, in answer to the latest message."""
    for place, command in enumerate((*COMMANDS, "nonsense", "")):
        words = WORST[place % len(WORST)]
        latest = next((one for one in reversed(who.screen.messages) if one.from_bot), None)
        await who.says(f"/{command} {words}"[:4096], reply_to=latest)
        await world.settle()
    for words in WORST:
        await who.says(f"/start {PAYLOAD}{words}"[:4096])
    await world.settle()
    return len(COMMANDS) + 2 + len(WORST)


async def captions(world: World, who: Person) -> int:
    """Send each kind of file under hostile words and a hostile name."""
    await who.says(CALM)
    for place, kind in enumerate(KINDS):
        for words in (WORST[place % len(WORST)], WORST[-1 - place]):
            await who.sends(Attachment(kind, name=words, caption=words[:1024]))
            await world.settle()
    await sends(world, who)
    return len(KINDS) * 2


async def names(world: World, lead: Person) -> int:
    """Let people join under every name that the lead can write."""
    for role in ("值班员", "儿童主任"):
        where = " 双店镇 三铺村" if role == "儿童主任" else ""
        for words in EVERY[:: 1 if role == "值班员" else 6]:
            called = " ".join(words.split())[:NAME_LENGTH].strip()
            await lead.says(f"/invite {role} {called}{where}")
            await world.settle()
            said = lead.screen.messages[-1].text
            if "?start=" in said:
                newcomer = world.resident("新来的")
                await newcomer.opens(said.split("?start=")[1].split()[0])
                await world.settle()
    joined = await world.read(lambda work: [one.name for one in work.staff.in_office(COUNTY)])
    assert sum("密语" in one for one in joined) > len(EVERY) / 2, joined
    return len(EVERY)


async def offered(world: World, holder: Person) -> None:
    """See the names as keys, in lists and in the month's picture; and ask one of them to swap."""
    await staff_roster(world.bot, [holder])
    lead = world.colleagues["张主任"]
    for who, command in ((lead, "/dismiss"), (lead, "/roster"), (lead, "/duty"), (holder, "/swap")):
        await who.says(command)
        await world.settle()
    await holder.says(keys(holder)[0])
    await world.settle()
    colleagues = [one for one in keys(holder) if "密语" in one]
    assert len(colleagues) > len(EVERY) / 2
    for colleague in colleagues[::5]:
        await holder.says(colleague)
        await world.settle()
        asked = holder.screen.messages[-1].text
        assert "第 3/4 步" in asked or "第 4/4 步" in asked
        await holder.says("返回")
        await world.settle()
