"""A case whose holder left goes on: what its agencies say and owe is lost to nobody."""

from bot.services.slips import Slips, wanted
from bot.views.cards import encode_action
from bot.views.confer_menus import encode_confer
from bot.views.menus import encode_tap
from sandbox.people import Person
from storage.records import Referral
from storage.work import UnitOfWork
from tests.e2e.test_agencies_in_chat import adds, dismisses, joins, only_call
from tests.e2e.test_duty_rosters import heard
from tests.e2e.test_restricted import kinds
from tests.e2e.test_talk import in_hand
from tests.e2e.test_visits import held
from tests.e2e.world import World


async def released(world: World, officer: Person) -> Referral:
    """Let the holder leave service; the case goes back to the ladder."""
    await dismisses(world.colleagues["张主任"], officer.name)
    await world.settle()
    (referral,) = await world.referrals()
    assert referral.holder_id is None
    return referral


async def test_contacts_are_reminded_and_heard_while_nobody_holds_the_case(world: World) -> None:
    police, partner = await joins(world, "王警官"), await joins(world, "钱警官")
    officer = await held(world)
    await adds(world, officer)
    await police.taps("✍️ 签收", message=await police.sees("请协办"))
    await world.settle()
    referral = await released(world, officer)
    world.forget()

    await dismisses(world.colleagues["张主任"], police.name)
    await world.settle()
    await partner.sees("还在等你们", buttons=["✍️ 签收"])
    assert "agency-left" in [kind for kind, _ in await kinds(world, referral.case_id)]

    before = heard(partner, "还在等你们")
    await world.advance(minutes=11)
    assert heard(partner, "还在等你们") == before + 1
    call = await only_call(world)
    assert call.next_at is not None
    assert call.next_at > world.clock.now()

    await partner.taps("📨 回复", message=await partner.sees("还在等你们"))
    await partner.sees("怎么样了")
    await partner.says("孩子带到派出所了")
    await partner.sees("的回复已给县里")
    await world.settle()
    said = await world.read(lambda work: work.cases.said_in(referral.case_id))
    assert "公安：孩子带到派出所了" in [one.words for one in said]
    (now,) = await world.referrals()
    assert now.next_deadline_at is not None
    backup = await world.duty("backup")
    await backup.taps_data(encode_action("show", now.id, now.version))
    await backup.sees("孩子带到派出所了")


async def test_the_lead_of_a_case_that_nobody_holds_is_not_taken_by_a_helper(
    world: World,
) -> None:
    officer = await held(world)
    (referral,) = await world.referrals()
    ids = {
        one.name: one.id for one in await world.read(lambda work: work.staff.in_office("320722"))
    }
    for act in ("add", "give"):
        await officer.taps_data(encode_confer(act, ids["王芳"], referral.id))
        await world.settle()
    await released(world, officer)
    wang = world.colleagues["王芳"]
    tap = await wang.taps_data(encode_confer("take", ids["王芳"], referral.id))
    await world.settle()
    assert "情况变了" in (tap.toast or "")
    assert (await world.referrals())[0].holder_id is None


async def test_an_agency_on_paper_is_not_hastened(world: World) -> None:
    _, officer = await in_hand(world)
    await officer.taps("🏛 加派部门")
    await officer.sees("请哪个部门协办")
    await officer.says("★ 民政")
    await officer.sees("做什么")
    await officer.says("看看补助")
    await officer.sees("已记：加派")
    await world.settle()
    before = await only_call(world)
    (referral,) = await world.referrals()
    await officer.taps_data(encode_tap("level", "1", referral.id))
    await world.settle()
    assert (await world.referrals())[0].level == 1
    assert await only_call(world) == before


async def test_a_form_is_not_sent_to_who_may_not_read_the_case_any_more(world: World) -> None:
    officer, city = await held(world), world.colleagues["赵科长"]
    await adds(world, officer)
    call = await only_call(world)
    (referral,) = await world.referrals()
    assert referral.holder_id is not None
    form = wanted(call.id, referral.holder_id)

    def leaves(work: UnitOfWork) -> bool:
        return Slips(world.bot.hotline, work, world.clock.now()).message(form) is not None

    assert await world.read(leaves)
    await city.taps_data(encode_tap("county", "320707", referral.id))
    await world.settle()
    assert not await world.read(leaves), "what has not left yet does not leave any more"
