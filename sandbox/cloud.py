"""Telegram's servers in memory: one bot, its chats, files, updates and profile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.callbacks import CallbackDesk
from sandbox.chats import Chat, Group
from sandbox.clock import SandboxClock
from sandbox.errors import NotPossible, bad_request, forbidden
from sandbox.fault_desk import FaultDesk
from sandbox.files import FileStore
from sandbox.messages import ScreenMessage
from sandbox.profile import BotProfile
from sandbox.updates import UpdateQueue
from sandbox.webhook import Webhook

_FIRST_PERSON = 5_000_001


@dataclass(slots=True)
class Cloud:
    """Hold everything that Bot API methods and people act upon; used by one event loop only."""

    clock: SandboxClock
    token: str
    username: str
    bot_name: str
    faults: FaultDesk
    updates: UpdateQueue
    callbacks: CallbackDesk
    webhook: Webhook
    files: FileStore = field(default_factory=FileStore)
    profile: BotProfile = field(default_factory=BotProfile)
    chats: dict[int, Chat] = field(default_factory=dict)
    watchers: set[Callable[[int], None]] = field(default_factory=set)
    last_message_id: int = 0
    last_album: int = 0

    @property
    def bot_id(self) -> int:
        """The bot's user identifier, the first part of its token."""
        return int(self.token.partition(":")[0])

    @property
    def bot_user(self) -> dict[str, object]:
        """The bot as a User of the Bot API."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.profile.words_for("name", "") or self.bot_name,
            "username": self.username,
        }

    def now(self) -> datetime:
        """Return the present moment of the sandbox's clock."""
        return self.clock.now()

    def new_chat(self, name: str, *, language: str, group: Group, title: str = "") -> Chat:
        """Create a person with an empty chat."""
        chat_id = _FIRST_PERSON + len(self.chats)
        chat = Chat(chat_id, name, language, group, self._announce, title)
        self.chats[chat_id] = chat
        self._announce(chat_id)
        return chat

    def next_message_id(self) -> int:
        """Return a number that no message has had."""
        self.last_message_id += 1
        return self.last_message_id

    def next_album(self) -> str:
        """Return the identifier of a new album."""
        self.last_album += 1
        return f"{13_000_000_000_000_000 + self.last_album}"

    def chat_to_write_to(self, chat_id: int) -> Chat:
        """Return the chat that the bot may write to; refuse in Telegram's words."""
        chat = self.chat(chat_id)
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def chat(self, chat_id: int) -> Chat:
        """Return the chat with this identifier; refuse an unknown one in Telegram's words."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def person_chat(self, chat_id: int) -> Chat:
        """Return a person's chat for the people's side; raise NotPossible when there is none."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise NotPossible("there is no such person")
        return chat

    def message(self, chat: Chat, message_id: int, complaint: str) -> ScreenMessage:
        """Return a message that still stands, else refuse with `complaint`."""
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request(complaint)
        return message

    def _announce(self, chat_id: int) -> None:
        for watcher in self.watchers:
            watcher(chat_id)
