"""A connection to PostgreSQL that rested is used again only where it still is one."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import func, select, text

from storage import alive, tables
from storage.database import Database
from storage.prepared import Prepared

COUNTED = Prepared(select(func.count().label("n")).select_from(tables.table(tables.Workspace)))
PID = Prepared(select(func.pg_backend_pid().label("pid")))
pytestmark = pytest.mark.usefixtures("postgres")


@pytest.fixture
def database(url: str) -> Database:
    if url.startswith("sqlite"):
        pytest.skip("is about PostgreSQL (--database postgres)")
    return Database(url)


def end(url: str, pid: int) -> None:
    """As a server that is restarted does to each of its connections."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


@pytest.mark.parametrize("view", [True, False])
def test_a_reader_whose_connection_was_ended_is_none(database: Database, url: str, view: bool):
    with database.reading(view) as session:
        pid = PID(session)[0].pid
    with database.reading(view) as session:
        assert PID(session)[0].pid == pid, "it rests, and serves again"
    end(url, pid)
    with database.reading(view) as session:
        assert PID(session)[0].pid != pid
        assert COUNTED(session)[0].n == 0


def test_a_writers_connection_that_was_ended_is_opened_anew(database: Database, url: str):
    with database.transaction() as session:
        pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    end(url, pid)
    with database.transaction() as session:
        assert session.execute(text("SELECT pg_backend_pid()")).scalar_one() != pid


def test_who_rested_for_long_is_asked(database: Database, monkeypatch: pytest.MonkeyPatch):
    """A machine between forgets a connection without a word: only asking tells."""
    with database.reading() as session:
        driver = session.info["driver"][1]
    asked = list[bytes]()

    class Asked:
        closed = False

        def fileno(self) -> int:
            return int(driver.fileno())

        @property
        def pgconn(self) -> Asked:
            return self

        def exec_(self, words: bytes) -> object:
            asked.append(words)
            return driver.pgconn.exec_(words)

    assert alive.is_there(Asked(), rested_for=1.0)
    assert not asked
    assert alive.is_there(Asked(), rested_for=alive.LONG)
    assert asked == [b"SELECT 1"]
    driver.close()
    assert not alive.is_there(driver, rested_for=0.0)


def test_a_view_is_one_and_without_it_each_question_is_new(database: Database):
    def add() -> None:
        with database.transaction() as writing:
            row = {
                "name": "",
                "bot_user_id": "",
                "held_why": "",
                "secret": "s",
                "sending": False,
                "policy": {},
            }
            writing.execute(tables.table(tables.Workspace).insert().values(**row, created_at=func.now()))

    with database.reading() as session:
        before = COUNTED(session)[0].n
        add()
        assert COUNTED(session)[0].n == before
    with database.reading(view=False) as session:
        assert COUNTED(session)[0].n == before + 1
        add()
        assert COUNTED(session)[0].n == before + 2
    with database.reading() as session, pytest.raises(Exception, match="read-only"):
        session.execute(text("UPDATE workspace SET name = 'x'"))
    with database.transaction() as session:
        session.execute(text("UPDATE workspace SET name = 'x'"))
