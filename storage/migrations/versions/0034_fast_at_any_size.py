"""Names found though misspelt: pieces of their words; whole names and later words each in an index of their own.
What a tick asks, too, however many people and accounts there are, and however much is over: admins, those who
are not with us any more, what goes to a manager next, what waits and is to be reminded of, what was moved last

Revision: 0034, after 0033
"""
import sys

import sqlalchemy as sa
from alembic import op

from rules.spelling import pieces, words_of

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

FOLDED = sa.String().with_variant(sa.String(collation='C'), 'postgresql')
AT_ONCE = 20_000
"""Rows that are read, or written, at once."""


SOME = {
    # name: table, columns, which rows on PostgreSQL, on SQLite
    'ix_person_admin': ('person', ['workspace_id'], "is_admin OR role = 'admin'", "is_admin = 1 OR role = 'admin'"),
    'ix_person_gone': ('person', ['workspace_id'], 'active IS false', 'active IS 0'),
    'ix_waiting_remind': ('waiting', ['workspace_id', 'remind_at'], *["state = 'open' AND reminded_at IS NULL"] * 2),
    'ix_waiting_open': ('waiting', ['workspace_id', 'kind'], *["state = 'open'"] * 2),
}


def upgrade() -> None:
    _index_what_ticks_ask()
    op.create_table('name_piece',
    sa.Column('piece', FOLDED, nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('word', FOLDED, nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_name_piece_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('piece', 'workspace_id', 'word', name=op.f('pk_name_piece')),
    sqlite_with_rowid=False,
    )
    op.drop_index('ix_account_name_key', 'account_name')
    for name, on_postgres, on_sqlite in (('whole', 'whole', 'whole = 1'), ('later', 'NOT whole', 'whole = 0')):
        where = {'postgresql_where': sa.text(on_postgres), 'sqlite_where': sa.text(on_sqlite)}
        op.create_index(f'ix_account_name_{name}', 'account_name', ['key', 'workspace_id'], **where)
    connection = op.get_bind()
    for (ws,) in connection.execute(sa.text('SELECT id FROM workspace ORDER BY id')).all():
        # in the order of the primary key, whose pages are each written once so
        rows = sorted(f'{piece}\0{word}' for word in _words(connection, ws) for piece in pieces(word))
        for first in range(0, len(rows), AT_ONCE):
            _write(connection, [(ws, *row.split('\0')) for row in rows[first:first + AT_ONCE]])


def _write(connection: sa.Connection, rows: list[tuple]) -> None:
    """By the driver: building each row's parameters takes longer than storing it."""
    place = '?' if connection.dialect.name == 'sqlite' else '%s'
    into = f'INSERT INTO name_piece (workspace_id, piece, word) VALUES ({place}, {place}, {place})'
    connection.exec_driver_sql(into, rows)


def _words(connection: sa.Connection, ws: int) -> set[str]:
    """Each word of a workspace's names once."""
    called = sa.table('account_name', sa.column('id'), sa.column('workspace_id'), sa.column('key'), sa.column('whole', sa.Boolean()))
    query = sa.select(called.c.id, called.c.key).where(called.c.workspace_id == ws, called.c.whole).order_by(called.c.id)
    words, after = set[str](), -sys.maxsize
    while rows := connection.execute(query.where(called.c.id > after).limit(AT_ONCE)).all():
        words.update(word for _, key in rows for word in words_of(key))
        after = rows[-1][0]
    return words


def _index_what_ticks_ask() -> None:
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
    op.drop_index('ix_account_name_later', 'account_name')
    op.drop_index('ix_account_name_whole', 'account_name')
    op.create_index('ix_account_name_key', 'account_name', ['key', 'workspace_id'])
    op.drop_table('name_piece')
