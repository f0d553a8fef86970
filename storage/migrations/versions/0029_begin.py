"""When files were last brought in, and which accounts of theirs nobody has claimed yet

Revision: 0029, after 0028
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('workspace', sa.Column('imported_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('account', sa.Column('asks_owner', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('account', 'asks_owner')
    op.drop_column('workspace', 'imported_at')
