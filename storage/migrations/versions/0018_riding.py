
"""Messages that go out as a part of another

Revision: 0018, after 0017
"""
import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('outbox', sa.Column('rides_id', sa.Integer(), nullable=True))
    op.create_index('ix_outbox_rides', 'outbox', ['rides_id'])


def downgrade() -> None:
    op.drop_index('ix_outbox_rides', 'outbox')
    op.drop_column('outbox', 'rides_id')
