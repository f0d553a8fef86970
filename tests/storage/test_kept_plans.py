"""On PostgreSQL a connection that only reads keeps what it has prepared; what changes beside it is seen all
the same."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import DBAPIError

from storage import tables
from storage.database import Database
from storage.prepared import Prepared

from ..postgres import Server

P = tables.table(tables.Person)
NAMES = Prepared(select(P.c.name).where(P.c.workspace_id == bindparam("ws")).order_by(P.c.id))
BROKEN = Prepared(select(text("x")).select_from(text("nowhere")))
OFTEN = 12  # more than the driver's threshold


@pytest.fixture
def database(url: str, postgres: Server | None) -> Iterator[Database]:
    if postgres is None:
        pytest.skip("is about PostgreSQL's connections")
    database = Database(url, connections=1)
    with psycopg.connect(url, autocommit=True) as beside:
        beside.execute(
            "INSERT INTO workspace (id, name, bot_user_id, secret, sending, policy, held_why, created_at) "
            "VALUES (7, '', '', 's', false, '{}', '', now())"
        )
        beside.execute(
            "INSERT INTO person (workspace_id, email, name, role, is_admin, zone, country, locale, "
            "dm_channel, active, week, calendar) VALUES (7, 'a@x', 'Ann', 'rep', false, 'UTC', '', "
            "'en-US', '', true, '12345', '')"
        )
    yield database
    database.close()


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return [row.name for row in NAMES(session, ws=7)]


def prepared(database: Database) -> int:
    with database.reading() as session:
        query = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%person%name%'"
        return int(session.execute(text(query)).scalar_one())


def test_a_statement_asked_often_stays_prepared(database: Database):
    assert [names(database) for _ in range(OFTEN)] == [["Ann"]] * OFTEN
    assert prepared(database) == 1
    assert names(database) == ["Ann"]


def test_what_another_connection_writes_is_seen(database: Database, url: str):
    for n in range(OFTEN):
        with psycopg.connect(url, autocommit=True) as beside:
            beside.execute("UPDATE person SET name = %s WHERE workspace_id = 7", [f"Ann {n}"])
        assert names(database) == [f"Ann {n}"]


def test_a_reader_sees_one_view_and_the_next_the_new_one(database: Database, url: str):
    with database.reading() as session, psycopg.connect(url, autocommit=True) as beside:
        before = NAMES(session, ws=7)
        beside.execute("UPDATE person SET name = 'Bea' WHERE workspace_id = 7")
        assert NAMES(session, ws=7) == before
    assert names(database) == ["Bea"]


def test_a_read_that_failed_costs_the_next_one_nothing(database: Database):
    for _ in range(3):
        with pytest.raises(DBAPIError), database.reading() as session:
            BROKEN(session)
        assert names(database) == ["Ann"]
    with database.reading() as session:
        with pytest.raises(DBAPIError):
            BROKEN(session)
        assert NAMES(session, ws=7)[0].name == "Ann"
    assert names(database) == ["Ann"]


def test_after_a_read_its_connection_may_write(database: Database):
    names(database)
    with database.transaction() as session:
        session.execute(P.update().where(P.c.workspace_id == 7).values(name="Cleo"))
    assert names(database) == ["Cleo"]


def test_a_column_that_changed_its_kind_fails_once_at_most(database: Database, url: str):
    """A migration beside a process that runs: PostgreSQL refuses the plan that was kept."""
    for _ in range(OFTEN):
        names(database)
    with psycopg.connect(url, autocommit=True) as beside:
        beside.execute("ALTER TABLE person ALTER COLUMN name TYPE varchar(200)")
    with pytest.raises(DBAPIError, match="cached plan"):
        names(database)
    assert names(database) == ["Ann"]


def test_a_connection_that_is_gone_is_another_one_next(database: Database, url: str):
    names(database)
    with psycopg.connect(url, autocommit=True) as beside, database.reading() as session:
        NAMES(session, ws=7)
        beside.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        with pytest.raises(DBAPIError):
            NAMES(session, ws=7)
    assert names(database) == ["Ann"]
