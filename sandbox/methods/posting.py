"""What every method that puts a message on a screen has in common."""

from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.entities import plain_entities, read_text, utf16_length
from sandbox.errors import bad_request
from sandbox.markup import Markup, read_markup
from sandbox.messages import Entity, Media, ScreenMessage
from sandbox.parameters import Parameters

TEXT_LIMIT = 4096
"""UTF-16 code units of a message after its entities were parsed (Bot API, sendMessage)."""

CAPTION_LIMIT = 1024
"""UTF-16 code units of a caption after its entities were parsed (Bot API, sendPhoto)."""

Words = tuple[str, tuple[Entity, ...]]


def target(cloud: Cloud, call: Parameters) -> Chat:
    """Return the chat that a call writes to; refuse in Telegram's words."""
    return cloud.chat_to_write_to(chat_number(call, "chat_id"))


def chat_number(call: Parameters, name: str) -> int:
    """Return a chat identifier; refuse an empty one and any that is no number."""
    raw = call.text(name)
    if not raw:
        raise bad_request("chat_id is empty")
    try:
        return int(raw)
    except ValueError:
        raise bad_request("chat not found") from None


def read_words(call: Parameters) -> Words:
    """Return the text of a call with its entities, checked for emptiness and length."""
    words = _formatted(call, call.text("text"), "entities")
    if not words[0]:
        raise bad_request("message text is empty")
    if utf16_length(words[0]) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return words


def read_caption(call: Parameters) -> Words:
    """Return the caption of a call with its entities, checked for length."""
    words = _formatted(call, call.text("caption"), "caption_entities")
    if utf16_length(words[0]) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return words


def post(
    cloud: Cloud,
    chat: Chat,
    call: Parameters,
    *,
    words: Words,
    media: Media | None = None,
    album: str | None = None,
) -> ScreenMessage:
    """Put a message of the bot on a screen and return it."""
    markup = read_markup(call.values.get("reply_markup"))
    message = ScreenMessage(
        message_id=cloud.next_message_id(),
        chat_id=chat.chat_id,
        from_bot=True,
        sent_at=cloud.now(),
        text=words[0],
        entities=words[1],
        media=media,
        buttons=markup.buttons,
        keyboard=markup.keyboard,
        reply_to=_answered(chat, call),
        album=album,
        protected=call.flag("protect_content"),
    )
    place(chat, message, markup)
    return message


def place(chat: Chat, message: ScreenMessage, markup: Markup) -> None:
    """Put a message on a screen and let its markup act on the keyboard."""
    if markup.removes_keyboard:
        chat.keyboard = None
        chat.placeholder = None
    if markup.placeholder is not None:
        chat.placeholder = markup.placeholder
    chat.post(message)


def _formatted(call: Parameters, raw: str, entities: str) -> Words:
    given = call.array(entities, complaint="can't parse entities JSON object")
    if given:
        return raw.strip(), tuple(_entity(item) for item in given)
    text, found = read_text(raw, call.optional("parse_mode"))
    return text, found or plain_entities(text)


def _entity(item: object) -> Entity:
    if not isinstance(item, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    return Entity(
        str(item.get("type")),
        int(item.get("offset", 0)),
        int(item.get("length", 0)),
        item.get("url"),
        item.get("language"),
    )


def _answered(chat: Chat, call: Parameters) -> int | None:
    reply = call.record("reply_parameters", complaint="can't parse reply parameters JSON object")
    number = reply.get("message_id") or call.integer("reply_to_message_id")
    if not isinstance(number, int) or not number:
        return None
    if number in chat.messages:
        return number
    lenient = reply.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")
    if lenient:
        return None
    raise bad_request("message to be replied not found")
