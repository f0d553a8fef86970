"""When somebody's week is summed up, and the quiet days of their team

Revision: 0028, after 0027
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('person', sa.Column('friday_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('person', sa.Column('quiet_days', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=''))
    op.create_index('ix_person_friday', 'person', ['workspace_id', 'friday_at'])
    # looked at with the next morning, which says when
    op.execute('UPDATE person SET friday_at = plan_at')


def downgrade() -> None:
    op.drop_index('ix_person_friday', table_name='person')
    op.drop_column('person', 'quiet_days')
    op.drop_column('person', 'friday_at')
