"""Receipts

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'receipts',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('report_id', sa.BigInteger(), nullable=False),
        sa.Column('number_key', sa.LargeBinary(), nullable=False),
        sa.Column('number_sealed', sa.LargeBinary(), nullable=False),
        sa.Column('role', sa.String(length=12), nullable=False),
        sa.Column('office_code', sa.String(length=12), nullable=False),
        sa.Column('made_at', storage.tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['office_code'], ['offices.code'], name=op.f('fk_receipts_office_code')
        ),
        sa.ForeignKeyConstraint(
            ['report_id'], ['reports.id'], name=op.f('fk_receipts_report_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_receipts')),
        sa.UniqueConstraint('number_key', name=op.f('uq_receipts_number_key')),
        sa.UniqueConstraint('report_id', name=op.f('uq_receipts_report_id')),
    )


def downgrade() -> None:
    op.drop_table('receipts')
