"""The menu and the descriptions, per scope and language."""

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
        try:
            for language in LANGUAGES:
                tag = None if language == DEFAULT_LANGUAGE else language
                commands = self._menu(language, RESIDENT_COMMANDS)
                await self.bot.set_my_commands(commands, language_code=tag)
                await self.bot.set_my_description(self.texts("bot-description", language), tag)
                await self.bot.set_my_short_description(
                    self.texts("bot-short-description", language), tag
                )
            for person, staff in await self.database.read(_everybody):
                await self._give(person, staff)
        except (TelegramError, StorageUnavailable) as error:
            log.warning("introduction-failed", error=type(error).__name__)

    async def enrolled(self, chat: str) -> None:
        """Give somebody who has just been enrolled the menu of their role."""
        places = await self.database.read(lambda work: _places(work, chat))
        try:
            for person, staff in places:
                await self._give(person, staff)
        except TelegramError as error:
            log.warning("menu-failed", error=type(error).__name__)

    async def _give(self, person: Person, staff: Staff) -> None:
        names = commands_of([staff])
        await self.bot.set_my_commands(
            self._menu(person.language, names), scope=BotCommandScopeChat(int(person.chat))
        )

    def _menu(self, language: str, names: tuple[str, ...]) -> list[BotCommand]:
        return [BotCommand(name, self.texts(f"command-{name}", language)) for name in names]


def _places(work: UnitOfWork, chat: str) -> list[tuple[Person, Staff]]:
    person = work.people.with_chat(chat)
    return [(person, staff) for staff in work.staff.of_person(person.id)] if person else []


def _everybody(work: UnitOfWork) -> list[tuple[Person, Staff]]:
    return [
        (work.people.get(staff.person_id), staff)
        for staff in work.staff.everybody()
        if staff.is_reachable
    ]
