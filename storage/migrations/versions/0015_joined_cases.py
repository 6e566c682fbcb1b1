"""Cases that were joined, and open cases found by their county

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

MOMENT = storage.tables.Moment(timezone=True)


def upgrade() -> None:
    op.create_table(
        'joinings',
        sa.Column('case_id', sa.BigInteger(), nullable=False),
        sa.Column('into_id', sa.BigInteger(), nullable=False),
        sa.Column('joined_by', sa.BigInteger(), nullable=False),
        sa.Column('joined_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_joinings_case_id')),
        sa.ForeignKeyConstraint(['into_id'], ['cases.id'], name=op.f('fk_joinings_into_id')),
        sa.ForeignKeyConstraint(['joined_by'], ['staff.id'], name=op.f('fk_joinings_joined_by')),
        sa.PrimaryKeyConstraint('case_id', name=op.f('pk_joinings')),
    )
    op.create_index(op.f('ix_joinings_into_id'), 'joinings', ['into_id'])
    op.create_index(op.f('ix_cases_county_code_state'), 'cases', ['county_code', 'state'])


def downgrade() -> None:
    op.drop_index(op.f('ix_cases_county_code_state'), 'cases')
    op.drop_table('joinings')
