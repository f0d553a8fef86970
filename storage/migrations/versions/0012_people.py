"""Who moved inside a customer and who came after them; who turned up at another account

Revision: 0012, after 0011
"""
from datetime import UTC, datetime

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    with op.batch_alter_table('contact') as batch_op:
        batch_op.add_column(sa.Column('moved_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('successor_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_contact_successor_id_contact'), 'contact', ['successor_id'], ['id']
        )
    op.add_column('workspace', sa.Column('contacts_seen', sa.Integer(), server_default='0', nullable=False))
    op.create_table('turned_up',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('before_id', sa.Integer(), nullable=False),
    sa.Column('certain', sa.Boolean(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['before_id'], ['contact.id'], name=op.f('fk_turned_up_before_id_contact')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_turned_up_contact_id_contact')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_turned_up_outbox_id_outbox')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_turned_up_person_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_turned_up_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_turned_up'))
    )
    op.create_index('ix_turned_up_person', 'turned_up', ['workspace_id', 'person_id', 'outbox_id'])
    # when an account wants a look counts anniversaries: computed again once
    account = sa.table('account', sa.column('reassess_at', sqlmodel.sql.sqltypes.UTCDateTime()))
    op.execute(account.update().values(reassess_at=LONG_AGO))


def downgrade() -> None:
    op.drop_table('turned_up')
    with op.batch_alter_table('workspace') as batch_op:
        batch_op.drop_column('contacts_seen')
    with op.batch_alter_table('contact') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_contact_successor_id_contact'), type_='foreignkey')
        batch_op.drop_column('successor_id')
        batch_op.drop_column('moved_on')
