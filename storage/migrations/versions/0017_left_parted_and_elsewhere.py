"""Forms that were left, joined cases that can be parted, and reporters on other phones

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0017'
down_revision = '0016'
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
    op.add_column('joinings', sa.Column('described_sealed', sa.LargeBinary(), nullable=True))
    for name, of in (('joined_reports', 'report'), ('joined_entries', 'entry')):
        key, whole = f'{of}_id', 'entries' if of == 'entry' else 'reports'
        op.create_table(
            name,
            sa.Column(key, sa.BigInteger(), nullable=False),
            sa.Column('from_id', sa.BigInteger(), nullable=False),
            sa.ForeignKeyConstraint(['from_id'], ['cases.id'], name=op.f(f'fk_{name}_from_id')),
            sa.ForeignKeyConstraint([key], [f'{whole}.id'], name=op.f(f'fk_{name}_{key}')),
            sa.PrimaryKeyConstraint(key, name=op.f(f'pk_{name}')),
        )
        op.create_index(op.f(f'ix_{name}_from_id'), name, ['from_id'])
    op.create_table(
        'report_phones',
        sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('report_id', sa.BigInteger(), nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('proven_at', MOMENT, nullable=False),
        sa.Column('ended_at', MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_report_phones_person_id')
        ),
        sa.ForeignKeyConstraint(
            ['report_id'], ['reports.id'], name=op.f('fk_report_phones_report_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_report_phones')),
        sa.UniqueConstraint(
            'report_id', 'person_id', name=op.f('uq_report_phones_report_id_person_id')
        ),
    )
    op.create_index(op.f('ix_report_phones_person_id'), 'report_phones', ['person_id'])
    op.create_table(
        'entry_phones',
        sa.Column('entry_id', sa.BigInteger(), nullable=False),
        sa.Column('person_id', sa.BigInteger(), nullable=False),
        sa.Column('phone', sa.String(length=8), nullable=False),
        sa.CheckConstraint("phone IN ('other', 'former')", name=op.f('ck_entry_phones_phone')),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['entries.id'], name=op.f('fk_entry_phones_entry_id')
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['people.id'], name=op.f('fk_entry_phones_person_id')
        ),
        sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_entry_phones')),
    )
    op.create_index(op.f('ix_entry_phones_person_id'), 'entry_phones', ['person_id'])
    # Of cases that were joined before, the report of the case's own number is known to be theirs.
    op.execute(
        'INSERT INTO joined_reports (report_id, from_id) SELECT reports.id, cases.id FROM joinings '
        'JOIN cases ON cases.id = joinings.case_id JOIN reports ON reports.number = cases.number'
    )
    op.execute(
        'INSERT INTO joined_entries (entry_id, from_id) SELECT entries.id, joined_reports.from_id '
        'FROM entries JOIN joined_reports ON joined_reports.report_id = entries.report_id'
    )


def downgrade() -> None:
    op.drop_table('entry_phones')
    op.drop_table('report_phones')
    op.drop_table('joined_entries')
    op.drop_table('joined_reports')
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_column('joinings', 'described_sealed')
    op.drop_table('parked_forms')
