"""The command `weibao check`: what is to be mended before the bot serves."""

import asyncio
from collections.abc import Sequence

import typer
from rich.console import Console
from telegram.error import InvalidToken, TelegramError

from bot.clock import SystemClock
from bot.config import load_config
from bot.errand import say_database, settings_now, with_hotline
from bot.introduced import name_at
from bot.services.checkup import Finding, examine
from bot.services.hotline import Hotline
from bot.settings import Settings
from storage.database import Database
from storage.encryption import Vault

_WHERE = "TELEGRAM_BOT_TOKEN"
console = Console()


def check() -> None:
    """Say what is wrong with configuration, token, database and roster, and what to do."""
    settings = settings_now()
    load_config(settings.config_path)
    console.print(f"configuration: {settings.config_path} is in order", highlight=False)
    say_database(console, "database:", settings.database_url)
    Vault(*settings.need_secrets())

    async def look(database: Database, hotline: Hotline) -> list[Finding]:
        await hotline.triage.reader.there()
        now = SystemClock().now()
        return await database.read(lambda work: examine(work, hotline, now))

    findings = [*_token(settings), *with_hotline(look)]
    for finding in findings:
        style = "red" if finding.is_serious else "yellow"
        console.print(f"{finding.where}: {finding.what}", style=style, highlight=False)
    if any(finding.is_serious for finding in findings):
        raise typer.Exit(1)
    console.print("ready to serve", style="green")


def _token(settings: Settings) -> Sequence[Finding]:
    """Return what is wrong with the token, and print whose it is where Telegram knows it."""
    if settings.token is None:
        return [Finding(_WHERE, "it is not set; `weibao run` needs it")]
    try:
        name = asyncio.run(name_at(settings.telegram))
    except InvalidToken:
        what = "Telegram refuses it; copy it anew from @BotFather"
        return [Finding(_WHERE, what, is_serious=True)]
    except TelegramError as error:
        what = f"Telegram was not reached ({type(error).__name__}); look at network and proxy"
        return [Finding(_WHERE, what)]
    console.print(f"bot: @{name}", highlight=False)
    return []
