"""Attachments kept here: what became of each file that came with somebody's words

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = storage.tables.Moment(timezone=True)
    op.create_table(
        'attachments',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('case_id', sa.BigInteger(), nullable=False),
        sa.Column('entry_id', sa.BigInteger(), nullable=False),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('source_sealed', sa.LargeBinary(), nullable=True),
        sa.Column('state', sa.String(length=8), nullable=False),
        sa.Column('media_type', sa.String(length=80), nullable=True),
        sa.Column('size', sa.Integer(), nullable=True),
        sa.Column('is_shown', sa.Boolean(), nullable=False),
        sa.Column('has_files', sa.Boolean(), nullable=False),
        sa.Column('attempts', sa.SmallInteger(), nullable=False),
        sa.Column('trouble', sa.String(length=80), nullable=True),
        sa.Column('made_at', moment, nullable=False),
        sa.Column('due_at', moment, nullable=True),
        sa.Column('settled_at', moment, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'kept', 'refused', 'failed', 'erased')",
            name=op.f('ck_attachments_state'),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (due_at IS NOT NULL)", name=op.f('ck_attachments_due')
        ),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_attachments_case_id')),
        sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_attachments_entry_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments')),
    )
    op.create_index(op.f('ix_attachments_case_id'), 'attachments', ['case_id'], unique=False)
    op.create_index(op.f('ix_attachments_due_at'), 'attachments', ['due_at'], unique=False)


def downgrade() -> None:
    op.drop_table('attachments')
