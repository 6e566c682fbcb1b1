"""Forms that were left before their end

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

MOMENT = storage.tables.Moment(timezone=True)


def upgrade() -> None:
    op.create_table(
        'parked_forms',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('flow', sa.String(length=24), nullable=False),
        sa.Column('subject', sa.String(length=40), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('case_id', sa.BigInteger(), nullable=True),
        sa.Column('memory_sealed', sa.LargeBinary(), nullable=False),
        sa.Column('parked_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_parked_forms_case_id')),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_parked_forms_person_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_parked_forms')),
        sa.UniqueConstraint(
            'person_id', 'flow', 'subject', name=op.f('uq_parked_forms_person_id_flow_subject')
        ),
    )
    op.create_index(op.f('ix_parked_forms_case_id'), 'parked_forms', ['case_id'])
    op.create_index(op.f('ix_parked_forms_parked_at'), 'parked_forms', ['parked_at'])


def downgrade() -> None:
    op.drop_table('parked_forms')
