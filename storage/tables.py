"""Every table and column, with the class of what stands in it.

Names tell how a value is kept: `*_sealed` is encrypted (see `storage.encryption`), `*_key` is a
keyed fingerprint, `*_at` is a moment in UTC. Rows are made with identifiers of
`storage.identifiers`, never by the database, because sealed values are bound to their row.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

from storage.queues import (
    SETTLED,
    UNSETTLED,
    WAITING,
    WORKED_ON,
    index_in,
    index_not_in,
    index_where,
)

_ZONE = "+00:00"
_WITHOUT_ZONE = -len(_ZONE)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """Keep an aware UTC moment; SQLite keeps it as text without a zone that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a naive moment, and store UTC."""
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return aware UTC."""
        return None if value is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what makes of a moment what is stored.

        For SQLite it is the text that SQLAlchemy makes, as Python itself writes it: much sooner
        done, and each step has a dozen.
        """
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what makes a moment of what is stored."""
        if dialect.name == "sqlite":
            return _from_text
        return super().result_processor(dialect, coltype)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment without a zone was about to be stored")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    moment = value if value.tzinfo is UTC else _in_utc(value)
    return moment.isoformat(" ", "microseconds")[:_WITHOUT_ZONE]


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + _ZONE)


def _id() -> Column[int]:
    return Column("id", BigInteger, primary_key=True, autoincrement=False)


def _to(target: str, name: str, *, null: bool = False, index: bool = False) -> Column[Any]:
    return Column(name, ForeignKey(f"{target}"), nullable=null, index=index)


def _at(name: str, *, null: bool = True, index: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=null, index=index)


def _sealed(name: str, *, null: bool = True) -> Column[bytes]:
    return Column(f"{name}_sealed", LargeBinary, nullable=null, info={"class": "personal"})


offices = Table(
    "offices",
    metadata,
    Column("code", String(12), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(40), nullable=False),
    Column("number_prefix", String(8), nullable=False),
    Column("parent_code", ForeignKey("offices.code")),
    Column("last_number", Integer, nullable=False, default=0),
    Column("numbers_key", LargeBinary),
    CheckConstraint("kind IN ('province', 'city', 'county')", name="kind"),
)

people = Table(
    "people",
    metadata,
    _id(),
    Column("chat_key", LargeBinary, nullable=False, unique=True),
    _sealed("chat", null=False),
    Column("language", String(8), nullable=False),
    _at("met_at", null=False),
    _at("blocked_at"),
    _at("quiet_at"),
    _at("minute_at"),
    Column("minute_count", Integer, nullable=False, default=0),
    _at("inquiry_hour_at"),
    Column("inquiry_count", Integer, nullable=False, default=0),
    _at("receipt_hour_at"),
    Column("receipt_count", Integer, nullable=False, default=0),
    _at("forgotten_at"),
)

staff = Table(
    "staff",
    metadata,
    _id(),
    _to("people.id", "person_id", index=True),
    _to("offices.code", "office_code", index=True),
    Column("role", String(24), nullable=False),
    _sealed("name", null=False),
    # Where a village's or a township's own people look after children.
    Column("township_code", String(12)),
    Column("village", String(40)),
    # For which agency (公安, 教育 ...) a contact answers, by its name in the configuration.
    Column("agency", String(12)),
    _at("enrolled_at", null=False),
    _at("left_at"),
    UniqueConstraint("person_id", "office_code"),
)

invites = Table(
    "invites",
    metadata,
    _id(),
    Column("token_key", LargeBinary, nullable=False, unique=True),
    _sealed("token"),
    _to("offices.code", "office_code"),
    Column("role", String(24), nullable=False),
    _sealed("name", null=False),
    Column("township_code", String(12)),
    Column("village", String(40)),
    Column("agency", String(12)),
    _to("staff.id", "made_by", null=True),
    _at("made_at", null=False),
    _at("expires_at", null=False),
    _at("used_at"),
    _to("people.id", "used_by", null=True),
)

shifts = Table(
    "shifts",
    metadata,
    _id(),
    _to("offices.code", "office_code"),
    Column("tier", String(8), nullable=False),
    _to("staff.id", "staff_id"),
    _at("starts_at", null=False),
    _at("ends_at", null=False),
    CheckConstraint("starts_at < ends_at", name="span"),
    Index("ix_shifts_office_code_tier_starts_at", "office_code", "tier", "starts_at"),
    Index("ix_shifts_starts_at", "starts_at"),
)

# What shifts are laid by. A rule stays for ever; the one made last counts from its `from_at` on.
# `people` are numbers of staff in their order, `hand_offs` hours of the clock, both as JSON.
duty_rules = Table(
    "duty_rules",
    metadata,
    _id(),
    _to("offices.code", "office_code"),
    Column("tier", String(8), nullable=False),
    Column("people", Text, nullable=False),
    Column("hand_offs", String(120), nullable=False),
    Column("weekday", SmallInteger),
    Column("starts_on", Date, nullable=False),
    _at("from_at", null=False),
    _at("made_at", null=False),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    Index("ix_duty_rules_office_code_tier", "office_code", "tier"),
)

# People named day by day, for a holiday (`holiday` is its name) or from a sheet.
duty_days = Table(
    "duty_days",
    metadata,
    _id(),
    _to("offices.code", "office_code"),
    Column("tier", String(8), nullable=False),
    Column("day", Date, nullable=False),
    Column("people", Text, nullable=False),
    Column("holiday", String(16)),
    _at("made_at", null=False),
    UniqueConstraint("office_code", "tier", "day"),
)

duty_swaps = Table(
    "duty_swaps",
    metadata,
    _id(),
    _to("offices.code", "office_code"),
    Column("tier", String(8), nullable=False),
    _to("staff.id", "asker_id"),
    _to("staff.id", "asked_id", index=True),
    _at("starts_at", null=False),
    _at("ends_at", null=False),
    _at("back_starts_at"),
    _at("back_ends_at"),
    Column("state", String(8), nullable=False),
    _at("asked_at", null=False),
    _at("settled_at"),
    CheckConstraint("state IN ('asked', 'agreed', 'refused', 'void')", name="state"),
    CheckConstraint("starts_at < ends_at", name="span"),
    CheckConstraint("(back_starts_at IS NULL) = (back_ends_at IS NULL)", name="back"),
    Index("ix_duty_swaps_state_starts_at", "state", "starts_at"),
)

duty_overrides = Table(
    "duty_overrides",
    metadata,
    _id(),
    _to("offices.code", "office_code"),
    Column("tier", String(8), nullable=False),
    _to("staff.id", "staff_id"),
    _at("starts_at", null=False),
    _at("ends_at", null=False),
    _to("duty_swaps.id", "swap_id", null=True),
    _at("made_at", null=False),
    CheckConstraint("starts_at < ends_at", name="span"),
    Index("ix_duty_overrides_office_code_tier_ends_at", "office_code", "tier", "ends_at"),
)

duty_absences = Table(
    "duty_absences",
    metadata,
    _id(),
    _to("staff.id", "staff_id", index=True),
    _at("starts_at", null=False),
    _at("ends_at", null=False),
    _at("made_at", null=False),
    CheckConstraint("starts_at < ends_at", name="span"),
)

# A roster that somebody sent as a sheet in their chat: to be fetched from the channel (`source`),
# then what was read of it, until its sender says whether it counts. Its row goes with that.
roster_sheets = Table(
    "roster_sheets",
    metadata,
    _id(),
    _to("people.id", "person_id"),
    Column("state", String(8), nullable=False),
    _sealed("source"),
    _sealed("content"),
    Column("attempts", SmallInteger, nullable=False, default=0),
    _at("made_at", null=False),
    _at("due_at", null=False, index=True),
    CheckConstraint("state IN ('waiting', 'asked', 'offered')", name="state"),
    CheckConstraint("(state = 'waiting') = (source_sealed IS NOT NULL)", name="source"),
    CheckConstraint("(state = 'waiting') = (content_sealed IS NULL)", name="content"),
)

# One shift change: the card to whoever comes on, signed or not. A shift is known by who, where
# and since when, because its row is made anew when the roster is.
handovers = Table(
    "handovers",
    metadata,
    _id(),
    _to("offices.code", "office_code"),
    Column("tier", String(8), nullable=False),
    _to("staff.id", "staff_id"),
    _at("starts_at", null=False),
    Column("state", String(8), nullable=False),
    _at("due_at"),
    _at("signed_at"),
    CheckConstraint("state IN ('waiting', 'signed', 'missed', 'over')", name="state"),
    CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name="due"),
    UniqueConstraint("office_code", "tier", "staff_id", "starts_at"),
    Index("ix_handovers_due_at", "due_at"),
)

# Holes of which somebody was told, so that each is told once.
told_holes = Table(
    "told_holes",
    metadata,
    _id(),
    _to("offices.code", "office_code", index=True),
    Column("tier", String(8), nullable=False),
    _to("staff.id", "staff_id", null=True),
    _at("starts_at", null=False),
    _at("ends_at"),
    _at("told_at", null=False),
)

# When something that happens now and then was last done, such as `morning:320722`.
duty_marks = Table(
    "duty_marks",
    metadata,
    Column("name", String(40), primary_key=True),
    _at("marked_at", null=False),
)

ladders = Table(
    "ladders",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("content", Text, nullable=False),
    _at("first_used_at", null=False),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("chat_key", LargeBinary),
    _sealed("payload"),
    Column("state", String(8), nullable=False),
    Column("rank", SmallInteger, nullable=False, server_default="3"),
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("trouble", String(80)),
    _at("received_at", null=False),
    _at("done_at"),
    Column("lease_token", String(32)),
    _at("lease_until_at"),
    CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
    index_in("ix_inbox_pressing", "rank", "id", states=WAITING),
    index_in("ix_inbox_oldest", "id", states=WAITING),
    index_not_in("ix_inbox_of_chat", "chat_key", "update_id", states=WORKED_ON),
    index_in("ix_inbox_dead", "received_at", states=("dead",)),
)

dialogues = Table(
    "dialogues",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("flow", String(24), nullable=False),
    Column("version", SmallInteger, nullable=False),
    Column("state", String(40), nullable=False),
    _sealed("memory", null=False),
    Column("level", SmallInteger),
    _at("updated_at", null=False),
    _at("due_at", index=True),
    Column("due", String(16)),
)

# Small forms that were left before their end, with what was answered so far: one for each kind
# and each `subject`, which names by its identifier what the form is about, such as `referral_id:7`.
parked_forms = Table(
    "parked_forms",
    metadata,
    _id(),
    _to("people.id", "person_id"),
    Column("flow", String(24), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("state", String(40), nullable=False),
    _to("cases.id", "case_id", null=True, index=True),
    _sealed("memory", null=False),
    _at("parked_at", null=False, index=True),
    UniqueConstraint("person_id", "flow", "subject"),
)

cases = Table(
    "cases",
    metadata,
    _id(),
    Column("number", String(24), nullable=False, unique=True),
    Column("state", String(8), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("category", String(4)),
    Column("county_code", String(12)),
    Column("township_code", String(12)),
    _sealed("village"),
    _sealed("child"),
    Column("restricted", Boolean, nullable=False, default=False),
    Column("complete", Boolean, nullable=False, default=True),
    _sealed("reasons"),
    _sealed("reading"),
    Column("situations", String(24), nullable=False, default="[]", server_default="[]"),
    Column("guardianship", SmallInteger),
    Column("timeline_key", LargeBinary),
    _at("opened_at", null=False),
    _at("closed_at", index=True),
    _at("erased_at"),
    CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
    Index("ix_cases_county_code_state", "county_code", "state"),
)

reports = Table(
    "reports",
    metadata,
    _id(),
    _to("cases.id", "case_id", index=True),
    _to("people.id", "person_id", index=True),
    Column("number", String(24), nullable=False, unique=True),
    Column("code_key", LargeBinary, nullable=False),
    _sealed("code"),
    Column("may_write_back", Boolean, nullable=False, default=True),
    _sealed("reporter_name"),
    _sealed("reporter_phone"),
    _at("reported_at", null=False),
    _at("withdrawn_at"),
    Column("rating", String(16)),
    _at("reopened_at"),
    _at("hidden_at"),
)

entries = Table(
    "entries",
    metadata,
    _id(),
    _to("cases.id", "case_id", index=True),
    _to("reports.id", "report_id", null=True),
    _to("staff.id", "staff_id", null=True),
    Column("kind", String(12), nullable=False),
    _sealed("words"),
    _sealed("attachment"),
    Column("message_id", BigInteger, nullable=False, default=0),
    Column("album_id", String(40), nullable=False, default=""),
    _at("said_at", null=False),
    _at("edited_at"),
    # An entry is a reporter's or of staff: each is in one of these two.
    index_where("ix_entries_of_report", "report_id", "message_id", words="report_id IS NOT NULL"),
    index_where("ix_entries_of_staff", "staff_id", "message_id", words="staff_id IS NOT NULL"),
    index_where("ix_entries_of_album", "album_id", "staff_id", words="album_id <> ''"),
)

# What became of each file that came with an entry; the files stand in a folder (see
# `storage.evidence`). `has_files` says whether something is to be removed once it is erased.
attachments = Table(
    "attachments",
    metadata,
    _id(),
    _to("cases.id", "case_id", index=True),
    _to("entries.id", "entry_id"),
    Column("kind", String(12), nullable=False),
    _sealed("source"),
    Column("state", String(8), nullable=False),
    Column("media_type", String(80)),
    Column("size", Integer),
    Column("is_shown", Boolean, nullable=False, default=False),
    Column("has_files", Boolean, nullable=False, default=False),
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("trouble", String(80)),
    _at("made_at", null=False),
    _at("due_at", index=True),
    _at("settled_at"),
    CheckConstraint("state IN ('waiting', 'kept', 'refused', 'failed', 'erased')", name="state"),
    CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name="due"),
    index_where("ix_attachments_to_remove", "id", words="state IN ('erased') AND has_files"),
)

referrals = Table(
    "referrals",
    metadata,
    _id(),
    _to("cases.id", "case_id", index=True),
    _to("offices.code", "office_code"),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("level", SmallInteger, nullable=False),
    _to("ladders.version", "ladder_version"),
    _to("ladders.version", "chase_version"),
    Column("rung", SmallInteger, nullable=False, default=0),
    Column("round", Integer, nullable=False, default=0),
    Column("milestone", String(12), nullable=False),
    _at("milestone_due_at"),
    _at("next_deadline_at"),
    Column("provisional", Boolean, nullable=False, default=False),
    _to("staff.id", "holder_id", null=True),
    _at("dispatched_at", null=False),
    _at("last_paged_at"),
    _at("accepted_at"),
    _at("contacted_at"),
    _at("visited_at"),
    _at("closed_at"),
    Column("outcome", String(16)),
    _sealed("done"),
    _sealed("told"),
    # Of a complaint: the offices whose people never see it, as JSON.
    Column("about_offices", String(200)),
    # On the quiet list: nobody is called for it before its first deadline.
    Column("quiet", Boolean, nullable=False, default=False, server_default=false()),
    # The city decided that it is this office's: it cannot be returned.
    Column("final", Boolean, nullable=False, default=False, server_default=false()),
    CheckConstraint("(state = 'closed') = (next_deadline_at IS NULL)", name="deadline"),
    Index("ix_referrals_next_deadline_at", "next_deadline_at"),
    Index("ix_referrals_office_code_state", "office_code", "state"),
    index_where("ix_referrals_accepted", "accepted_at", words="accepted_at IS NOT NULL"),
    index_where("ix_referrals_contacted", "contacted_at", words="contacted_at IS NOT NULL"),
    index_where("ix_referrals_closed", "closed_at", words="closed_at IS NOT NULL"),
)

declines = Table(
    "declines",
    metadata,
    _id(),
    _to("referrals.id", "referral_id", index=True),
    _to("staff.id", "staff_id"),
    _sealed("reason", null=False),
    _to("offices.code", "owner_code", null=True),
    _at("declined_at", null=False),
)

# What a person made of a suggestion, for the next training. `words` and `shown` (scores and
# reasons, which quote the words) are personal: they are kept as long as the words of their case,
# and erased with them; the codes beside them tell nothing of anybody.
corrections = Table(
    "corrections",
    metadata,
    _id(),
    _to("cases.id", "case_id", index=True),
    Column("what", String(12), nullable=False),
    Column("suggested", String(40)),
    Column("corrected", String(40), nullable=False),
    _sealed("shown"),
    _sealed("words"),
    _to("staff.id", "staff_id"),
    _at("corrected_at", null=False, index=True),
    _at("erased_at"),
    CheckConstraint("what IN ('category', 'level', 'place', 'situation')", name="what"),
)

pages = Table(
    "pages",
    metadata,
    _id(),
    _to("referrals.id", "referral_id", index=True),
    _to("staff.id", "staff_id"),
    Column("kind", String(12), nullable=False),
    Column("rung", SmallInteger, nullable=False),
    Column("round", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    _at("queued_at", null=False),
    _at("settled_at"),
    index_in("ix_pages_queued", "queued_at", states=("queued",)),
)

cards = Table(
    "cards",
    metadata,
    _id(),
    _to("referrals.id", "referral_id", index=True),
    _to("staff.id", "staff_id"),
    _to("people.id", "person_id"),
    Column("message_id", BigInteger),
    _to("pages.id", "page_id", null=True),
    Column("drawn", LargeBinary),
    _at("made_at", null=False),
    index_where("ix_cards_at", "person_id", "message_id", words="message_id IS NOT NULL"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("dedupe_key", String(120), nullable=False, unique=True),
    _to("people.id", "person_id", index=True),
    Column("kind", String(12), nullable=False),
    _sealed("payload"),
    Column("priority", SmallInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", SmallInteger, nullable=False, default=0),
    _at("not_before_at", null=False),
    Column("lease_token", String(32)),
    _at("lease_until_at"),
    Column("repeated", Boolean, nullable=False, default=False),
    Column("plain", Boolean, nullable=False, default=False),
    Column("message_id", BigInteger),
    Column("trouble", String(80)),
    _to("referrals.id", "referral_id", null=True),
    _to("pages.id", "page_id", null=True, index=True),
    _to("cards.id", "card_id", null=True, index=True),
    _at("made_at", null=False),
    _at("settled_at"),
    CheckConstraint(
        "state IN ('pending', 'sending', 'sent', 'uncertain', 'failed', 'superseded')",
        name="state",
    ),
    index_in("ix_outbox_next", "priority", "id", states=UNSETTLED),
    index_not_in("ix_outbox_of_person", "person_id", "priority", "id", states=SETTLED),
    index_in("ix_outbox_failed", "settled_at", states=("failed",)),
)

events = Table(
    "events",
    metadata,
    _id(),
    _to("cases.id", "case_id"),
    Column("sequence", Integer, nullable=False),
    _to("referrals.id", "referral_id", null=True),
    Column("kind", String(32), nullable=False),
    _to("staff.id", "staff_id", null=True),
    _sealed("details"),
    _sealed("salt"),
    Column("commitment", LargeBinary),
    _at("happened_at", null=False),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "sequence"),
)

# When something that must go on last happened, such as the bot's own sign of life.
signs = Table(
    "signs",
    metadata,
    Column("name", String(24), primary_key=True),
    _at("given_at", null=False),
)

# Of which findings of the auditor people were told, and when last; no personal data.
alarms = Table(
    "alarms",
    metadata,
    Column("finding", String(80), primary_key=True),
    _at("told_at", null=False),
)

# These stand in rooms of their own, and are registered with the others here.
from storage import casework_tables as casework_tables  # noqa: E402, PLC0414
from storage import talk_tables as talk_tables  # noqa: E402, PLC0414
