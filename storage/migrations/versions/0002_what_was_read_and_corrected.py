"""What was read and corrected

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cases', sa.Column('reading_sealed', sa.LargeBinary(), nullable=True))
    op.add_column(
        'cases',
        sa.Column('situations', sa.String(length=24), server_default='[]', nullable=False),
    )
    op.create_table('corrections',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_id', sa.BigInteger(), nullable=False),
    sa.Column('what', sa.String(length=12), nullable=False),
    sa.Column('suggested', sa.String(length=40), nullable=True),
    sa.Column('corrected', sa.String(length=40), nullable=False),
    sa.Column('shown_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('words_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('staff_id', sa.BigInteger(), nullable=False),
    sa.Column('corrected_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.CheckConstraint(
        "what IN ('category', 'level', 'place', 'situation')", name=op.f('ck_corrections_what')
    ),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_corrections_case_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_corrections_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections'))
    )
    op.create_index(op.f('ix_corrections_case_id'), 'corrections', ['case_id'], unique=False)
    op.create_index(
        op.f('ix_corrections_corrected_at'), 'corrections', ['corrected_at'], unique=False
    )


def downgrade() -> None:
    op.drop_table('corrections')
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_column('cases', 'situations')
    op.drop_column('cases', 'reading_sealed')
