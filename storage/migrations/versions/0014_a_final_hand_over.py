"""A hand-over that the city decided, which cannot be returned

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'referrals',
        sa.Column('final', sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_column('referrals', 'final')
