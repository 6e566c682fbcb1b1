from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.records import Staff
from tests.storage.world import World, lay_world


@pytest.fixture
async def world(database: Database, now: datetime) -> World:
    return await database.write(lambda work: lay_world(work, now))


async def _queue(database: Database, world: World, member: Staff, now: datetime) -> int:
    return await database.write(
        lambda work: work.pages.queue(
            referral_id=world.referral.id,
            staff_id=member.id,
            kind="page",
            rung=1,
            round=2,
            now=now,
        )
    )


async def _states(database: Database, world: World) -> list[tuple[str, datetime | None]]:
    pages = await database.read(lambda work: work.pages.of(world.referral.id))
    return [(page.state, page.settled_at) for page in pages]


async def test_a_queued_call_is_found_with_its_rung(
    database: Database, world: World, now: datetime
) -> None:
    page_id = await _queue(database, world, world.officer, now)

    page = await database.read(lambda work: work.pages.get(page_id))

    assert (page.staff_id, page.kind, page.rung, page.round) == (world.officer.id, "page", 1, 2)
    assert (page.state, page.queued_at, page.settled_at) == ("queued", now, None)
    assert await database.read(lambda work: work.pages.of(world.referral.id)) == [page]


async def test_unknown_calls_and_cards_are_not_found(database: Database) -> None:
    with pytest.raises(LookupError):
        await database.read(lambda work: work.pages.get(404))
    with pytest.raises(LookupError):
        await database.read(lambda work: work.pages.card(404))


async def test_an_answered_call_stays_answered_whatever_the_wire_says_later(
    database: Database, world: World, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    answered = await _queue(database, world, world.officer, now)
    unanswered = await _queue(database, world, world.lead, now)

    await database.write(
        lambda work: work.pages.acknowledge(world.referral.id, world.officer.id, now)
    )
    await database.write(lambda work: work.pages.settle(answered, "sent", later))
    await database.write(lambda work: work.pages.settle(unanswered, "failed", later))

    assert await _states(database, world) == [("acknowledged", now), ("failed", later)]


async def test_cards_are_found_by_referral_and_by_the_message_they_stand_in(
    database: Database, world: World, now: datetime
) -> None:
    async def lay(member: Staff, page_id: int | None = None) -> int:
        return await database.write(
            lambda work: work.pages.lay_card(
                referral_id=world.referral.id,
                staff_id=member.id,
                person_id=member.person_id,
                now=now,
                page_id=page_id,
            )
        )

    page_id = await _queue(database, world, world.officer, now)
    first, second = await lay(world.officer, page_id), await lay(world.lead)
    await database.write(
        lambda work: work.pages.note_drawn(first, message_id=55, drawn=b"a drawing")
    )

    cards = await database.read(lambda work: work.pages.cards_of(world.referral.id))
    assert [card.id for card in cards] == [first, second]
    assert [card.page_id for card in cards] == [page_id, None]
    assert (cards[0].message_id, cards[0].drawn) == (55, b"a drawing")
    assert (cards[1].message_id, cards[1].drawn) == (None, None)
    person_id = world.officer.person_id
    assert await database.read(lambda work: work.pages.card_at(person_id, 55)) == cards[0]
    assert await database.read(lambda work: work.pages.card_at(person_id, 56)) is None
    elsewhere = world.lead.person_id
    assert await database.read(lambda work: work.pages.card_at(elsewhere, 55)) is None


async def test_a_redrawn_card_stays_in_its_message(
    database: Database, world: World, now: datetime
) -> None:
    card_id = await database.write(
        lambda work: work.pages.lay_card(
            referral_id=world.referral.id,
            staff_id=world.officer.id,
            person_id=world.officer.person_id,
            now=now,
        )
    )
    await database.write(lambda work: work.pages.note_drawn(card_id, message_id=55, drawn=b"1"))
    await database.write(lambda work: work.pages.note_drawn(card_id, message_id=None, drawn=b"2"))

    card = await database.read(lambda work: work.pages.card(card_id))
    assert (card.message_id, card.drawn) == (55, b"2")
