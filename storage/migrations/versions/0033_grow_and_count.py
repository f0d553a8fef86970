"""Offers and upsell plans; feedback, referrals, thanks and treats; accounts beside a morning's cut

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
    op.create_table('feedback', *_whose('feedback'),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('state', TEXT(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('contact', TEXT(), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('theme', TEXT(), nullable=False),
    sa.Column('may_use', TEXT(), nullable=False),
    *_kept()
    )
    op.create_index('ix_feedback_account', 'feedback', ['account_id', 'asked_on'])
    op.create_index('ix_feedback_answered', 'feedback', ['answered_on', 'workspace_id'])
    op.create_table('referral', *_whose('referral'),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('who', TEXT(), nullable=False),
    sa.Column('to', TEXT(), nullable=False),
    sa.Column('outcome', TEXT(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('became_id', sa.Integer(), nullable=True),
    sa.Column('thanked_on', sa.Date(), nullable=True),
    *_kept(),
    sa.ForeignKeyConstraint(['became_id'], ['account.id'], name=op.f('fk_referral_became_id_account'))
    )
    op.create_index('ix_referral_account', 'referral', ['account_id', 'on'])
    op.create_index('ix_referral_became', 'referral', ['became_id'])
    op.create_index('ix_referral_on', 'referral', ['on', 'workspace_id'])
    op.create_table('thanks', *_whose('thanks'),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('text', TEXT(), nullable=False),
    sa.Column('cost', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('currency', TEXT(), nullable=False),
    *_kept()
    )
    op.create_index('ix_thanks_account', 'thanks', ['account_id', 'on'])
    op.create_table('cut',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('rep_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=False),
    sa.Column('local_on', sa.Date(), nullable=False),
    sa.Column('pair', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_cut_account_id_account')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_cut_outbox_id_outbox')),
    sa.ForeignKeyConstraint(['rep_id'], ['person.id'], name=op.f('fk_cut_rep_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_cut_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cut'))
    )
    op.create_index('ix_cut_rep', 'cut', ['rep_id', 'local_on'])
    op.create_index('ix_cut_account', 'cut', ['account_id'])
    op.create_index('ix_need_external', 'need', ['external_id', 'workspace_id'])


def _long(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default='', nullable=False)


def _days(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Date(), nullable=True) for name in names]


def _refers(table: str, **columns: str) -> list[sa.schema.SchemaItem]:
    return [
    sa.ForeignKeyConstraint([column], [f'{to}.id'], name=op.f(f'fk_{table}_{column}_{to}'))
    for column, to in columns.items()
    ]


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
    op.drop_index('ix_need_external', 'need')
    op.drop_table('cut')
    op.drop_table('thanks')
    op.drop_table('referral')
    op.drop_table('feedback')
    op.drop_table('upsell')
    op.drop_table('offer')
