"""The peer: aiogram 3, as an echo or as the same dialogue by its own state machine.

Run by an interpreter that has it: its releases ask for an older pydantic than the product runs on.
States stand in `MemoryStorage`, the only storage it brings that needs no server; so this peer loses
everything when it ends, which is in its favour. Updates are handled one after the other: as tasks,
its own way, it is slower and may answer one person's messages out of order.
"""

import asyncio
import sys
from dataclasses import asdict

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import KeyboardButton, Message, ReplyKeyboardMarkup

from benchmarks.peers.questions import QUESTIONS, SHARED_SPOT, Draft, Question, step

STATES = {question.state: State(question.state, group_name="Report") for question in QUESTIONS}


async def echo(message: Message) -> None:
    """Say what was said."""
    await message.answer(message.text or "")


async def talk(message: Message, state: FSMContext) -> None:
    """Take one step of the dialogue and answer."""
    known = (await state.get_data()).get("draft")
    draft, question = step(Draft(**known) if known else None, message.text or "")
    await state.update_data(draft=asdict(draft))
    await state.set_state(STATES[draft.state])
    await message.answer(
        question.text, parse_mode=ParseMode.HTML, reply_markup=_markup_of(question)
    )


def _markup_of(question: Question) -> ReplyKeyboardMarkup:
    rows = [[_key(label) for label in row] for row in question.keys]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)


def _key(label: str) -> KeyboardButton:
    return KeyboardButton(text=label, request_location=True if label == SHARED_SPOT else None)


async def serve(base_url: str, token: str, kind: str) -> None:
    """Serve until ended."""
    server = TelegramAPIServer(base=f"{base_url}{{token}}/{{method}}", file="")
    bot = Bot(token, session=AiohttpSession(api=server))
    dispatcher = Dispatcher(storage=MemoryStorage())
    if kind == "echo":
        dispatcher.message.register(echo)
    else:
        dispatcher.message.register(talk, Command("report"))
        dispatcher.message.register(talk, StateFilter(*STATES.values()))
    await dispatcher.start_polling(bot, handle_as_tasks=False)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], sys.argv[4]))
