"""Offers, and the plan to sell more to a customer

Revision: 0033, after 0032
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

TEXT, INSTANT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table('offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('name', TEXT(), nullable=False),
    sa.Column('key', TEXT(), nullable=False),
    _long('gain'),
    _long('sends'),
    *_days('since_on', 'retired_on', 'kept_on'),
    sa.Column('external_id', TEXT(), nullable=False),
    sa.Column('created_at', INSTANT(), nullable=False),
    *_refers('offer', workspace_id='workspace', by_id='person'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    sa.UniqueConstraint('workspace_id', 'key', name=op.f('uq_offer_workspace_id_key')),
    )
    op.create_table('upsell',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('step', TEXT(), nullable=False),
    sa.Column('step_by_id', sa.Integer(), nullable=True),
    _long('text'),
    sa.Column('competitors', TEXT(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('offer_id', sa.Integer(), nullable=True),
    _long('gain'),
    _long('sends'),
    sa.Column('sender_id', sa.Integer(), nullable=True),
    *_days('targeted_on', 'explore_by', 'explored_on', 'offer_by', 'offered_on', 'send_by', 'accepted_on'),
    *_days('sent_on', 'answer_by', 'closed_on'),
    _long('why'),
    sa.Column('external_id', TEXT(), nullable=False),
    sa.Column('voided_at', INSTANT(), nullable=True),
    sa.Column('created_at', INSTANT(), nullable=False),
    *_refers('upsell', workspace_id='workspace', account_id='account', by_id='person', step_by_id='person'),
    *_refers('upsell', need_id='need', offer_id='offer', sender_id='person'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upsell')),
    )
    op.create_index('ix_upsell_account', 'upsell', ['account_id', 'targeted_on'])
    op.create_index('ix_upsell_step', 'upsell', ['step', 'workspace_id'])
    op.create_index('ix_upsell_sender', 'upsell', ['sender_id', 'workspace_id'])


def _long(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default='', nullable=False)


def _days(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=True) for name in names]


def _refers(table: str, **columns: str) -> list[sa.schema.SchemaItem]:
    return [
    sa.ForeignKeyConstraint([column], [f'{to}.id'], name=op.f(f'fk_{table}_{column}_{to}'))
    for column, to in columns.items()
    ]


def downgrade() -> None:
    op.drop_table('upsell')
    op.drop_table('offer')
