"""The command `weibao check`: what is to be mended before the bot serves."""

import typer
from rich.console import Console

from bot.clock import SystemClock
from bot.config import load_config
from bot.errand import say_database, settings_now, with_hotline
from bot.services.checkup import Finding, examine
from bot.services.hotline import Hotline
from storage.database import Database
from storage.encryption import Vault

console = Console()


def check() -> None:
    """Say what is wrong with configuration, database and roster, where, and what to do."""
    settings = settings_now()
    load_config(settings.config_path)
    console.print(f"configuration: {settings.config_path} is in order", highlight=False)
    say_database(console, "database:", settings.database_url)
    Vault(*settings.need_secrets())

    async def look(database: Database, hotline: Hotline) -> list[Finding]:
        await hotline.triage.reader.there()
        now = SystemClock().now()
        return await database.read(lambda work: examine(work, hotline, now))

    findings = with_hotline(look)
    for finding in findings:
        style = "red" if finding.is_serious else "yellow"
        console.print(f"{finding.where}: {finding.what}", style=style, highlight=False)
    if any(finding.is_serious for finding in findings):
        raise typer.Exit(1)
    console.print("ready to serve", style="green")
