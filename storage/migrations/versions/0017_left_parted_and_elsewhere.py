"""Forms that were left before their end, and joined cases that can be parted again

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
    op.drop_table('joined_entries')
    op.drop_table('joined_reports')
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_column('joinings', 'described_sealed')
    op.drop_table('parked_forms')
