"""Whatever a resident sends, in any order, does the sensible thing and is never lost."""

import pytest

from bot.terms import Level
from sandbox.faults import DoubleTap, DuplicateUpdate, MalformedUpdate, SwappedUpdates
from tests.e2e.test_talk import carries, has_at_once, in_hand, shown_by
from tests.e2e.world import DANGER_KEY, DIALECT, World, cries_for_help, keys, sends


async def test_a_photo_that_comes_first_is_the_report(world: World) -> None:
    child, officer = world.resident("小孩"), await world.duty()

    await child.sends_photo(caption="东海县双店镇，弟弟头上流血了，快来")
    await child.sees("📞 110")
    card = await officer.sees("特急")
    assert "🖼 照片" in card.text
    assert "流血" in card.text


async def test_an_emergencys_number_and_code_are_told_at_once_and_stay_the_same(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    assert "🧒 6-7岁\n" in (await officer.sees("特急")).text
    told = await resident.sees("已经送到值班的人那里")
    await sends(world, resident)
    again = await resident.sees("我记下了，正在叫值班的人")
    for name in ("编号：", "暗语："):
        assert told.text.split(name)[1].splitlines()[0] == again.text.split(name)[1].splitlines()[0]

    # Who only taps that there is danger, and then says nothing, knows them as well.
    silent = world.resident("不说话的人")
    await silent.says("/report")
    await world.settle()
    await silent.presses(DANGER_KEY)
    await silent.sees("暗语：")


async def test_attachments_reach_the_officer_as_covered_copies_that_cannot_be_passed_on(
    world: World,
) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await resident.sends_photo()
    await resident.sends_voice()
    await resident.sends_location(34.54, 118.77)
    await world.settle()
    await officer.taps("✅ 接单")
    await world.settle()

    shown = [message for message in officer.screen.messages if message.media is not None]

    assert [message.media.kind for message in shown if message.media] == [
        "photo",
        "voice",
        "location",
    ]
    assert all(message.protected and not message.forwarded for message in shown)
    assert shown[0].media
    assert shown[0].media.spoiler


async def test_an_album_is_attached_photo_by_photo_and_acknowledged_once(world: World) -> None:
    resident = world.resident()
    await resident.says("/report")
    await world.settle()
    await resident.presses("没有")
    await world.settle()
    resident.reads_all()

    await resident.sends_album([None, None, None])
    await world.settle()

    assert len(resident.unread()) == 1


async def test_every_kind_of_message_is_answered(world: World) -> None:
    resident = world.resident()
    senders = (
        resident.sends_photo,
        resident.sends_voice,
        resident.sends_video,
        resident.sends_document,
        resident.sends_sticker,
        resident.sends_contact,
    )
    for send in senders:
        resident.reads_all()
        await send()
        await world.settle()
        assert resident.unread(), send.__name__
    for words in ("", "x" * 4096, "<b>&lt;", "\u202e反\u200b写", "/nonsense", "🙂"):
        resident.reads_all()
        await resident.says(words)
        await world.settle()
        assert resident.unread(), repr(words[:10])
    resident.reads_all()
    await resident.forwards("别人转来的话：东海县有个娃没人管")
    await world.settle()
    assert resident.unread()


async def test_an_edited_message_changes_the_words_on_the_card(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    said = await resident.says(DIALECT)
    await officer.sees("特急")

    await resident.edits(said, DIALECT.replace("六七岁", "才五岁"))

    card = await officer.sees("才五岁")
    assert "（改过）" in card.text
    await resident.sees("改过的话，我记下了")


async def test_carried_words_that_are_edited_are_so_on_the_card_and_call_where_they_mean_danger(
    world: World,
) -> None:
    resident, officer = await in_hand(world)
    said = await carries(resident, officer, "奶奶昨天摔了一跤")
    await resident.edits(said, "奶奶昨天摔断了腿")
    await resident.sees("改过的话，我记下了")
    assert "（改过）" in (await officer.sees("奶奶昨天摔断了腿")).text
    world.forget()

    await resident.edits(said, "他爸现在拿刀砍孩子，流血了")
    await resident.sees("人命要紧")
    card = await officer.sees("拿刀砍孩子")
    assert "特急" in card.text
    (referral,) = await world.referrals()
    assert referral.level == Level.L1


async def test_an_edit_into_danger_of_words_that_an_urgent_case_has_is_there_once(
    world: World,
) -> None:
    resident, officer, said = await has_at_once(world)
    await resident.edits(said, "他爸拿刀砍孩子，流血了")
    await resident.sees("人命要紧")
    await officer.sees("拿刀砍孩子")
    (referral,) = await world.referrals()
    entries = await world.read(lambda work: work.cases.said_in(referral.case_id))
    assert [one.words for one in entries][1:] == ["他爸拿刀砍孩子，流血了"]


async def test_a_place_that_is_edited_is_the_place(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    told = "桃林镇北芹村有个七岁男娃跟奶奶过，补助没到账"
    said = await resident.says(f"东海县{told}")
    await world.settle()
    await resident.presses("没有")
    await resident.sees("桃林镇 北芹村")

    await resident.edits(said, f"东海县{told.replace('桃林镇北芹村', '双店镇三铺村')}")

    await resident.sees("双店镇 三铺村", buttons=["✅ 对，发送"])
    await resident.presses("✅ 对，发送")
    assert "北芹村" not in (await officer.sees("双店镇 三铺村")).text


async def test_danger_edited_into_a_draft_pages_at_once(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    said = await resident.says("东海县双店镇有个小孩，跟奶奶过")
    await world.settle()
    assert await world.referrals() == []

    await resident.edits(said, DIALECT)

    await officer.sees("特急")
    await resident.sees("📞 110")


async def test_more_words_for_an_open_case_are_added_after_asking_or_by_themselves(
    world: World,
) -> None:
    resident, officer = await in_hand(world, DIALECT)

    await resident.says("今天又听见哭了")
    await resident.sees("", buttons=["补充 连东海-0001", "另一件事"])
    await resident.presses("补充 连东海-0001")
    await resident.sees("补上了")
    await officer.sees("今天又听见哭了")

    await resident.says("门口停了辆白车")
    await world.settle()
    await world.advance(minutes=5)
    await officer.sees("门口停了辆白车")


async def test_further_words_to_an_urgent_case_reach_who_holds_it_at_once(world: World) -> None:
    resident, officer = await in_hand(world, DIALECT)

    await resident.says("他又回来了，在外头敲门")
    await resident.sees("叫值班的人看了", buttons=["补充 连东海-0001", "另一件事"])
    await officer.sees("在外头敲门")
    await resident.says("邻居也听见了")
    told = await resident.sees("这句也记到那件事里了")
    assert "另一件事" not in told.text
    await officer.sees("邻居也听见了")
    officer.reads_all()

    await resident.says("另外，村东头的水塘没有围栏")
    await resident.sees("", buttons=["补充 连东海-0001", "另一件事"])
    assert "水塘" not in shown_by(officer)
    await resident.presses("补充 连东海-0001")
    await resident.sees("补上了")
    await officer.sees("水塘没有围栏")
    (referral,) = await world.referrals()
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    assert [one.words for one in said[1:]] == [
        "他又回来了，在外头敲门",
        "邻居也听见了",
        "另外，村东头的水塘没有围栏",
    ]


async def test_who_writes_on_in_an_emergency_is_told_that_each_word_arrives(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await resident.says("娃掉河里头了！！快来人 石榴街道 东海")
    await resident.sees("孩子大概多大")
    await resident.says("捞上来了没气了咋办")
    told = await resident.sees("这句也送到值班的人那里了")
    assert "120" in told.text
    assert "孩子大概多大" in told.text
    await officer.taps("✅ 接单")
    await world.settle()
    officer.reads_all()
    await resident.presses("跳过 ▶️")
    await resident.sees("我理解的是")
    await resident.says("村医来了，在按胸口")
    assert "我理解的是" in (await resident.sees("这句也送到值班的人那里了")).text
    await officer.sees("报告人有补充")
    await officer.sees("在按胸口")


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("我在东海县双店镇，我爸天天打我，脸上都是血", "你几岁了"),
        ("我一个人在家害怕", "现在有危险吗"),
        ("I'm 10 and my mom left me alone", "现在有危险吗"),
    ],
)
async def test_a_child_is_told_that_it_did_right_and_is_spoken_to_as_a_child(
    world: World, words: str, asked: str
) -> None:
    child, other = world.resident("小雨"), world.resident()
    await child.says(words)
    told = await child.sees("你说出来，做得对。这不是你的错")
    assert "12355" in told.text
    assert asked in told.text
    await world.settle()
    await sends(world, child)
    received = await child.sees("编号：")
    assert "做得对" in received.text
    for wrong in ("孩子大概多大", "有孩子正在危险里", "孩子现在在哪里"):
        assert wrong not in shown_by(child)
    await other.says("东海县双店镇有个小孩，跟奶奶过，补助没到账")
    await other.sees("有孩子正在危险里吗")
    assert "不是你的错" not in shown_by(other)


async def test_a_child_in_danger_is_told_to_get_away_and_never_to_call_whoever_is_near(
    world: World,
) -> None:
    child, other, officer = world.resident("小雨"), world.resident(), await world.duty()
    await child.says("我在东海县双店镇，我爸天天打我，脸上都是血")
    told = await child.sees("先离开，躲到安全的地方")
    assert all(number in told.text for number in ("110", "120", "119"))
    await child.sees("你几岁了")
    await sends(world, child)
    await officer.taps("✅ 接单")
    child.reads_all()
    for further in ("他拿刀砍人了", "流了好多血"):
        await child.says(further)
        await child.sees("先离开，躲到安全的地方")
    await child.presses("补充 连东海-0001")
    said = await child.says("外面还有人")
    await world.settle()
    child.reads_all()
    await child.edits(said, "他又拿刀过来了")
    await child.sees("先离开，躲到安全的地方")
    assert "喊身边的大人" not in shown_by(child)
    await other.says("东海县双店镇有个小孩被他爸打得满脸是血")
    await other.sees("喊身边的大人")


async def test_words_of_another_county_wait_for_where_they_belong(world: World) -> None:
    resident, officer = await in_hand(world, DIALECT)
    await resident.says("赣榆区青口镇有个娃天天一个人在家")
    await resident.sees("您说的我收到了", buttons=["补充 连东海-0001", "另一件事"])
    assert "青口镇" not in shown_by(officer)


async def test_what_an_urgent_case_was_told_stays_there_and_another_matter_is_asked_about_once(
    world: World,
) -> None:
    resident, officer = await in_hand(world, DIALECT)
    for words in ("他爸还在家里喝酒", "门口停了辆白车"):
        await resident.says(words)
        await officer.sees(words)
    await resident.says("另外，牛山街道有个水塘没有围栏")
    told = await resident.sees("补充以前的事，还是另一件事", buttons=["另一件事"])
    assert "已经记到" not in told.text
    await resident.says("赣榆区青口镇也有个水塘没有围栏")
    await world.settle()
    world.forget()
    await resident.presses("另一件事")
    await world.settle()
    asked = [one.text for one in resident.unread()]
    assert sum("正在危险里吗" in text for text in asked) == 1
    await sends(world, resident)
    (other,) = [one for one in await world.referrals() if one.holder_id is None]
    said = await world.read(lambda work: work.cases.said_in(other.case_id))
    assert [one.words for one in said] == [
        "另外，牛山街道有个水塘没有围栏",
        "赣榆区青口镇也有个水塘没有围栏",
    ]
    assert not any("另一件事" in one.text for one in officer.unread())


async def test_another_matter_becomes_a_case_of_its_own(world: World) -> None:
    resident = world.resident()
    await cries_for_help(world, resident)
    await sends(world, resident)

    await resident.says("另外东海县牛山街道有个孩子辍学了，想问问咋办")
    await world.settle()
    await resident.presses("另一件事")
    await world.settle()
    await sends(world, resident)

    world.forget()
    await resident.says("/status")
    listed = await resident.sees("连东海-0002")
    assert "连东海-0001" in listed.text
    assert len(await world.referrals()) == 2


async def test_withdrawing_an_urgent_report_says_that_the_case_goes_on(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    await cries_for_help(world, resident)
    await sends(world, resident)
    world.forget()

    await resident.says("/withdraw")
    await world.settle()
    await resident.presses("撤回")
    await world.settle()

    assert len(await world.referrals()) == 1
    await officer.sees("报告人已撤回")


async def test_an_enquiry_left_alone_waits_with_one_gentle_reminder(world: World) -> None:
    resident = world.resident()
    await resident.says("你好，想问问孤儿基本生活费的标准是多少")
    await world.settle()
    resident.reads_all()

    await world.advance(minutes=31)
    assert len(resident.unread()) == 1
    resident.reads_all()
    await world.advance(days=3)
    assert not resident.unread()
    await resident.says("接着说，是孤儿补助")
    await world.settle()
    assert resident.unread()


async def test_writing_very_fast_is_slowed_with_one_kind_word_and_nothing_is_dropped(
    world: World,
) -> None:
    resident = world.resident()
    await cries_for_help(world, resident)
    for number in range(25):
        await resident.says(f"补充第{number}句")
    await world.settle()

    kind = [m for m in resident.screen.messages if "一句也不会丢" in m.text]
    assert len(kind) == 1
    case_id = (await world.referrals())[0].case_id
    said = await world.read(lambda work: work.cases.said_in(case_id))
    words = {entry.words for entry in said}
    assert {f"补充第{number}句" for number in range(25)} <= words


async def test_english_speakers_are_answered_in_english_and_may_switch(world: World) -> None:
    anna = world.resident("Anna", language="en")
    await anna.says("/report")
    await anna.sees("Step 1 of 6")
    await anna.says("/language")
    await anna.sees("Choose a language", buttons=["中文", "English"])
    await anna.taps("中文")
    await world.settle()
    assert any("中文" in message.text for message in anna.unread())


async def test_duplicate_and_swapped_updates_and_double_taps_count_once(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    world.sandbox.faults.order(DuplicateUpdate())
    await resident.says(DIALECT)
    await world.settle()
    assert len(await world.referrals()) == 1
    world.sandbox.faults.order(DoubleTap())
    await officer.taps("✅ 接单")
    await world.settle()
    assert (await world.referrals())[0].state == "accepted"
    world.sandbox.faults.order(SwappedUpdates())
    await resident.says("先说的")
    await resident.says("后说的")
    await world.settle()
    case_id = (await world.referrals())[0].case_id
    said = await world.read(lambda work: work.cases.said_in(case_id))
    assert {"先说的", "后说的"} <= {entry.words for entry in said}


async def test_a_malformed_update_does_not_keep_the_next_from_being_heard(world: World) -> None:
    resident, officer = world.resident(), await world.duty()
    world.sandbox.faults.order(MalformedUpdate())
    await resident.says("这一条坏了")
    await resident.says(DIALECT)

    await officer.sees("特急")
    assert await world.read(lambda work: work.inbox.count("dead")) == 1


async def test_the_menu_and_the_descriptions_are_set(world: World) -> None:
    resident, lead = world.resident(), world.colleagues["张主任"]
    assert {name for name, _description in resident.screen.commands} >= {
        "report",
        "status",
        "help",
        "stop",
    }
    assert "invite" in {name for name, _description in lead.screen.commands}
    assert keys(resident) == []


async def test_a_greeting_and_a_lost_cow_begin_no_report(world: World) -> None:
    resident = world.resident()
    for words, told in (
        ("你好", "孩子有难处"),
        ("在吗？", "孩子有难处"),
        ("我家牛丢了", "请打 110"),
    ):
        await resident.says(words)
        await resident.sees(told)
        await world.settle()
        assert keys(resident) == ["📝 我要反映"]
    resident.reads_all()
    await world.advance(days=2)
    assert not resident.unread()
    await resident.says("你好，我家孩子没饭吃")
    await resident.sees("都记下了")
    await sends(world, resident)
    resident.reads_all()
    await resident.says("在吗")
    await resident.sees("连-0001")
