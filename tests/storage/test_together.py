"""A record that is read alone is the one that is read among many, on either kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import Session

from bench.book import NOW, fill
from compose import Tend
from rules.records import Record
from services import Steady
from settings import Settings
from storage import reading, records, tables
from storage.readers import Reader

from ..statements import statements
from ..world import World

A, C, T, N = (tables.table(t) for t in (tables.Account, tables.Contact, tables.Touch, tables.Need))
HOSTILE = 'a\\u0041 "q" \\ {}[], \n\t %(id)s %% $1 ::TEXT é 株 \U0001f600 \x7f'
MANY = 24


@pytest.fixture
def whole(url: str) -> Iterator[Tend]:
    """A book with all that a card speaks of, some of it odd."""
    settings = Settings(slack_bot_token="x", slack_signing_secret="x", database_url=url)
    tend = Tend(settings, lambda: NOW, Steady(lambda: NOW, lambda: 0.0, lambda seconds: None))
    tend.prepare()
    fill(tend, MANY, touches_each=9, whole=True)
    with tend.database.transaction() as session:
        _make_odd(session)
    yield tend
    tend.close()


def _make_odd(session: Session) -> None:
    """Text of any kind, what is not said, what is too old to be read and what is at the calendar's end."""
    session.execute(update(A).where(A.c.id % 5 == 1).values(name=HOSTILE, annual=2**62, margin="12.5"))
    session.execute(update(A).where(A.c.id == 7).values(parent_id=8, served_through_parent=True))
    session.execute(update(A).where(A.c.id == 9).values(merged_into_id=8))
    session.execute(update(C).where(C.c.id % 3 == 0).values(title=HOSTILE, left_on=date(2200, 12, 31)))
    session.execute(update(T).where(T.c.id % 4 == 0).values(note=HOSTILE, estimated=True, day_only=True))
    exact = datetime(2026, 11, 1, 2, 3, 4, 567_891, UTC)
    session.execute(update(T).where(T.c.id % 7 == 0).values(at=exact))
    old = NOW - timedelta(days=400)
    session.execute(update(T).where(T.c.account_id == 3).values(at=old))
    last = select(func.max(T.c.at)).where(T.c.account_id == A.c.id).scalar_subquery()
    session.execute(update(A).values(last_meaningful_at=last))
    for table in (tables.Contact, tables.Revenue, tables.Promise, tables.Goal):
        some = tables.table(table)
        session.execute(update(some).where(some.c.account_id == 4).values(account_id=5))
    session.execute(update(N).where(N.c.account_id == 6).values(budget=2**40, closed_on=None))


def test_one_is_what_it_is_among_many(whole: Tend):
    ids = list(range(1, MANY + 2))
    with whole.database.reading() as session:
        many = records.read(session, 1, ids, now=NOW)
        assert [r.account.id for r in many] == [i for i in ids if i not in (9, MANY + 1)]
        for record in many:
            (one,) = records.read(session, 1, [record.account.id], now=NOW)
            assert _differ(one, record) == []
        assert records.read(session, 1, [9], now=NOW) == records.read(session, 1, [MANY + 1], now=NOW) == []
        assert records.read(session, 2, [1], now=NOW) == [], "another workspace has none of that id"
    assert many[0].touches[0].at.utcoffset() == timedelta(0)


def _differ(one: Record, other: Record) -> list[str]:
    return [f.name for f in fields(one) if getattr(one, f.name) != getattr(other, f.name)]


def test_a_card_asks_for_what_there_is_alone(world: World):
    """On PostgreSQL one statement; on SQLite one for the account, the touches, whom they met, and for each
    fact that it has."""
    acme = world.account("Acme", last="2026-11-03")
    with statements(world) as texts, world.tend.database.reading() as session:
        assert records.read(session, 1, [acme], now=world.now)
        asked_more = isinstance(session, Reader) and session.asked_more
    assert not asked_more
    assert len(texts) == (4 if world.tend.database.is_sqlite else 1), texts
    assert len(texts) < len(reading.READ)
