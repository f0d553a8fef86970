"""Needs and goals, how a customer itself earns

Revision: 0032, after 0031
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

TEXT, INSTANT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    minor = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('need', *_whose('need'),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('heard_on', sa.Date(), nullable=True),
    sa.Column('status', TEXT(), nullable=False),
    sa.Column('budget', minor, nullable=True),
    sa.Column('currency', TEXT(), nullable=False),
    sa.Column('offer', TEXT(), nullable=False),
    sa.Column('right_on', sa.Date(), nullable=True),
    sa.Column('discount', TEXT(), nullable=False),
    sa.Column('explored_on', sa.Date(), nullable=True),
    sa.Column('offered_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('why', sa.Text(), server_default='', nullable=False),
    *_kept()
    )
    op.create_index('ix_need_account', 'need', ['account_id', 'heard_on'])
    op.create_index('ix_need_status', 'need', ['status', 'workspace_id'])
    op.create_table('goal', *_whose('goal'),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('measure', TEXT(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', TEXT(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    *_kept()
    )
    op.create_index('ix_goal_account', 'goal', ['account_id', 'said_on'])
    op.add_column('account', sa.Column('earns_by', TEXT(), server_default='', nullable=False))


def _whose(table: str) -> list[sa.schema.SchemaItem]:
    return [
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f(f'fk_{table}_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f(f'fk_{table}_by_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f(f'fk_{table}_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    ]


def _kept() -> list[sa.Column]:
    return [
    sa.Column('external_id', TEXT(), nullable=False),
    sa.Column('voided_at', INSTANT(), nullable=True),
    sa.Column('created_at', INSTANT(), nullable=False),
    ]


def downgrade() -> None:
    op.drop_column('account', 'earns_by')
    op.drop_table('goal')
    op.drop_table('need')
