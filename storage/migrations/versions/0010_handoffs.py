"""Accounts that pass on, and what waits for somebody's tap

Revision: 0010, after 0009
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('waiting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('for_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('since_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('remind_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('until_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('reminded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('outbox_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_waiting_by_id_person')),
    sa.ForeignKeyConstraint(['for_id'], ['person.id'], name=op.f('fk_waiting_for_id_person')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_waiting_outbox_id_outbox')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_waiting_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting'))
    )
    op.create_index('ix_waiting_person', 'waiting', ['workspace_id', 'for_id', 'state'])
    op.create_index('ix_waiting_due', 'waiting', ['workspace_id', 'state', 'until_at'])
    op.create_index('ix_waiting_subject', 'waiting', ['workspace_id', 'kind', 'subject_id'])
    op.create_table('handoff',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('giver_id', sa.Integer(), nullable=False),
    sa.Column('receiver_id', sa.Integer(), nullable=False),
    sa.Column('since_on', sa.Date(), nullable=False),
    sa.Column('landmines', sa.Text(), server_default='', nullable=False),
    sa.Column('question', sa.Text(), server_default='', nullable=False),
    sa.Column('answer', sa.Text(), server_default='', nullable=False),
    sa.Column('became', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('greet_by', sa.Date(), nullable=True),
    sa.Column('followed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_handoff_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_handoff_by_id_person')),
    sa.ForeignKeyConstraint(['giver_id'], ['person.id'], name=op.f('fk_handoff_giver_id_person')),
    sa.ForeignKeyConstraint(['receiver_id'], ['person.id'], name=op.f('fk_handoff_receiver_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_handoff_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handoff'))
    )
    op.create_index('ix_handoff_account', 'handoff', ['account_id', 'id'])
    op.create_index('ix_handoff_greet', 'handoff', ['workspace_id', 'followed_at', 'greet_by'])


def downgrade() -> None:
    op.drop_table('handoff')
    op.drop_table('waiting')
