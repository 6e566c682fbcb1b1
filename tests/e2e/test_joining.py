"""Two neighbours and one child: joined in two taps, and neither learns of the other."""

from sqlalchemy import select

from sandbox.people import Person
from storage.records import Case
from storage.tables import cases
from storage.work import UnitOfWork
from tests.e2e.test_visits import held
from tests.e2e.world import World, agreed, cries_for_help, sends

FIRST, SECOND = "连东海-0001", "连东海-0002"
ALIKE = "东海县双店镇三铺村那家又打孩子了，六岁的小孩哭得厉害，满脸是血，快来人"
MILDER = "东海县双店镇三铺村有个六岁的小孩，冬天没有棉衣穿，家里断粮了"


async def reports(world: World, name: str, words: str = ALIKE) -> Person:
    """Let another neighbour report."""
    neighbour = world.resident(name)
    await cries_for_help(world, neighbour, words)
    await sends(world, neighbour)
    return neighbour


async def two_neighbours(world: World) -> tuple[Person, Person, Person]:
    """Let two neighbours report one child; the officer holds the first report."""
    first = world.resident("东头的邻居")
    officer = await held(world, first)
    second = await reports(world, "西头的邻居")
    for neighbour in (first, second):
        neighbour.reads_all()
    return first, second, officer


async def joins(world: World, officer: Person, number: str = SECOND) -> None:
    """Let the officer join in two taps, from the card of the case in hand."""
    card = await officer.sees("可能是同一件事", buttons=["🔗 并案"])
    await officer.taps("🔗 并案", message=card)
    menu = await officer.sees("是不是同一个孩子")
    await officer.taps(f"🔗 是，并案 {number}", message=menu)
    await world.settle()


async def case_of(world: World, number: str) -> Case:
    def find(work: UnitOfWork) -> Case:
        found = select(cases.c.id).where(cases.c.number == number)
        return work.cases.get(int(work.connection.execute(found).scalar_one()))

    return await world.read(find)


async def test_two_neighbours_are_told_their_own_news_and_nothing_of_each_other(
    world: World,
) -> None:
    first, second, officer = await two_neighbours(world)
    await joins(world, officer)
    await officer.sees(f"{SECOND} 已并入 {FIRST}")
    await second.sees("值班的人已经接手了")
    assert len(await world.referrals()) == 1
    card = await officer.sees("2 人报告")
    assert "满脸是血" in card.text

    # What either adds, corrects or asks goes on under a number of their own.
    await second.says("/status")
    listed = await second.sees(SECOND)
    assert FIRST not in listed.text
    said = next(one for one in second.screen.messages if one.text == ALIKE)
    await second.edits(said, ALIKE.replace("满脸", "手上"))
    await officer.sees("手上是血")
    await world.settle()
    first.reads_all()
    second.reads_all()

    await officer.taps("📞 已联系")
    await closes(world, officer)
    results = [await one.sees("办完了") for one in (first, second)]
    for result, mine, other in zip(results, (FIRST, SECOND), (SECOND, FIRST), strict=True):
        assert mine in result.text
        assert other not in result.text
    for neighbour, other in ((first, SECOND), (second, FIRST)):
        assert all(other not in one.text for one in neighbour.screen.messages)


async def closes(world: World, officer: Person) -> None:
    """Let the holder close, and a lead agree."""
    await officer.taps("🏁 办结")
    await officer.sees("结果是哪一种")
    await officer.presses("查实已处置")
    await officer.sees("做了什么")
    await officer.says("派出所到场，孩子送医")
    await officer.sees("怎么告诉报告人")
    await officer.presses("去看过了，情况是真的，已经处理。谢谢您。")
    await officer.sees("请再看一遍")
    await officer.presses("🏁 确定办结")
    await world.settle()
    await agreed(world)
