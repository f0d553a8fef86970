"""Names found though misspelt: pieces of their words; whole names and later words each in an index of their own

Revision: 0034, after 0033
"""
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from rules.spelling import pieces, words_of

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

FOLDED = sa.String().with_variant(sa.String(collation='C'), 'postgresql')
AT_ONCE = 5_000
"""Words whose pieces are written at once."""


def upgrade() -> None:
    table = op.create_table('name_piece',
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
    words = sorted(_words(op.get_bind()))
    for first in range(0, len(words), AT_ONCE):
        op.bulk_insert(table, [
            {'piece': piece, 'workspace_id': ws, 'word': word}
            for ws, word in words[first:first + AT_ONCE]
            for piece in pieces(word)
        ])


def _words(connection: sa.Connection) -> set[tuple[int, str]]:
    """Each word of each workspace's names once."""
    called = sa.table('account_name', *(sa.column(n) for n in ('id', 'workspace_id', 'key')), sa.column('whole', sa.Boolean()))
    words = set[tuple[int, str]]()
    for rows in _batches(connection, sa.select(called.c.id, called.c.workspace_id, called.c.key).where(called.c.whole), called.c.id):
        words |= {(ws, word) for _, ws, key in rows for word in words_of(key)}
    return words


def _batches(connection: sa.Connection, query: sa.Select, number: sa.ColumnClause, most: int = 20_000) -> Iterator[list]:
    after = 0
    while rows := connection.execute(query.where(number > after).order_by(number).limit(most)).all():
        yield list(rows)
        after = rows[-1][0]


def downgrade() -> None:
    op.drop_index('ix_account_name_later', 'account_name')
    op.drop_index('ix_account_name_whole', 'account_name')
    op.create_index('ix_account_name_key', 'account_name', ['key', 'workspace_id'])
    op.drop_table('name_piece')
