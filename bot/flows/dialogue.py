"""What every dialogue is made of: what a person answered, and what shall follow.

A flow is data and pure functions: `step(dialogue, answer) -> (dialogue, effects)`. It knows no
chat service and no database. Effects are carried out by the services in the same transaction
that stores the new dialogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from bot.triage.reading import Reading

AttachmentKind = Literal[
    "photo",
    "voice",
    "video",
    "video_note",
    "document",
    "location",
    "contact",
    "sticker",
    "other",
]


Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A thing that came with, or instead of, words.

    `file_id` is the channel's own handle (empty for a location or a contact); `message_id` is
    the message it came in; `album_id` ties the parts of one album together.
    """

    kind: AttachmentKind
    file_id: str = ""
    message_id: int = 0
    album_id: str = ""
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a person said: words, an attachment, or both (a caption)."""

    text: str = ""
    attachment: Attachment | None = None
    message_id: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person did at a question.

    `choice` is the id of an offered choice (a tapped button, or its label typed); otherwise the
    person said `entry`, which the triage has read as `reading` where it had words.
    """

    choice: str | None = None
    entry: Entry | None = None
    reading: Reading | None = None

    @property
    def text(self) -> str:
        """Return the words of the entry, stripped; empty where there were none."""
        return self.entry.text.strip() if self.entry else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One offered button.

    `id` is stable and language-free; the label is the text `key` with `args`, or `literal`
    where the label is a name that no language changes (a township).
    """

    id: str
    key: str = ""
    args: Mapping[str, str | int] = field(default_factory=dict)
    literal: str = ""
    wants: Literal["", "location", "contact"] = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question: the text `key` with `args`, and rows of choices under it.

    `step` is the place in the whole ("第 2/6 步") as (this, of), where there is one.
    `args` values that are `Ref`s are texts themselves and are rendered first. `former` are the
    choices of the question before: a second tap on one of them is not something said.
    """

    key: str
    args: Mapping[str, "str | int | Ref"] = field(default_factory=dict)
    rows: tuple[tuple[Choice, ...], ...] = ()
    step: tuple[int, int] | None = None
    former: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A text named inside another text's arguments, rendered in the reader's language."""

    key: str
    args: Mapping[str, "str | int | Ref"] = field(default_factory=dict)


class Memory(dict[str, Json]):
    """What a dialogue knows, as plain JSON; `made` is what its flow has made of it, once it has.

    One step asks a dozen times what the same memory says. It is not to be changed.
    """

    __slots__ = ("made",)

    def __init__(self, values: Mapping[str, Json], made: object = None) -> None:
        super().__init__(values)
        self.made = made


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Where one person stands in one flow; `memory` is plain JSON and is stored encrypted."""

    flow: str
    version: int
    state: str
    memory: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the person something that is not a question."""

    key: str
    args: Mapping[str, "str | int | Ref"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileNow:
    """Make the case and page at once with what is known; the questions go on as additions."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Call people for a case that was filed already: its reporter says that there is danger now."""

    case_id: int


@dataclass(frozen=True, slots=True)
class Submit:
    """Make the case of the finished draft, or complete the one that was filed early."""


@dataclass(frozen=True, slots=True)
class AddToCase:
    """Add what was said to a case; `urgent` words call people, and open a closed case again.

    Words for a case that was closed meanwhile begin another report instead. Of several that are
    added together one `rings`, the last that is urgent or else the last: one card shows them all.
    """

    case_id: int
    entry: Entry
    urgent: bool = False
    rings: bool = True


@dataclass(frozen=True, slots=True)
class BelongElsewhere:
    """Say of words that came to a case at once, for their danger, that they are another matter."""

    case_id: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class StartReport:
    """Begin a new report with everything that was said."""

    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """Take what was said in the middle of a small form as said by itself; the form is over."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class LookUp:
    """Show the state of the case with this number to whoever knows its code."""

    number: str
    code: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Withdraw the person's report from this case."""

    case_id: int


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase what the person told in their closed case."""

    case_id: int


@dataclass(frozen=True, slots=True)
class Reopen:
    """Ask for a closed case to be opened again, with the person's reason, empty or not."""

    case_id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Decline:
    """Return a referral: why, and who is proposed to own it (an office's code, or nothing)."""

    referral_id: int
    reason: str
    owner_code: str | None


@dataclass(frozen=True, slots=True)
class AskReporter:
    """Carry a question to everyone who reported the case, without saying who asks."""

    referral_id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class AddNote:
    """Put a note on the case's timeline."""

    referral_id: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Close:
    """Close a referral: the outcome's code, what was done, and what the reporter may be told."""

    referral_id: int
    outcome: str
    done: str
    told: str


@dataclass(frozen=True, slots=True)
class Lower:
    """Make a case less urgent: the new level, and why."""

    referral_id: int
    level: int
    reason: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Keep when (`HH:MM-HH:MM`, empty for any time) and how openly the person is written to."""

    hours: str
    discreet: bool


@dataclass(frozen=True, slots=True)
class Complain:
    """Complain of staff: about the person's own report, or about an office by its code.

    Where neither is known, it is for the province.
    """

    report_id: int | None
    office_code: str | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class ComplainOf:
    """Complain of whoever deals with the person's case, with words that were told of it."""

    case_id: int
    entries: tuple[Entry, ...]
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class AskSwap:
    """Ask a colleague to take a shift or a part of it, perhaps for one of theirs in return.

    Spans are pairs of moments in UTC; people are numbers of staff.
    """

    asker_id: int
    asked_id: int
    tier: str
    span: tuple[datetime, datetime]
    back: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True)
class BeAbsent:
    """Take no turns for a span: oneself everywhere, or (`staff_id`) somebody of one's office."""

    span: tuple[datetime, datetime]
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class ComeBack:
    """Take turns again from now on: oneself everywhere, or somebody of one's office."""

    staff_id: int | None


@dataclass(frozen=True, slots=True)
class Cover:
    """Put somebody in for a span of a tier, in place of whoever has it."""

    office_code: str
    tier: str
    staff_id: int
    span: tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class OfficerAct:
    """What an officer or a visitor decided; which acts there are stands in `flows.acts`."""


Effect = (
    Say
    | FileNow
    | Alarm
    | Submit
    | AddToCase
    | BelongElsewhere
    | StartReport
    | Aside
    | LookUp
    | Withdraw
    | Erase
    | Reopen
    | Decline
    | AskReporter
    | AddNote
    | Close
    | Lower
    | Wish
    | Complain
    | ComplainOf
    | AskSwap
    | BeAbsent
    | ComeBack
    | Cover
    | OfficerAct
)


@dataclass(frozen=True, slots=True)
class Step:
    """What one answer led to.

    `dialogue` is None when the flow has ended; `ask` says whether the (new) question is to be
    put now: a photo of an album, say, needs no repeated question.
    """

    dialogue: Dialogue | None
    effects: tuple[Effect, ...] = ()
    ask: bool = True


class Flow(Protocol):
    """A dialogue as data and pure functions."""

    name: str
    version: int

    @property
    def states(self) -> tuple[str, ...]:
        """Return every state in which the flow may stand: where a person may write to it."""
        ...

    def prompt(self, dialogue: Dialogue) -> Prompt:
        """Return the question that the dialogue now stands at."""
        ...

    def step(self, dialogue: Dialogue, answer: Answer) -> Step:
        """Return what the answer leads to; never raises on anything a person can send."""
        ...
