"""People who write to the bot and tap, for tests and for the page."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from sandbox.callbacks import Tap
from sandbox.entities import utf16_length
from sandbox.errors import NotPossible
from sandbox.faults import DoubleTap
from sandbox.messages import InlineButton, Media, ScreenMessage
from sandbox.posts import (
    Attachment,
    ask,
    change_membership,
    draft,
    relocate,
    require_unblocked,
    rewrite,
    with_file,
    write,
)
from sandbox.screens import PATIENCE, Onlooker

TEXT_LIMIT = 4096
"""UTF-16 code units that a person can write at once."""

PHONE_NUMBER = "+8613800000000"


class Person(Onlooker):
    """Act for one person: write, send, tap, and look as every onlooker can.

    An act returns as soon as Telegram has taken it; `sees` waits for what the bot does.
    """

    def __repr__(self) -> str:
        return f"<Person {self.id} {self.name}>"

    @property
    def id(self) -> int:
        """The user identifier, which is also the chat's."""
        return self._chat.chat_id

    # Writing.

    async def says(self, text: str, *, reply_to: ScreenMessage | None = None) -> ScreenMessage:
        """Write a text; an empty one reaches the bot as a message without text."""
        if utf16_length(text) > TEXT_LIMIT:
            raise NotPossible("Telegram lets nobody write more than 4096 characters at once")
        answered = reply_to.message_id if reply_to else None
        return self._write(draft(self._cloud, self._chat, text=text, reply_to=answered))

    async def opens(self, payload: str = "") -> ScreenMessage:
        """Press Start, or follow a link that carries a payload."""
        return await self.says(f"/start {payload}".strip())

    async def presses(
        self,
        label: str,
        *,
        phone_number: str = PHONE_NUMBER,
        location: tuple[float, float] = (34.54, 118.77),
    ) -> ScreenMessage:
        """Press a key of the reply keyboard that is shown now.

        Args:
            label: The key's whole text.
            phone_number: What a key that asks for the contact sends.
            location: Latitude and longitude that a key asking for the place sends.

        Raises:
            NotPossible: There is no such key on the screen.
        """
        keyboard = self._chat.keyboard
        key = keyboard.key(label) if keyboard else None
        if keyboard is None or key is None:
            raise NotPossible(f"no key “{label}” on the screen:\n{self.screen}")
        require_unblocked(self._chat)
        if keyboard.one_time:
            self._chat.keyboard = None
        if key.contact:
            return await self.sends_contact(phone_number)
        if key.location:
            return await self.sends_location(*location)
        return await self.says(label)

    async def forwards(self, text: str) -> ScreenMessage:
        """Pass on a text that somebody else wrote."""
        return self._write(replace(draft(self._cloud, self._chat, text=text), forwarded=True))

    async def edits(self, message: ScreenMessage, text: str) -> ScreenMessage:
        """Change the words of a message that this person wrote."""
        return rewrite(self._cloud, self._chat, message, text)

    # Sending.

    async def sends(
        self, attachment: Attachment, *, reply_to: ScreenMessage | None = None
    ) -> ScreenMessage:
        """Send a file of any kind, perhaps in reply to a message."""
        message = with_file(self._cloud, self._chat, attachment)
        replied = reply_to.message_id if reply_to else None
        return self._write(replace(message, reply_to=replied))

    async def sends_photo(
        self, data: bytes | None = None, *, caption: str = "", size: int | None = None
    ) -> ScreenMessage:
        """Send a photo; without data a small sample."""
        return await self.sends(Attachment("photo", data, caption=caption, size=size))

    async def sends_voice(
        self, data: bytes | None = None, *, caption: str = "", duration: int = 3
    ) -> ScreenMessage:
        """Send a voice message of whole seconds."""
        return await self.sends(Attachment("voice", data, caption=caption, duration=duration))

    async def sends_video(
        self, data: bytes | None = None, *, caption: str = "", size: int | None = None
    ) -> ScreenMessage:
        """Send a video; `size` makes it count as so many bytes."""
        video = Attachment("video", data, caption=caption, duration=5, size=size)
        return await self.sends(video)

    async def sends_video_note(self, data: bytes | None = None) -> ScreenMessage:
        """Send a round video; it bears no words."""
        return await self.sends(Attachment("video_note", data, duration=5))

    async def sends_document(
        self,
        data: bytes | None = None,
        *,
        name: str | None = None,
        mime: str | None = None,
        caption: str = "",
        size: int | None = None,
        reply_to: ScreenMessage | None = None,
    ) -> ScreenMessage:
        """Send a file; `size` makes it count as so many bytes."""
        document = Attachment("document", data, name, mime, caption=caption, size=size)
        answered = reply_to.message_id if reply_to else None
        return self._write(replace(with_file(self._cloud, self._chat, document), reply_to=answered))

    async def sends_sticker(self, emoji: str = "🙂") -> ScreenMessage:
        """Send a sticker that stands for an emoji."""
        return await self.sends(Attachment("sticker", emoji=emoji))

    async def sends_location(
        self, latitude: float, longitude: float, *, live_seconds: int = 0
    ) -> ScreenMessage:
        """Send a point on the map, in degrees; a live one goes with the person for so long."""
        media = Media("location", latitude=latitude, longitude=longitude, live_period=live_seconds)
        return self._write(draft(self._cloud, self._chat, media=media))

    async def moves(
        self, message: ScreenMessage, latitude: float, longitude: float
    ) -> ScreenMessage:
        """Go elsewhere with a live location, which is an edited message to the bot."""
        return relocate(self._cloud, self._chat, message, latitude, longitude)

    async def sends_contact(self, phone_number: str = PHONE_NUMBER) -> ScreenMessage:
        """Send the own telephone number."""
        media = Media(
            "contact",
            phone_number=phone_number,
            name=self.name,
            contact_user_id=self.id,
        )
        return self._write(draft(self._cloud, self._chat, media=media))

    async def sends_album(
        self, items: Sequence[Attachment | bytes | None]
    ) -> tuple[ScreenMessage, ...]:
        """Send several files as one album; bytes or None stand for a photo."""
        album = self._cloud.next_album()
        parts = [
            item if isinstance(item, Attachment) else Attachment("photo", item) for item in items
        ]
        messages = [with_file(self._cloud, self._chat, part) for part in parts]
        return tuple(self._write(replace(message, album=album)) for message in messages)

    # Tapping.

    async def taps(
        self,
        label: str,
        *,
        message: ScreenMessage | None = None,
        times: int = 1,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - A test names its patience.
    ) -> Tap:
        """Tap an inline button and return what the bot answered.

        Args:
            label: The button's text, or a part that only one button of the message contains.
            message: Where to tap; its buttons as they were when it was looked at, so that a
                stale screen can be played. Without it the newest message that has the button.
            times: How many taps go out before any answer; the first one's answer is returned.
            timeout: Seconds to wait; after them the tap has no toast.

        Raises:
            NotPossible: There is no such button, or it opens an address.
        """
        found, button = self._find_button(label, message)
        if button.data is None:
            raise NotPossible(f"the button “{label}” opens an address")
        return await self._tap(found, button.data, times=times, patience=timeout)

    async def taps_data(
        self,
        data: str,
        *,
        message: ScreenMessage | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - A test names its patience.
    ) -> Tap:
        """Send forged callback data, under anybody's message or the bot's newest here."""
        if message is None:
            message = next(reversed(list(self._chat.from_the_bot())), None)
        if message is None:
            raise NotPossible("the bot has sent nothing that could be tapped")
        return await self._tap(message, data, times=1, patience=timeout)

    # Leaving and coming back.

    async def blocks(self) -> None:
        """Block the bot."""
        change_membership(self._cloud, self._chat, blocked=True)

    async def unblocks(self) -> None:
        """Let the bot write again."""
        change_membership(self._cloud, self._chat, blocked=False)

    def _write(self, message: ScreenMessage) -> ScreenMessage:
        return write(self._cloud, self._chat, message)

    def _find_button(
        self, label: str, message: ScreenMessage | None
    ) -> tuple[ScreenMessage, InlineButton]:
        candidates = [message] if message else reversed(list(self._chat.from_the_bot()))
        for candidate in candidates:
            button = candidate.button(label)
            if button is not None:
                return candidate, button
        raise NotPossible(f"no button “{label}” on the screen:\n{self.screen}")

    async def _tap(self, message: ScreenMessage, data: str, *, times: int, patience: float) -> Tap:
        require_unblocked(self._chat)
        if self._cloud.faults.take_update(DoubleTap, self.id):
            times += 1
        answers = [ask(self._cloud, self._chat, message, data) for _ in range(times)]
        try:
            async with asyncio.timeout(patience):
                return await answers[0]
        except TimeoutError:
            return Tap()
