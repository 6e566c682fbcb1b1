"""Indexes of words and cards by their message, of calls to be made and of files to be removed

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

NEW = (
    ('ix_entries_of_report', 'entries', ['report_id', 'message_id'], 'report_id IS NOT NULL'),
    ('ix_entries_of_staff', 'entries', ['staff_id', 'message_id'], 'staff_id IS NOT NULL'),
    ('ix_entries_of_album', 'entries', ['album_id', 'staff_id'], "album_id <> ''"),
    ('ix_cards_at', 'cards', ['person_id', 'message_id'], 'message_id IS NOT NULL'),
    ('ix_pages_queued', 'pages', ['queued_at'], "state IN ('queued')"),
    ('ix_attachments_to_remove', 'attachments', ['id'], "state IN ('erased') AND has_files"),
)


def upgrade() -> None:
    for name, table, columns, where in NEW:
        words = sa.text(where)
        op.create_index(
            op.f(name), table, columns, sqlite_where=words, postgresql_where=words
        )


def downgrade() -> None:
    for name, table, _, _ in NEW:
        op.drop_index(op.f(name), table)
