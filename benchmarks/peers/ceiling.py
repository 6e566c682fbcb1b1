"""The ceiling: our own pipeline, transport, order, reader, flow and views, but storing nothing.

Dialogues stand in memory and answers leave at once: nothing is kept of what comes, and there is no
database, no outbox and no sender.
"""

import asyncio
import sys
from typing import cast

from telegram import Bot
from telegram.ext import ApplicationBuilder, ContextTypes, TypeHandler

from benchmarks.ours import ROOT, SECRET
from bot.app import build_hotline
from bot.clock import SystemClock
from bot.collecting import collect_rarely, leave_out
from bot.config import load_config
from bot.delivery.carrier import carry
from bot.delivery.inbox import InboxBot, InboxRequest, Told
from bot.delivery.ordering import PerChatProcessor
from bot.delivery.transport import AiohttpRequest
from bot.flows.dialogue import Answer, Dialogue, Say, Step
from bot.handlers.incoming import Incoming, understand
from bot.handlers.resident import PRIVACY
from bot.services.hotline import Hotline
from bot.views.outgoing import Outgoing
from bot.views.prompts import match_choice, render_prompt, rendered
from storage import schema
from storage.database import Database, open_database
from storage.encryption import Vault


class Forgetful:
    """A database that stores nothing: what was fetched counts as kept, and as new."""

    async def write(self, _step: object) -> frozenset[int]:
        """Return the numbers of the updates that are not new."""
        return frozenset()


class Desk:
    """Answer updates out of memory."""

    def __init__(self, hotline: Hotline, bot: Bot) -> None:
        self._hotline = hotline
        self._bot = bot
        self._dialogues: dict[str, Dialogue] = {}

    async def receive(self, update: Told, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take one step and answer."""
        incoming = understand(update)
        if incoming.command == "report":
            step, heading = self._hotline.flows.report.start(opening=None), [PRIVACY]
        else:
            step, heading = await self._step(incoming), []
        await carry(self._bot, incoming.chat, self._question(step, heading, incoming))

    async def _step(self, incoming: Incoming) -> Step:
        dialogue, flow = self._dialogues[incoming.chat], self._hotline.flows.report
        entry = incoming.entry
        choice = match_choice(flow.prompt(dialogue), self._hotline.texts, entry.text)
        if choice is not None:
            # As in the bot itself, nothing is read of a key.
            return flow.step(dialogue, Answer(choice=choice))
        reading = await self._hotline.read(entry)
        return flow.step(dialogue, Answer(entry=entry, reading=reading))

    def _question(self, step: Step, heading: list[str], incoming: Incoming) -> Outgoing:
        if step.dialogue is None:
            raise ValueError("the four steps end no dialogue")
        self._dialogues[incoming.chat] = step.dialogue
        texts, language = self._hotline.texts, incoming.language
        words = [texts(key, language) for key in heading]
        for effect in step.effects:
            if not isinstance(effect, Say):
                raise TypeError(f"{type(effect).__name__} needs a database")
            words.append(texts(effect.key, language, **rendered(effect.args, texts, language)))
        prompt = self._hotline.flows.report.prompt(step.dialogue)
        screen = render_prompt(prompt, texts, language)
        return Outgoing("message", "\n\n".join([*words, screen.text]), keys=screen.keyboard)


async def serve(base_url: str, token: str, file: str) -> None:
    """Serve until ended; the database is needed for the list of offices alone."""
    url = f"sqlite:///{file}"
    await schema.upgrade(url)
    database = open_database(url, Vault(SECRET))
    hotline = await build_hotline(
        load_config(ROOT / "config.yaml"), ROOT / "calendar.yaml", database
    )
    await database.close()
    inbox = InboxRequest(cast("Database", Forgetful()), SystemClock(), trust_env=False)
    bot = InboxBot(token, inbox, base_url=base_url, request=AiohttpRequest(trust_env=False))
    application = ApplicationBuilder().bot(bot).concurrent_updates(PerChatProcessor()).build()
    await hotline.triage.reader.there()
    application.add_handler(TypeHandler(object, Desk(hotline, application.bot).receive))
    collect_rarely()
    leave_out()
    await application.initialize()
    await application.start()
    assert application.updater is not None  # noqa: S101 - It was built with one.
    await application.updater.start_polling()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:4]))
