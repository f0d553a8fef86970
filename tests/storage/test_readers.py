"""What only reads, again and again: one connection serves the next reader, each sees what stands by then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError

from storage import tables
from storage.database import Database
from storage.prepared import Prepared
from storage.readers import MOST_RESTING

COUNTED = Prepared(select(func.count().label("n")).select_from(tables.table(tables.Workspace)))
BROKEN = Prepared(select(text("x")).select_from(text("nowhere")))

pytestmark = pytest.mark.sqlite_only


@contextmanager
def taken(database: Database) -> Iterator[list[Any]]:
    """The connections that are taken out of the pool meanwhile."""
    out: list[Any] = []
    event.listen(database.engine, "checkout", lambda raw, *_: out.append(raw))
    yield out


def count_of(database: Database) -> int:
    with database.reading() as session:
        return int(COUNTED(session)[0].n)


def test_one_connection_serves_reader_after_reader_and_each_sees_what_was_written(url: str):
    database = Database(url)
    before = count_of(database)
    with taken(database) as out:
        for more in range(1, 4):
            with database.transaction() as session:
                row = tables.Workspace(secret="s", created_at=datetime(2026, 11, 18, tzinfo=UTC))
                session.add(row)
            assert count_of(database) == before + more
    assert len(out) == 3, "a writer's each, none for a reader"


def test_readers_within_each_other_have_a_view_each(url: str):
    database = Database(url)
    with database.reading() as one, database.reading() as two:
        assert one is not two
        assert COUNTED(one) == COUNTED(two)
    with database.reading() as again:
        assert again in (one, two)


@pytest.mark.parametrize("how", ["raised", "failed", "asked sqlalchemy"])
def test_who_failed_or_asked_for_more_rests_no_more(url: str, how: str):
    database = Database(url)
    if how == "raised":
        with pytest.raises(ZeroDivisionError), database.reading() as first:
            raise ZeroDivisionError
    elif how == "failed":
        with pytest.raises(DBAPIError), database.reading() as first:
            BROKEN(first)
    else:
        with database.reading() as first:
            first.execute(text("SELECT 1"))
    with database.reading() as second:
        assert second is not first
        assert COUNTED(second)
    assert database.engine.pool.checkedout() == 1, "the one that rests"  # type: ignore[attr-defined]


def test_a_crowd_of_readers_is_served_and_few_rest(url: str):
    database, together = Database(url), threading.Barrier(16)

    def read(_: int) -> int:
        with database.reading() as session:
            together.wait(timeout=30)
            return int(COUNTED(session)[0].n)

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(read, range(16)))) == 1
    assert database.engine.pool.checkedout() == MOST_RESTING  # type: ignore[attr-defined]
    database.close()
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_who_rests_leaves_connections_to_who_writes(url: str):
    """Of an engine that keeps few, as the worker's and that of health: else a write would wait for a reader
    that nobody ends."""
    database = Database(url, connections=1)
    database.engine.pool._timeout = 0.0  # type: ignore[attr-defined]
    with database.reading() as one, database.reading() as two:
        assert COUNTED(one) == COUNTED(two)
    with database.transaction() as session:
        session.execute(text("SELECT 1"))
    assert database.is_current
    database.close()
