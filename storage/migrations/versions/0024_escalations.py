"""A accounts that go to the manager of their owner; every account is computed anew, to know when

Revision: 0024, after 0023
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('escalation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('late_on', sa.Date(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.Column('went_on', sa.Date(), nullable=True),
    sa.Column('became', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('why', sa.Text(), server_default='', nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_escalation_account_id_account')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_escalation_ended_by_id_person')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_escalation_owner_id_person')),
    sa.ForeignKeyConstraint(['to_id'], ['person.id'], name=op.f('fk_escalation_to_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_escalation_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation'))
    )
    op.create_index('ix_escalation_account', 'escalation', ['account_id', 'id'])
    op.create_index('ix_escalation_due', 'escalation', ['workspace_id', 'became', 'due_at'])
    op.create_index('ix_escalation_to', 'escalation', ['workspace_id', 'to_id', 'became'])
    op.add_column('account', sa.Column('escalate_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_index('ix_account_escalate', 'account', ['workspace_id', 'escalate_at'])
    op.create_index('ix_audit_by', 'audit', ['by_id', 'at'])
    op.execute('UPDATE workspace SET recompute_after = 0')


def downgrade() -> None:
    op.drop_index('ix_audit_by', 'audit')
    op.drop_index('ix_account_escalate', 'account')
    op.drop_column('account', 'escalate_at')
    op.drop_table('escalation')
