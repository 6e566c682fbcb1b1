import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.records import OutboxRow
from storage.tables import inbox, outbox
from storage.work import UnitOfWork
from tests.storage.world import World, lay_world

SECOND = timedelta(seconds=1)
LEASE = 60 * SECOND


class Post:
    """The outbox as a test reads: people by short names, messages by their kind."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now
        self.people: dict[str, int] = {}

    async def put(
        self,
        to: str,
        kind: str,
        *,
        priority: int = 1,
        dedupe_key: str | None = None,
        not_before_at: datetime | None = None,
        card_id: int | None = None,
    ) -> int | None:
        def put(work: UnitOfWork) -> int | None:
            person_id = work.people.meet(to, language="zh-CN", now=self.now).id
            return work.outbox.put(
                person_id=person_id,
                kind=kind,
                priority=priority,
                now=self.now,
                payload=f"words of {kind}",
                dedupe_key=dedupe_key,
                not_before_at=not_before_at,
                card_id=card_id,
            )

        return await self.database.write(put)

    async def claim(
        self,
        *,
        at: datetime | None = None,
        token: str = "first",  # noqa: S107 - It names a lease.
        limit: int = 100,
        first_of: int | None = None,
    ) -> Sequence[OutboxRow]:
        moment = at or self.now
        return await self.database.write(
            lambda work: work.outbox.claim(
                now=moment,
                token=token,
                lease_until_at=moment + LEASE,
                limit=limit,
                first_of=first_of,
            )
        )

    async def claimed(self, **options: datetime) -> list[str]:
        return [row.kind for row in await self.claim(**options)]  # type: ignore[arg-type]

    async def settle(self, row: OutboxRow, state: str = "sent") -> bool:
        return await self.database.write(
            lambda work: work.outbox.settle(row, state, now=self.now, message_id=5)
        )

    async def put_back(self, row: OutboxRow, state: str, after: timedelta = 0 * SECOND) -> bool:
        return await self.database.write(
            lambda work: work.outbox.put_back(
                row, state, not_before_at=self.now + after, trouble="TimedOut"
            )
        )

    async def count(self, *states: str) -> int:
        return await self.database.read(lambda work: work.outbox.count(*states))

    async def next_due(self) -> datetime | None:
        return await self.database.read(lambda work: work.outbox.next_due())


@pytest.fixture
def post(database: Database, now: datetime) -> Post:
    return Post(database, now)


async def test_a_message_is_claimed_with_its_words_and_its_lease(post: Post) -> None:
    row_id = await post.put("a", "hello", priority=2)

    (row,) = await post.claim(token="first")

    assert (row.id, row.payload, row.priority) == (row_id, "words of hello", 2)
    assert (row.state, row.lease_token, row.attempts) == ("sending", "first", 0)
    assert (row.repeated, row.plain, row.made_at) == (False, False, post.now)
    assert await post.claim(token="two") == []


async def test_the_most_pressing_leave_first_and_equals_in_order(post: Post) -> None:
    for to, kind, priority in (("a", "news", 3), ("b", "page", 0), ("c", "answer", 1)):
        await post.put(to, kind, priority=priority)
    await post.put("d", "page-2", priority=0)

    assert [row.kind for row in await post.claim(limit=3)] == ["page", "page-2", "answer"]
    assert await post.claimed() == ["news"]


async def test_a_class_whose_turn_it_is_has_one_place_where_it_has_something(post: Post) -> None:
    for to, kind, priority in (("a", "page", 0), ("b", "list", 4), ("c", "list-2", 4)):
        await post.put(to, kind, priority=priority)
    # Behind an answer to the same person; a turn breaks no order.
    await post.put("d", "answer", priority=1)
    await post.put("d", "news", priority=3)

    assert [row.kind for row in await post.claim(limit=1, first_of=4)] == ["list"]
    assert [row.kind for row in await post.claim(limit=2, first_of=3)] == ["page", "answer"]
    assert [row.kind for row in await post.claim(limit=9, first_of=2)] == ["list-2"]


async def test_a_person_gets_one_message_at_a_time_in_order(post: Post) -> None:
    for kind in ("first", "second", "third"):
        await post.put("a", kind)
    await post.put("b", "beside")

    seen = []
    while rows := await post.claim():
        seen.append([row.kind for row in rows])
        for row in rows:
            assert await post.settle(row)

    assert seen == [["first", "beside"], ["second"], ["third"]]


async def test_only_a_more_urgent_message_overtakes(post: Post) -> None:
    await post.put("a", "first", priority=2)
    await post.put("a", "same", priority=2)
    await post.put("a", "calmer", priority=3)
    await post.put("a", "urgent", priority=0)

    order = []
    while rows := await post.claim():
        order += [row.kind for row in rows]
        for row in rows:
            await post.settle(row)

    assert order == ["urgent", "first", "same", "calmer"]


async def test_an_urgent_message_waits_for_the_one_that_is_on_its_way(post: Post) -> None:
    await post.put("a", "calm", priority=3)
    (calm,) = await post.claim()
    await post.put("a", "urgent", priority=0)

    assert await post.claim() == []
    await post.settle(calm)
    assert await post.claimed() == ["urgent"]


async def test_a_message_waits_for_its_time_and_holds_the_calmer_ones_behind_it(
    post: Post,
) -> None:
    await post.put("a", "later", not_before_at=post.now + 5 * SECOND)
    await post.put("a", "behind")
    await post.put("a", "urgent", priority=0)

    (urgent,) = await post.claim()
    assert urgent.kind == "urgent"
    await post.settle(urgent)
    assert await post.claim() == []
    assert await post.claimed(at=post.now + 5 * SECOND) == ["later"]


async def test_a_lease_that_ran_out_is_taken_again_and_marked_as_repeated(post: Post) -> None:
    await post.put("a", "page")
    await post.claim(token="lost")

    assert await post.claim(at=post.now + LEASE - SECOND) == []
    (again,) = await post.claim(at=post.now + LEASE, token="found")

    assert (again.repeated, again.lease_token) == (True, "found")


async def test_a_lease_that_ran_out_goes_before_what_waits_behind_it(post: Post) -> None:
    await post.put("a", "first")
    await post.claim()
    await post.put("a", "second")

    assert await post.claimed(at=post.now + LEASE) == ["first"]


async def test_who_lost_the_lease_cannot_finish(post: Post) -> None:
    await post.put("a", "page")
    (lost,) = await post.claim(token="lost")
    (found,) = await post.claim(at=post.now + LEASE, token="found")

    assert not await post.settle(lost, "failed")
    assert not await post.put_back(lost, "pending")
    assert await post.count("sending") == 1
    assert await post.settle(found)
    assert not await post.settle(found, "failed")
    assert await post.count("sent") == 1


async def test_a_lease_that_ran_out_but_was_not_taken_again_can_still_finish(post: Post) -> None:
    await post.put("a", "page")
    (row,) = await post.claim()

    assert await post.next_due() == post.now + LEASE
    assert await post.settle(row)
    assert await post.claim(at=post.now + 2 * LEASE) == []


async def test_what_is_surely_unsent_is_tried_again_unmarked_and_counted(post: Post) -> None:
    await post.put("a", "page")
    (row,) = await post.claim()
    await post.put_back(row, "pending", 5 * SECOND)

    assert await post.claim() == []
    (again,) = await post.claim(at=post.now + 5 * SECOND, token="two")
    assert (again.repeated, again.attempts, again.payload) == (False, 1, "words of page")


async def test_what_was_perhaps_sent_is_marked_as_repeated(post: Post) -> None:
    await post.put("a", "page")
    (row,) = await post.claim()
    await post.put_back(row, "uncertain", 15 * SECOND)

    (again,) = await post.claim(at=post.now + 15 * SECOND, token="two")
    assert again.repeated
    await post.put_back(again, "pending")
    (third,) = await post.claim(at=post.now + 15 * SECOND, token="three")
    assert third.repeated


async def test_a_wait_ordered_by_the_wire_is_not_counted_and_plain_text_stays_plain(
    post: Post,
) -> None:
    await post.put("a", "page")
    (row,) = await post.claim()
    await post.database.write(
        lambda work: work.outbox.put_back(
            row, "pending", not_before_at=post.now, trouble="429", counted=False, plain=True
        )
    )

    (again,) = await post.claim(token="two")
    assert (again.attempts, again.plain) == (0, True)
    await post.put_back(again, "pending")
    (third,) = await post.claim(token="three")
    assert (third.attempts, third.plain) == (1, True)


async def test_a_finished_message_forgets_its_words_and_never_leaves_again(post: Post) -> None:
    await post.put("a", "page")
    (row,) = await post.claim()
    await post.settle(row)

    def payloads(work: UnitOfWork) -> list[tuple[object, ...]]:
        query = "SELECT payload_sealed, message_id, lease_token, state FROM outbox"
        return [tuple(one) for one in work.connection.exec_driver_sql(query)]

    assert await post.database.read(payloads) == [(None, 5, None, "sent")]
    assert await post.claim(at=post.now + 10 * LEASE) == []
    assert await post.next_due() is None


async def test_a_message_is_queued_once_for_its_key(post: Post) -> None:
    first = await post.put("a", "page", dedupe_key="page:1")
    second = await post.put("a", "page", dedupe_key="page:1")
    (row,) = await post.claim()
    await post.settle(row)

    assert first is not None
    assert second is None
    assert await post.put("a", "page", dedupe_key="page:1") is None
    assert await post.put("a", "page", dedupe_key="page:2") is not None
    assert await post.put("a", "page") is not None


async def test_of_twenty_who_queue_one_key_at_once_one_does(post: Post) -> None:
    await post.put("a", "other")

    put = await asyncio.gather(*(post.put("a", "page", dedupe_key="page:1") for _ in range(20)))

    assert len([row_id for row_id in put if row_id is not None]) == 1
    assert await post.count("pending") == 2


async def test_claimers_at_once_never_take_one_row_twice_nor_two_of_one_person(
    post: Post,
) -> None:
    for n in range(60):
        await post.put(str(n % 20), f"message-{n}", priority=n % 3)

    tokens = [f"token-{n}" for n in range(12)]
    taken = await asyncio.gather(*(post.claim(token=token, limit=5) for token in tokens))

    rows = [row for some in taken for row in some]
    assert len({row.id for row in rows}) == len(rows) == 20
    assert len({row.person_id for row in rows}) == 20
    assert all(len(some) <= 5 for some in taken)


async def test_redrawings_that_have_not_left_are_dropped_and_nothing_else(
    post: Post, now: datetime
) -> None:
    world: World = await post.database.write(lambda work: lay_world(work, now))
    officer = world.officer

    def lay(work: UnitOfWork) -> int:
        return work.pages.lay_card(
            referral_id=world.referral.id, staff_id=officer.id, person_id=officer.person_id, now=now
        )

    card_id, other = await post.database.write(lay), await post.database.write(lay)
    await post.put("a", "redraw", card_id=card_id)
    (leaving,) = await post.claim()
    await post.put("b", "redraw", card_id=card_id)
    await post.put("c", "card", card_id=card_id)
    await post.put("d", "redraw", card_id=other)

    await post.database.write(lambda work: work.outbox.supersede_card(card_id, now))

    assert leaving.kind == "redraw"
    assert await post.count("superseded") == 1
    assert await post.claimed() == ["card", "redraw"]


async def test_the_next_due_is_the_earliest_that_may_leave(post: Post) -> None:
    assert await post.next_due() is None
    await post.put("a", "later", not_before_at=post.now + 9 * SECOND)
    await post.put("b", "sooner", not_before_at=post.now + 3 * SECOND)

    assert await post.next_due() == post.now + 3 * SECOND
    assert await post.count("pending", "sending") == 2


async def test_a_word_for_the_record_is_cut_to_what_its_column_takes(
    database: Database, now: datetime
) -> None:
    trouble = "NameOfAnErrorThatIsVeryLong" * 10

    def put(work: UnitOfWork) -> None:
        person_id = lay_world(work, now).officer.person_id
        work.outbox.put(person_id=person_id, kind="text", priority=1, now=now, payload="{}")

    def refuse(work: UnitOfWork) -> list[str]:
        [row] = work.outbox.claim(now=now, token="t", lease_until_at=now, limit=1)
        work.outbox.settle(row, "failed", now=now, trouble=trouble)
        work.inbox.take(5, "{}", now=now)
        work.inbox.note_failure(5, trouble, limit=1)
        work.inbox.take(6, "{}", now=now, trouble=trouble)
        kept = select(outbox.c.trouble).union_all(select(inbox.c.trouble))
        return [str(word) for word in work.connection.execute(kept).scalars()]

    await database.write(put)
    assert await database.write(refuse) == [trouble[:80]] * 3
