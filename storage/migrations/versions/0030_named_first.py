"""What a row is found by stands before the workspace in its index

One that begins with the workspace was chosen by SQLite for rows of some accounts of it: all rows of the
workspace were read for them.

Revision: 0030, after 0029
"""
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

INDEXES = (  # table, the column, what stands behind both, name
    ('account_name', 'key', (), 'ix_account_name_key'),
    ('changeover_account', 'handoff_id', (), 'ix_changeover_account_handoff'),
    ('concern', 'batch', (), 'ix_concern_batch'),
    ('concern', 'closed_on', (), 'ix_concern_open'),
    ('escalation', 'became', ('due_at',), 'ix_escalation_due'),
    ('escalation', 'to_id', ('became',), 'ix_escalation_to'),
    ('handoff', 'followed_at', ('greet_by',), 'ix_handoff_greet'),
    ('promise', 'batch', (), 'ix_promise_batch'),
    ('question', 'to_id', ('answered_at',), 'ix_question_to'),
    ('request', 'answer_batch', (), 'ix_request_answer_batch'),
    ('request', 'batch', (), 'ix_request_batch'),
    ('touch', 'batch', (), 'ix_touch_batch'),
    ('touch', 'external_id', (), 'ix_touch_external'),
)


def upgrade() -> None:
    for table, column, behind, name in INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, [column, 'workspace_id', *behind])


def downgrade() -> None:
    for table, column, behind, name in INDEXES:
        op.drop_index(name, table)
        op.create_index(name, table, ['workspace_id', column, *behind])
