"""A prepared statement does and gives what it does with SQLAlchemy; on a driver's connection that is no more
than a read's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, literal_column, select, table, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from storage import tables
from storage.audit import AU
from storage.database import StorageError, new_id
from storage.outbox import O
from storage.prepared import Adding, AddingMany, AddingOnce, Prepared, PreparedMany
from storage.processed import PR

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


@pytest.mark.parametrize("many", [0, 1, 3])
def test_a_list_may_be_of_any_length(world: World, many: int):
    for name in ("Acme", "Globex", "Initech"):
        world.account(name, last="2026-11-03")
    these = T.c.id.in_(bindparam("ids", expanding=True)), T.c.at > bindparam("since")
    query = Prepared(select(T.c.id).where(*these).order_by(T.c.id))
    ids = [t.id for t in world.rows(tables.Touch)][:many]
    with world.tend.database.reading() as session:
        for some in (ids, ids, ids[:1]):
            rows = query(session, ids=some, since=datetime(2026, 1, 1, tzinfo=UTC))
            assert [r.id for r in rows] == some


def test_what_is_added_is_as_sqlalchemy_adds_it(world: World):
    """Types converted, defaults of the tables put in; the ids are those of the rows."""
    row = {"workspace_id": 1, "at": world.now, "by_id": None, "did": "tried", "noun": "x", "row_id": 7}
    sent = {"key": "k", "kind": "post", "say": "told", "payload": {"a": [1]}, "due_at": world.now}
    sent |= {
        "workspace_id": 1,
        "channel": "",
        "ts": "",
        "version": 1,
        "state": "due",
        "claim": "",
        "tries": 0,
    }
    sent |= {"plain": False, "last_error": "", "created_at": world.now}
    with world.tend.database.transaction() as session:
        theirs = new_id(session.execute(AU.insert().values(**row, change={"é": 1})))
        ours = Adding(AU)(session, **row, change={"é": 1})
        assert Adding(AU)(session, change={}, **row) == ours + 1 == theirs + 2
        by_us = AddingOnce(O)(session, **sent)
        by_them = new_id(session.execute(O.insert().values(**sent | {"key": "other"})))
    audited = {
        a.id: a.model_dump(exclude={"id"}) for a in world.rows(tables.Audit, tables.Audit.did == "tried")
    }
    assert audited[ours] == audited[theirs]
    told = {o.id: o.model_dump(exclude={"id", "key"}) for o in world.rows(tables.Outbox)}
    assert told[by_us] == told[by_them]


def test_what_stands_already_is_not_added_and_ends_no_transaction(world: World):
    add, row = AddingOnce(PR), {"workspace_id": 1, "created_at": world.now}
    with world.tend.database.transaction() as session:
        assert add(session, **row, key="a") is not None
        assert add(session, **row, key="a") is None
        assert add(session, **row, key="b") is not None
    assert {p.key for p in world.rows(tables.Processed)} >= {"a", "b"}


def test_only_the_key_may_stand_already(world: World):
    """A row that the table refuses for another reason is an error, not one that was there."""
    with pytest.raises(IntegrityError), world.tend.database.transaction() as session:
        AddingOnce(PR)(session, workspace_id=1, key=None, created_at=world.now)


def test_a_change_is_of_the_rows_asked_for(world: World):
    acme, globex = (world.account(name, last="2026-11-03") for name in ("Acme", "Globex"))
    change = (
        update(T)
        .where(T.c.workspace_id == 1, T.c.account_id.in_(bindparam("ids", expanding=True)))
        .values(voided_at=bindparam("now"), batch="b")
    )
    with world.tend.database.transaction() as session:
        assert Prepared(change)(session, ids=[acme], now=world.now) == []
    stand = {t.account_id: (t.voided_at, t.batch) for t in world.rows(tables.Touch)}
    assert stand == {acme: (world.now, "b"), globex: (None, "")}


@pytest.mark.parametrize("many", [0, 1, 3])
def test_each_of_many_rows_is_changed_to_its_own_values(world: World, many: int):
    """Instants of any zone, none, a choice: stored as SQLAlchemy stores them."""
    accounts = [world.account(name, last="2026-11-03") for name in ("Acme", "Globex", "Initech")]
    columns = ("voided_at", "batch", "noted")
    mine = (T.c.workspace_id == bindparam("ws"), T.c.account_id == bindparam("row_id"))
    change = update(T).where(*mine).values({name: bindparam(name) for name in columns})
    zone = timezone(timedelta(hours=9))
    values = [(world.now, "a", True), (None, "b", False), (world.now.astimezone(zone), "c", True)]
    rows = [
        {"ws": 1, "row_id": account, **dict(zip(columns, each, strict=True))}
        for account, each in zip(accounts, values, strict=True)
    ][:many]

    def stand(of: list[int]) -> list[tuple[object, ...]]:
        with world.tend.database.reading() as session:
            asked = text("SELECT DISTINCT account_id, voided_at, batch, noted FROM touch ORDER BY account_id")
            return [tuple(r) for r in session.execute(asked) if r.account_id in of]

    others = stand(accounts[many:])
    with world.tend.database.transaction() as session:
        PreparedMany(change)(session, rows)
    ours = stand(accounts[:many])
    assert [r[2] for r in ours] == ["a", "b", "c"][:many]
    assert stand(accounts[many:]) == others
    with world.tend.database.transaction() as session:
        session.execute(T.update().where(twin.ours(T)).values(voided_at=None, batch="", noted=False))
        for row in rows:
            session.connection().execute(change, row)
    assert stand(accounts[:many]) == ours


def test_many_changes_of_which_one_fails_are_none(world: World):
    accounts = [world.account(name, last="2026-11-03") for name in ("Acme", "Globex")]
    change = update(T).where(T.c.account_id == bindparam("row_id")).values(by_id=bindparam("by"))
    rows = [{"row_id": accounts[0], "by": 2}, {"row_id": accounts[1], "by": None}]
    before = [t.by_id for t in world.rows(tables.Touch)]
    with pytest.raises(IntegrityError), world.tend.database.transaction() as session:
        PreparedMany(change)(session, rows)
    assert [t.by_id for t in world.rows(tables.Touch)] == before


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


def test_many_rows_are_stored_as_sqlalchemy_stores_them(world: World):
    """Instants of any zone, days, choices, none, what a column has by itself; many are the same object."""
    acme, same = world.account("Acme"), datetime(2026, 11, 3, 12, tzinfo=UTC)
    common = {"workspace_id": 1, "account_id": acme, "by_id": 1, "created_at": same}
    zones = [UTC, timezone(timedelta(hours=9))]
    rows = [
        {**common, "at": same + timedelta(hours=n, microseconds=n), "noted": n % 2 == 0, "minutes": n}
        for n in range(5)
    ] + [{**common, "at": same.astimezone(zone), "noted": False, "minutes": 7} for zone in zones]
    reported = [{"a": 1}, {}, {"b": [None, "ü"]}]
    runs = [
        {"workspace_id": 1, "key": f"k{n}", "state": "done", "report": r, "created_at": same}
        for n, r in enumerate(reported)
    ]
    IR = tables.table(tables.ImportRun)
    for of, those in ((T, rows), (IR, runs)):
        columns = [c for c in of.columns if c.name not in ("id", "key")]
        for way in ("sqlalchemy", "many"):
            with world.tend.database.transaction() as session:
                if way == "many":
                    AddingMany(of)(
                        session, [{**r, **({"key": "m" + r["key"]} if of is IR else {})} for r in those]
                    )
                else:
                    session.connection().execute(of.insert(), those)
        with world.tend.database.reading() as session:
            there = session.execute(select(*columns).where(of.c.workspace_id == 1).order_by(of.c.id)).all()
        ours, theirs = there[-len(those) :], there[-2 * len(those) : -len(those)]
        assert ours == theirs


def test_many_rows_of_which_one_is_there_are_none(world: World):
    """The error is SQLAlchemy's, and the transaction is undone."""
    acme = world.account("Acme")
    row = {"workspace_id": 1, "kind": "touches", "row_id": acme, "cells": ""}
    of = tables.table(tables.ImportRow)
    with pytest.raises(IntegrityError), world.tend.database.transaction() as session:
        AddingMany(of)(session, [{**row, "key": "a"}, {**row, "key": "b"}, {**row, "key": "a"}])
    assert not [r for r in world.rows(tables.ImportRow) if r.kind == "touches"]
