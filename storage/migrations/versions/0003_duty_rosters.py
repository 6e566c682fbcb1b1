"""Duty rosters: rules, named days, overrides, absences, swaps, shift changes

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('duty_marks',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('marked_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_duty_marks'))
    )
    op.create_table('duty_days',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('office_code', sa.String(length=12), nullable=False),
    sa.Column('tier', sa.String(length=8), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('people', sa.Text(), nullable=False),
    sa.Column('holiday', sa.String(length=16), nullable=True),
    sa.Column('made_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_code'], ['offices.code'], name=op.f('fk_duty_days_office_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_days')),
    sa.UniqueConstraint('office_code', 'tier', 'day', name=op.f('uq_duty_days_office_code_tier_day'))
    )
    op.create_table('duty_rules',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('office_code', sa.String(length=12), nullable=False),
    sa.Column('tier', sa.String(length=8), nullable=False),
    sa.Column('people', sa.Text(), nullable=False),
    sa.Column('hand_offs', sa.String(length=120), nullable=False),
    sa.Column('weekday', sa.SmallInteger(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('from_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('made_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_duty_rules_weekday')),
    sa.ForeignKeyConstraint(['office_code'], ['offices.code'], name=op.f('fk_duty_rules_office_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_rules'))
    )
    op.create_index('ix_duty_rules_office_code_tier', 'duty_rules', ['office_code', 'tier'], unique=False)

    op.create_table('duty_absences',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('staff_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('ends_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('made_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_duty_absences_span')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_duty_absences_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_absences'))
    )
    op.create_index(op.f('ix_duty_absences_staff_id'), 'duty_absences', ['staff_id'], unique=False)

    op.create_table('duty_swaps',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('office_code', sa.String(length=12), nullable=False),
    sa.Column('tier', sa.String(length=8), nullable=False),
    sa.Column('asker_id', sa.BigInteger(), nullable=False),
    sa.Column('asked_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('ends_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('back_starts_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('back_ends_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('asked_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('settled_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('asked', 'agreed', 'refused', 'void')", name=op.f('ck_duty_swaps_state')),
    sa.CheckConstraint('(back_starts_at IS NULL) = (back_ends_at IS NULL)', name=op.f('ck_duty_swaps_back')),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_duty_swaps_span')),
    sa.ForeignKeyConstraint(['asked_id'], ['staff.id'], name=op.f('fk_duty_swaps_asked_id')),
    sa.ForeignKeyConstraint(['asker_id'], ['staff.id'], name=op.f('fk_duty_swaps_asker_id')),
    sa.ForeignKeyConstraint(['office_code'], ['offices.code'], name=op.f('fk_duty_swaps_office_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_swaps'))
    )
    op.create_index(op.f('ix_duty_swaps_asked_id'), 'duty_swaps', ['asked_id'], unique=False)
    op.create_index('ix_duty_swaps_state_starts_at', 'duty_swaps', ['state', 'starts_at'], unique=False)

    op.create_table('handovers',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('office_code', sa.String(length=12), nullable=False),
    sa.Column('tier', sa.String(length=8), nullable=False),
    sa.Column('staff_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('due_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('signed_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name=op.f('ck_handovers_due')),
    sa.CheckConstraint("state IN ('waiting', 'signed', 'missed', 'over')", name=op.f('ck_handovers_state')),
    sa.ForeignKeyConstraint(['office_code'], ['offices.code'], name=op.f('fk_handovers_office_code')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_handovers_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handovers')),
    sa.UniqueConstraint('office_code', 'tier', 'staff_id', 'starts_at', name=op.f('uq_handovers_office_code_tier_staff_id_starts_at'))
    )
    op.create_index('ix_handovers_due_at', 'handovers', ['due_at'], unique=False)

    op.create_table('told_holes',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('office_code', sa.String(length=12), nullable=False),
    sa.Column('tier', sa.String(length=8), nullable=False),
    sa.Column('staff_id', sa.BigInteger(), nullable=True),
    sa.Column('starts_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('ends_at', storage.tables.Moment(timezone=True), nullable=True),
    sa.Column('told_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_code'], ['offices.code'], name=op.f('fk_told_holes_office_code')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_told_holes_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_told_holes'))
    )
    op.create_index(op.f('ix_told_holes_office_code'), 'told_holes', ['office_code'], unique=False)

    op.create_table('duty_overrides',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('office_code', sa.String(length=12), nullable=False),
    sa.Column('tier', sa.String(length=8), nullable=False),
    sa.Column('staff_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('ends_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.Column('swap_id', sa.BigInteger(), nullable=True),
    sa.Column('made_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_duty_overrides_span')),
    sa.ForeignKeyConstraint(['office_code'], ['offices.code'], name=op.f('fk_duty_overrides_office_code')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_duty_overrides_staff_id')),
    sa.ForeignKeyConstraint(['swap_id'], ['duty_swaps.id'], name=op.f('fk_duty_overrides_swap_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_overrides'))
    )
    op.create_index('ix_duty_overrides_office_code_tier_ends_at', 'duty_overrides', ['office_code', 'tier', 'ends_at'], unique=False)

    op.create_index('ix_shifts_starts_at', 'shifts', ['starts_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_shifts_starts_at', 'shifts')
    op.drop_table('duty_overrides')
    op.drop_table('told_holes')
    op.drop_table('handovers')
    op.drop_table('duty_swaps')
    op.drop_table('duty_absences')
    op.drop_table('duty_rules')
    op.drop_table('duty_days')
    op.drop_table('duty_marks')
