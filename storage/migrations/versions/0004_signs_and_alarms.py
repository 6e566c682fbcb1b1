"""Signs of life and alarms

Revision ID: 0004
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import storage.tables


revision = '0004'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('signs',
    sa.Column('name', sa.String(length=24), nullable=False),
    sa.Column('given_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_signs'))
    )
    op.create_table('alarms',
    sa.Column('finding', sa.String(length=80), nullable=False),
    sa.Column('told_at', storage.tables.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('finding', name=op.f('pk_alarms'))
    )


def downgrade() -> None:
    op.drop_table('alarms')
    op.drop_table('signs')
