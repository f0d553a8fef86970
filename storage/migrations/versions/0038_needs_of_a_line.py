"""What a line told is found by its id

Revision: 0038, after 0034
"""
from alembic import op

revision = '0038'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_need_external', 'need', ['external_id', 'workspace_id'])


def downgrade() -> None:
    op.drop_index('ix_need_external', 'need')
