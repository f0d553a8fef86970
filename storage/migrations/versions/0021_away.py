"""Days away, who covers, and the weekdays that somebody works

Revision: 0021, after 0020
"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('person') as batch_op:
        batch_op.add_column(sa.Column('week', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default='12345'))
        batch_op.add_column(sa.Column('calendar', sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=''))
    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('cover_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('voided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_absence_by_id_person')),
    sa.ForeignKeyConstraint(['cover_id'], ['person.id'], name=op.f('fk_absence_cover_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_absence_person_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_absence_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    with op.batch_alter_table('nudge') as batch_op:
        batch_op.add_column(sa.Column('for_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_nudge_for_id_person'), 'person', ['for_id'], ['id'])
    op.create_index('ix_absence_person', 'absence', ['workspace_id', 'person_id', 'last_on'])
    op.create_index('ix_absence_cover', 'absence', ['workspace_id', 'cover_id', 'last_on'])


def downgrade() -> None:
    with op.batch_alter_table('nudge') as batch_op:
        batch_op.drop_constraint(op.f('fk_nudge_for_id_person'), type_='foreignkey')
        batch_op.drop_column('for_id')
    op.drop_table('absence')
    with op.batch_alter_table('person') as batch_op:
        batch_op.drop_column('calendar')
        batch_op.drop_column('week')
