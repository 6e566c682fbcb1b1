"""Visits, and where village and township staff serve

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

_AREA = ('staff', 'invites')


def upgrade() -> None:
    for table in _AREA:
        op.add_column(table, sa.Column('township_code', sa.String(length=12), nullable=True))
        op.add_column(table, sa.Column('village', sa.String(length=40), nullable=True))
    op.create_table(
        'visits',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('referral_id', sa.BigInteger(), nullable=False),
        sa.Column('asked_by', sa.BigInteger(), nullable=False),
        sa.Column('staff_id', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.String(length=8), nullable=False),
        sa.Column('brief_sealed', sa.LargeBinary(), nullable=False),
        sa.Column('answers_sealed', sa.LargeBinary(), nullable=True),
        sa.Column('asked_at', storage.tables.Moment(timezone=True), nullable=False),
        sa.Column('due_at', storage.tables.Moment(timezone=True), nullable=False),
        sa.Column('next_at', storage.tables.Moment(timezone=True), nullable=True),
        sa.Column('settled_at', storage.tables.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'going', 'done', 'lapsed', 'refused', 'off')",
            name=op.f('ck_visits_state'),
        ),
        sa.CheckConstraint(
            "(state IN ('asked', 'going')) = (next_at IS NOT NULL)", name=op.f('ck_visits_next')
        ),
        sa.ForeignKeyConstraint(
            ['referral_id'], ['referrals.id'], name=op.f('fk_visits_referral_id')
        ),
        sa.ForeignKeyConstraint(['asked_by'], ['staff.id'], name=op.f('fk_visits_asked_by')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_visits_staff_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    )
    op.create_index(op.f('ix_visits_referral_id'), 'visits', ['referral_id'], unique=False)
    op.create_index(op.f('ix_visits_staff_id'), 'visits', ['staff_id'], unique=False)
    op.create_index('ix_visits_next_at', 'visits', ['next_at'], unique=False)


def downgrade() -> None:
    op.drop_table('visits')
    # Both engines drop a column in place; making the table anew would lose its checks.
    for table in _AREA:
        op.drop_column(table, 'village')
        op.drop_column(table, 'township_code')
