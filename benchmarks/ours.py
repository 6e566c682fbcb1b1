"""The bot itself, on an SQLite file with `synchronous=FULL`, without Telegram's pace."""

import asyncio
from pathlib import Path

from bot.app import Telegram, build_bot
from bot.collecting import collect_rarely, leave_out
from bot.config import load_config
from storage import schema
from storage.database import Database, open_database
from storage.encryption import Vault

ROOT = Path(__file__).parents[1]
SECRET = b"a benchmark has nothing to hide!"
PACE = {"per_second": 1e6, "per_chat_per_second": 1e6, "burst_per_chat": 1_000_000}


async def serve(base_url: str, token: str, file: str) -> None:
    """Serve until ended."""
    collect_rarely()
    url = f"sqlite:///{file}"
    await schema.upgrade(url)
    await begin(open_database(url, Vault(SECRET)), base_url, token)


async def begin(database: Database, base_url: str, token: str) -> None:
    """Begin the bot on a migrated database, and let it run."""
    shipped = load_config(ROOT / "config.yaml")
    sender = shipped.sender.model_copy(update=PACE)
    config = shipped.model_copy(update={"sender": sender})
    bot = await build_bot(config, ROOT / "calendar.yaml", database, Telegram(token, base_url))
    await bot.start()
    leave_out()
    await asyncio.Event().wait()
