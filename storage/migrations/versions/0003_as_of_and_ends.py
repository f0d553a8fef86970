"""Health by silence and steadiness; contacts as of a date; snoozes brought back; an end to every message; questions

Revision: 0003, after 0002
"""
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # due at once, on any clock

FAILED = sa.text("failed_why != ''")
ONLY_FAILED = {'sqlite_where': FAILED, 'postgresql_where': FAILED}
MONEY = (('account', 'annual_given'), ('account', 'annual'), ('revenue', 'amount'))


def upgrade() -> None:
    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('answer', sa.Text(), server_default='', nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_question_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_question_by_id_person')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_question_outbox_id_outbox')),
    sa.ForeignKeyConstraint(['to_id'], ['person.id'], name=op.f('fk_question_to_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_question_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question'))
    )
    op.create_index(op.f('ix_question_account_id'), 'question', ['account_id'])
    op.create_index(op.f('ix_question_outbox_id'), 'question', ['outbox_id'])
    op.create_index('ix_question_to', 'question', ['workspace_id', 'to_id', 'answered_at'])
    op.drop_index('ix_person_plan_at', table_name='person')
    op.drop_index('ix_person_digest_at', table_name='person')
    op.create_index('ix_person_plan', 'person', ['workspace_id', 'plan_at'])
    op.create_index('ix_person_digest', 'person', ['workspace_id', 'digest_at'])
    op.add_column('account', sa.Column('trouble', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('account', sa.Column('failed_why', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
    op.add_column('contact', sa.Column('added_on', sa.Date(), nullable=True))
    op.add_column('snooze', sa.Column('ended_by_batch', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
    op.add_column('outbox', sa.Column('first_try_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('outbox', sa.Column('unknown_tries', sa.Integer(), server_default='0', nullable=False))
    op.add_column('outbox', sa.Column('reopened', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('workspace', sa.Column('recompute_after', sa.Integer(), nullable=True))
    op.create_index('ix_account_failed', 'account', ['workspace_id'], **ONLY_FAILED)
    if op.get_bind().dialect.name == 'postgresql':  # minor units outgrow 32 bits; an integer of SQLite has 64 anyway
        for table, column in MONEY:
            op.alter_column(table, column, type_=sa.BigInteger())
    op.add_column('outbox', sa.Column('said', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
    op.add_column('outbox', sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    _compute_again()


def _compute_again() -> None:
    """Everything stored is computed again once, with the weights of the new table."""
    account = sa.table('account', sa.column('reassess_at', sqlmodel.sql.sqltypes.UTCDateTime()))
    op.execute(account.update().values(reassess_at=LONG_AGO))
    workspace = sa.table('workspace', sa.column('id', sa.Integer()), sa.column('policy', sa.JSON()))
    for row in op.get_bind().execute(sa.select(workspace)).all():
        if 'weights' in row.policy:
            kept = {name: value for name, value in row.policy.items() if name != 'weights'}
            op.execute(workspace.update().where(workspace.c.id == row.id).values(policy=kept))


def downgrade() -> None:
    op.drop_index('ix_account_failed', table_name='account')
    if op.get_bind().dialect.name == 'postgresql':
        for table, column in MONEY:
            op.alter_column(table, column, type_=sa.Integer())
    op.drop_column('workspace', 'recompute_after')
    op.drop_column('outbox', 'ended_at')
    op.drop_column('outbox', 'said')
    op.drop_column('outbox', 'reopened')
    op.drop_column('outbox', 'unknown_tries')
    op.drop_column('outbox', 'first_try_at')
    op.drop_column('snooze', 'ended_by_batch')
    op.drop_column('contact', 'added_on')
    op.drop_column('account', 'failed_why')
    op.drop_column('account', 'trouble')
    op.drop_index('ix_person_digest', table_name='person')
    op.drop_index('ix_person_plan', table_name='person')
    op.create_index('ix_person_digest_at', 'person', ['digest_at'])
    op.create_index('ix_person_plan_at', 'person', ['plan_at'])
    op.drop_table('question')
