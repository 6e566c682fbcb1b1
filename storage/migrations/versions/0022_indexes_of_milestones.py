"""Indexes of referrals by their milestones, which monitors count each time they look

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

NEW = (
    ('ix_referrals_accepted', 'accepted_at'),
    ('ix_referrals_contacted', 'contacted_at'),
    ('ix_referrals_closed', 'closed_at'),
)


def upgrade() -> None:
    for name, column in NEW:
        words = sa.text(f'{column} IS NOT NULL')
        op.create_index(
            op.f(name), 'referrals', [column], sqlite_where=words, postgresql_where=words
        )


def downgrade() -> None:
    for name, _ in NEW:
        op.drop_index(op.f(name), 'referrals')
