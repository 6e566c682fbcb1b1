"""What the bot says about itself: commands by scope and language, names and descriptions."""

from dataclasses import dataclass, field

from sandbox.errors import bad_request
from sandbox.parameters import Parameters

_SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    },
)
Command = tuple[str, str]


@dataclass(slots=True)
class BotProfile:
    """Keep commands and descriptions, each for a language or, under "", for all others."""

    commands: dict[tuple[str, str], tuple[Command, ...]] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)

    def commands_for(self, chat_id: int, language: str) -> tuple[Command, ...]:
        """Return the commands that a person sees (Bot API, BotCommandScope)."""
        short = language[:2]
        for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
            for code in (short, ""):
                if (scope, code) in self.commands:
                    return self.commands[scope, code]
        return ()

    def words_for(self, kind: str, language: str) -> str:
        """Return a "name", "description" or "short_description" in a person's language."""
        return self.words.get((kind, language[:2])) or self.words.get((kind, ""), "")


def scope_key(call: Parameters) -> str:
    """Return the key of the scope that a call names; refuse one that Telegram does not know."""
    scope = call.record("scope", complaint="can't parse BotCommandScope JSON object")
    kind = scope.get("type", "default")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if kind == "chat":
        return f"chat:{scope.get('chat_id')}"
    return str(kind)


def read_commands(call: Parameters) -> tuple[Command, ...]:
    """Return the commands of a call, checked against Telegram's limits."""
    given = call.array("commands", complaint="can't parse commands JSON object")
    if len(given) > 100:  # noqa: PLR2004 - Bot API, setMyCommands.
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return tuple(_command(item) for item in given)


def commands_json(commands: tuple[Command, ...]) -> list[dict[str, str]]:
    """Return commands in the Bot API's form."""
    return [{"command": name, "description": words} for name, words in commands]


def _command(item: object) -> Command:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(item.get("command", "")).removeprefix("/")
    words = str(item.get("description", "")).strip()
    if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "a").isalnum()):  # noqa: PLR2004 - Bot API, BotCommand.
        raise bad_request("BOT_COMMAND_INVALID")
    if name != name.lower():
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(words) <= 256:  # noqa: PLR2004 - Bot API, BotCommand.
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return name, words
