"""Health by silence and steadiness; contacts as of a date; snoozes brought back; an end to every message; questions

Revision: 0003, after 0002
"""
from datetime import UTC, datetime, timedelta
from unicodedata import category

import sqlalchemy as sa
import sqlmodel
from alembic import op
from babel.numbers import get_currency_precision

from rules.names import normalise, search_keys

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # due at once, on any clock

FAILED = sa.text("failed_why != ''")
ONLY_FAILED = {'sqlite_where': FAILED, 'postgresql_where': FAILED}
MONEY = (('account', 'annual_given'), ('account', 'annual'), ('revenue', 'amount'))


def upgrade() -> None:
    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('answer', sa.Text(), server_default='', nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_question_account_id_account')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_question_by_id_person')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_question_outbox_id_outbox')),
    sa.ForeignKeyConstraint(['to_id'], ['person.id'], name=op.f('fk_question_to_id_person')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_question_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question'))
    )
    op.create_index(op.f('ix_question_account_id'), 'question', ['account_id'])
    op.create_index(op.f('ix_question_outbox_id'), 'question', ['outbox_id'])
    op.create_index('ix_question_to', 'question', ['workspace_id', 'to_id', 'answered_at'])
    op.drop_index('ix_person_plan_at', table_name='person')
    op.drop_index('ix_person_digest_at', table_name='person')
    op.create_index('ix_person_plan', 'person', ['workspace_id', 'plan_at'])
    op.create_index('ix_person_digest', 'person', ['workspace_id', 'digest_at'])
    op.add_column('account', sa.Column('trouble', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('account', sa.Column('failed_why', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
    op.add_column('contact', sa.Column('added_on', sa.Date(), nullable=True))
    op.add_column('snooze', sa.Column('ended_by_batch', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
    op.add_column('outbox', sa.Column('first_try_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('outbox', sa.Column('unknown_tries', sa.Integer(), server_default='0', nullable=False))
    op.add_column('outbox', sa.Column('reopened', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('workspace', sa.Column('recompute_after', sa.Integer(), nullable=True))
    op.create_index('ix_account_failed', 'account', ['workspace_id'], **ONLY_FAILED)
    if op.get_bind().dialect.name == 'postgresql':  # minor units outgrow 32 bits; an integer of SQLite has 64 anyway
        for table, column in MONEY:
            op.alter_column(table, column, type_=sa.BigInteger())
    op.add_column('outbox', sa.Column('said', sqlmodel.sql.sqltypes.AutoString(), server_default='', nullable=False))
    op.add_column('outbox', sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('touch', sa.Column('noted', sa.Boolean(), server_default=sa.false(), nullable=False))
    touch = sa.table('touch', sa.column('note', sa.Text()), sa.column('noted', sa.Boolean()))
    op.execute(touch.update().where(touch.c.note != '').values(noted=True))
    _name_currencies()
    _refund()
    _stand_active_first()
    _fold_names_anew()
    _compute_again()


ACCOUNT = sa.table('account', *(sa.column(n) for n in ('id', 'workspace_id', 'currency', 'annual_given')), sa.column('added_on', sa.Date()))
REVENUE = sa.table('revenue', *(sa.column(n) for n in ('id', 'account_id', 'workspace_id', 'currency', 'amount', 'kind')), sa.column('on', sa.Date()))
ROW = sa.table('import_row', *(sa.column(n) for n in ('id', 'kind', 'row_id', 'cells')))
STANDING = sa.table(
    'standing',
    *(sa.column(n) for n in ('id', 'workspace_id', 'account_id', 'owner_id', 'tier', 'status', 'cadence_days', 'reason', 'by_id')),
    sa.column('from_on', sa.Date()), sa.column('until', sa.Date()),
)


def _name_currencies() -> None:
    """An amount without a currency is in the workspace's; it was read with two digits, whatever that has."""
    workspace = sa.table('workspace', sa.column('id', sa.Integer()), sa.column('policy', sa.JSON()))
    for row in op.get_bind().execute(sa.select(workspace)).all():
        currency = row.policy.get('currency', 'USD')
        factor = 10.0 ** (get_currency_precision(currency) - 2)
        for table, column in ((ACCOUNT, 'annual_given'), (REVENUE, 'amount')):
            amount = table.c[column]
            bare = sa.select(table.c.id, amount).where(
                table.c.workspace_id == row.id, sa.func.coalesce(table.c.currency, '') == '', amount.is_not(None))
            for row_id, minor in op.get_bind().execute(bare).all():
                named = {'currency': currency, column: minor if factor == 1 else round(minor * factor)}
                op.execute(table.update().where(table.c.id == row_id).values(named))


def _refund() -> None:
    """A purchase below 0 was stored without its sign; what its file said is remembered."""
    sold = sa.select(ROW.c.row_id, ROW.c.cells).where(ROW.c.kind == 'revenue', ROW.c.cells.contains('-'))
    for row_id, cells in op.get_bind().execute(sold).all():
        told = cells.split('\x1f')
        if len(told) > 3 and told[2] == 'purchase' and told[3].startswith('-'):
            op.execute(REVENUE.update().where(REVENUE.c.id == row_id, REVENUE.c.amount > 0).values(amount=-REVENUE.c.amount))


def _stand_active_first() -> None:
    """An account that came churned or paused with a file was active before: until its last churn, else until it was added."""
    mine, run = STANDING.c, op.get_bind().execute
    other = sa.select(mine.account_id).where(mine.by_id.is_(None), mine.status != 'active').distinct()
    for account in run(sa.select(ACCOUNT.c.id, ACCOUNT.c.added_on).where(ACCOUNT.c.id.in_(other))).all():
        first, *later = run(sa.select(STANDING).where(mine.account_id == account.id).order_by(mine.from_on, mine.id)).all()
        if first.by_id is not None or first.status == 'active':
            continue
        churns = sa.select(sa.func.max(REVENUE.c.on)).where(REVENUE.c.account_id == account.id, REVENUE.c.kind == 'churn')
        ended = run(churns).scalar() if first.status == 'churned' else None
        since = min([ended or account.added_on, *(s.from_on - timedelta(days=1) for s in later[:1])])
        if since > first.from_on:
            held = {name: value for name, value in first._mapping.items() if name != 'id'}
            op.execute(STANDING.insert().values({**held, 'from_on': since}))
            op.execute(STANDING.update().where(mine.id == first.id).values(status='active', until=None, reason=''))


def _fold_names_anew() -> None:
    """Names with vowels that are signs on a letter are compared, found and known again with them."""
    run, name = op.get_bind().execute, sa.column('name')
    account = sa.table('account', *(sa.column(n) for n in ('id', 'workspace_id', 'name', 'aliases', 'key')))
    called = sa.table('account_name', *(sa.column(n) for n in ('workspace_id', 'account_id', 'key')), sa.column('whole', sa.Boolean()))
    contact = sa.table('contact', sa.column('id'), name, sa.column('key'))
    row = sa.table('import_row', *(sa.column(n) for n in ('id', 'workspace_id', 'kind', 'key', 'cells')))
    taken = {(a.workspace_id, a.key) for a in run(sa.select(account)).all()}
    for a in run(sa.select(account)).all():
        names = [a.name, *filter(None, map(str.strip, a.aliases.split(';')))]
        if not any(map(_has_signs, names)):
            continue
        if (a.workspace_id, normalise(a.name)) not in taken:
            run(account.update().where(account.c.id == a.id).values(key=normalise(a.name)))
        keys = {key: key == normalise(n) for n in names[::-1] for key in search_keys(n)}
        run(called.delete().where(called.c.account_id == a.id))
        run(called.insert(), [dict(workspace_id=a.workspace_id, account_id=a.id, key=k, whole=w) for k, w in keys.items()])
    for c in run(sa.select(contact)).all():
        if _has_signs(c.name):
            run(contact.update().where(contact.c.id == c.id).values(key=normalise(c.name)))
    named = sa.select(row).where(row.c.kind.in_(('accounts', 'contacts')), ~row.c.key.startswith('x:'))
    known = run(named).all()
    keys_of = {(r.workspace_id, r.kind, r.key) for r in known}
    for r in known:
        told = r.cells.split('\x1f')[:1 if r.kind == 'accounts' else 2]
        key = '/'.join(map(normalise, told))
        if any(map(_has_signs, told)) and (r.workspace_id, r.kind, key) not in keys_of:
            run(row.update().where(row.c.id == r.id).values(key=key))


def _has_signs(name: str) -> bool:
    return any(category(c) in {'Mn', 'Mc'} for c in name)


def _compute_again() -> None:
    """Everything stored is computed again once, with the weights of the new table."""
    account = sa.table('account', sa.column('reassess_at', sqlmodel.sql.sqltypes.UTCDateTime()))
    op.execute(account.update().values(reassess_at=LONG_AGO))
    workspace = sa.table('workspace', sa.column('id', sa.Integer()), sa.column('policy', sa.JSON()))
    for row in op.get_bind().execute(sa.select(workspace)).all():
        if 'weights' in row.policy:
            kept = {name: value for name, value in row.policy.items() if name != 'weights'}
            op.execute(workspace.update().where(workspace.c.id == row.id).values(policy=kept))


def downgrade() -> None:
    op.drop_index('ix_account_failed', table_name='account')
    if op.get_bind().dialect.name == 'postgresql':
        for table, column in MONEY:
            op.alter_column(table, column, type_=sa.Integer())
    op.drop_column('workspace', 'recompute_after')
    op.drop_column('outbox', 'ended_at')
    op.drop_column('outbox', 'said')
    op.drop_column('outbox', 'reopened')
    op.drop_column('outbox', 'unknown_tries')
    op.drop_column('outbox', 'first_try_at')
    op.drop_column('snooze', 'ended_by_batch')
    op.drop_column('contact', 'added_on')
    op.drop_column('account', 'failed_why')
    op.drop_column('account', 'trouble')
    op.drop_column('touch', 'noted')
    op.drop_index('ix_person_digest', table_name='person')
    op.drop_index('ix_person_plan', table_name='person')
    op.create_index('ix_person_digest_at', 'person', ['digest_at'])
    op.create_index('ix_person_plan_at', 'person', ['plan_at'])
    op.drop_table('question')
