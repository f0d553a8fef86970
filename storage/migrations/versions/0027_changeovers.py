"""Accounts that change hands together

Revision: 0027, after 0026
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('changeover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('stage', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=True),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('moved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['audit.id'], name=op.f('fk_changeover_act_id_audit')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_changeover_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_changeover_person_id_person')),
    sa.ForeignKeyConstraint(['to_id'], ['person.id'], name=op.f('fk_changeover_to_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_changeover_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_changeover'))
    )
    op.create_index('ix_changeover_stage', 'changeover', ['workspace_id', 'stage'])
    op.create_index('ix_changeover_person', 'changeover', ['workspace_id', 'person_id'])
    op.create_index('ix_changeover_to', 'changeover', ['workspace_id', 'to_id'])
    op.create_table('changeover_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('changeover_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=True),
    sa.Column('receiver_id', sa.Integer(), nullable=True),
    sa.Column('handoff_id', sa.Integer(), nullable=True),
    sa.Column('became', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_changeover_account_account_id_account')),
    sa.ForeignKeyConstraint(['act_id'], ['audit.id'], name=op.f('fk_changeover_account_act_id_audit')),
    sa.ForeignKeyConstraint(['changeover_id'], ['changeover.id'], name=op.f('fk_changeover_account_changeover_id_changeover')),
    sa.ForeignKeyConstraint(['handoff_id'], ['handoff.id'], name=op.f('fk_changeover_account_handoff_id_handoff')),
    sa.ForeignKeyConstraint(['receiver_id'], ['person.id'], name=op.f('fk_changeover_account_receiver_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_changeover_account_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_changeover_account'))
    )
    op.create_index('ix_changeover_account_of', 'changeover_account', ['changeover_id', 'id'])
    op.create_index('ix_changeover_account_handoff', 'changeover_account', ['workspace_id', 'handoff_id'])
    op.create_index(op.f('ix_changeover_account_account_id'), 'changeover_account', ['account_id'])


def downgrade() -> None:
    op.drop_table('changeover_account')
    op.drop_table('changeover')
