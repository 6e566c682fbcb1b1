"""Contacts of agencies in chat: who they are, what is said with them, and on which phones

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

MOMENT = storage.tables.Moment(timezone=True)


def upgrade() -> None:
    for name in ('staff', 'invites'):
        op.add_column(name, sa.Column('agency', sa.String(length=12), nullable=True))
    op.create_table(
        'agency_talks',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('call_id', sa.BigInteger(), nullable=False),
        sa.Column('referral_id', sa.BigInteger(), nullable=False),
        sa.Column('signed_by', sa.BigInteger(), nullable=True),
        sa.Column('signed_at', MOMENT, nullable=True),
        sa.Column('settled_by', sa.BigInteger(), nullable=True),
        sa.Column('refused', sa.Boolean(), nullable=False),
        sa.Column('question_sealed', sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            '(signed_by IS NULL) = (signed_at IS NULL)', name=op.f('ck_agency_talks_signed')
        ),
        sa.ForeignKeyConstraint(
            ['call_id'], ['agency_calls.id'], name=op.f('fk_agency_talks_call_id')
        ),
        sa.ForeignKeyConstraint(
            ['referral_id'], ['referrals.id'], name=op.f('fk_agency_talks_referral_id')
        ),
        sa.ForeignKeyConstraint(['signed_by'], ['staff.id'], name=op.f('fk_agency_talks_signed_by')),
        sa.ForeignKeyConstraint(
            ['settled_by'], ['staff.id'], name=op.f('fk_agency_talks_settled_by')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_talks')),
        sa.UniqueConstraint('call_id', name=op.f('uq_agency_talks_call_id')),
    )
    op.create_index(op.f('ix_agency_talks_referral_id'), 'agency_talks', ['referral_id'])
    op.create_table(
        'agency_cards',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('call_id', sa.BigInteger(), nullable=False),
        sa.Column('staff_id', sa.BigInteger(), nullable=False),
        sa.Column('message_id', sa.BigInteger(), nullable=True),
        sa.Column('laid_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['call_id'], ['agency_calls.id'], name=op.f('fk_agency_cards_call_id')
        ),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_agency_cards_staff_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_cards')),
    )
    op.create_index(op.f('ix_agency_cards_call_id'), 'agency_cards', ['call_id'])
    op.create_index(op.f('ix_agency_cards_staff_id'), 'agency_cards', ['staff_id'])


def downgrade() -> None:
    op.drop_table('agency_cards')
    op.drop_table('agency_talks')
    # The role is not known before this: whoever has it serves no more, and no link gives it.
    op.execute("UPDATE staff SET left_at = enrolled_at WHERE role = 'agency'")
    op.execute("UPDATE invites SET expires_at = made_at WHERE role = 'agency'")
    for name in ('staff', 'invites'):
        op.drop_column(name, 'agency')
