"""Accounts whose health fell, and when to look whether it did

Revision: 0017, after 0016
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('account') as batch_op:
        batch_op.add_column(sa.Column('fall_look_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_index('ix_account_fall_look', ['workspace_id', 'fall_look_at'])
    op.create_table('alarm',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('fell_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('behind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_alarm_account_id_account')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_alarm_outbox_id_outbox')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_alarm_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarm'))
    )
    op.create_index('ix_alarm_fell', 'alarm', ['workspace_id', 'fell_at'])


def downgrade() -> None:
    op.drop_table('alarm')
    with op.batch_alter_table('account') as batch_op:
        batch_op.drop_index('ix_account_fall_look')
        batch_op.drop_column('fall_look_at')
