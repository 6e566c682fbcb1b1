import asyncio
import json
from datetime import datetime, timedelta

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.constants import ParseMode

from sandbox import Person, Sandbox, SandboxClock, events
from tests.sandbox.conftest import NEW_YEAR_EVE

KEYBOARD = InlineKeyboardMarkup.from_row(
    [
        InlineKeyboardButton("接单", callback_data="a:1"),
        InlineKeyboardButton("看", url="https://example.org/"),
    ],
)


async def test_people_are_listed_and_added(page: httpx.AsyncClient, sandbox: Sandbox) -> None:
    sandbox.add_person("李警官", group="officer", title="值班员")
    added = await page.post("/api/people", json={"name": "王奶奶", "language": "zh-hans"})
    listed = (await page.get("/api/people")).json()
    assert added.status_code == 201
    assert listed[1] == added.json()
    assert listed[0] == {
        "id": sandbox.people[0].id,
        "name": "李警官",
        "language": "zh-hans",
        "group": "officer",
        "title": "值班员",
        "unread": 0,
        "blocked": False,
        "started": False,
    }


async def test_a_screen_shows_messages_keyboard_menu_and_state(
    page: httpx.AsyncClient, bot: Bot, resident: Person
) -> None:
    await bot.set_my_description("热线")
    await bot.send_message(resident.id, "<b>危险</b>\n&lt;吗？", parse_mode=ParseMode.HTML)
    keyboard = ReplyKeyboardMarkup([["是"]], input_field_placeholder="请选")
    await bot.send_message(resident.id, "选", reply_markup=keyboard)
    await bot.send_photo(
        resident.id,
        b"x",
        filename="a.jpg",
        has_spoiler=True,
        protect_content=True,
        reply_markup=KEYBOARD,
    )
    await bot.send_chat_action(resident.id, "typing")
    screen = (await page.get(f"/api/people/{resident.id}/screen")).json()
    assert screen["messages"][1]["html"] == "<b>危险</b>\n&lt;吗？"
    assert screen["messages"][1]["from"] == "bot"
    assert screen["messages"][0]["from"] == "person"
    assert screen["messages"][0]["date"] == NEW_YEAR_EVE.isoformat()
    assert screen["messages"][3]["protected"]
    assert screen["messages"][3]["media"]["kind"] == "photo"
    assert screen["messages"][3]["media"]["spoiler"]
    assert screen["messages"][3]["buttons"] == [
        [{"text": "接单", "data": "a:1"}, {"text": "看", "url": "https://example.org/"}]
    ]
    assert screen["keyboard"] == [[{"text": "是", "contact": False, "location": False}]]
    assert (screen["placeholder"], screen["description"]) == ("请选", "热线")
    assert (screen["started"], screen["blocked"], screen["typing"]) == (True, False, True)
    file = await page.get(screen["messages"][3]["media"]["url"])
    assert (file.content, file.headers["content-type"]) == (b"x", "image/jpeg")


async def test_a_tap_is_answered_with_the_toast(
    page: httpx.AsyncClient, bot: Bot, resident: Person
) -> None:
    sent = await bot.send_message(resident.id, "卡片", reply_markup=KEYBOARD)
    offset = (await bot.get_updates())[-1].update_id + 1
    tap = {"message_id": sent.message_id, "data": "a:1"}
    tapping = asyncio.create_task(page.post(f"/api/people/{resident.id}/tap", json=tap))
    (update,) = await bot.get_updates(offset=offset, timeout=10)
    assert update.callback_query is not None
    await update.callback_query.answer("好", show_alert=True)
    assert (await tapping).json() == {"toast": "好", "alert": True}


async def test_every_act_reaches_the_bot(
    page: httpx.AsyncClient, bot: Bot, sandbox: Sandbox
) -> None:
    person = sandbox.add_person("王奶奶")
    address = f"/api/people/{person.id}"
    file = {"file": ("a.bin", b"bytes", "application/octet-stream")}
    said = await page.post(f"{address}/open", json={"payload": "x"})
    await page.post(f"{address}/say", json={"text": "话"})
    for kind in ("photo", "voice", "video", "document"):
        await page.post(f"{address}/{kind}", files=file, data={"caption": kind})
    await page.post(f"{address}/location", json={"latitude": 34.5, "longitude": 118})
    await page.post(f"{address}/contact", json={})
    number = said.json()["message_id"]
    await page.post(f"{address}/edit", json={"message_id": number, "text": "改"})
    await page.post(f"{address}/block")
    await page.post(f"{address}/unblock")
    updates = await bot.get_updates()
    messages = [update.message for update in updates if update.message]
    assert [message.text or message.caption for message in messages] == [
        "/start x", "话", "photo", "voice", "video", "document", None, None,
    ]  # fmt: skip
    assert messages[-2].location is not None
    assert messages[-1].contact is not None
    assert updates[-3].edited_message is not None
    assert updates[-1].my_chat_member is not None


async def test_an_album_sorts_its_files_by_kind(
    page: httpx.AsyncClient, bot: Bot, resident: Person
) -> None:
    files = [("file", ("a.png", b"1", "image/png")), ("file", ("b.mp4", b"2", "video/mp4"))]
    sent = await page.post(
        f"/api/people/{resident.id}/album", files=files, data={"caption": "两样"}
    )
    first, second = [u.message for u in await bot.get_updates() if u.message][-2:]
    assert sent.json()["message_ids"] == [first.message_id, second.message_id]
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("两样", None)
    assert first.photo
    assert second.video


async def test_unread_counts_messages_and_edits_until_they_are_read(
    page: httpx.AsyncClient, bot: Bot, resident: Person
) -> None:
    sent = await bot.send_message(resident.id, "一")
    await bot.edit_message_text("二", resident.id, sent.message_id)
    assert (await page.get("/api/people")).json()[0]["unread"] == 2
    await page.post(f"/api/people/{resident.id}/read")
    assert (await page.get("/api/people")).json()[0]["unread"] == 0


@pytest.mark.parametrize(
    ("address", "body", "words"),
    [
        ("999/say", {"text": "x"}, "there is no such person"),
        ("{id}/say", {}, "“text” must be a text"),
        ("{id}/say", {"text": " "}, "nothing was written"),
        ("{id}/say", [], "the body is no JSON object"),
        ("{id}/tap", {"message_id": 999, "data": "x"}, "the message is gone"),
        ("{id}/edit", {"message_id": None, "text": "x"}, "the message is gone"),
        ("{id}/location", {"latitude": "x"}, "a place needs latitude and longitude"),
        ("{id}/photo", {}, "the form has no file"),
        ("{id}/album", {}, "an album has one to ten files"),
    ],
)
async def test_what_cannot_be_done_is_answered_with_a_reason(
    page: httpx.AsyncClient, resident: Person, address: str, body: object, words: str
) -> None:
    answer = await page.post(f"/api/people/{address.format(id=resident.id)}", json=body)
    assert (answer.status_code, answer.json()) == (400, {"error": words})


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
async def test_other_sites_may_neither_look_nor_act(
    page: httpx.AsyncClient, resident: Person, headers: dict[str, str]
) -> None:
    looked = await page.get("/api/people", headers=headers)
    acted = await page.post(f"/api/people/{resident.id}/say", json={"text": "x"}, headers=headers)
    assert (looked.status_code, acted.status_code) == (403, 403)
    assert len(resident.screen.messages) == 1


async def test_the_own_page_may_act(
    page: httpx.AsyncClient, sandbox: Sandbox, resident: Person
) -> None:
    origin = sandbox.page_url.rstrip("/")
    answer = await page.post(
        f"/api/people/{resident.id}/say", json={"text": "x"}, headers={"Origin": origin}
    )
    assert answer.status_code == 200


async def test_dangerous_files_are_only_saved_never_shown(
    page: httpx.AsyncClient, resident: Person
) -> None:
    await resident.sends_document(b"<script>", name="a.html", mime="text/html")
    screen = (await page.get(f"/api/people/{resident.id}/screen")).json()
    file = await page.get(screen["messages"][-1]["media"]["url"])
    assert file.headers["content-disposition"] == "attachment"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert (await page.get("/api/files/nothing")).status_code == 404


async def test_events_tell_whose_screen_changed(
    page: httpx.AsyncClient, bot: Bot, resident: Person
) -> None:
    async with page.stream("GET", "/api/events") as stream:
        news = stream.aiter_text()
        assert await anext(news) == ": hello\n\n"
        await bot.send_message(resident.id, "x")
        expected = f'event: changed\ndata: {{"person": {resident.id}}}\n\n'
        assert await anext(news) == expected
        await page.post("/api/clock", json={"rate": 60})
        assert (await anext(news)).startswith("event: clock\ndata: {")


async def test_a_quiet_stream_is_kept_alive(
    page: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PING_SECONDS", 0.01)
    async with page.stream("GET", "/api/events") as stream:
        news = stream.aiter_text()
        assert [await anext(news) for _ in range(2)] == [": hello\n\n", ": ping\n\n"]


async def test_the_clock_runs_stops_and_jumps(
    page: httpx.AsyncClient, sandbox: Sandbox, clock: SandboxClock
) -> None:
    deadline = NEW_YEAR_EVE + timedelta(minutes=5)
    moves: list[datetime] = []

    async def next_deadline() -> datetime:
        return deadline

    async def on_change() -> None:
        moves.append(clock.now())

    sandbox.watch_deadlines(next_deadline, on_change)
    assert (await page.get("/api/clock")).json() == {
        "now": NEW_YEAR_EVE.isoformat(),
        "rate": 0,
        "next_deadline": deadline.isoformat(),
    }
    jumped = (await page.post("/api/clock", json={"jump": "next"})).json()
    assert jumped["now"] == (deadline + timedelta(seconds=1)).isoformat()
    await page.post("/api/clock", json={"jump": 59})
    assert clock.now() == deadline + timedelta(minutes=1)
    assert moves == [deadline + timedelta(seconds=1), deadline + timedelta(minutes=1)]
    assert (await page.post("/api/clock", json={"rate": 60})).json()["rate"] == 60
    assert clock.rate == 60


@pytest.mark.parametrize(
    "body",
    [{"rate": 2}, {"rate": "x"}, {"jump": "next"}, {"jump": -1}, {"jump": True}, {}],
)
async def test_a_wrong_order_to_the_clock_changes_nothing(
    page: httpx.AsyncClient, clock: SandboxClock, body: dict[str, object]
) -> None:
    answer = await page.post("/api/clock", content=json.dumps(body))
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert clock.now() == NEW_YEAR_EVE


async def test_the_page_carries_a_policy_against_foreign_scripts(page: httpx.AsyncClient) -> None:
    answer = await page.get("/")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert (await page.get("/nowhere")).status_code == 404


async def test_a_message_that_is_replied_to_stands_with_the_reply(
    page: httpx.AsyncClient, bot: Bot, resident: Person
) -> None:
    asked = await bot.send_message(resident.id, "在哪里？")
    address = f"/api/people/{resident.id}"
    said = {"text": "双店", "reply_to": asked.message_id}
    assert (await page.post(f"{address}/say", json=said)).status_code == 200
    screen = (await page.get(f"{address}/screen")).json()
    assert screen["messages"][-1]["reply_to"] == asked.message_id
    gone = await page.post(f"{address}/say", json={"text": "双店", "reply_to": 99_999})
    assert gone.status_code == 400
