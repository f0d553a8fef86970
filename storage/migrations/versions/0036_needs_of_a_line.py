"""What a line told is found by its id

Revision: 0036, after 0035
"""
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_need_external', 'need', ['external_id', 'workspace_id'])


def downgrade() -> None:
    op.drop_index('ix_need_external', 'need')
