"""Lines that wait for their form

Revision: 0005, after 0004
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('unlogged',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('opened_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('outbox_id', sa.Integer(), nullable=True),
    sa.Column('became', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_unlogged_outbox_id_outbox')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_unlogged_person_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_unlogged_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unlogged')),
    sa.UniqueConstraint('workspace_id', 'token', name=op.f('uq_unlogged_workspace_id_token'))
    )
    op.create_index('ix_unlogged_person', 'unlogged', ['workspace_id', 'person_id', 'closed_at'])


def downgrade() -> None:
    op.drop_table('unlogged')
