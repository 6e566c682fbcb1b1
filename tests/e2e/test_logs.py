"""What a whole scenario logs: event names and numbers, and nothing of anybody."""

import asyncio
from pathlib import Path

from sandbox.faults import BrokenJson, CutAfter, Forbidden, MalformedUpdate, ServerError, TooMany
from tests.e2e.ground import Ground
from tests.e2e.world import DANGER_KEY

WORDS = "东海县双店镇独一无二的话脸上都是血快来人"
PHONE = "13912345678"


async def test_no_text_name_token_or_address_is_logged(ground: Ground, tmp_path: Path) -> None:
    resident, officer = ground.sandbox.add_person("很特别的名字"), ground.colleagues[0]
    faults = ground.sandbox.faults
    for fault in (TooMany(retry_after=1), ServerError(502), CutAfter(), BrokenJson()):
        faults.order(fault, method="sendMessage")
    await ground.start()
    await resident.says("/report")
    await resident.says(DANGER_KEY)
    await resident.says(WORDS)
    await resident.sends_contact(PHONE)
    faults.order(MalformedUpdate())
    await resident.says("这一条坏了")
    faults.order(Forbidden(), method="sendMessage", chat=ground.colleagues[1].id)
    for _ in range(200):
        ground.advance(seconds=5)
        if any("双店镇" in message.text for message in officer.screen.messages):
            break
        await asyncio.sleep(0.05)
    await officer.taps_data("c:accept:1:1")
    await ground.kill()

    logged = (tmp_path / "bot.log").read_text()

    assert "started" in logged
    secrets = [ground.sandbox.token, ground.sandbox.token.split(":")[1], PHONE, "独一无二"]
    names = [person.name for person in ground.colleagues] + [resident.name, "王奶奶"]
    places = [str(resident.id), str(officer.id), "127.0.0.1", "http", str(tmp_path), "双店"]
    for forbidden in (*secrets, *names, *places):
        assert forbidden not in logged, forbidden
