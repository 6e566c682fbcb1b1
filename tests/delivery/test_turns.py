"""Every low class of messages has its turn, whatever becomes of the claims in between."""

from collections import Counter

import pytest

from bot.delivery.claiming import PLACES_OF_A_TURN, Claim, Claimer, Turns
from storage.database import Database
from storage.repositories.outbox import TOPIC
from storage.steps import Step, T
from storage.work import UnitOfWork
from tests.delivery.post import Post

CLASSES = (1, 2, 3, 4)


class Undone(Exception):
    """End a step so that all of it is undone."""


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """Return the classes whose turn it was, claim by claim."""
    classes: list[int | None] = []
    claim = Claimer.claim

    def noted(self: Claimer, work: UnitOfWork, limit: int, first_of: int | None = None) -> Claim:
        classes.append(first_of)
        return claim(self, work, limit, first_of)

    monkeypatch.setattr(Claimer, "claim", noted)
    return classes


@pytest.mark.parametrize("room", [1, 3, PLACES_OF_A_TURN, 15])
def test_each_class_has_as_many_turns_as_any_other(room: int) -> None:
    turns, had = Turns(CLASSES), Counter[int | None]()
    for _ in range(40 * PLACES_OF_A_TURN):
        had[turns.among(room)] += 1
        turns.pass_by(room)
    del had[None]
    assert set(had) == set(CLASSES)
    assert max(had.values()) - min(had.values()) <= 1


def test_without_classes_there_are_no_turns() -> None:
    turns = Turns(())
    assert turns.among(PLACES_OF_A_TURN) is None
    turns.pass_by(PLACES_OF_A_TURN)
    assert turns.among(PLACES_OF_A_TURN) is None


async def test_a_claim_that_is_run_again_uses_up_one_turn(
    post: Post, offered: list[int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.sender.stop()
    sender = post.new_sender(low_classes=CLASSES)
    await sender._take_over()
    write = post.database.write

    async def twice(step: Step[T]) -> T:
        def undone(work: UnitOfWork) -> T:
            step(work)
            raise Undone

        with pytest.raises(Undone):
            await write(undone)
        return await write(step)

    monkeypatch.setattr(post.database, "write", twice)
    offered.clear()
    for _ in CLASSES:
        await sender._round()
    assert offered == [1, 1, 2, 2, 3, 3, 4, 4]


async def test_a_standing_claim_uses_up_a_turn_once_it_has_come_to_its_end(
    post: Post, file: Database, offered: list[int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.sender.stop()
    sender = post.new_sender(low_classes=CLASSES)
    await sender._take_over()
    noted = Claimer.claim

    def failing(self: Claimer, work: UnitOfWork, limit: int, first_of: int | None = None) -> Claim:
        noted(self, work, limit, first_of)
        raise Undone

    offered.clear()
    with monkeypatch.context() as patch:
        patch.setattr(Claimer, "claim", failing)
        sender._rest()
        await file.write(lambda work: work.topics.add(TOPIC))
        await sender._standing.take_down()
    for _ in range(2):
        await sender._standing.take_down()
        sender._rest()
        await file.write(lambda work: work.topics.add(TOPIC))
    await sender._standing.take_down()
    assert offered == [1, 1, 2]
