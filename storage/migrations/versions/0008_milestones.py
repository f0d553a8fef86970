"""The steps of onboarding

Revision: 0008, after 0007
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('stage', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('step', sa.Text(), server_default='', nullable=False),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('first_value', sa.Boolean(), nullable=False),
    sa.Column('moved', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('external_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('dropped_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_milestone_account_id_account')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_milestone_owner_id_person')),
    sa.ForeignKeyConstraint(
        ['workspace_id'], ['workspace.id'], name=op.f('fk_milestone_workspace_id_workspace')
    ),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone'))
    )
    op.create_index('ix_milestone_account', 'milestone', ['account_id', 'due_on'])
    op.create_index('ix_milestone_owner', 'milestone', ['owner_id', 'due_on'])


def downgrade() -> None:
    op.drop_table('milestone')
