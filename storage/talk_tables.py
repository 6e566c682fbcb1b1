"""The tables of the talk with reporters: letters, wishes, and what stands in their chats."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables import _at, _id, _sealed, _to, metadata

__all__ = [
    "case_marks",
    "chat_lines",
    "complaints",
    "contact_wishes",
    "entry_phones",
    "former_words",
    "letters",
    "quiet_reporters",
    "receipts",
    "report_phones",
]

# Everything that the office writes to a reporter, with what became of it. A letter is drawn when
# it leaves, so that an edit made before that is in it; `held_for` says what it waits for.
letters = Table(
    "letters",
    metadata,
    _id(),
    _to("reports.id", "report_id", index=True),
    _to("people.id", "person_id"),
    _to("entries.id", "entry_id", null=True, index=True),
    Column("kind", String(12), nullable=False),
    Column("mark", String(80), nullable=False, unique=True),
    _sealed("content", null=False),
    Column("state", String(8), nullable=False),
    Column("held_for", String(8)),
    _at("held_until_at"),
    Column("message_id", BigInteger),
    _at("made_at", null=False),
    _at("settled_at"),
    CheckConstraint("state IN ('held', 'queued', 'sent', 'failed', 'dropped')", name="state"),
    CheckConstraint("(state = 'held') = (held_for IS NOT NULL)", name="held"),
    Index("ix_letters_state_held_until_at", "state", "held_until_at"),
    Index("ix_letters_person_id_state", "person_id", "state"),
)

# The words of an entry before they were edited or taken back.
former_words = Table(
    "former_words",
    metadata,
    _id(),
    _to("entries.id", "entry_id", index=True),
    _sealed("words"),
    Column("taken_back", Boolean, nullable=False, default=False),
    _at("replaced_at", null=False),
)

# When a reporter wants to hear from the office (hours of the clock), and how openly.
contact_wishes = Table(
    "contact_wishes",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("safe_from", String(5)),
    Column("safe_until", String(5)),
    Column("discreet", Boolean, nullable=False, default=False),
    _at("changed_at", null=False),
    CheckConstraint("(safe_from IS NULL) = (safe_until IS NULL)", name="hours"),
)

# Which messages stand in a chat, for as long as Telegram lets the bot delete them (48 hours);
# `mark` is the key of the row of the outbox that each came from.
chat_lines = Table(
    "chat_lines",
    metadata,
    _id(),
    _to("people.id", "person_id"),
    Column("message_id", BigInteger, nullable=False),
    Column("mark", String(120), index=True),
    _at("stood_at", null=False, index=True),
    UniqueConstraint("person_id", "message_id"),
)

# A proof for somebody whom the law obliges to report. It names no child, no family and no case;
# `role` is what the reporter says they are.
receipts = Table(
    "receipts",
    metadata,
    _id(),
    Column("report_id", ForeignKey("reports.id"), nullable=False, unique=True),
    Column("number_key", LargeBinary, nullable=False, unique=True),
    _sealed("number", null=False),
    Column("role", String(12), nullable=False),
    _to("offices.code", "office_code"),
    _at("made_at", null=False),
)

# Cases that complain of staff: the codes of the offices complained of, as JSON. Nobody who serves
# in one of these sees anything of the case, wherever else they serve.
complaints = Table(
    "complaints",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("office_codes", String(200), nullable=False),
    _to("cases.id", "about_case_id", null=True),
)

# Reporters whose words an office keeps on its quiet list, as long as `ended_at` is empty.
quiet_reporters = Table(
    "quiet_reporters",
    metadata,
    _id(),
    _to("people.id", "person_id", index=True),
    _to("staff.id", "marked_by"),
    _at("marked_at", null=False),
    _at("ended_at"),
)

# What a person thinks of a whole case, such as that it is a hoax; the case stays as it is.
case_marks = Table(
    "case_marks",
    metadata,
    _id(),
    _to("cases.id", "case_id", index=True),
    Column("kind", String(12), nullable=False),
    _to("staff.id", "staff_id"),
    _at("marked_at", null=False),
    _at("ended_at"),
)

# The phones on which somebody gave a report's number and code, besides the one it was made on. What
# the office writes goes to the newest; `ended_at` is when its owner stopped it with `/stop`.
report_phones = Table(
    "report_phones",
    metadata,
    _id(),
    _to("reports.id", "report_id"),
    _to("people.id", "person_id", index=True),
    _at("proven_at", null=False),
    _at("ended_at"),
    UniqueConstraint("report_id", "person_id"),
)

# On which phone something was said, where not on the only one: `other` is the newest that knew the
# code, `former` one that was given up for it.
entry_phones = Table(
    "entry_phones",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    _to("people.id", "person_id", index=True),
    Column("phone", String(8), nullable=False),
    CheckConstraint("phone IN ('other', 'former')", name="phone"),
)
