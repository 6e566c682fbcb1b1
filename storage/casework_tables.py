"""The tables of what officers set going in a case besides its referral.

They belong to the same tables as `storage.tables`, which is the module to import them from where
all tables are meant.
"""

from sqlalchemy import CheckConstraint, Column, Index, String, Table

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
