"""The menu and the descriptions, per scope and language."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.services.command_menu import RESIDENT_COMMANDS, commands_of
from bot.views.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts
from storage.database import Database, StorageUnavailable
from storage.records import Person, Staff
from storage.work import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Menus:
    """Tell Telegram what the bot is and which commands it knows; a failure harms nobody."""

    bot: Bot
    texts: Texts
    database: Database

    async def introduce(self) -> None:
        """Set descriptions and menus in every language, and the menus of all staff."""
        for language in LANGUAGES:
            await self._guarded(self._describe(language))
        try:
            staffed = await self.database.read(_everybody)
        except StorageUnavailable as error:
            log.warning("introduction-failed", error=type(error).__name__)
            return
        for person, places in staffed:
            await self._guarded(self._give(person, places))

    async def enrolled(self, chat: str) -> None:
        """Give somebody who has just been enrolled the menu of all their places."""
        found = await self.database.read(lambda work: _with_chat(work, chat))
        if found is not None:
            await self._guarded(self._give(*found))

    async def _guarded(self, told: Awaitable[None]) -> None:
        """Tell Telegram; what it refuses keeps nothing else from being told."""
        try:
            await told
        except TelegramError as error:
            log.warning("menu-failed", error=type(error).__name__)

    async def _describe(self, language: str) -> None:
        tag = None if language == DEFAULT_LANGUAGE else language
        commands = self._menu(language, RESIDENT_COMMANDS)
        await self.bot.set_my_commands(commands, language_code=tag)
        await self.bot.set_my_description(self.texts("bot-description", language), tag)
        await self.bot.set_my_short_description(self.texts("bot-short-description", language), tag)

    async def _give(self, person: Person, places: Sequence[Staff]) -> None:
        await self.bot.set_my_commands(
            self._menu(person.language, commands_of(places)),
            scope=BotCommandScopeChat(int(person.chat)),
        )

    def _menu(self, language: str, names: tuple[str, ...]) -> list[BotCommand]:
        return [BotCommand(name, self.texts(f"command-{name}", language)) for name in names]


def _with_chat(work: UnitOfWork, chat: str) -> tuple[Person, Sequence[Staff]] | None:
    person = work.people.with_chat(chat)
    places = work.staff.of_person(person.id) if person else ()
    return (person, places) if person and places else None


def _everybody(work: UnitOfWork) -> list[tuple[Person, Sequence[Staff]]]:
    """Return whoever can be reached, each with all their places."""
    places: dict[int, list[Staff]] = {}
    for staff in work.staff.everybody():
        if staff.is_reachable:
            places.setdefault(staff.person_id, []).append(staff)
    return [(work.people.get(person_id), theirs) for person_id, theirs in places.items()]
