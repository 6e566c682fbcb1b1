"""Helpers, agencies, a lead's approval, temporary guardianship

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cases', sa.Column('guardianship', sa.SmallInteger(), nullable=True))
    op.create_table('helpers',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('staff_id', sa.BigInteger(), nullable=False),
    sa.Column('added_by', sa.BigInteger(), nullable=False),
    sa.Column('joined_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('offered_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('left_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['added_by'], ['staff.id'], name=op.f('fk_helpers_added_by')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_helpers_case_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_helpers_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helpers'))
    )
    op.create_index(op.f('ix_helpers_case_id'), 'helpers', ['case_id'], unique=False)
    op.create_index(op.f('ix_helpers_staff_id'), 'helpers', ['staff_id'], unique=False)
    op.create_table('agency_calls',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('referral_id', sa.BigInteger(), nullable=False),
    sa.Column('agency', sa.String(length=12), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('added_by', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('purpose_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('answer_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('added_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('due_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('next_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('settled_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'open') = (next_at IS NOT NULL)", name=op.f('ck_agency_calls_next')),
    sa.CheckConstraint("state IN ('open', 'answered', 'off')", name=op.f('ck_agency_calls_state')),
    sa.ForeignKeyConstraint(['added_by'], ['staff.id'], name=op.f('fk_agency_calls_added_by')),
    sa.ForeignKeyConstraint(['referral_id'], ['referrals.id'], name=op.f('fk_agency_calls_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_calls')),
    sa.UniqueConstraint('number', name=op.f('uq_agency_calls_number'))
    )
    op.create_index('ix_agency_calls_next_at', 'agency_calls', ['next_at'], unique=False)
    op.create_index(op.f('ix_agency_calls_referral_id'), 'agency_calls', ['referral_id'], unique=False)
    op.create_table('approvals',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('referral_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_by', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('done_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('told_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('decided_by', sa.BigInteger(), nullable=True),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('asked_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('next_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('decided_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'asked') = (next_at IS NOT NULL)", name=op.f('ck_approvals_next')),
    sa.CheckConstraint("state IN ('asked', 'approved', 'refused', 'off')", name=op.f('ck_approvals_state')),
    sa.ForeignKeyConstraint(['asked_by'], ['staff.id'], name=op.f('fk_approvals_asked_by')),
    sa.ForeignKeyConstraint(['decided_by'], ['staff.id'], name=op.f('fk_approvals_decided_by')),
    sa.ForeignKeyConstraint(['referral_id'], ['referrals.id'], name=op.f('fk_approvals_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approvals'))
    )
    op.create_index('ix_approvals_next_at', 'approvals', ['next_at'], unique=False)
    op.create_index(op.f('ix_approvals_referral_id'), 'approvals', ['referral_id'], unique=False)


def downgrade() -> None:
    op.drop_table('approvals')
    op.drop_table('agency_calls')
    op.drop_table('helpers')
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_column('cases', 'guardianship')
