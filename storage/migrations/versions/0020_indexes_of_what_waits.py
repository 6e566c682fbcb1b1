"""Indexes of what waits, instead of such as hold all that ever went through

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

NEW = (
    ('ix_inbox_pressing', 'inbox', ['rank', 'id'], "state IN ('waiting')"),
    ('ix_inbox_oldest', 'inbox', ['id'], "state IN ('waiting')"),
    ('ix_inbox_of_chat', 'inbox', ['chat_key', 'update_id'], "state NOT IN ('done', 'dead')"),
    ('ix_inbox_dead', 'inbox', ['received_at'], "state IN ('dead')"),
    (
        'ix_outbox_next',
        'outbox',
        ['priority', 'id'],
        "state IN ('pending', 'sending', 'uncertain')",
    ),
    (
        'ix_outbox_of_person',
        'outbox',
        ['person_id', 'priority', 'id'],
        "state NOT IN ('sent', 'failed', 'superseded')",
    ),
    ('ix_outbox_failed', 'outbox', ['settled_at'], "state IN ('failed')"),
)
OLD = (
    ('ix_inbox_chat_key_state', 'inbox', ['chat_key', 'state']),
    ('ix_inbox_state_rank_id', 'inbox', ['state', 'rank', 'id']),
    ('ix_inbox_state_id', 'inbox', ['state', 'id']),
    ('ix_outbox_state_priority_id', 'outbox', ['state', 'priority', 'id']),
    ('ix_outbox_person_id_state', 'outbox', ['person_id', 'state']),
)


def upgrade() -> None:
    for name, table, columns, where in NEW:
        words = sa.text(where)
        op.create_index(
            op.f(name), table, columns, sqlite_where=words, postgresql_where=words
        )
    op.create_index(op.f('ix_outbox_person_id'), 'outbox', ['person_id'])
    for name, table, _ in OLD:
        op.drop_index(op.f(name), table)


def downgrade() -> None:
    for name, table, columns in OLD:
        op.create_index(op.f(name), table, columns)
    op.drop_index(op.f('ix_outbox_person_id'), 'outbox')
    for name, table, _, _ in NEW:
        op.drop_index(op.f(name), table)
