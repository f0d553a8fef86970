"""Promises

Revision: 0004, after 0003
"""
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # due at once, on any clock


def upgrade() -> None:
    op.create_table('promise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('moved', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('external_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('batch', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('voided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_promise_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_promise_by_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_promise_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise'))
    )
    op.create_index('ix_promise_account', 'promise', ['account_id', 'due_on'])
    op.create_index('ix_promise_batch', 'promise', ['workspace_id', 'batch'])
    # when an account wants a look counts the day on which "Also today" names it: computed again once
    account = sa.table('account', sa.column('reassess_at', sqlmodel.sql.sqltypes.UTCDateTime()))
    op.execute(account.update().values(reassess_at=LONG_AGO))


def downgrade() -> None:
    op.drop_table('promise')
