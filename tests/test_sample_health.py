"""The sample book, whose accounts have what the demo tells of: its trends and what is kept of each account
are told by steps, and are those of asking every day for everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from compose import Tend
from sandbox import sample_book
from settings import Settings
from storage import records, tables, workspaces
from storage.exchange import importing

from .plain_kept import assert_as_told_plainly
from .world import START, FakeTime

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


def test_the_sample_book_by_steps_is_the_sample_book_day_by_day(tmp_path: Path):
    folder = tmp_path / "book"
    folder.mkdir()
    sample_book.write(folder, NOW.date())
    tend = Tend(
        Settings(database_url=f"sqlite:///{tmp_path / 'tend.db'}"), lambda: NOW, FakeTime(START).steady()
    )
    tend.prepare()
    importing.run(tend.database, sorted(folder.glob("*.csv")), NOW)
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        ids = session.execute(select(tables.Account.id)).scalars().all()
        there = records.read(session, ws.id, ids, NOW, back=timedelta(days=90))
    tend.close()
    assert len(there) > 50
    for record in there:
        for ago in (0, 8):
            assert_as_told_plainly(record, NOW.date() - timedelta(days=ago), ws.policy)
