"""What a tick asks has an index of its own, however many people and accounts there are, and however much is
over: admins, those who are not with us any more, what goes to a manager next, what waits and is to be reminded
of, what was moved last

Revision: 0034, after 0033
"""
import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

SOME = {
    # name: table, columns, which rows on PostgreSQL, on SQLite
    'ix_person_admin': ('person', ['workspace_id'], "is_admin OR role = 'admin'", "is_admin = 1 OR role = 'admin'"),
    'ix_person_gone': ('person', ['workspace_id'], 'active IS false', 'active IS 0'),
    'ix_waiting_remind': ('waiting', ['workspace_id', 'remind_at'], *["state = 'open' AND reminded_at IS NULL"] * 2),
    'ix_waiting_open': ('waiting', ['workspace_id', 'kind'], *["state = 'open'"] * 2),
}


def upgrade() -> None:
    for name, (table, columns, on_postgres, on_sqlite) in SOME.items():
        where = {'postgresql_where': sa.text(on_postgres), 'sqlite_where': sa.text(on_sqlite)}
        op.create_index(name, table, columns, **where)
    op.drop_index('ix_escalation_due', 'escalation')
    op.create_index('ix_escalation_due', 'escalation', ['became', 'workspace_id', 'went_on', 'due_at'])
    op.create_index('ix_changeover_moved', 'changeover', ['workspace_id', 'stage', 'moved_at'])
    op.create_index('ix_alarm_account', 'alarm', ['account_id', 'workspace_id', 'fell_at'])


def downgrade() -> None:
    op.drop_index('ix_alarm_account', 'alarm')
    op.drop_index('ix_changeover_moved', 'changeover')
    op.drop_index('ix_escalation_due', 'escalation')
    op.create_index('ix_escalation_due', 'escalation', ['became', 'workspace_id', 'due_at'])
    for name, (table, *_) in SOME.items():
        op.drop_index(name, table)
