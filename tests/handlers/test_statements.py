"""What an answer costs where its database is a round trip away: how often it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text, update

from bench.book import NOW, fill
from storage.assess import recompute
from storage.named import AN
from storage.reading import READ
from storage.records import A, read
from storage.workspaces import current

from ..statements import statements
from ..world import World, text_of

LINE = "acme called 20 min, showed the buyer the ROI numbers, happy. will send the quote fri"


@pytest.fixture
def book(url: str, tmp_path: Path) -> Iterator[World]:
    """A rep's book whose accounts have all that a card speaks of."""
    world = World(url, tmp_path, [])
    world.now = NOW
    fill(world.tend, 75, touches_each=4, whole=True)
    yield world
    world.close()


def test_a_line_is_stored_and_answered_in_few_statements_and_none_twice(book: World):
    book.command("/account help", by="U1")  # the first request also builds the app
    with statements(book) as asked:
        assert "Logged with Acme" in text_of(book.command(f"/log {LINE}", by="U1"))
    names = [query for query in asked if AN.name in query]  # one for each word that may begin a name
    others = Counter(query for query in asked if AN.name not in query)
    assert len(names) <= 14
    assert others.total() <= 30 + len(READ), "a statement for each fact of a record, one for notices"
    twice = {" ".join(query.split()[:3]) for query, times in others.items() if times > 1}
    assert twice <= {"INSERT INTO audit"}, "a touch and a promise are audited"


@pytest.mark.sqlite_only  # on PostgreSQL all of them are one
def test_what_an_account_has_nothing_of_costs_no_statement_a_fact(book: World):
    book.command("/account help", by="U1")
    with statements(book) as asked:
        assert "Acme" in text_of(book.command("/account acme", by="U1"))
    dialect = book.tend.database.engine.dialect
    of_facts = [line for line in READ if str(line.query.one.query.compile(dialect=dialect)) in asked]
    with book.tend.database.reading() as session:
        there = [line for line in READ if line.query.one(session, id=1)]
    assert 5 < len(there) < len(READ)
    assert of_facts == there


def test_an_account_that_was_computed_stands_as_it_is_read(book: World):
    with book.tend.database.transaction() as session:
        before = {"annual": 1, "renews_on": None, "trouble": True}
        session.execute(update(A).where(A.c.workspace_id == 1).values(before))
        stand = recompute(session, 1, current(session).policy, ids=[3, 1, 2], now=NOW)
        assert [stand[account] for account in (1, 2, 3)] == read(session, 1, [1, 2, 3], now=NOW)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("column", ["batch", "done_by_batch", "account_id"])
def test_steps_are_found_without_reading_everybodys(book: World, column: str):
    """None of their indexes begins with the workspace, which SQLite would take: it is the whole table."""
    query = f"SELECT id FROM next_step WHERE workspace_id = 1 AND {column} IN ('1') AND done_at IS NULL"
    with book.tend.database.reading() as session:
        (plan,) = session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
    assert f"({column}=?)" in plan[3], plan
