"""Tries of receipts in columns of their own, with an hour of their own

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

MOMENT = storage.tables.Moment(timezone=True)


def upgrade() -> None:
    op.add_column('people', sa.Column('receipt_hour_at', MOMENT, nullable=True))
    op.add_column(
        'people', sa.Column('receipt_count', sa.Integer(), nullable=False, server_default='0')
    )
    # Both were counted in one figure, the receipts in its thousands.
    op.execute(
        'UPDATE people SET receipt_hour_at = inquiry_hour_at, '
        'receipt_count = inquiry_count / 1000, inquiry_count = inquiry_count % 1000 '
        'WHERE inquiry_count >= 1000'
    )
    op.execute('UPDATE people SET inquiry_hour_at = NULL WHERE inquiry_count = 0')


def downgrade() -> None:
    # Of the two hours the later one stays: nobody may try again before it is over.
    op.execute(
        'UPDATE people SET inquiry_count = inquiry_count + receipt_count * 1000, '
        'inquiry_hour_at = CASE WHEN inquiry_hour_at > receipt_hour_at '
        'THEN inquiry_hour_at ELSE receipt_hour_at END WHERE receipt_count > 0'
    )
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_column('people', 'receipt_count')
    op.drop_column('people', 'receipt_hour_at')
