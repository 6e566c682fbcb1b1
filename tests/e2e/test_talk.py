"""The talk between a reporter and an officer, who never learn of each other."""

from collections.abc import Sequence

import pytest

from sandbox.messages import ScreenMessage
from sandbox.people import Person
from sandbox.posts import Attachment
from tests.e2e.world import DIALECT, World, agreed, sends

CALM = "东海县双店镇有个小孩，跟奶奶过，补助没到账"


async def in_hand(world: World, words: str = CALM) -> tuple[Person, Person]:
    """Return a reporter and the officer who holds their case."""
    resident, officer = world.resident(), await world.duty()
    await resident.says(words)
    await world.settle()
    await sends(world, resident)
    await officer.taps("✅ 接单")
    await world.settle()
    world.forget()
    return resident, officer


async def carries(resident: Person, officer: Person, words: str) -> ScreenMessage:
    """Let the reporter add words to their case."""
    said = await resident.says(words)
    await resident.sees("补充以前的事，还是另一件事")
    await resident.presses("补充 连东海-0001")
    await officer.sees(words)
    return said


async def has_at_once(world: World) -> tuple[Person, Person, ScreenMessage]:
    """Return a reporter, an officer whose urgent case has further words of theirs, and these."""
    resident, officer = await in_hand(world, DIALECT)
    said = await resident.says("他爸还在家里喝酒")
    await officer.sees("还在家里喝酒")
    await resident.sees("这是那件事，还是另一件事")
    return resident, officer, said


async def asks(world: World, officer: Person, words: str) -> ScreenMessage:
    """Let the officer ask the reporter something."""
    await officer.taps("❓ 问报告人")
    await world.settle()
    said = await officer.says(words)
    await world.settle()
    return said


def media_of(person: Person) -> Sequence[ScreenMessage]:
    """Return what the bot sent to the person besides words."""
    return [one for one in person.screen.messages if one.from_bot and one.media is not None]


def shown_by(person: Person) -> str:
    """Return all words of the bot on the person's screen."""
    return "\n".join(one.text for one in person.screen.messages if one.from_bot)


async def test_everything_goes_both_ways_and_no_file_keeps_its_name(world: World) -> None:
    resident, officer = await in_hand(world)
    for send in (
        officer.sends_photo(caption="是这家吗？"),
        officer.sends_voice(),
        officer.sends_video(),
        officer.sends_document(name="李敏的笔记.PDF", caption="请看这个"),
    ):
        await officer.taps("❓ 问报告人")
        await world.settle()
        await send
        await world.settle()
    got = [one.media for one in media_of(resident) if one.media]
    assert [one.kind for one in got] == ["photo", "voice", "video", "document"]
    assert got[3].file
    assert got[3].file.name == "file.pdf"
    assert "是这家吗" in shown_by(resident)

    await resident.sends_document(name="王桂花拍的.docx")
    await world.settle()
    await world.advance(minutes=6)
    carried = [one.media for one in media_of(officer) if one.media]
    assert [one.file.name for one in carried if one.file] == ["file.docx"]
    assert all(one.protected for one in (*media_of(resident), *media_of(officer)))


async def test_albums_stay_together_in_both_directions(world: World) -> None:
    resident, officer = await in_hand(world)
    await officer.taps("❓ 问报告人")
    await world.settle()
    await officer.sends_album([Attachment("photo", caption="是哪一个门？"), None, None])
    await world.settle()
    assert not media_of(resident)
    await world.advance(seconds=3)
    album = media_of(resident)
    assert len(album) == 3
    assert len({one.album for one in album}) == 1
    assert album[0].album is not None

    await resident.sends_album([None, None])
    await world.settle()
    await world.advance(minutes=6)
    await world.advance(seconds=3)
    got = media_of(officer)
    assert len(got) == 2
    assert len({one.album for one in got}) == 1
    assert got[0].album is not None


async def test_a_reporters_edit_reaches_the_officer_with_the_old_words_kept(world: World) -> None:
    resident, officer = await in_hand(world)
    await asks(world, officer, "现在谁在家？")
    said = await resident.says("只有奶奶在家")
    await world.settle()
    world.forget()

    await resident.edits(said, "奶奶也出去了，没人在家")

    card = await officer.sees("✏️ 报告人改了前面的话", buttons=["📄 看全文"])
    assert "没人在家" in card.text
    await officer.taps("📄 看全文")
    whole = await officer.sees("原来写的：只有奶奶在家")
    assert "没人在家" in whole.text


async def test_what_was_said_is_taken_back_by_either(world: World) -> None:
    resident, officer = await in_hand(world)
    await officer.taps("❓ 问报告人")
    await world.settle()
    asked = await officer.sends_photo(caption="这个人是谁？")
    question = await resident.sees("这个人是谁")
    await world.settle()
    assert len(media_of(resident)) == 1

    await officer.says("/delete", reply_to=asked)
    await resident.sees_gone(question)
    await world.settle()
    assert not media_of(resident)
    await officer.sees("收回了，报告人手机上也删掉了")

    said = await resident.says("我就住在他家对门")
    await world.settle()
    await resident.presses("补充 连东海-0001")
    await officer.sees("我就住在他家对门")
    await resident.says("/delete", reply_to=said)
    await resident.sees_gone(said)
    await resident.sees("那句话收回了")
    await world.settle()
    cards = [one.text for one in officer.screen.messages if "受理已" in one.text]
    assert "我就住在他家对门" not in cards[-1]
    assert "（收回了）" in cards[-1]


async def test_an_old_question_that_cannot_be_deleted_says_that_it_was_taken_back(
    world: World,
) -> None:
    resident, officer = await in_hand(world)
    asked = await asks(world, officer, "这个人是谁？")
    await world.advance(hours=49)
    await officer.says("/delete", reply_to=asked)
    await resident.sees("值班的人收回了")
    assert "这个人是谁" not in shown_by(resident)


async def test_the_officer_sees_what_became_of_a_question(world: World) -> None:
    resident, officer = await in_hand(world)
    await asks(world, officer, "现在谁在家？")
    card = await officer.sees("现在谁在家")
    assert "✅ 已送达" in card.text

    await resident.blocks()
    await world.settle()
    world.forget()
    await asks(world, officer, "奶奶多大年纪？")
    await officer.sees("屏蔽了机器人，这句话先留着")
    await world.settle()
    assert "奶奶多大年纪" not in shown_by(resident)
    assert "📵 报告人屏蔽了" in shown_by(officer)

    await resident.unblocks()
    await resident.sees("奶奶多大年纪")
    await world.settle()
    cards = [one.text for one in officer.screen.messages if "受理已" in one.text]
    assert "📵" not in cards[-1]


async def test_who_comes_back_hears_only_what_still_is_so(world: World) -> None:
    resident, officer = await in_hand(world)
    await resident.blocks()
    await world.settle()
    await asks(world, officer, "奶奶多大年纪？")
    await officer.taps("📞 已联系")
    await officer.taps("🏁 办结")
    await world.settle()
    for words in ("帮扶已落实", "", "该帮的已经帮上了。谢谢您。", "🏁 确定办结"):
        await (officer.presses(words) if words else officer.says("送了米面"))
        await world.settle()
    await agreed(world)
    await resident.unblocks()
    await resident.sees("📬")
    await world.settle()
    assert "奶奶多大年纪" not in shown_by(resident)
    assert "已经有人在办了" not in shown_by(resident)


async def test_what_follows_an_answer_goes_with_it_and_thanks_go_nowhere(world: World) -> None:
    resident, officer = await in_hand(world)
    await asks(world, officer, "奶奶身体怎么样？")
    await resident.sees("奶奶身体怎么样")
    for words in ("腿不好", "上个月摔过一回", "现在走不了路"):
        await resident.says(words)
        await resident.sees("您的回答送到了")
        await officer.sees(words)
    await world.settle()
    world.forget()
    for words in ("好的谢谢", "嗯"):
        await resident.says(words)
        await resident.sees("不客气")
        await world.settle()
    assert not officer.unread()

    # What says that it is another matter is asked about, and so is what comes much later.
    await resident.says("另外隔壁有个孩子辍学了")
    await resident.sees("还是另一件事")
    await resident.says("谢谢您")
    await resident.sees("不客气")
    await resident.presses("另一件事")
    await world.settle()
    await sends(world, resident)
    assert len(await world.referrals()) == 2
    await world.advance(minutes=31)
    await resident.says("奶奶今天好些了")
    await resident.sees("还是另一件事")


async def test_danger_after_an_answer_is_asked_about_and_calls_at_once(world: World) -> None:
    resident, officer = await in_hand(world)
    await asks(world, officer, "奶奶身体怎么样？")
    await resident.says("腿不好")
    await resident.sees("您的回答送到了")
    await resident.says("隔壁他爸正拿刀砍孩子，流血了，快来人")
    await resident.sees("叫值班的人看了", buttons=["另一件事"])
    await officer.sees("流血了")


async def test_who_asks_in_plain_words_how_it_stands_is_told(world: World) -> None:
    resident, officer = await in_hand(world)
    for words in ("我的事怎么样了", "有人管吗？"):
        await resident.says(words)
        await resident.sees("连东海-0001　有人接手了")
        await world.settle()
    assert not officer.unread()
    # Who has reported nothing may be speaking of a child.
    stranger = world.resident("生人")
    await stranger.says("有人管吗？")
    await stranger.sees("都记下了")


@pytest.mark.parametrize("words", ["怎么样了", "有结果了吗", "办得怎么样"])
async def test_who_asks_after_stopping_learns_what_a_stranger_learns(
    world: World, words: str
) -> None:
    resident, _ = await in_hand(world)
    await resident.says("/stop")
    await resident.sees("好了。")
    stranger = world.resident("生人")
    for person in (resident, stranger):
        await person.says(words)
        await person.sees("这里没有您说过的事。有编号和暗语的，发 /check 查")
        await world.settle()
    assert "连东海-0001" not in shown_by(resident)
    assert len(await world.referrals()) == 1


async def test_words_that_are_added_together_ring_once(world: World) -> None:
    resident, officer = await in_hand(world)
    for words in ("昨天又来催了", "奶奶说没钱买药", "邻居都知道的"):
        await resident.says(words)
        await world.settle()
    await resident.presses("补充 连东海-0001")
    await world.settle()
    cards = [one for one in officer.unread() if "报告人有补充" in one.text]
    assert len(cards) == 1
    assert "昨天又来催了" in cards[0].text
    assert "邻居都知道的" in cards[0].text
