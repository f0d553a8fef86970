"""Accounts that became one, and what moved

Revision: 0026, after 0025
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'account',
        sa.Column('merged_into_id', sa.Integer(), sa.ForeignKey('account.id', name=op.f('fk_account_merged_into_id_account')), nullable=True),
        inline_references=True,  # SQLite would make the table anew, to which others refer
    )
    op.create_index('ix_account_merged', 'account', ['workspace_id', 'merged_into_id'])
    op.add_column(
        'contact',
        sa.Column('same_as_id', sa.Integer(), sa.ForeignKey('contact.id', name=op.f('fk_contact_same_as_id_contact')), nullable=True),
        inline_references=True,
    )
    op.create_table('merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('stays_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('became', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('merged_on', sa.Date(), nullable=True),
    sa.Column('done_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('kept', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_merge_by_id_person')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_merge_ended_by_id_person')),
    sa.ForeignKeyConstraint(['gone_id'], ['account.id'], name=op.f('fk_merge_gone_id_account')),
    sa.ForeignKeyConstraint(['stays_id'], ['account.id'], name=op.f('fk_merge_stays_id_account')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_merge_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge'))
    )
    op.create_index('ix_merge_gone', 'merge', ['gone_id'])
    op.create_index('ix_merge_stays', 'merge', ['stays_id'])
    op.create_index('ix_merge_on', 'merge', ['workspace_id', 'became', 'merged_on'])
    op.create_table('moved',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('merge_id', sa.Integer(), nullable=False),
    sa.Column('noun', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('column', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('was_id', sa.Integer(), nullable=False),
    sa.Column('mark', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['merge_id'], ['merge.id'], name=op.f('fk_moved_merge_id_merge')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_moved_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moved'))
    )
    op.create_index('ix_moved_merge', 'moved', ['merge_id'])
    op.create_index('ix_moved_row', 'moved', ['noun', 'row_id'])


def downgrade() -> None:
    op.drop_table('moved')
    op.drop_table('merge')
    with op.batch_alter_table('contact') as batch_op:
        batch_op.drop_column('same_as_id')
    op.drop_index('ix_account_merged', table_name='account')
    with op.batch_alter_table('account') as batch_op:
        batch_op.drop_column('merged_into_id')
