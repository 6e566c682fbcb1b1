"""The peer: the obvious design, python-telegram-bot as it comes over an asynchronous ORM.

Each update is one session and one commit, and is answered after it. The file is as durable as
ours: a log ahead of it, `synchronous=FULL`. Updates are handled one after the other, as the
library does unless told otherwise: side by side its connections to Telegram become slower, and one
SQLite file has one writer all the same.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, Text, event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import Message, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from benchmarks.peers.markup import markup_of
from benchmarks.peers.questions import Draft, Question, step
from bot.clock import SystemClock


class Base(DeclarativeBase):
    """All tables."""


class Person(Base):
    """Somebody with a chat."""

    __tablename__ = "people"
    chat: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(Text)
    met_at: Mapped[datetime] = mapped_column(DateTime)


class Talk(Base):
    """Where the person stands in the dialogue."""

    __tablename__ = "talks"
    chat: Mapped[int] = mapped_column(ForeignKey("people.chat"), primary_key=True)
    draft: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(DateTime)


class Said(Base):
    """One message of the person; the number keeps one that comes twice from counting twice."""

    __tablename__ = "said"
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat: Mapped[int] = mapped_column(ForeignKey("people.chat"), index=True)
    words: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(DateTime)


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Desk:
    """Answer updates out of one database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._clock = SystemClock()
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def receive(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take one step, commit it, and answer."""
        message = update.message
        if message is None or message.text is None or message.from_user is None:
            return
        async with self._sessions.begin() as session:
            question = await self._step(session, update.update_id, message)
        await message.reply_text(
            question.text, parse_mode=ParseMode.HTML, reply_markup=markup_of(question)
        )

    async def _step(self, session: AsyncSession, update_id: int, message: Message) -> Question:
        now, chat, words = self._clock.now(), message.chat_id, message.text or ""
        talk = await session.get(Talk, chat)
        if talk is None:
            language = (message.from_user and message.from_user.language_code) or ""
            session.add(Person(chat=chat, language=language, met_at=now))
            await session.flush()
            talk = Talk(chat=chat, draft="", updated_at=now)
            session.add(talk)
        draft, question = step(Draft(**json.loads(talk.draft)) if talk.draft else None, words)
        talk.draft, talk.updated_at = json.dumps(asdict(draft), ensure_ascii=False), now
        session.add(Said(update_id=update_id, chat=chat, words=words, said_at=now))
        return question


async def _opened(file: str) -> AsyncEngine:
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    event.listen(engine.sync_engine, "connect", _prepare)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    # The loop of the polling is another one.
    await engine.dispose()
    return engine


if __name__ == "__main__":
    desk = Desk(asyncio.run(_opened(sys.argv[3])))
    asyncio.set_event_loop(asyncio.new_event_loop())
    application = ApplicationBuilder().token(sys.argv[2]).base_url(sys.argv[1]).build()
    application.add_handler(MessageHandler(filters.ALL, desk.receive))
    application.run_polling()
