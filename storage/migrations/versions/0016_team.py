"""What each on an account's team does, and the goal they share

Revision: 0016, after 0015
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('account_team') as batch_op:
        batch_op.add_column(
            sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False)
        )
        batch_op.add_column(sa.Column('left_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_index('ix_account_team_person_id', ['person_id'])
    with op.batch_alter_table('account') as batch_op:
        batch_op.add_column(
            sa.Column('team_goal', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table('account') as batch_op:
        batch_op.drop_column('team_goal')
    with op.batch_alter_table('account_team') as batch_op:
        batch_op.drop_index('ix_account_team_person_id')
        batch_op.drop_column('left_at')
        batch_op.drop_column('role')
