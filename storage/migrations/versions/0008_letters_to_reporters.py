"""Letters to reporters

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

MOMENT = storage.tables.Moment(timezone=True)


def upgrade() -> None:
    op.create_table(
        'letters',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('report_id', sa.BigInteger(), nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('entry_id', sa.BigInteger(), nullable=True),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('mark', sa.String(length=80), nullable=False),
        sa.Column('content_sealed', sa.LargeBinary(), nullable=False),
        sa.Column('state', sa.String(length=8), nullable=False),
        sa.Column('held_for', sa.String(length=8), nullable=True),
        sa.Column('held_until_at', MOMENT, nullable=True),
        sa.Column('message_id', sa.BigInteger(), nullable=True),
        sa.Column('made_at', MOMENT, nullable=False),
        sa.Column('settled_at', MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('held', 'queued', 'sent', 'failed', 'dropped')",
            name=op.f('ck_letters_state'),
        ),
        sa.CheckConstraint(
            "(state = 'held') = (held_for IS NOT NULL)", name=op.f('ck_letters_held')
        ),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['entries.id'], name=op.f('fk_letters_entry_id')
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_letters_person_id')
        ),
        sa.ForeignKeyConstraint(
            ['report_id'], ['reports.id'], name=op.f('fk_letters_report_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_letters')),
        sa.UniqueConstraint('mark', name=op.f('uq_letters_mark')),
    )
    op.create_index(op.f('ix_letters_report_id'), 'letters', ['report_id'])
    op.create_index(op.f('ix_letters_entry_id'), 'letters', ['entry_id'])
    op.create_index('ix_letters_state_held_until_at', 'letters', ['state', 'held_until_at'])
    op.create_index('ix_letters_person_id_state', 'letters', ['person_id', 'state'])
    op.create_table(
        'former_words',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('entry_id', sa.BigInteger(), nullable=False),
        sa.Column('words_sealed', sa.LargeBinary(), nullable=True),
        sa.Column('taken_back', sa.Boolean(), nullable=False),
        sa.Column('replaced_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['entries.id'], name=op.f('fk_former_words_entry_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_former_words')),
    )
    op.create_index(op.f('ix_former_words_entry_id'), 'former_words', ['entry_id'])
    op.create_table(
        'contact_wishes',
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('safe_from', sa.String(length=5), nullable=True),
        sa.Column('safe_until', sa.String(length=5), nullable=True),
        sa.Column('discreet', sa.Boolean(), nullable=False),
        sa.Column('changed_at', MOMENT, nullable=False),
        sa.CheckConstraint(
            '(safe_from IS NULL) = (safe_until IS NULL)', name=op.f('ck_contact_wishes_hours')
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_contact_wishes_person_id')
        ),
        sa.PrimaryKeyConstraint('person_id', name=op.f('pk_contact_wishes')),
    )
    op.create_table(
        'chat_lines',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('message_id', sa.BigInteger(), nullable=False),
        sa.Column('mark', sa.String(length=120), nullable=True),
        sa.Column('stood_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_chat_lines_person_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_chat_lines')),
        sa.UniqueConstraint(
            'person_id', 'message_id', name=op.f('uq_chat_lines_person_id_message_id')
        ),
    )
    op.create_index(op.f('ix_chat_lines_mark'), 'chat_lines', ['mark'])
    op.create_index(op.f('ix_chat_lines_stood_at'), 'chat_lines', ['stood_at'])
    op.add_column('reports', sa.Column('hidden_at', MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column('reports', 'hidden_at')
    for name in ('chat_lines', 'contact_wishes', 'former_words', 'letters'):
        op.drop_table(name)
