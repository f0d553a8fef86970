"""Whose history shows an act, and since when a person is not with us any more

Revision: 0020, after 0019
"""
import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('audit') as batch_op:
        batch_op.add_column(sa.Column('account_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_audit_account', ['workspace_id', 'account_id', 'at'])
    with op.batch_alter_table('person') as batch_op:
        batch_op.add_column(sa.Column('left_on', sa.Date(), nullable=True))
    op.execute("UPDATE audit SET account_id = row_id WHERE noun = 'account'")
    postgres = op.get_bind().dialect.name == 'postgresql'
    if postgres:
        account, is_id = "CAST(change->>'account' AS INTEGER)", "change->>'account' ~ '^[0-9]{1,9}$'"
    else:
        account, is_id = "json_extract(change, '$.account')", "json_type(change, '$.account') = 'integer'"
    op.execute(f"UPDATE audit SET account_id = {account} WHERE noun != 'account' AND {is_id}")


def downgrade() -> None:
    with op.batch_alter_table('person') as batch_op:
        batch_op.drop_column('left_on')
    with op.batch_alter_table('audit') as batch_op:
        batch_op.drop_index('ix_audit_account')
        batch_op.drop_column('account_id')
