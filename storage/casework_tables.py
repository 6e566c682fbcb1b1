"""The tables of what officers set going in a case besides its referral.

They belong to the same tables as `storage.tables`, which is the module to import them from where
all tables are meant.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from storage.tables import _at, _id, _sealed, _to, metadata

# One visit to a family, asked of somebody of the township or village, or made by an officer.
# `brief` is what the visitor is told, `answers` the checklist as JSON. While somebody still has to
# go, `next_at` is when they are reminded, or `due_at`, when their silence returns to the officer.
visits = Table(
    "visits",
    metadata,
    _id(),
    _to("referrals.id", "referral_id", index=True),
    _to("staff.id", "asked_by"),
    _to("staff.id", "staff_id", index=True),
    Column("state", String(8), nullable=False),
    _sealed("brief", null=False),
    _sealed("answers"),
    _at("asked_at", null=False),
    _at("due_at", null=False),
    _at("next_at"),
    _at("settled_at"),
    CheckConstraint(
        "state IN ('asked', 'going', 'done', 'lapsed', 'refused', 'off')", name="state"
    ),
    CheckConstraint("(state IN ('asked', 'going')) = (next_at IS NOT NULL)", name="next"),
    Index("ix_visits_next_at", "next_at"),
)

# Further officers in a case, who read and note while its holder decides. `offered_at` is when the
# holder asked this one to take the lead.
helpers = Table(
    "helpers",
    metadata,
    _id(),
    _to("cases.id", "case_id", index=True),
    _to("staff.id", "staff_id", index=True),
    _to("staff.id", "added_by"),
    _at("joined_at", null=False),
    _at("offered_at"),
    _at("left_at"),
)

# An agency (公安, 教育 ...) that was asked to help, by its name in the configuration. While its
# answer is out, `next_at` is when the officer is told so.
agency_calls = Table(
    "agency_calls",
    metadata,
    _id(),
    _to("referrals.id", "referral_id", index=True),
    Column("agency", String(12), nullable=False),
    Column("number", String(40), nullable=False, unique=True),
    _to("staff.id", "added_by"),
    Column("state", String(8), nullable=False),
    _sealed("purpose", null=False),
    _sealed("answer"),
    _at("added_at", null=False),
    _at("due_at", null=False),
    _at("next_at"),
    _at("settled_at"),
    CheckConstraint("state IN ('open', 'answered', 'off')", name="state"),
    CheckConstraint("(state = 'open') = (next_at IS NOT NULL)", name="next"),
    Index("ix_agency_calls_next_at", "next_at"),
)

# What is said with an agency's own contacts in chat about a call; a call on paper has no such row.
# `signed` is who acknowledged it, `settled` who answered or gave it back (`refused`), `question`
# what the officer asked last.
agency_talks = Table(
    "agency_talks",
    metadata,
    _id(),
    Column("call_id", ForeignKey("agency_calls.id"), nullable=False, unique=True),
    _to("referrals.id", "referral_id", index=True),
    _to("staff.id", "signed_by", null=True),
    _at("signed_at"),
    _to("staff.id", "settled_by", null=True),
    Column("refused", Boolean, nullable=False, default=False),
    _sealed("question"),
    CheckConstraint("(signed_by IS NULL) = (signed_at IS NULL)", name="signed"),
)

# The call on a contact's phone; `message_id` is set once it has arrived.
agency_cards = Table(
    "agency_cards",
    metadata,
    _id(),
    _to("agency_calls.id", "call_id", index=True),
    _to("staff.id", "staff_id", index=True),
    Column("message_id", BigInteger),
    _at("laid_at", null=False),
)

# An urgent case that its holder wants to close, and what a lead said to it.
approvals = Table(
    "approvals",
    metadata,
    _id(),
    _to("referrals.id", "referral_id", index=True),
    _to("staff.id", "asked_by"),
    Column("state", String(8), nullable=False),
    Column("outcome", String(16), nullable=False),
    _sealed("done", null=False),
    _sealed("told", null=False),
    Column("round", Integer, nullable=False, default=0),
    _to("staff.id", "decided_by", null=True),
    _sealed("reason"),
    _at("asked_at", null=False),
    _at("next_at"),
    _at("decided_at"),
    CheckConstraint("state IN ('asked', 'approved', 'refused', 'off')", name="state"),
    CheckConstraint("(state = 'asked') = (next_at IS NOT NULL)", name="next"),
    Index("ix_approvals_next_at", "next_at"),
)

# A case whose reports went into an earlier case about the same child: it is closed, its timeline
# stays its own, and whatever comes for it goes to the other. `described` is what the other was said
# to be before and after, as JSON, by which a wrong joining is undone.
joinings = Table(
    "joinings",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    _to("cases.id", "into_id", index=True),
    _to("staff.id", "joined_by"),
    _sealed("described"),
    _at("joined_at", null=False),
)

# From which case a report, and whatever was said in that case, came by a joining.
joined_reports = Table(
    "joined_reports",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    _to("cases.id", "from_id", index=True),
)
joined_entries = Table(
    "joined_entries",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    _to("cases.id", "from_id", index=True),
)
