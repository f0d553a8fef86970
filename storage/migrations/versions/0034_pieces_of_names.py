"""Names found though misspelt: pieces of their words; whole names and later words each in an index of their own

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


def upgrade() -> None:
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
        rows = sorted(f'{piece}\n{word}' for word in _words(connection, ws) for piece in pieces(word))
        for first in range(0, len(rows), AT_ONCE):
            _write(connection, [(ws, *row.split('\n')) for row in rows[first:first + AT_ONCE]])


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


def downgrade() -> None:
    op.drop_index('ix_account_name_later', 'account_name')
    op.drop_index('ix_account_name_whole', 'account_name')
    op.create_index('ix_account_name_key', 'account_name', ['key', 'workspace_id'])
    op.drop_table('name_piece')
