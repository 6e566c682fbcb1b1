"""Sealed to the last: why a case was judged so, codes, links; commitments and signed numbers

What stood open is sealed here, so that this migration needs the keys where there is anything.
On the way down the reasons are lost, and so are the commitments: a timeline cannot be verified
over a way down and up again.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import context, op

from storage.encryption import Place, Vault

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

cases = sa.table('cases', sa.column('id'), sa.column('reasons'), sa.column('reasons_sealed'))
offices = sa.table(
    'offices', sa.column('code'), sa.column('last_number'), sa.column('numbers_key')
)


def upgrade() -> None:
    op.add_column('offices', sa.Column('numbers_key', sa.LargeBinary(), nullable=True))
    op.add_column('invites', sa.Column('token_sealed', sa.LargeBinary(), nullable=True))
    op.add_column('cases', sa.Column('reasons_sealed', sa.LargeBinary(), nullable=True))
    op.add_column('reports', sa.Column('code_sealed', sa.LargeBinary(), nullable=True))
    op.add_column('events', sa.Column('salt_sealed', sa.LargeBinary(), nullable=True))
    op.add_column('events', sa.Column('commitment', sa.LargeBinary(), nullable=True))
    seal_reasons()
    sign_numbers()
    # Both engines drop a column in place; making the table anew would lose its checks.
    op.drop_column('cases', 'reasons')


def seal_reasons() -> None:
    connection = op.get_bind()
    is_said = sa.and_(cases.c.reasons != '[]', cases.c.reasons_sealed.is_(None))
    while rows := connection.execute(sa.select(cases).where(is_said).limit(500)).all():
        vault = keys()
        for row in rows:
            sealed = vault.seal(row.reasons, Place('cases', 'reasons_sealed', row.id))
            connection.execute(
                sa.update(cases)
                .where(cases.c.id == row.id)
                .values(reasons='[]', reasons_sealed=sealed)
            )


def sign_numbers() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(offices).where(offices.c.last_number > 0)).all():
        signed = keys().fingerprint('numbers', f'{row.code} {row.last_number}')
        connection.execute(
            sa.update(offices).where(offices.c.code == row.code).values(numbers_key=signed)
        )


def keys() -> Vault:
    given: Vault = context.config.attributes['vault']()
    return given


def downgrade() -> None:
    op.add_column(
        'cases', sa.Column('reasons', sa.Text(), server_default='[]', nullable=False)
    )
    op.drop_column('events', 'commitment')
    op.drop_column('events', 'salt_sealed')
    op.drop_column('reports', 'code_sealed')
    op.drop_column('cases', 'reasons_sealed')
    op.drop_column('invites', 'token_sealed')
    op.drop_column('offices', 'numbers_key')
