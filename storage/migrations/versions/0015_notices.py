"""Notices: insights with a deadline, and who was told

Revision: 0015, after 0014
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('insight') as batch_op:
        for name in ('country', 'service'):
            batch_op.add_column(
                sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False)
            )
        batch_op.add_column(sa.Column('tell_by', sa.Date(), nullable=True))
    op.create_table('told',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('insight_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('batch', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_told_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_told_by_id_person')),
    sa.ForeignKeyConstraint(['insight_id'], ['insight.id'], name=op.f('fk_told_insight_id_insight')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_told_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_told')),
    sa.UniqueConstraint('insight_id', 'account_id', name=op.f('uq_told_insight_id_account_id'))
    )


def downgrade() -> None:
    op.drop_table('told')
    with op.batch_alter_table('insight') as batch_op:
        for name in ('tell_by', 'service', 'country'):
            batch_op.drop_column(name)
