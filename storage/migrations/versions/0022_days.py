"""Whose calendars are still to be settled under changed settings, who is in mourning

Revision: 0022, after 0021
"""
import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('contact', sa.Column('mourning_until', sa.Date(), nullable=True))
    op.add_column('workspace', sa.Column('settle_after', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('contact') as batch_op:
        batch_op.drop_column('mourning_until')
    with op.batch_alter_table('workspace') as batch_op:
        batch_op.drop_column('settle_after')
