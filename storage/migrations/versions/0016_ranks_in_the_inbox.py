"""Updates that press are taken from the inbox before the others

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('inbox', sa.Column('rank', sa.SmallInteger(), server_default='3', nullable=False))
    op.create_index(op.f('ix_inbox_state_rank_id'), 'inbox', ['state', 'rank', 'id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_inbox_state_rank_id'), 'inbox')
    op.drop_column('inbox', 'rank')
