"""The peer: a bare python-telegram-bot echo as it comes; it stores nothing."""

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


if __name__ == "__main__":
    application = ApplicationBuilder().token(sys.argv[2]).base_url(sys.argv[1]).build()
    application.add_handler(MessageHandler(filters.ALL, echo))
    application.run_polling()
