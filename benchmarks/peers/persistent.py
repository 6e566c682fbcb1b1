"""The peer: `ConversationHandler` and `PicklePersistence`, written after every step.

Run with the number of conversations that the file has already. An update is answered when the file
was written, as whoever needs durability with these two would do it; the library's file is not
forced to the disk and is written in place, which is in its favour. As it comes, the library writes
all of it for each kind of data that a step may change; with `once` as a second word it keeps only
what the dialogue needs, and is told to write it a single time.
"""

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from telegram import Message, Update
from telegram.constants import ParseMode
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)

from benchmarks.peers.markup import markup_of
from benchmarks.peers.questions import QUESTIONS, Draft, Question, step
from benchmarks.wire import STEPS

NAME = "report"
FIRST_OLD_CHAT = 10_000_000


class Desk:
    """Take steps of the conversation; answer what waits once everything is written."""

    def __init__(self, persistence: "PicklePersistence[Any, Any, Any]") -> None:
        self._persistence = persistence
        self._waiting: dict[int, Question] = {}

    async def step(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
        """Take one step and return the state the conversation is in."""
        message = update.message
        assert isinstance(message, Message)  # noqa: S101 - The handlers take only these.
        assert context.user_data is not None  # noqa: S101 - It has a person.
        known = context.user_data.get("draft")
        draft, question = step(Draft(**known) if known else None, message.text or "")
        context.user_data["draft"] = asdict(draft)
        self._waiting[message.chat_id] = question
        return draft.state

    async def answer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Write everything, then answer."""
        message = update.message
        if message is None or message.chat_id not in self._waiting:
            return
        question = self._waiting.pop(message.chat_id)
        context.application.mark_data_for_update_persistence(user_ids=message.chat_id)
        await context.application.update_persistence()
        if self._persistence.on_flush:
            await self._persistence.flush()
        await message.reply_text(
            question.text, parse_mode=ParseMode.HTML, reply_markup=markup_of(question)
        )


def _as_it_comes(file: Path) -> "PicklePersistence[Any, Any, Any]":
    return PicklePersistence(file)


def _written_once(file: Path) -> "PicklePersistence[Any, Any, Any]":
    only = PersistenceInput(bot_data=False, chat_data=False, callback_data=False)
    return PicklePersistence(file, store_data=only, single_file=True, on_flush=True)


async def _fill(file: Path, count: int) -> None:
    """Write a file with so many conversations, each with all that was said."""
    persistence: PicklePersistence[Any, Any, Any] = PicklePersistence(file, on_flush=True)
    # What is not there yet is empty, and not nothing, which the library cannot read again.
    await persistence.get_user_data()
    draft = None
    for words in STEPS:
        draft, _ = step(draft, words)
    assert draft is not None  # noqa: S101 - There are steps.
    for chat in range(FIRST_OLD_CHAT, FIRST_OLD_CHAT + count):
        await persistence.update_user_data(chat, {"draft": asdict(draft)})
        await persistence.update_conversation(NAME, (chat, chat), draft.state)
    await persistence.flush()


def _serve(base_url: str, token: str, persistence: "PicklePersistence[Any, Any, Any]") -> None:
    desk = Desk(persistence)
    builder = ApplicationBuilder().token(token).base_url(base_url).persistence(persistence)
    application = builder.build()
    words: BaseHandler[Update, ContextTypes.DEFAULT_TYPE, object] = MessageHandler(
        filters.TEXT & ~filters.COMMAND, desk.step
    )
    begun: BaseHandler[Update, ContextTypes.DEFAULT_TYPE, object] = CommandHandler(
        "report", desk.step
    )
    conversation: ConversationHandler[ContextTypes.DEFAULT_TYPE] = ConversationHandler(
        entry_points=[begun],
        states={question.state: [words] for question in QUESTIONS},
        fallbacks=[],
        allow_reentry=True,
        name=NAME,
        persistent=True,
    )
    application.add_handler(conversation)
    application.add_handler(MessageHandler(filters.ALL, desk.answer), group=1)
    application.run_polling()


if __name__ == "__main__":
    path = Path(sys.argv[3])
    if not path.exists():
        asyncio.run(_fill(path, int(sys.argv[4])))
        asyncio.set_event_loop(asyncio.new_event_loop())
    made = _written_once if "once" in sys.argv[5:] else _as_it_comes
    _serve(sys.argv[1], sys.argv[2], made(path))
