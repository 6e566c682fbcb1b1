"""The page in a real browser, against a real bot that echoes."""

import re
import shutil
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Locator, Page, async_playwright, expect
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from sandbox import Person, Sandbox, SandboxClock

BROWSER_OPTIONS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
PATIENCE = 10_000
INVITATION = "https://t.me/weibao_sandbox_bot?start=invite-abc"
CARD_BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("接单", callback_data="take"),
            InlineKeyboardButton("问", callback_data="ask"),
        ]
    ]
)
KEYS = ReplyKeyboardMarkup(
    [
        ["是", "不是"],
        [KeyboardButton("发位置", request_location=True)],
        [KeyboardButton("留号码", request_contact=True)],
    ]
)

# A browser takes long to start, so one serves all tests, and lives on the loop they share.
pytestmark = pytest.mark.asyncio(loop_scope="module")
on_the_shared_loop = pytest_asyncio.fixture(loop_scope="module")

Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays, and the window in which they are played."""

    sandbox: Sandbox
    bot: Bot
    resident: Person
    officer: Person
    other: Person
    page: Page
    troubles: list[str]

    @property
    def left(self) -> Locator:
        return self.page.get_by_test_id("phone-left")

    @property
    def right(self) -> Locator:
        return self.page.get_by_test_id("phone-right")

    async def write(self, text: str) -> None:
        await self.left.get_by_test_id("composer").fill(text)
        await self.left.get_by_test_id("send").click()

    async def sees(self, phone: Locator, text: str | re.Pattern[str]) -> Locator:
        message = phone.get_by_test_id("message").filter(has_text=text).last
        await expect(message).to_be_visible()
        return message


async def _start(update: Update, _context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text("孩子现在有危险吗？", reply_markup=KEYS)


async def _echo(update: Update, _context: Context) -> None:
    message = update.effective_message
    assert message is not None
    if message.reply_to_message is not None:
        await message.reply_text(f"您回的是：{message.reply_to_message.text}")
        return
    words = message.text or message.caption or ("照片" if message.photo else "别的")
    if message.location:
        words = f"{message.location.latitude:.2f}"
    await message.reply_html(f"<b>听到了</b>：{words}", reply_markup=CARD_BUTTONS)


async def _tapped(update: Update, _context: Context) -> None:
    query = update.callback_query
    assert query is not None
    if query.data == "ask":
        await query.answer("王主任先接了单。", show_alert=True)
        return
    await query.answer("接好了")
    await query.edit_message_text("李主任已接单")


@on_the_shared_loop
async def sandbox(clock: SandboxClock) -> AsyncIterator[Sandbox]:
    async with Sandbox.start(clock=clock) as running:
        yield running


@on_the_shared_loop
async def echo_bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """Run a real Application that answers everything."""
    builder = ApplicationBuilder().token(sandbox.token)
    application = builder.base_url(sandbox.bot_api_url).base_file_url(sandbox.file_url).build()
    application.add_handler(CommandHandler("start", _start))
    application.add_handler(CallbackQueryHandler(_tapped))
    application.add_handler(MessageHandler(filters.ALL, _echo))
    async with application:
        await application.bot.set_my_commands([("status", "看看办得怎么样")])
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0)
        yield application.bot
        await application.updater.stop()
        await application.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    executable = shutil.which("chromium")
    assert executable is not None, "the page is tested in Chromium: run `make browser`"
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=executable, args=list(BROWSER_OPTIONS)
        )
        yield chromium
        await chromium.close()


@on_the_shared_loop
async def stage(
    request: pytest.FixtureRequest, sandbox: Sandbox, browser: Browser, echo_bot: Bot
) -> AsyncIterator[Stage]:
    """Open the page; at the end nothing may have gone wrong in it."""
    resident = sandbox.add_person("王奶奶")
    officer = sandbox.add_person("李主任", group="officer", title="值班员")
    other = sandbox.add_person("周雨", group="officer", title="备班")
    for person in (resident, officer, other):
        await person.opens()
        await person.sees("危险")
    width, height = getattr(request, "param", (1280, 800))
    page = await browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    troubles: list[str] = []
    page.on("console", lambda line: _note(troubles, line.type in {"error", "warning"}, line.text))
    page.on("pageerror", lambda error: _note(troubles, True, str(error)))
    page.on("response", lambda answer: _note(troubles, answer.status >= 400, answer.url))
    await page.goto(sandbox.page_url)
    yield Stage(sandbox, echo_bot, resident, officer, other, page, troubles)
    assert troubles == []
    await page.close()


def _note(troubles: list[str], wrong: bool, words: str) -> None:
    if wrong:
        troubles.append(words)


def picture(shade: int) -> bytes:
    """Return a small grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * 8) * 8
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


async def test_what_is_said_is_answered(stage: Stage) -> None:
    await stage.write("<i>双店</i>的孩子")
    await stage.sees(stage.left, "听到了：双店的孩子")
    own = stage.left.locator("[data-testid=message][data-from=person]").last
    await expect(own).to_contain_text("<i>双店</i>的孩子")
    await expect(stage.left.get_by_test_id("composer")).to_have_value("")


async def test_enter_sends_and_shift_enter_breaks_the_line(stage: Stage) -> None:
    line = stage.left.get_by_test_id("composer")
    await line.fill("一")
    await line.press("Shift+Enter")
    await line.press_sequentially("二")
    await line.press("Enter")
    await stage.sees(stage.left, re.compile("听到了：一\\s+二"))


async def test_an_example_fills_the_residents_line_and_waits_for_the_person(stage: Stage) -> None:
    example = stage.page.get_by_test_id("example").first
    words = await example.text_content()
    await example.click()
    assert words is not None
    await expect(stage.left.get_by_test_id("composer")).to_have_value(words)
    await expect(stage.left.get_by_test_id("message").filter(has_text=words)).to_have_count(0)


async def test_an_example_starts_the_chat_of_somebody_new(stage: Stage) -> None:
    await stage.left.get_by_test_id("add-person").click()
    await stage.page.get_by_test_id("add-name").fill("新邻居")
    await stage.page.get_by_test_id("dialog-ok").click()
    await expect(stage.left.get_by_test_id("start")).to_be_visible()
    await stage.page.get_by_test_id("example").first.click()
    await stage.sees(stage.left, "孩子现在有危险吗")
    await stage.left.get_by_test_id("send").click()
    await stage.sees(stage.left, "听到了：俺")


async def test_a_tap_shows_the_toast_and_the_edited_message(stage: Stage) -> None:
    await stage.officer.says("卡片")
    card = await stage.sees(stage.right, "听到了：卡片")
    number = await card.get_attribute("data-message")
    await card.get_by_test_id("inline-button").filter(has_text="接单").click()
    await expect(stage.right.get_by_test_id("toast")).to_have_text("接好了")
    edited = stage.right.locator(f"[data-message='{number}']")
    await expect(edited).to_contain_text("李主任已接单")
    await expect(edited.get_by_test_id("edited")).to_be_visible()
    await expect(edited.get_by_test_id("inline-button")).to_have_count(0)


async def test_an_alert_waits_to_be_acknowledged(stage: Stage) -> None:
    await stage.officer.says("卡片")
    card = await stage.sees(stage.right, "听到了：卡片")
    await card.get_by_test_id("inline-button").filter(has_text="问").click()
    alert = stage.page.get_by_test_id("alert")
    await expect(alert).to_contain_text("王主任先接了单。")
    await alert.get_by_test_id("dialog-ok").click()
    await expect(alert).to_have_count(0)


async def test_the_bots_keyboard_is_pressed_hidden_and_shown(stage: Stage) -> None:
    keys = stage.left.get_by_test_id("keyboard-button")
    await keys.filter(has_text="不是").click()
    await stage.sees(stage.left, "听到了：不是")
    await stage.left.get_by_test_id("keyboard-toggle").click()
    await expect(keys.first).to_be_hidden()
    await stage.left.get_by_test_id("keyboard-toggle").click()
    await keys.filter(has_text="发位置").click()
    await stage.page.get_by_test_id("dialog-ok").click()
    await stage.sees(stage.left, re.compile(r"听到了：34\.\d\d"))
    await keys.filter(has_text="留号码").click()
    await stage.page.get_by_test_id("dialog-ok").click()
    await expect(stage.left.get_by_test_id("media-contact")).to_contain_text("王奶奶")


async def test_one_photo_arrives_and_several_become_an_album(stage: Stage) -> None:
    photos: list[FilePayload] = [
        {"name": f"{shade}.png", "mimeType": "image/png", "buffer": picture(shade)}
        for shade in (10, 90, 200)
    ]
    await stage.left.get_by_test_id("composer").fill("门口")
    await stage.left.get_by_test_id("file-photo").set_input_files(photos[:1])
    await stage.sees(stage.left, "听到了：门口")
    photo = stage.left.get_by_test_id("media-photo").locator("img")
    assert await photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 8
    await stage.left.get_by_test_id("file-photo").set_input_files(photos)
    album = stage.left.locator(".album")
    await expect(album.get_by_test_id("media-photo")).to_have_count(3)


async def test_a_voice_is_recorded_and_sent(stage: Stage) -> None:
    await stage.left.get_by_test_id("record").click()
    await expect(stage.left.get_by_test_id("recording")).to_contain_text("1 秒")
    await stage.left.get_by_test_id("record-send").click()
    await stage.sees(stage.left, "听到了：别的")
    await expect(stage.left.get_by_test_id("media-voice")).to_be_visible()


async def test_a_new_message_leaves_the_others_as_they_stand(stage: Stage) -> None:
    await stage.write("第一句")
    first = await stage.sees(stage.left, "听到了：第一句")
    button = first.get_by_test_id("inline-button").first
    await button.evaluate("node => { node.mark = 'same'; node.focus(); }")
    await stage.resident.says("第二句")
    await stage.sees(stage.left, "听到了：第二句")
    assert await button.evaluate("node => node.mark") == "same"
    await expect(button).to_be_focused()


async def test_a_reader_who_scrolled_up_stays_there_and_is_told(stage: Stage) -> None:
    for number in range(14):
        await stage.resident.says(f"第 {number} 句")
    await stage.sees(stage.left, "听到了：第 13 句")
    scroller = stage.left.locator(".scroller")
    rest = "node => node.scrollHeight - node.clientHeight - node.scrollTop"
    assert await scroller.evaluate(rest) < 2
    await scroller.hover()
    await stage.page.mouse.wheel(0, -3000)
    pill = stage.left.get_by_test_id("to-bottom")
    await expect(pill).to_be_visible()
    await stage.bot.send_message(stage.resident.id, "还有一句")
    await expect(stage.left.get_by_test_id("missed")).to_have_text("1 条新消息")
    await pill.click()
    await stage.sees(stage.left, "还有一句")
    assert await scroller.evaluate(rest) < 2
    await expect(pill).to_be_hidden()


async def test_another_officers_message_is_counted_and_one_look_away(stage: Stage) -> None:
    waiting = stage.right.locator(f"[data-person='{stage.other.id}']")
    await waiting.click()
    await expect(waiting.get_by_test_id("unread")).to_be_hidden()
    await stage.right.locator(f"[data-person='{stage.officer.id}']").click()
    await stage.other.says("有人吗")
    await expect(waiting.get_by_test_id("unread")).to_be_visible()
    await expect(waiting.get_by_test_id("unread")).to_have_text("1")
    await expect(stage.right.get_by_test_id("suggestion")).to_contain_text("周雨")
    await stage.right.get_by_test_id("suggestion-look").click()
    await stage.sees(stage.right, "听到了：有人吗")
    await expect(waiting.get_by_test_id("unread")).to_be_hidden()
    await expect(stage.right.get_by_test_id("suggestion")).to_be_hidden()


async def test_own_words_can_be_mended(stage: Stage) -> None:
    await stage.write("双甸")
    await stage.sees(stage.left, "听到了：双甸")
    own = stage.left.locator("[data-testid=message][data-from=person]").last
    await own.get_by_test_id("message-menu").click()
    await stage.page.get_by_test_id("edit-message").click()
    await expect(stage.left.get_by_test_id("composer")).to_have_value("双甸")
    await stage.write("双店")
    await stage.sees(stage.left, "听到了：双店")
    await expect(own.get_by_test_id("edited")).to_be_visible()


async def test_a_message_is_replied_to(stage: Stage) -> None:
    await stage.write("双店")
    heard = await stage.sees(stage.left, "听到了：双店")
    await heard.get_by_test_id("message-menu").click()
    await expect(stage.page.get_by_test_id("edit-message")).to_have_count(0)
    await stage.page.get_by_test_id("reply-message").click()
    await expect(stage.left.get_by_test_id("reply-bar")).to_contain_text("听到了：双店")
    await stage.write("/delete")
    await stage.sees(stage.left, "您回的是：听到了：双店")
    await expect(stage.left.get_by_test_id("reply-bar")).to_be_hidden()
    sent = stage.left.locator("[data-testid=message][data-from=person]").last
    await expect(sent.locator(".quote")).to_have_text("听到了：双店")

    await sent.locator(".bubble").click(button="right")
    await stage.page.get_by_test_id("reply-message").click()
    await stage.left.get_by_test_id("cancel-reply").click()
    await stage.write("青口")
    await stage.sees(stage.left, "听到了：青口")


async def test_a_person_is_added_starts_and_opens_an_invitation(stage: Stage) -> None:
    await stage.right.get_by_test_id("add-person").click()
    await stage.page.get_by_test_id("add-name").fill("<b>新来的</b>")
    await stage.page.get_by_test_id("dialog-ok").click()
    await expect(stage.right.get_by_test_id("phone-name")).to_have_text("<b>新来的</b>")
    await expect(stage.right.get_by_test_id("start")).to_be_visible()
    await stage.right.get_by_test_id("phone-menu").click()
    await stage.page.get_by_test_id("open-link").click()
    await stage.page.get_by_test_id("link-payload").fill(INVITATION)
    await stage.page.get_by_test_id("dialog-ok").click()
    await stage.sees(stage.right, "/start invite-abc")


async def test_a_blocked_bot_can_be_let_in_again(stage: Stage) -> None:
    await stage.left.get_by_test_id("phone-menu").click()
    await stage.page.get_by_test_id("block").click()
    await expect(stage.left.get_by_test_id("composer")).to_be_hidden()
    await stage.left.get_by_test_id("unblock").click()
    await stage.write("又来了")
    await stage.sees(stage.left, "听到了：又来了")


async def test_a_veiled_photo_shows_after_a_tap_and_a_guarded_one_is_marked(stage: Stage) -> None:
    await stage.bot.send_photo(
        stage.officer.id, picture(120), caption="门口", has_spoiler=True, protect_content=True
    )
    message = await stage.sees(stage.right, "门口")
    blurred = message.get_by_test_id("media-photo")
    await expect(blurred).to_have_css("filter", re.compile("blur"))
    await expect(message.locator(".lock")).to_be_visible()
    await message.get_by_test_id("spoiler").click()
    await expect(blurred).to_have_css("filter", "none")
    await blurred.click()
    await expect(stage.page.get_by_test_id("lightbox")).to_be_visible()


async def test_a_lost_connection_is_said_and_made_up_for(stage: Stage) -> None:
    offline = stage.page.get_by_test_id("offline")
    await stage.page.route("**/api/events", lambda route: route.fulfill(status=503))
    await stage.page.reload()
    await expect(offline).to_be_visible()
    await stage.bot.send_message(stage.resident.id, "你不在的时候")
    await stage.page.unroute("**/api/events")
    await expect(offline).to_be_hidden()
    await stage.sees(stage.left, "你不在的时候")
    stage.troubles.clear()


async def test_the_menu_sends_commands(stage: Stage) -> None:
    await stage.left.get_by_test_id("commands").click()
    await stage.page.get_by_test_id("command").click()
    await stage.sees(stage.left, "听到了：/status")


async def test_the_clock_stops_runs_and_jumps(stage: Stage, clock: SandboxClock) -> None:
    due_at = clock.now() + timedelta(minutes=5)

    async def next_deadline() -> datetime | None:
        return due_at if clock.now() < due_at else None

    page = stage.page
    jump = page.get_by_test_id("clock-jump")
    await expect(page.get_by_test_id("clock-now")).to_have_text("20:00:00")
    await expect(page.get_by_test_id("clock-day")).to_contain_text("2月5日")
    await expect(jump).to_have_attribute("aria-disabled", "true")
    stage.sandbox.watch_deadlines(next_deadline)
    await page.get_by_test_id("clock-x60").click()
    await expect(page.get_by_test_id("clock-x60")).to_have_attribute("aria-pressed", "true")
    assert clock.rate == 60
    await page.get_by_test_id("clock-pause").click()
    await expect(page.get_by_test_id("clock-pause")).to_have_attribute("aria-pressed", "true")
    assert clock.rate == 0
    await expect(jump).to_have_attribute("aria-disabled", "false")
    await jump.click()
    await expect(page.get_by_test_id("clock-now")).to_have_text("20:05:01")
    await expect(jump).to_have_attribute("aria-disabled", "true")


async def test_the_page_speaks_english_too_and_remembers(stage: Stage) -> None:
    await stage.page.get_by_test_id("language").click()
    await expect(stage.page.locator("html")).to_have_attribute("lang", "en")
    await stage.page.reload()
    await expect(stage.page.get_by_test_id("clock-jump")).to_contain_text("deadline")
    await expect(stage.page).to_have_title(re.compile("Hotline demonstration"))


@pytest.mark.parametrize("stage", [(390, 844)], indirect=True)
async def test_a_narrow_window_shows_one_phone_at_a_time(stage: Stage) -> None:
    await stage.page.get_by_test_id("example").first.click()
    await expect(stage.right).to_be_hidden()
    await stage.left.get_by_test_id("send").click()
    await stage.sees(stage.left, "听到了")
    await stage.page.get_by_test_id("switch-right").click()
    await expect(stage.left).to_be_hidden()
    await stage.sees(stage.right, "孩子现在有危险吗")
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await stage.page.evaluate(sideways) == 0
    bottom = await stage.right.evaluate("node => node.getBoundingClientRect().bottom")
    assert bottom == pytest.approx(844, abs=1)


async def test_every_text_stands_in_both_languages(stage: Stage) -> None:
    compared = await stage.page.evaluate(
        """async () => {
          const { TEXTS } = await import("/static/texts.js");
          const holes = (text) => (text.match(/\\{\\w+\\}/g) ?? []).sort().join();
          const keys = Object.keys(TEXTS["zh-CN"]);
          return {
            missing: keys.filter((key) => !TEXTS.en[key]),
            spare: Object.keys(TEXTS.en).filter((key) => !TEXTS["zh-CN"][key]),
            different: keys.filter((key) => holes(TEXTS["zh-CN"][key]) !== holes(TEXTS.en[key])),
          };
        }"""
    )
    assert compared == {"missing": [], "spare": [], "different": []}
