"""A dialogue whose memory does not open any more keeps no other dialogue from its turn."""

from sqlalchemy import update
from structlog.testing import capture_logs

from storage.tables import dialogues
from tests.e2e.world import World

WORDS = "东海县双店镇有个奶奶带三个娃，锅里好几天没米了"


async def test_a_damaged_dialogue_is_let_rest_and_the_next_words_reach_a_person(
    world: World,
) -> None:
    broken, whole, duty = world.resident("孙大爷"), world.resident(), await world.duty()
    for resident in (broken, whole):
        await resident.says("/report")
        await world.settle()
        await resident.presses("说不准")
        await world.settle()
        await resident.says(WORDS)
        await world.settle()
    person = await world.read(lambda work: work.people.with_chat(str(broken.id)))
    assert person is not None
    await world.database.write(
        lambda work: work.connection.execute(
            update(dialogues)
            .where(dialogues.c.person_id == person.id)
            .values(memory_sealed=b"\x01damaged")
        )
    )

    with capture_logs() as logs:
        await world.advance(minutes=3)
        await world.advance(seconds=1)

    await duty.sees("锅里好几天没米了")
    damaged = [line for line in logs if line["event"] == "dialogue-damaged"]
    assert [line["person_id"] for line in damaged] == [person.id]
    assert not [line for line in logs if line["event"] == "tick-failed"]
