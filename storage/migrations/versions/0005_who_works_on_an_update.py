"""Who works on an update

Revision ID: 0005
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('inbox', sa.Column('chat_key', sa.LargeBinary(), nullable=True))
    op.add_column('inbox', sa.Column('lease_token', sa.String(length=32), nullable=True))
    op.add_column(
        'inbox', sa.Column('lease_until_at', storage.tables.Moment(timezone=True), nullable=True)
    )
    op.create_index(op.f('ix_inbox_chat_key_state'), 'inbox', ['chat_key', 'state'], unique=False)


def downgrade() -> None:
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_index(op.f('ix_inbox_chat_key_state'), table_name='inbox')
    op.drop_column('inbox', 'lease_until_at')
    op.drop_column('inbox', 'lease_token')
    op.drop_column('inbox', 'chat_key')
