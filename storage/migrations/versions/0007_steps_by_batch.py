"""Next steps by what logged them and what ticked them off

Revision: 0007, after 0006
"""
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_next_step_batch', 'next_step', ['batch'])
    op.create_index('ix_next_step_done', 'next_step', ['done_by_batch'])


def downgrade() -> None:
    op.drop_index('ix_next_step_done', 'next_step')
    op.drop_index('ix_next_step_batch', 'next_step')
