"""Requests

Revision: 0014, after 0013
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answer_logged_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('external_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('batch', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('answer_batch', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('voided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_request_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_request_by_id_person')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_request_contact_id_contact')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_request_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request'))
    )
    op.create_index('ix_request_account', 'request', ['account_id', 'asked_on'])
    op.create_index('ix_request_batch', 'request', ['workspace_id', 'batch'])
    op.create_index('ix_request_answer_batch', 'request', ['workspace_id', 'answer_batch'])


def downgrade() -> None:
    op.drop_table('request')
