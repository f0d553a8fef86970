"""Accounts beside a morning's cut

Revision: 0035, after 0034
"""
import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table('cut')
