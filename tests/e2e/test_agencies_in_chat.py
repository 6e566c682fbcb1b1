"""Contacts of agencies in chat: called with what the form shows, waited for, and answered."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Telegram, build_bot
from bot.demo import COUNTY
from bot.services.agencies import Agencies
from bot.services.casework import Casework
from bot.services.command_menu import LOCAL_COMMANDS
from bot.services.setting_back import SettingBack
from bot.views.cards import encode_action
from sandbox.faults import Forbidden
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from sandbox.posts import Attachment
from storage.casework_records import AgencyCall, AgencyTalk
from storage.database import open_database
from storage.encryption import Vault
from storage.evidence import SealedFiles
from storage.work import UnitOfWork
from tests.e2e.test_corrections import reports
from tests.e2e.test_dismissed import commands_of
from tests.e2e.test_hostile_input import CALM
from tests.e2e.test_restricted import WORDS, kinds, restricted_case
from tests.e2e.test_visits import TOLD, held
from tests.e2e.world import ROOT, World, agreed, county, policies

PURPOSE = "请到家里看看孩子身上的伤，必要时带离"
# A Tuesday at eleven at night in Jiangsu.
NIGHT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


async def joins(world: World, name: str, agency: str = "公安") -> Person:
    """Let the county's lead invite a contact of an agency, who opens the link."""
    lead, contact = world.colleagues["张主任"], world.sandbox.add_person(name)
    await lead.says(f"/invite 部门联系人 {name} {agency}")
    made = await lead.sees(f"给 {name}")
    await contact.opens(made.text.split("?start=")[1].split()[0])
    await contact.sees(f"{agency}在东海县未保中心的部门联系人")
    await world.settle()
    contact.reads_all()
    return contact


async def adds(world: World, officer: Person, agency: str = "公安") -> ScreenMessage:
    """Let the holder of the case ask an agency to help; return what they are told."""
    await officer.taps("🏛 加派部门")
    await officer.sees("请哪个部门协办")
    keys = [key for row in officer.screen.reply_keyboard or () for key in row]
    await officer.presses(next(one for one in keys if one.endswith(agency)))
    await officer.sees("做什么")
    await officer.says(PURPOSE)
    told = await officer.sees("已记：加派")
    await world.settle()
    return told


async def only_call(world: World) -> AgencyCall:
    """Return the call of the case that is open."""
    referral = (await world.referrals())[0]
    return (await world.read(lambda work: work.agency_calls.of(referral.id)))[-1]


async def talk_of(world: World, call: AgencyCall) -> AgencyTalk:
    """Return how the call stands in the chat."""
    talk = await world.read(lambda work: work.agency_talks.about(call.id))
    assert talk is not None
    return talk


def all_text(person: Person) -> str:
    """Return everything that stands on a phone."""
    return "\n".join(message.text for message in person.screen.messages)


async def a_night(world: World) -> None:
    """Tell the long story: nobody sees the call, then it is seen, asked about, answered, over."""
    police = await joins(world, "王警官")
    partner = await joins(world, "钱警官")
    officer = await held(world, world.resident("多嘴的邻居"))
    assert "已发到 王警官、钱警官 的手机上" in (await adds(world, officer)).text
    await officer.sees("转介单")
    card = await police.sees("请协办", buttons=["✍️ 签收", "📨 回复", "↩️ 退回/不属于我们"])
    for fact in ("连东海-0001-", "特急", "双店镇", "三铺村", PURPOSE, "东海县未保中心", "前回复"):
        assert fact in card.text, fact
    await partner.sees("请协办")
    world.forget()

    for _ in range(2):  # The reminders go on at night until somebody has seen it.
        await world.advance(minutes=11)
        await police.sees("还在等你们", buttons=["✍️ 签收"])
        await partner.sees("还在等你们")
        await officer.sees("公安 还没有人签收")
        world.forget()

    await police.taps("✍️ 签收")
    await world.settle()
    signed = await officer.sees("王警官 11-24 23:22 签收")
    assert not any("还没有人签收" in one.text for one in officer.screen.messages), signed
    await world.advance(minutes=11)
    assert not any("还在等你们" in one.text for one in (*police.unread(), *partner.unread()))

    await officer.taps("💬 问部门", message=await officer.sees("等 公安 回复"))
    await officer.sees("想问部门什么")
    await officer.says("到了吗？孩子在家吗？")
    await officer.sees("问过公安了")
    again = await police.sees("承办人又问", buttons=["✍️ 签收"])
    assert "到了吗？孩子在家吗？" in again.text
    assert PURPOSE in again.text
    world.forget()

    await police.taps("📨 回复", message=again)
    await police.sees("怎么样了")
    await police.sends_photo(caption="到门口了")
    await police.sees("还可以发")
    await world.settle()
    await police.says("民警已到场，孩子带到派出所")
    await police.sees("的回复已给县里")
    await world.settle()
    told = await officer.sees("部门回复来了")
    for fact in ("民警已到场，孩子带到派出所", "到门口了", "王警官", "到了吗？孩子在家吗？"):
        assert fact in told.text, fact
    over = partner.screen.messages[-1]
    assert "王警官 已回复" in over.text
    assert over.labels == ("📎 再补充",)
    await world.advance(hours=3)
    assert not any("还在等你们" in one.text for one in (*police.unread(), *partner.unread()))

    await closes(world, officer)
    for person in (police, partner):
        assert "不再等回复" in all_text(person)
        for secret in (TOLD, "邻居", "匿名", "反映人", "暴力", PURPOSE, "三铺村"):
            assert secret not in all_text(person), secret


async def closes(world: World, officer: Person) -> None:
    """Let the holder close the case, and the lead agree."""
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("查实已处置", "看过了", "看过了", "🏁 确定办结"):
        await officer.says(words)
        await world.settle()
    await agreed(world)


async def test_a_night_call_is_repeated_seen_asked_about_and_answered(
    sqlite_url: str, vault: Vault
) -> None:
    async with county(open_database(sqlite_url, vault), at=NIGHT) as world:
        await a_night(world)


async def test_the_same_night_on_postgresql(migrated_postgres_url: str, vault: Vault) -> None:
    async with county(open_database(migrated_postgres_url, vault), at=NIGHT) as world:
        await a_night(world)


async def test_a_contact_sees_and_does_nothing_but_the_calls_to_their_agency(world: World) -> None:
    police = await joins(world, "王警官")
    teacher = await joins(world, "孙老师傅", "教育")
    officer = await held(world)
    await adds(world, officer)
    call = await only_call(world)
    referral = (await world.referrals())[0]

    await police.says("/mine")
    await police.sees("请协办", buttons=["✍️ 签收"])
    await teacher.says("/mine")
    await teacher.sees("现在没有要你们办的")
    for act in ("sign", "answer", "refuse"):
        for person in (teacher, officer, world.colleagues["张主任"], world.resident("生人")):
            await person.says("/menu")
            await world.settle()
            tap = await person.taps_data(f"a:{act}:{call.id}")
            assert "不能办" in (tap.toast or ""), (person.name, act)
    for action in ("show", "words", "accept", "note", "agency", "close"):
        tap = await police.taps_data(encode_action(action, referral.id, referral.version))
        assert "不能办" in (tap.toast or ""), action
    for command in ("/open", "/duty", "/roster", "/invite 值班员 我", "/dismiss", "/cover"):
        await police.says(command)
    await world.settle()
    for person in (police, teacher):
        for secret in (TOLD, "李敏", "张主任", "匿名", "?start="):
            assert secret not in all_text(person), secret
    assert (await talk_of(world, call)).signed_by is None


async def test_of_two_who_sign_at_once_one_has_it_and_the_other_reads_who(world: World) -> None:
    contacts = [await joins(world, name) for name in ("王警官", "钱警官")]
    officer = await held(world)
    await adds(world, officer)
    call = await only_call(world)
    taps = await asyncio.gather(*(one.taps_data(f"a:sign:{call.id}") for one in contacts))
    await world.settle()

    signed_by = (await talk_of(world, call)).signed_by
    assert signed_by is not None
    name = await world.read(lambda work: work.staff.get(signed_by).name)
    toasts = sorted(tap.toast or "" for tap in taps)
    assert sum("签收了：" in toast for toast in toasts) == 1, toasts
    assert sum(f"{name} 已经签收了" in toast for toast in toasts) == 1, toasts
    for contact in contacts:
        card = await contact.sees("请协办")
        assert f"{name} 今天 10:00 已签收" in card.text
        assert "✍️ 签收" not in card.labels
    steps = await kinds(world, (await world.referrals())[0].case_id)
    assert [kind for kind, _ in steps].count("agency-signed") == 1


async def test_a_call_that_is_given_back_goes_to_the_officer_at_once(world: World) -> None:
    police, partner = await joins(world, "王警官"), await joins(world, "钱警官")
    officer = await held(world)
    await adds(world, officer)
    card = await police.sees("请协办")
    await police.taps("↩️ 退回/不属于我们", message=card)
    await police.sees("为什么退回")
    await police.presses("不在我们辖区")
    await police.sees("已退回县里")
    told = await officer.sees("部门退回了")
    assert "退回：不在我们辖区" in told.text
    assert "等 公安 回复" not in told.text
    assert "王警官 已退回" in partner.screen.messages[-1].text
    tap = await partner.taps_data(f"a:sign:{(await only_call(world)).id}")
    assert "已经结束" in (tap.toast or "")
    world.forget()
    await world.advance(hours=3)
    assert not any("还在等你们" in one.text for one in (*police.unread(), *partner.unread()))


async def test_who_shuts_the_bot_out_is_told_to_the_holder_at_once(world: World) -> None:
    police = await joins(world, "王警官")
    officer = await held(world)
    await adds(world, officer)
    await police.taps("✍️ 签收", message=await police.sees("请协办"))
    await world.settle()
    world.forget()
    await police.blocks()
    await world.settle()
    assert "部门联系人收不到消息 王警官" in (await officer.sees("部门的联系人收不到消息了")).text
    call = await only_call(world)
    assert (call.state, (await talk_of(world, call)).signed_by) == ("open", None)

    await police.unblocks()
    await police.says("/mine")
    await world.settle()
    await police.sees("还在等你们", buttons=["✍️ 签收"])


async def test_a_contact_whose_phone_refuses_the_call_is_told_to_the_holder(world: World) -> None:
    police, partner = await joins(world, "王警官"), await joins(world, "钱警官")
    officer = await held(world)
    world.sandbox.faults.order(Forbidden(), method="sendMessage", chat=police.id)
    world.forget()
    await adds(world, officer)
    await officer.sees("部门的联系人收不到消息了")
    await partner.sees("请协办", buttons=["✍️ 签收"])
    await world.advance(minutes=11)
    await partner.sees("还在等你们")


async def test_dismissal_in_mid_call_ends_access_and_gives_the_call_back(world: World) -> None:
    police, partner = await joins(world, "王警官"), await joins(world, "钱警官")
    officer, lead = await held(world), world.colleagues["张主任"]
    await adds(world, officer)
    await police.taps("✍️ 签收", message=await police.sees("请协办"))
    await world.settle()
    world.forget()
    await dismisses(lead, "王警官")
    await world.settle()
    await police.sees("您已不在东海县未保中心任职")
    for secret in (PURPOSE, "三铺村"):
        assert secret not in all_text(police)
    call = await only_call(world)
    assert (await talk_of(world, call)).signed_by is None
    await partner.sees("还在等你们", buttons=["✍️ 签收"])
    await officer.sees("或者不再任职")
    for act in ("sign", "answer", "refuse"):
        tap = await police.taps_data(f"a:{act}:{call.id}")
        assert "不能办" in (tap.toast or ""), act
    await police.says("/mine")
    await police.sees("不能办")

    world.forget()
    await dismisses(lead, "钱警官")
    await world.settle()
    card = await officer.sees("或者不再任职", buttons=["📨 部门回复"])
    assert "💬 问部门" not in card.labels
    await world.advance(hours=2, minutes=1)
    await officer.sees("公安 到期还没有回复")


async def dismisses(lead: Person, name: str) -> None:
    """Let the lead take somebody out of service."""
    await lead.says(f"/dismiss {name}")
    asked = await lead.sees("谁离岗")
    assert asked is not None
    keys = [key for row in lead.screen.reply_keyboard or () for key in row]
    await lead.presses(next(one for one in keys if one.startswith(name)))
    await lead.sees("马上看不到任何案件")
    await lead.presses("🚪 确定离岗")


async def test_what_is_told_after_the_end_is_kept_and_the_holder_hears_of_it(world: World) -> None:
    police = await joins(world, "王警官")
    officer = await held(world)
    await adds(world, officer)
    referral = (await world.referrals())[0]
    await police.taps("📨 回复", message=await police.sees("请协办"))
    await police.sees("怎么样了")
    await closes(world, officer)
    world.forget()
    await police.says("后来又去看过一次")
    await police.sees("已记到案件上")
    await officer.sees("又有回复")
    await world.settle()
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    assert any(one.words == "公安：后来又去看过一次" for one in said)

    # Once the case's words are erased nothing is taken in any more, and that is said.
    def erase(work: UnitOfWork) -> None:
        work.retention.erase(referral.case_id, now=world.clock.now(), why="retention")

    await world.database.write(erase)
    over = next(one for one in police.screen.messages if "不再等回复" in one.text)
    await police.taps("📎 再补充", message=over)
    await police.sees("怎么样了")
    await police.says("第三次")
    await police.sees("请直接打县里的电话")


@pytest.mark.parametrize("way", ["decline", "transfer"])
async def test_a_case_that_goes_back_or_away_ends_the_call(world: World, way: str) -> None:
    police = await joins(world, "王警官")
    officer, lead = await held(world), world.colleagues["张主任"]
    await adds(world, officer)
    referral = (await world.referrals())[0]
    if way == "transfer":
        await lead.taps_data(f"m:county:320707:{referral.id}")
    else:
        await world.database.write(lambda work: _declined(world, work, referral.id))
    await world.settle()
    assert "不再等回复" in (await police.sees("连东海-0001-", buttons=["📎 再补充"])).text
    assert PURPOSE not in all_text(police)
    world.forget()
    await world.advance(hours=3)
    assert not any("还在等你们" in one.text for one in police.unread())


async def test_calls_of_a_case_are_numbered_on_whoever_has_it(world: World) -> None:
    await joins(world, "王警官")
    officer = await held(world)
    await adds(world, officer)
    first = await only_call(world)
    await world.colleagues["张主任"].taps_data(f"m:county:320707:{first.referral_id}")
    await world.settle()

    def add(work: UnitOfWork) -> str:
        case_id = work.referrals.get(first.referral_id).case_id
        staff = work.staff.in_office(COUNTY)[0]
        calls = Agencies(world.bot.hotline, work, world.clock.now())
        return calls.add(work.referrals.current_of(case_id), staff, "公安", PURPOSE).number

    second = await world.database.write(add)

    case = first.number.removesuffix("-1")
    assert (first.number, second) == (f"{case}-1", f"{case}-2")


def _declined(world: World, work: UnitOfWork, referral_id: int) -> None:
    referral = work.referrals.get(referral_id)
    assert referral.holder_id is not None
    casework = Casework(world.bot.hotline, work, world.clock.now())
    holder = work.staff.get(referral.holder_id)
    casework.decline(referral, holder, reason="-", owner_code="320707")


async def test_a_restricted_case_is_called_as_on_paper_and_each_reading_is_put_down(
    world: World,
) -> None:
    police = await joins(world, "王警官")
    referral = await restricted_case(world)
    officer = await world.duty()
    await officer.taps("✅ 接单", message=await officer.sees("限制查看"))
    await world.settle()
    await adds(world, officer)
    card = await police.sees("请协办")
    assert WORDS not in card.text
    assert "性侵" not in card.text
    steps = await kinds(world, referral.case_id)
    assert ("read", "王警官") in steps
    assert ("read", officer.name) in steps
    before = steps.count(("read", "王警官"))
    await police.says("/mine")
    await world.settle()
    assert (await kinds(world, referral.case_id)).count(("read", "王警官")) == before + 1


async def test_a_restart_in_mid_call_forgets_nothing(sqlite_url: str, vault: Vault) -> None:
    async with county(open_database(sqlite_url, vault), at=NIGHT) as world:
        police = await joins(world, "王警官")
        officer = await held(world)
        await adds(world, officer)
        await police.taps("📨 回复", message=await police.sees("请协办"))
        await police.sees("怎么样了")
        await world.bot.stop()
        world.clock.advance(timedelta(minutes=11))
        database = open_database(sqlite_url, vault)
        telegram = Telegram(world.sandbox.token, world.sandbox.bot_api_url)
        again = await build_bot(
            policies(), ROOT / "calendar.yaml", database, telegram, world.clock, tick_seconds=None
        )
        world.bot = again
        world.database = database
        await world.bot.start()
        await world.bot.tick()
        await world.settle()
        await police.sees("还在等你们", buttons=["✍️ 签收"])
        await officer.sees("公安 还没有人签收")
        await police.says("到了，孩子没事")
        await police.sees("的回复已给县里")
        await officer.sees("到了，孩子没事")
        await again.stop()


async def test_a_case_that_becomes_urgent_makes_its_calls_urgent(world: World) -> None:
    await reports(world, world.resident(), CALM)
    referral = (await world.referrals())[0]
    police, officer = await joins(world, "王警官"), await world.duty()
    await officer.taps_data(encode_action("accept", referral.id, referral.version))
    await world.settle()
    await adds(world, officer)
    world.forget()
    await officer.taps_data(f"m:level:1:{referral.id}")
    await world.settle()
    assert "特急" in (await police.sees("还在等你们")).text
    call = await only_call(world)
    now = world.clock.now()
    assert (call.next_at, call.due_at) == (now + timedelta(minutes=10), now + timedelta(hours=2))


async def test_a_clock_that_is_set_back_leaves_no_call_unsigned_for_long(world: World) -> None:
    await joins(world, "王警官")
    officer = await held(world)
    await adds(world, officer)
    call = await only_call(world)
    far = world.clock.now() + timedelta(days=300)
    await world.database.write(lambda work: work.agency_calls.wait(call, far))
    hotline, now = world.bot.hotline, world.clock.now()
    await world.database.write(lambda work: SettingBack(hotline, work, now).everything_else())
    again = await only_call(world)
    assert again.next_at is not None
    assert again.next_at <= world.clock.now() + timedelta(days=2)


async def test_words_in_reply_to_the_card_are_the_answer_and_others_get_a_hint(
    world: World,
) -> None:
    police = await joins(world, "王警官")
    assert await commands_of(world, police) == list(LOCAL_COMMANDS)
    officer = await held(world)
    await adds(world, officer)
    card = await police.sees("请协办")
    await police.says("到了，门锁着")
    await police.sees("请点那张卡片上的")
    await police.sends(Attachment("photo", caption="门锁着"), reply_to=card)
    await police.sees("还可以发")
    await police.presses("✅ 都发完了")
    await police.sees("的回复已给县里")
    told = await officer.sees("部门回复来了")
    assert "门锁着" in told.text
    assert (await only_call(world)).state == "answered"
    await police.says("邻居说去外婆家了", reply_to=card)
    await police.sees("已记到案件上")
    assert "邻居说去外婆家了" in (await officer.sees("部门回复来了")).text


async def test_files_of_an_agency_are_kept_sealed_whoever_puts_them_down(
    sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    files = SealedFiles(tmp_path / "attachments", vault)
    async with county(open_database(sqlite_url, vault), files=files) as world:
        police = await joins(world, "王警官")
        officer = await held(world)
        referral = (await world.referrals())[0]
        await adds(world, officer, "教育")  # Nobody of it is in the chat: the officer types.
        await officer.taps("📨 部门回复", message=await officer.sees("等 教育 回复"))
        await officer.sees("部门怎么说")
        await officer.sends_photo(caption="回执")
        await officer.sees("记下了")
        await adds(world, officer)
        world.forget()
        await police.taps("📨 回复", message=police.screen.messages[-1])
        await police.sees("怎么样了")
        await police.sends_album([None, None])
        await police.sends_voice()
        await police.sends(Attachment("document", b"%PDF-1.4", name="出警记录.pdf"))
        await world.settle()
        await police.presses("✅ 都发完了")
        await police.sees("的回复已给县里")
        await world.settle()
        await officer.sees("部门回复来了")
        await world.advance(seconds=3)  # An album waits for its parts.
        rows = await world.read(lambda work: work.attachments.of_case(referral.case_id))
        kinds_kept = sorted(row.kind for row in rows.values())
        assert kinds_kept == ["document", "photo", "photo", "photo", "voice"]
        said = await world.read(lambda work: work.cases.said_in(referral.case_id))
        by_agencies = [one for one in said if one.kind == "agency"]
        assert len(by_agencies) == len(kinds_kept)
        pictures = [one for one in officer.screen.messages if one.media and one.from_bot]
        # Two forms, and what the police sent; the officer's own picture is there already.
        assert [one.media.kind for one in pictures if one.media] == [
            *("document", "document", "voice", "document", "photo", "photo")
        ]


async def test_a_form_that_a_contact_left_is_gone_on_with(world: World) -> None:
    police = await joins(world, "王警官")
    officer = await held(world)
    await adds(world, officer)
    await police.taps("↩️ 退回/不属于我们", message=await police.sees("请协办"))
    await police.sees("为什么退回")
    await world.advance(hours=1, minutes=1)
    await police.says("/menu")
    await world.settle()
    menu = police.screen.messages[-1]
    await police.taps(menu.labels[0], message=menu)
    await police.sees("为什么退回")
    await police.says("已经移交给刑侦")
    await police.sees("已退回县里")
    assert "退回：已经移交给刑侦" in (await officer.sees("部门退回了")).text


async def test_nobody_is_of_the_office_and_of_an_agency_nor_of_two(world: World) -> None:
    police, officer = await joins(world, "王警官"), world.colleagues["陈刚"]
    lead = world.colleagues["张主任"]
    for words, who in (("值班员 王警官", police), ("部门联系人 王警官 教育", police)):
        await lead.says(f"/invite {words}")
        made = await lead.sees("给 王警官")
        await who.opens(made.text.split("?start=")[1].split()[0])
        await who.sees("已有别的身份")
    await lead.says("/invite 部门联系人 陈刚 公安")
    made = await lead.sees("给 陈刚")
    await officer.opens(made.text.split("?start=")[1].split()[0])
    await officer.sees("已有别的身份")
    here = await world.read(lambda work: work.staff.in_office("320722"))
    assert {(one.name, one.role) for one in here} >= {("陈刚", "officer"), ("王警官", "agency")}


@pytest.mark.parametrize("words", ["王警官", "公安", "王警官 没有局", ""])
async def test_an_invitation_says_for_which_agency(world: World, words: str) -> None:
    lead = world.colleagues["张主任"]
    await lead.says(f"/invite 部门联系人 {words}")
    await lead.sees("要写明是哪个部门" if words else "用法：")


async def test_calls_are_reminded_in_working_time_where_nothing_burns(world: World) -> None:
    await reports(world, world.resident(), CALM)
    referral = (await world.referrals())[0]
    police = await joins(world, "王警官")
    officer = await world.duty()
    await officer.taps_data(encode_action("accept", referral.id, referral.version))
    await world.settle()
    await adds(world, officer)
    call = await only_call(world)
    # Four working hours after ten in the morning: until noon, and from half past one.
    assert call.next_at == datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    await world.advance(hours=5, minutes=20)
    assert not any("还在等你们" in one.text for one in police.unread())
    await world.advance(minutes=11)
    await police.sees("还在等你们")
    again = await only_call(world)
    assert again.next_at is not None
    assert again.next_at.astimezone(world.bot.hotline.zone).date().day == 25
