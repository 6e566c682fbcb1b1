"""One person's turn: what they did, who they are, and the unit of work it is answered in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.flows.dialogue import Answer
from bot.flows.emergency import call_first, is_of_child
from bot.handlers.incoming import Incoming
from bot.services.casework import Casework
from bot.services.conversation import Conversation
from bot.services.hotline import Hotline
from bot.services.intake import Intake
from bot.services.mail import Mail, Priority
from bot.services.permits import Permits
from bot.services.suggested import is_told_by_child
from bot.triage.reading import Reading
from bot.views.outgoing import Button, Key
from storage.records import Person, Staff
from storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Toast:
    """What a tapped button answers at once."""

    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that a handler needs to answer one person once."""

    hotline: Hotline
    work: UnitOfWork
    person: Person
    places: Sequence[Staff]
    incoming: Incoming
    now: datetime
    talk: Conversation = field(init=False)
    """The person's dialogue."""

    def __post_init__(self) -> None:
        """Begin to talk with the person."""
        talk = Conversation(self.hotline, self.work, self.person, self.now)
        object.__setattr__(self, "talk", talk)

    @property
    def reading(self) -> Reading | None:
        """Return what is understood of what the person said; None of a command or a tap."""
        return self.hotline.readings.get(self.incoming.entry) if self.incoming.is_told else None

    @property
    def casework(self) -> Casework:
        """Return the officers' acts."""
        return Casework(self.hotline, self.work, self.now)

    @property
    def permits(self) -> Permits:
        """Return who may do what."""
        return Permits(self.hotline, self.work, self.now)

    @property
    def intake(self) -> Intake:
        """Return the making of cases."""
        return Intake(self.hotline, self.work, self.now)

    @property
    def mail(self) -> Mail:
        """Return the way to write to people."""
        return Mail(self.work, self.hotline.texts, self.now)

    @property
    def answer(self) -> Answer:
        """Return what the person said, as an answer to whatever was asked."""
        return Answer(entry=self.incoming.entry, reading=self.reading)

    @property
    def is_key(self) -> bool:
        """Say whether what was said is a key that the question asked last offers."""
        return self.talk.is_choice(self.answer)

    def wants_to_hear(self) -> None:
        """Take note that the person speaks to us again, whatever they stopped before."""
        if self.person.quiet_at is not None:
            self.work.people.mark_quiet(self.person.id, None)

    def say(
        self,
        key: str,
        *,
        buttons: tuple[tuple[Button, ...], ...] = (),
        keys: tuple[tuple[Key, ...], ...] | None = None,
        priority: Priority = Priority.ANSWER,
        **args: str | int,
    ) -> None:
        """Answer the person with the text `key`."""
        self.mail.say(
            self.person, key, buttons=buttons, keys=keys, priority=priority, args=dict(args)
        )

    def say_call_first(self, case_id: int) -> None:
        """Tell the numbers to call first, as to whoever told the case and now writes this."""
        to_child = is_of_child(self.answer) or is_told_by_child(self.work, case_id)
        self.say(call_first(to_child=to_child).key)

    def words(self, key: str, **args: str | int) -> str:
        """Return the text `key` in the person's language, for plain places such as toasts."""
        return self.hotline.texts(key, self.person.language, **args)

    def toast(self, key: str, *, alert: bool = False, **args: str | int) -> Toast:
        """Return the text `key` as the answer to a tap."""
        return Toast(self.words(key, **args), alert=alert)
