"""Asking Telegram, before anything is served, which bot a token is of."""

from typing import Any

from telegram import Bot

from bot.app import Telegram
from bot.delivery.transport import AiohttpRequest


async def name_at(telegram: Telegram) -> str:
    """Return the name of the bot at Telegram.

    Raises:
        InvalidToken: Telegram does not know the token.
        TelegramError: Telegram was not reached.
    """
    # The same proxies lead there as lead the bot.
    request, unused = (AiohttpRequest(trust_env=not telegram.is_local) for _ in range(2))
    addresses: dict[str, Any] = {} if telegram.base_url is None else {"base_url": telegram.base_url}
    asking = Bot(telegram.token, request=request, get_updates_request=unused, **addresses)
    async with asking as bot:
        return bot.username
