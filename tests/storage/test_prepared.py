"""A prepared query gives what SQLAlchemy gives, from a driver's connection that is no more than a read's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, select, text

from storage import tables
from storage.prepared import Prepared

from .. import twin
from ..world import World

T = tables.table(tables.Touch)
TOUCHES = select(T).where(T.c.account_id == bindparam("id")).order_by(T.c.id)


def test_rows_are_those_of_sqlalchemy(world: World):
    acme = world.account("Acme", last="2026-11-03")
    with world.tend.database.transaction() as session:
        undone = datetime(2026, 11, 4, 5, 6, 7, 89, tzinfo=UTC)
        session.execute(T.update().where(twin.ours(T)).values(voided_at=undone))
    with world.tend.database.reading() as session:
        ours = Prepared(TOUCHES)(session, id=acme)
        theirs = session.execute(TOUCHES, {"id": acme}).all()
    assert [tuple(r) for r in ours] == [tuple(r) for r in theirs]
    assert ours[0].at.utcoffset() == timedelta(0)


def test_a_read_is_one_view_whoever_asks(world: World):
    """The driver and SQLAlchemy ask in one transaction: what is written meanwhile is seen by neither."""
    acme = world.account("Acme", last="2026-11-03")
    with world.tend.database.reading() as session:
        assert len(Prepared(TOUCHES)(session, id=acme)) == 1
        world.load(world.write("touches", {"account": "Acme", "by_email": "dana@x.com", "at": "2026-11-05"}))
        if world.tend.database.is_sqlite:  # PostgreSQL reads what is committed, statement by statement
            assert len(session.execute(TOUCHES, {"id": acme}).all()) == 1
            assert len(Prepared(TOUCHES)(session, id=acme)) == 1
    with world.tend.database.reading() as session:
        assert len(Prepared(TOUCHES)(session, id=acme)) == 2


def test_a_read_leaves_no_transaction_behind(world: World):
    for asks in (lambda s: Prepared(TOUCHES)(s, id=1), lambda s: s.execute(text("SELECT 1"))):
        with world.tend.database.reading() as session:
            asks(session)
        with world.tend.database.engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            assert not (
                driver.in_transaction if world.tend.database.is_sqlite else driver.info.transaction_status
            )
