"""A prepared query gives what SQLAlchemy gives, from a driver's connection that is no more than a read's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import bindparam, literal_column, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import tables
from storage.database import StorageError
from storage.prepared import Prepared

from .. import twin
from ..breaking import breaking
from ..world import World

P, T = tables.table(tables.Person), tables.table(tables.Touch)
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
            if world.tend.database.is_sqlite:
                assert not driver.in_transaction
                continue
            assert not driver.info.transaction_status
            assert (driver.isolation_level, driver.read_only) == (None, None), "whoever has it next may write"


def by_prepared(session: Session) -> int:
    return len(Prepared(TOUCHES)(session, id=1))


def by_sqlalchemy(session: Session) -> int:
    return len(session.execute(TOUCHES, {"id": 1}).all())


@pytest.mark.parametrize("before", [None, by_prepared, by_sqlalchemy])
@pytest.mark.parametrize("after", [by_prepared, by_sqlalchemy])
def test_a_read_goes_on_after_a_query_that_failed(
    world: World, before: Callable[[Session], int] | None, after: Callable[[Session], int]
):
    world.account("Acme", last="2026-11-03")
    with world.tend.database.reading() as session:
        if before:
            before(session)
        with pytest.raises(DBAPIError, match="nothing"):
            Prepared(select(literal_column("1")).select_from(table("nothing")))(session)
        assert after(session) == 1
    world.account("Globex")


def test_a_query_that_failed_leaves_what_was_written_to_its_transaction(world: World):
    with pytest.raises(DBAPIError, match="nothing"), world.tend.database.transaction() as session:
        session.execute(P.update().where(twin.ours(P)).values(name="X"))
        Prepared(select(literal_column("1")).select_from(table("nothing")))(session)
    assert "X" not in {p.name for p in world.rows(tables.Person)}


@pytest.mark.parametrize("before", [None, by_prepared, by_sqlalchemy])
def test_storage_that_breaks_in_a_query_is_storages_error(
    world: World, before: Callable[[Session], int] | None
):
    world.account("Acme", last="2026-11-03")
    with world.tend.database.reading() as session:
        if before:
            before(session)
        with breaking(world.tend.database, session):
            for _ in range(2):
                with pytest.raises(StorageError) as failed:
                    by_prepared(session)
                assert "account_id" in str(failed.value), "says which statement, as any does"
    with world.tend.database.reading() as session:
        assert by_prepared(session) == 1
