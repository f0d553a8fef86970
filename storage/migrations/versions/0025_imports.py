"""Files that are sent in chat, what an import did, and what was asked about files

Revision: 0025, after 0024
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, at = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        'import_run',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('workspace_id', sa.Integer(), nullable=False),
        sa.Column('key', text(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('channel', text(), nullable=False),
        sa.Column('outbox_id', sa.Integer(), nullable=True),
        sa.Column('state', text(), nullable=False),
        sa.Column('keep_good', sa.Boolean(), nullable=False),
        sa.Column('report', sa.JSON(), nullable=False),
        sa.Column('done', sa.Integer(), nullable=False),
        sa.Column('of', sa.Integer(), nullable=False),
        sa.Column('created_at', at(), nullable=False),
        sa.Column('went_at', at(), nullable=True),
        sa.Column('ended_at', at(), nullable=True),
        sa.Column('ended_by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_import_run_workspace_id_workspace')),
        sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_import_run_by_id_person')),
        sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_import_run_ended_by_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run')),
        sa.UniqueConstraint('workspace_id', 'key', name=op.f('uq_import_run_workspace_id_key')),
    )
    op.create_index('ix_import_run_state', 'import_run', ['workspace_id', 'state'])
    op.create_table(
        'import_file',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('workspace_id', sa.Integer(), nullable=False),
        sa.Column('run_id', sa.Integer(), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('name', text(), nullable=False),
        sa.Column('url', text(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('why', text(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_import_file_workspace_id_workspace')),
        sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_file_run_id_import_run')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_file')),
        sa.UniqueConstraint('run_id', 'place', name=op.f('uq_import_file_run_id_place')),
    )
    op.create_table(
        'import_change',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('workspace_id', sa.Integer(), nullable=False),
        sa.Column('run_id', sa.Integer(), nullable=False),
        sa.Column('kind', text(), nullable=False),
        sa.Column('row_id', sa.Integer(), nullable=False),
        sa.Column('key', text(), nullable=False),
        sa.Column('is_new', sa.Boolean(), nullable=False),
        sa.Column('mark', text(), nullable=False),
        sa.Column('before', sa.Text(), server_default='', nullable=False),
        sa.Column('after', sa.Text(), server_default='', nullable=False),
        sa.Column('memory', sa.Text(), server_default='', nullable=False),
        sa.Column('stood', sa.JSON(), nullable=False),
        sa.Column('became', text(), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_import_change_workspace_id_workspace')),
        sa.ForeignKeyConstraint(['run_id'], ['import_run.id'], name=op.f('fk_import_change_run_id_import_run')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_change')),
        sa.UniqueConstraint('run_id', 'kind', 'row_id', name=op.f('uq_import_change_run_id_kind_row_id')),
    )
    op.create_index('ix_import_change_row', 'import_change', ['kind', 'row_id'])
    op.create_table(
        'file_answer',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('workspace_id', sa.Integer(), nullable=False),
        sa.Column('mark', text(), nullable=False),
        sa.Column('kind', text(), nullable=False),
        sa.Column('dates', text(), nullable=False),
        sa.Column('numbers', text(), nullable=False),
        sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_file_answer_workspace_id_workspace')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_file_answer')),
        sa.UniqueConstraint('workspace_id', 'mark', name=op.f('uq_file_answer_workspace_id_mark')),
    )


def downgrade() -> None:
    op.drop_table('file_answer')
    op.drop_index('ix_import_change_row', table_name='import_change')
    op.drop_table('import_change')
    op.drop_table('import_file')
    op.drop_index('ix_import_run_state', table_name='import_run')
    op.drop_table('import_run')
