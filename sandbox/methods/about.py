"""The methods about the bot itself and about chats."""

from collections.abc import Callable

from sandbox.cloud import Cloud
from sandbox.errors import bad_request
from sandbox.forms import chat_form
from sandbox.methods.posting import chat_number
from sandbox.parameters import Parameters
from sandbox.profile import commands_json, read_commands, scope_key

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(cloud: Cloud, call: Parameters) -> object:
    """Return the bot (Bot API, getMe)."""
    del call
    return cloud.bot_user | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(cloud: Cloud, call: Parameters) -> object:
    """Return what is known of a chat (Bot API, getChat)."""
    chat = cloud.chat(chat_number(call, "chat_id"))
    if not chat.started:
        raise bad_request("chat not found")
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    return chat_form(chat) | {
        "accent_color_id": chat.chat_id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), True),
    }


def set_my_commands(cloud: Cloud, call: Parameters) -> object:
    """Set the menu for a scope and language (Bot API, setMyCommands)."""
    key = (scope_key(call), call.text("language_code"))
    cloud.profile.commands[key] = read_commands(call)
    _show_everybody(cloud)
    return True


def get_my_commands(cloud: Cloud, call: Parameters) -> object:
    """Return the menu of exactly a scope and language (Bot API, getMyCommands)."""
    key = (scope_key(call), call.text("language_code"))
    return commands_json(cloud.profile.commands.get(key, ()))


def delete_my_commands(cloud: Cloud, call: Parameters) -> object:
    """Take the menu of a scope and language away (Bot API, deleteMyCommands)."""
    cloud.profile.commands.pop((scope_key(call), call.text("language_code")), None)
    _show_everybody(cloud)
    return True


def setting_words(kind: str) -> Callable[[Cloud, Parameters], object]:
    """Return the method that sets the bot's name, description or short description."""

    def set_words(cloud: Cloud, call: Parameters) -> object:
        words = call.text(kind)
        if len(words) > _LIMITS[kind]:
            raise bad_request(f"BOT_{kind.upper()}_TOO_LONG")
        cloud.profile.words[kind, call.text("language_code")] = words
        _show_everybody(cloud)
        return True

    return set_words


def getting_words(kind: str) -> Callable[[Cloud, Parameters], object]:
    """Return the method that tells the bot's name, description or short description."""

    def get_words(cloud: Cloud, call: Parameters) -> object:
        language = call.text("language_code")
        words = cloud.profile.words_for(kind, language)
        return {kind: words or (cloud.bot_name if kind == "name" else "")}

    return get_words


def set_chat_menu_button(cloud: Cloud, call: Parameters) -> object:
    """Accept a menu button without showing it (Bot API, setChatMenuButton)."""
    del cloud, call
    return True


def _show_everybody(cloud: Cloud) -> None:
    for chat in cloud.chats.values():
        chat.changed()
