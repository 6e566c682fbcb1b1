"""Complaints and quiet lists

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

MOMENT = storage.tables.Moment(timezone=True)


def upgrade() -> None:
    op.create_table(
        'complaints',
        sa.Column('case_id', sa.BigInteger(), nullable=False),
        sa.Column('office_codes', sa.String(length=200), nullable=False),
        sa.Column('about_case_id', sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ['about_case_id'], ['cases.id'], name=op.f('fk_complaints_about_case_id')
        ),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_complaints_case_id')),
        sa.PrimaryKeyConstraint('case_id', name=op.f('pk_complaints')),
    )
    op.create_table(
        'quiet_reporters',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('marked_by', sa.BigInteger(), nullable=False),
        sa.Column('marked_at', MOMENT, nullable=False),
        sa.Column('ended_at', MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ['marked_by'], ['staff.id'], name=op.f('fk_quiet_reporters_marked_by')
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_quiet_reporters_person_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_quiet_reporters')),
    )
    op.create_index(op.f('ix_quiet_reporters_person_id'), 'quiet_reporters', ['person_id'])
    op.create_table(
        'case_marks',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('case_id', sa.BigInteger(), nullable=False),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('staff_id', sa.BigInteger(), nullable=False),
        sa.Column('marked_at', MOMENT, nullable=False),
        sa.Column('ended_at', MOMENT, nullable=True),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_marks_case_id')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_case_marks_staff_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_marks')),
    )
    op.create_index(op.f('ix_case_marks_case_id'), 'case_marks', ['case_id'])
    op.add_column('referrals', sa.Column('about_offices', sa.String(length=200), nullable=True))
    op.add_column(
        'referrals',
        sa.Column('quiet', sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column('referrals', 'quiet')
    op.drop_column('referrals', 'about_offices')
    for name in ('case_marks', 'quiet_reporters', 'complaints'):
        op.drop_table(name)
