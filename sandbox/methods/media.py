"""The methods that send files: one by one and as albums."""

from sandbox.chats import Chat
from sandbox.cloud import Cloud
from sandbox.errors import bad_request
from sandbox.files import StoredFile
from sandbox.forms import message_form
from sandbox.messages import Media, MediaKind
from sandbox.methods.posting import Words, post, read_caption, target
from sandbox.parameters import Parameters, Upload

ALBUM_LIMIT = 10
_MIMES = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "document": "application/octet-stream",
    "sticker": "image/webp",
}


def send_photo(cloud: Cloud, call: Parameters) -> object:
    """Put a photo on a screen (Bot API, sendPhoto)."""
    return _send(cloud, call, "photo")


def send_voice(cloud: Cloud, call: Parameters) -> object:
    """Put a voice message on a screen (Bot API, sendVoice)."""
    return _send(cloud, call, "voice")


def send_video(cloud: Cloud, call: Parameters) -> object:
    """Put a video on a screen (Bot API, sendVideo)."""
    return _send(cloud, call, "video")


def send_video_note(cloud: Cloud, call: Parameters) -> object:
    """Put a round video, which has no caption, on a screen (Bot API, sendVideoNote)."""
    return _send(cloud, call, "video_note")


def send_document(cloud: Cloud, call: Parameters) -> object:
    """Put a file on a screen (Bot API, sendDocument)."""
    return _send(cloud, call, "document")


def send_sticker(cloud: Cloud, call: Parameters) -> object:
    """Put a sticker on a screen (Bot API, sendSticker)."""
    return _send(cloud, call, "sticker")


def send_media_group(cloud: Cloud, call: Parameters) -> object:
    """Put an album of up to ten photos, videos or documents on a screen (sendMediaGroup)."""
    items = call.array("media", complaint="can't parse media JSON object")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    chat = target(cloud, call)
    parts = [_album_part(cloud, call, item) for item in items]
    if len({media.kind == "document" for media, _ in parts}) > 1:
        raise bad_request("document can't be mixed with other media types")
    album = cloud.next_album()
    return [_post_part(cloud, chat, call, part, album) for part in parts]


def get_file(cloud: Cloud, call: Parameters) -> object:
    """Return where a file can be fetched (Bot API, getFile)."""
    file_id = call.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = cloud.files.by_id(file_id)
    if not cloud.files.by_path(file.path):
        raise bad_request("file is too big")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


def _send(cloud: Cloud, call: Parameters, kind: MediaKind) -> object:
    words = read_caption(call)
    chat = target(cloud, call)
    file = _file(cloud, kind, call.text(kind), call.uploads.get(kind), call)
    media = Media(
        kind,
        file=file,
        spoiler=call.flag("has_spoiler"),
        duration=call.integer("duration"),
    )
    return message_form(cloud, chat, post(cloud, chat, call, words=words, media=media))


def _album_part(cloud: Cloud, call: Parameters, item: object) -> tuple[Media, Words]:
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = item.get("type")
    if kind not in {"photo", "video", "document"}:
        raise bad_request(
            f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup"
        )
    file = _file(cloud, kind, str(item.get("media", "")), None, call)
    caption = Parameters(
        {
            "caption": str(item.get("caption", "")),
            "parse_mode": str(item.get("parse_mode") or ""),
        },
    )
    return Media(kind, file=file, spoiler=bool(item.get("has_spoiler"))), read_caption(caption)


def _post_part(
    cloud: Cloud, chat: Chat, call: Parameters, part: tuple[Media, Words], album: str
) -> object:
    message = post(cloud, chat, call, words=part[1], media=part[0], album=album)
    return message_form(cloud, chat, message)


def _file(
    cloud: Cloud, kind: MediaKind, named: str, upload: Upload | None, call: Parameters
) -> StoredFile:
    if named.startswith("attach://"):
        upload = call.uploads.get(named.removeprefix("attach://"))
    if upload is not None:
        return _kept(cloud, kind, upload)
    if not named or named.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    if named.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = cloud.files.by_id(named)
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _kept(cloud: Cloud, kind: MediaKind, upload: Upload) -> StoredFile:
    if not upload.data:
        raise bad_request("file must be non-empty")
    mime = upload.mime
    if mime == "application/octet-stream":
        mime = _MIMES.get(kind, mime)
    return cloud.files.keep(kind=kind, name=upload.name, mime=mime, data=upload.data)
