"""A reporter talks on from another phone, and the one before learns nothing of it."""

from bot.services.letters import Letters
from sandbox.faults import TooMany
from sandbox.people import Person
from storage.work import UnitOfWork
from tests.e2e.hostile import WORDS
from tests.e2e.test_visits import held
from tests.e2e.world import World, cries_for_help, sends

NUMBER = "连东海-0001"
HOSTILE = ("half-tag", "braces", "controls", "rtl", "longest-escaped", "number-wide")


async def code_of(first: Person) -> str:
    """Return the code that the reporter was given."""
    told = await first.sees("暗语：")
    return told.text.split("暗语：")[1].split("\n")[0]


async def proves(world: World, phone: Person, code: str) -> None:
    """Give number and code on a phone."""
    await phone.says("/check")
    await phone.sees("编号")
    await phone.says(NUMBER)
    await world.settle()
    await phone.says(code)
    await world.settle()


async def moved(world: World) -> tuple[Person, Person, Person, str]:
    """Let somebody report, and go on from another phone; return both, the officer and the code."""
    first, second = world.resident("第一部手机"), world.resident("第二部手机")
    officer = await held(world, first)
    code = await code_of(first)
    await world.settle()
    first.reads_all()
    await proves(world, second, code)
    return first, second, officer, code


async def asks(world: World, officer: Person, words: str) -> None:
    await officer.taps("❓ 问报告人")
    await officer.sees("请写问题")
    await officer.says(words)
    await world.settle()


async def every_word(world: World) -> list[str]:
    """Return all that was said in the open cases."""
    cases = [one.case_id for one in await world.referrals()]
    said = await world.read(lambda work: [work.cases.said_in(case_id) for case_id in cases])
    return [entry.words or "" for entries in said for entry in entries]


def everything(phone: Person) -> str:
    return "".join(message.text for message in phone.screen.messages)


async def adds(world: World, phone: Person, words: str) -> None:
    await phone.says(words)
    await phone.sees("还是另一件事")
    await phone.presses(f"补充 {NUMBER}")
    await phone.sees("补上了")
    await world.settle()


async def test_words_and_answers_go_from_and_to_the_newest_phone_only(world: World) -> None:
    first, second, officer, _ = await moved(world)
    assert "打得嗷嗷叫" not in everything(second), "what was said before is not shown"
    await officer.sees("报告人换了手机")
    await adds(world, second, "我躲到姑姑家了")
    card = await officer.sees("我躲到姑姑家了")
    assert "📱 另一部手机" in card.text

    await asks(world, officer, "姑姑家安全吗？")
    await second.sees("姑姑家安全吗")
    await second.says("安全")
    await second.sees("您的回答送到了")
    await officer.sees("安全")
    await officer.taps("📞 已联系")
    await world.settle()
    await second.sees(NUMBER)
    assert not first.unread(), "the phone before is told nothing"
    await first.says("/status")
    await first.sees(NUMBER)
    await proves(world, first, "不对的暗语 一二三")
    for secret in ("姑姑", "另一部", "这个手机", "以前的手机"):
        assert secret not in everything(first)


async def test_the_phone_before_still_is_heard_and_the_officer_sees_which_it_is(
    world: World,
) -> None:
    first, second, officer, code = await moved(world)
    await adds(world, first, "没事了，不用来了")
    card = await officer.sees("没事了")
    assert "⚠️ 以前的手机" in card.text
    second.reads_all()
    # Its owner has it back: whoever gives number and code last is written to.
    await proves(world, first, code)
    await first.sees("🔎")
    assert "这个手机" not in everything(first), "nothing tells that there was another one"
    await asks(world, officer, "现在说话方便吗？")
    await first.sees("现在说话方便吗")
    assert not any("现在说话方便吗" in one.text for one in second.unread())


async def test_what_waits_when_the_first_phone_was_emptied_comes_to_the_other(
    world: World,
) -> None:
    first, second = world.resident("第一部手机"), world.resident("第二部手机")
    officer = await held(world, first)
    code = await code_of(first)
    await first.says("/stop")
    await world.settle()
    await asks(world, officer, "你现在在哪？")
    assert "你现在在哪" not in everything(first)

    await proves(world, second, code)
    await second.sees("你现在在哪")
    await second.says("在学校")
    await second.sees("您的回答送到了")
    await second.says("/stop")
    await world.settle()
    await asks(world, officer, "老师知道吗？")
    for phone in (first, second):
        assert "老师知道吗" not in everything(phone), "it waits for whoever knows the code"
    await proves(world, second, code)
    await second.sees("老师知道吗")


async def test_how_it_stands_is_told_once_and_before_what_the_office_asked(world: World) -> None:
    first, second = world.resident("第一部手机"), world.resident("第二部手机")
    officer = await world.duty()
    await cries_for_help(world, first)
    await sends(world, first)
    code = await code_of(first)
    await first.says("/stop")
    await world.settle()
    await officer.taps("✅ 接单")
    await world.settle()
    await asks(world, officer, "你现在在哪？")

    await proves(world, second, code)
    await second.sees("你现在在哪")
    await world.settle()
    told = [one.text for one in second.screen.messages if one.from_bot]
    places = [
        next(place for place, text in enumerate(told) if words in text)
        for words in ("有人接手了", "这个手机", "你现在在哪")
    ]
    assert places == sorted(places)
    assert sum("接手" in text for text in told) == 1


async def test_a_letter_on_its_way_to_the_phone_before_does_not_arrive_there(
    world: World,
) -> None:
    first, second = world.resident("第一部手机"), world.resident("第二部手机")
    officer = await held(world, first)
    await second.says("/help")
    await world.settle()
    # Telegram lets the question wait, and in the meantime the phone is given up.
    world.sandbox.faults.order(TooMany(300), method="sendMessage", chat=first.id)
    await asks(world, officer, "门能锁上吗？")

    def given_up(work: UnitOfWork) -> tuple[bool, bool]:
        """Give the phone up, and draw the letter for both before it has left to either."""
        here, there = (work.people.with_chat(str(one.id)) for one in (first, second))
        assert here is not None
        assert there is not None
        report = work.cases.reports_by(here.id)[0]
        letters = Letters(world.bot.hotline, work, world.clock.now())
        work.phones.prove(report.id, there.id, world.clock.now())
        letters.readdressed(report)
        (letter,) = work.letters.waiting_of(report.id)
        return letters.drawn(letter.id, here.id) is None, letters.drawn(letter.id, there.id) is None

    assert await world.database.write(given_up) == (True, False)
    world.bot.sender.wake()
    await second.sees("门能锁上吗")
    await world.advance(minutes=6)
    assert "门能锁上吗" not in everything(first)


async def test_what_waits_for_the_hours_of_the_phone_before_comes_to_the_other(
    world: World,
) -> None:
    first, second = world.resident("第一部手机"), world.resident("第二部手机")
    officer = await held(world, first)
    code = await code_of(first)
    await first.says("/hours")
    await first.sees("什么时候给您发消息")
    await first.presses("20:00-22:00")
    await world.settle()
    await first.presses("只有我看")
    await world.settle()
    await asks(world, officer, "门能锁上吗？")
    await proves(world, second, code)
    await second.sees("门能锁上吗")
    await world.advance(hours=11)
    assert "门能锁上吗" not in everything(first)


async def test_who_only_looked_something_up_gets_nothing_more(world: World) -> None:
    first, second, officer, _ = await moved(world)
    looked = await second.sees("发到这个手机", buttons=["只是看一下，还发到以前的手机"])
    await second.taps("只是看一下，还发到以前的手机", message=looked)
    await second.sees("这里不再收到")
    second.reads_all()
    await asks(world, officer, "还好吗？")
    await first.sees("还好吗")
    assert not second.unread()
    again = await second.taps("只是看一下，还发到以前的手机", message=looked)
    assert again.toast
    await second.says("/status")
    await second.sees("这里没有您说过的事")


async def test_another_phone_takes_nothing_back_and_staff_take_no_talk_over(world: World) -> None:
    first, second, officer, code = await moved(world)
    for command in ("/withdraw", "/erase", "/receipt"):
        second.reads_all()
        await second.says(command)
        await world.settle()
        assert not any(NUMBER in one.text for one in second.unread()), command

    def report(work: UnitOfWork) -> int:
        person = work.people.with_chat(str(first.id))
        assert person is not None
        return work.cases.reports_by(person.id)[0].id

    report_id = await world.read(report)
    for act in ("withdraw", "proof", "look"):
        phone = first if act == "look" else second
        tap = await phone.taps_data(f"r:{act}:{'teacher-' if act == 'proof' else ''}{report_id}")
        assert tap.toast, act

    other = world.colleagues["陈刚"]
    await proves(world, other, code)
    await other.sees("🔎")
    assert "这个手机" not in everything(other)
    await asks(world, officer, "现在呢？")
    await second.sees("现在呢")
    assert "现在呢" not in everything(other)


async def test_the_same_number_of_a_message_is_another_message_on_another_phone(
    world: World,
) -> None:
    first, second, officer, _ = await moved(world)
    await adds(world, second, "她手上有伤")
    said = next(one for one in second.screen.messages if one.text == "她手上有伤")
    await second.edits(said, "她手上脚上都有伤")
    await officer.sees("她手上脚上都有伤")

    def found_by(work: UnitOfWork, phone: Person) -> bool:
        person = work.people.with_chat(str(phone.id))
        assert person is not None
        theirs = work.said.by_person(person.id, said.message_id)
        return theirs is not None and theirs.words == "她手上脚上都有伤"

    assert await world.read(lambda work: found_by(work, second))
    assert not await world.read(lambda work: found_by(work, first))


async def test_anything_typed_on_the_other_phone_arrives(world: World) -> None:
    _, second, officer, _ = await moved(world)
    for name in HOSTILE:
        await second.says(WORDS[name])
        await world.settle()
        await second.presses(f"补充 {NUMBER}")
        await second.sees("补上了")
        await world.settle()
    (referral,) = await world.referrals()
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    phones = await world.read(lambda work: work.phones.said_in(referral.case_id))
    theirs = {one.words for one in said if phones.get(one.id) == "other"}
    assert theirs == {WORDS[name] for name in HOSTILE}
    officer.reads_all()


async def test_danger_from_the_other_phone_calls_at_once(world: World) -> None:
    _, second, officer, _ = await moved(world)
    await second.says("他找到这里来了，正在砸门，要打死我们，快来人")
    await second.sees("叫值班的人看了")
    await world.settle()
    card = await officer.sees("正在砸门")
    assert "📱 另一部手机" in card.text


async def test_wrong_codes_move_nothing(world: World) -> None:
    first, second = world.resident("第一部手机"), world.resident("别人")
    officer = await held(world, first)
    await sends_wrong(world, second)
    await asks(world, officer, "在吗？")
    await first.sees("在吗")
    assert "在吗" not in everything(second)


async def sends_wrong(world: World, phone: Person) -> None:
    await proves(world, phone, "苹果 苹果 苹果 苹果")
    await phone.sees("对不上")


async def test_number_and_code_without_a_command_are_looked_up_and_kept_nowhere(
    world: World,
) -> None:
    first, second = world.resident("第一部手机"), world.resident("第二部手机")
    officer = await held(world, first)
    code = await code_of(first)
    await world.settle()
    for typed in (f"{NUMBER} {code}", f"/check {NUMBER} {code}", f"/check\n{NUMBER}\n{code}"):
        second.reads_all()
        await second.says(typed)
        await second.sees(f"🔎 {NUMBER}")
        await world.settle()
    second.reads_all()
    # A number alone is asked for its code.
    await second.says(NUMBER)
    await second.sees("四个词")
    await second.says(code)
    await second.sees(f"🔎 {NUMBER}")
    # And so it is on a phone that has something to add, or to report.
    await second.says("她又哭了")
    await second.sees("还是另一件事")
    second.reads_all()
    await second.says(f"编号{NUMBER} 暗语{code}")
    await second.sees(f"🔎 {NUMBER}")
    await second.sees("还是另一件事")
    await second.presses(f"补充 {NUMBER}")
    await second.sees("补上了")
    await world.settle()

    third = world.resident("第三部手机")
    await third.says("东海县双店镇有个小孩，跟奶奶过，补助没到账")
    await world.settle()
    third.reads_all()
    await third.says(f"{NUMBER} {code} 她今天也没上学")
    await third.sees(f"🔎 {NUMBER}")
    await third.says("苹果 香蕉 西瓜 桃子")
    await third.sees("这像是暗语")
    await third.says(f"{NUMBER} 苹果 香蕉 西瓜 月光")
    await third.sees("对不上")
    await sends(world, third)
    said = await every_word(world)
    assert any("她又哭了" in words for words in said)
    assert any("她今天也没上学" in words for words in said)
    for secret in (*code.split(), "苹果", "月光"):
        assert not any(secret in words for words in said)
        assert secret not in everything(officer)


async def test_codes_typed_without_a_command_are_not_guessed_in_a_row(world: World) -> None:
    first, stranger = world.resident("第一部手机"), world.resident("生人")
    await held(world, first)
    for tried in range(11):
        await stranger.says(f"{NUMBER} 苹果 苹果 苹果 苹果")
        await stranger.sees("对不上" if tried < 10 else "试的次数太多了")
        await world.settle()
