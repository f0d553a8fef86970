"""Served through its parent from a day on

What an account is now holds of all its days, as it did before.

Revision: 0031, after 0030
"""
import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

SERVED = """
    UPDATE standing SET served_through_parent = true
    WHERE account_id IN (SELECT id FROM account WHERE served_through_parent)
"""


def upgrade() -> None:
    op.add_column('standing', sa.Column('served_through_parent', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(SERVED)


def downgrade() -> None:
    op.drop_column('standing', 'served_through_parent')
