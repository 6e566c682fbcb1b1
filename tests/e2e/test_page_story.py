"""A whole report played by clicking in a real browser; the screenshot in the README is its own."""

import os
import shutil
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright, expect

from bot.demo import start_demonstration
from tests.e2e.world import DIALECT, ROOT, policies

BROWSER_OPTIONS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCREENSHOT = ROOT / "docs" / "images" / "demo.png"
PATIENCE = 15_000


async def test_a_report_is_made_accepted_and_closed_by_clicking(tmp_path: Path) -> None:
    demonstration = await start_demonstration(
        policies(), ROOT / "calendar.yaml", tmp_path / "demo", port=0
    )
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(BROWSER_OPTIONS)
            )
            page = await browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(PATIENCE)
            troubles: list[str] = []
            page.on("console", lambda said: _note(troubles, said.type, said.text))
            page.on("pageerror", lambda error: troubles.append(str(error)))
            await page.goto(demonstration.sandbox.page_url)
            await _play(page, on_duty=await _duty(demonstration.bot))
            assert troubles == []
            await browser.close()
    finally:
        await demonstration.close()


def _note(troubles: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"}:
        troubles.append(text)


async def _duty(bot: object) -> str:
    from bot.serving import Bot  # noqa: PLC0415 - For the type alone.

    assert isinstance(bot, Bot)
    now = bot.clock.now()
    return await bot.database.read(
        lambda work: work.staff.get(work.roster.on_duty("320722", "duty", now)[0].staff_id).name
    )


async def _play(page: Page, *, on_duty: str) -> None:
    resident, officer = page.get_by_test_id("phone-left"), page.get_by_test_id("phone-right")
    await officer.get_by_test_id("person").filter(has_text=on_duty).click()
    await resident.get_by_test_id("start").click()
    await _sees(resident, "110")
    await resident.get_by_test_id("composer").fill(DIALECT)
    await resident.get_by_test_id("send").click()
    await _sees(resident, "我理解的是")
    await _sees(officer, "特急")
    await _key(resident, "✅ 对，发送")
    await _sees(resident, "编号：连东海-0001")

    await page.get_by_test_id("clock-jump").click()
    await _sees(officer, "还没有人接单")
    picture = await page.screenshot()
    assert picture.startswith(b"\x89PNG")
    if os.environ.get("WEIBAO_SCREENSHOT"):
        SCREENSHOT.write_bytes(picture)

    await _tap(officer, "✅ 接单")
    await _sees(officer, "已接单")
    await _sees(resident, "已经接手了")
    await _tap(officer, "🏁 办结")
    await _key(officer, "查实已处置")
    await _sees(officer, "做了什么")
    await officer.get_by_test_id("composer").fill("派出所到场，孩子送医")
    await officer.get_by_test_id("send").click()
    await _sees(officer, "怎么告诉报告人")
    await _key(officer, "去看过了，情况是真的，已经处理。谢谢您。")
    await _key(officer, "🏁 确定办结")
    await _sees(officer, "要领导同意才能办结")
    await officer.get_by_test_id("person").filter(has_text="张主任").click()
    await _tap(officer, "✅ 同意办结")
    await _sees(resident, "办完了")
    await _tap(resident, "👍 满意")
    await _sees(resident, "谢谢您，为孩子操心了")


async def _sees(phone: Locator, words: str) -> None:
    await expect(phone.get_by_test_id("message").filter(has_text=words).last).to_be_visible(
        timeout=PATIENCE
    )


async def _key(phone: Locator, label: str) -> None:
    await phone.get_by_test_id("keyboard-button").filter(has_text=label).first.click()


async def _tap(phone: Locator, label: str) -> None:
    await phone.get_by_test_id("inline-button").filter(has_text=label).last.click()
