"""Which question a typed line answers or may answer

Revision: 0006, after 0005
"""
import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('unlogged') as batch_op:
        batch_op.add_column(sa.Column('question_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_unlogged_question_id_question'), 'question', ['question_id'], ['id']
        )


def downgrade() -> None:
    with op.batch_alter_table('unlogged') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_unlogged_question_id_question'), type_='foreignkey')
        batch_op.drop_column('question_id')
