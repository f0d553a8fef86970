"""Feedback, referrals, thanks and treats

Revision: 0034, after 0032
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0034'
down_revision = '0032'
branch_labels = None
depends_on = None

TEXT, INSTANT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
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
    op.drop_table('thanks')
    op.drop_table('referral')
    op.drop_table('feedback')
