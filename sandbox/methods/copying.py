"""The methods that repeat a message in another chat."""

from dataclasses import replace

from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.entities import plain_entities
from sandbox.errors import bad_request
from sandbox.forms import message_form
from sandbox.markup import read_markup
from sandbox.messages import ScreenMessage
from sandbox.methods.posting import chat_number, place, read_caption, target
from sandbox.parameters import Parameters

_MOST_AT_ONCE = 100


def copy_message(cloud: Cloud, call: Parameters) -> object:
    """Repeat a message as the bot's own (Bot API, copyMessage)."""
    chat = target(cloud, call)
    source = _source(cloud, call, call.integer("message_id"), "copy", "copied")
    return {"message_id": _copy(cloud, chat, call, source).message_id}


def copy_messages(cloud: Cloud, call: Parameters) -> object:
    """Repeat several messages, albums kept together (Bot API, copyMessages)."""
    chat = target(cloud, call)
    albums: dict[str, str] = {}
    copies = []
    for source in _sources(cloud, call, "copied"):
        album = source.album and albums.setdefault(source.album, cloud.next_album())
        copy = _repeat(cloud, chat, call, replace(source, album=album))
        copies.append({"message_id": copy.message_id})
    return copies


def forward_message(cloud: Cloud, call: Parameters) -> object:
    """Repeat a message with the name of its writer (Bot API, forwardMessage)."""
    chat = target(cloud, call)
    source = _source(cloud, call, call.integer("message_id"), "forward", "forwarded")
    message = _repeat(cloud, chat, call, replace(source, forwarded=True, album=None))
    return message_form(cloud, chat, message)


def _source(
    cloud: Cloud, call: Parameters, number: int, verb: str, participle: str
) -> ScreenMessage:
    chat = cloud.chat(chat_number(call, "from_chat_id"))
    message = cloud.message(chat, number, f"message to {verb} not found")
    if message.protected:
        raise bad_request(f"message can't be {participle}")
    return message


def _sources(cloud: Cloud, call: Parameters, participle: str) -> list[ScreenMessage]:
    numbers = call.array("message_ids", complaint="expected an Array of message identifiers")
    if not 1 <= len(numbers) <= _MOST_AT_ONCE:
        raise bad_request("message identifiers are not specified")
    chat = cloud.chat(chat_number(call, "from_chat_id"))
    found = [chat.messages.get(number) for number in numbers if isinstance(number, int)]
    usable = [message for message in found if message is not None and not message.protected]
    if not usable:
        raise bad_request(f"messages can't be {participle}")
    return usable


def _copy(cloud: Cloud, chat: Chat, call: Parameters, source: ScreenMessage) -> ScreenMessage:
    source = replace(source, album=None)
    if source.media is not None and "caption" in call.values:
        words = read_caption(call)
        source = replace(source, text=words[0], entities=words[1])
    if source.media is not None and call.flag("has_spoiler"):
        source = replace(source, media=replace(source.media, spoiler=True))
    return _repeat(cloud, chat, call, source)


def _repeat(cloud: Cloud, chat: Chat, call: Parameters, source: ScreenMessage) -> ScreenMessage:
    markup = read_markup(call.values.get("reply_markup"))
    message = ScreenMessage(
        message_id=cloud.next_message_id(),
        chat_id=chat.chat_id,
        from_bot=True,
        sent_at=cloud.now(),
        text=source.text,
        entities=source.entities or plain_entities(source.text),
        media=source.media,
        buttons=markup.buttons,
        keyboard=markup.keyboard,
        album=source.album,
        protected=call.flag("protect_content"),
        forwarded=source.forwarded,
    )
    place(chat, message, markup)
    return message
