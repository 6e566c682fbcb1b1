"""Rosters that were sent as sheets in a chat

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

MOMENT = storage.tables.Moment(timezone=True)


def upgrade() -> None:
    op.create_table(
        'roster_sheets',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.String(length=8), nullable=False),
        sa.Column('source_sealed', sa.LargeBinary(), nullable=True),
        sa.Column('content_sealed', sa.LargeBinary(), nullable=True),
        sa.Column('attempts', sa.SmallInteger(), nullable=False),
        sa.Column('made_at', MOMENT, nullable=False),
        sa.Column('due_at', MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'asked', 'offered')", name=op.f('ck_roster_sheets_state')
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (source_sealed IS NOT NULL)",
            name=op.f('ck_roster_sheets_source'),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (content_sealed IS NULL)",
            name=op.f('ck_roster_sheets_content'),
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_roster_sheets_person_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_sheets')),
    )
    op.create_index(op.f('ix_roster_sheets_due_at'), 'roster_sheets', ['due_at'])


def downgrade() -> None:
    op.drop_table('roster_sheets')
