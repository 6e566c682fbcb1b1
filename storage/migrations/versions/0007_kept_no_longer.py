"""Kept no longer: when a case was emptied, and when a chat was forgotten

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.add_column('people', sa.Column('forgotten_at', moment, nullable=True))
    op.add_column('cases', sa.Column('erased_at', moment, nullable=True))
    op.add_column('corrections', sa.Column('erased_at', moment, nullable=True))
    op.create_index(op.f('ix_cases_closed_at'), 'cases', ['closed_at'], unique=False)


def downgrade() -> None:
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_index(op.f('ix_cases_closed_at'), table_name='cases')
    op.drop_column('corrections', 'erased_at')
    op.drop_column('cases', 'erased_at')
    op.drop_column('people', 'forgotten_at')
