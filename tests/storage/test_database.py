"""The engine and its two uses; schema; what is refused; backup."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage import backup, claims, outbox, processed, tables, workspaces
from storage.database import Database, Unusable, describe
from storage.privacy.erasing import erase

from ..twin import ours
from ..world import World

NOW = datetime(2026, 11, 18, tzinfo=UTC)


def test_models_and_migrations_agree(url: str):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with Database(url).engine.connect() as connection:
        assert (
            compare_metadata(
                MigrationContext.configure(connection, opts={"compare_type": True}), tables.METADATA
            )
            == []
        )


@pytest.mark.sqlite_only
def test_a_start_on_an_empty_or_current_database_is_fine(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    assert not database.is_current
    database.migrate()
    database.migrate()
    assert database.is_current


@pytest.mark.sqlite_only
def test_a_newer_or_damaged_database_is_refused_with_what_to_do(tmp_path: Path, url: str):
    (tmp_path / "bad.db").write_bytes(b"this is no database at all, not even close" * 100)
    with pytest.raises(Unusable, match="restore"):
        Database(f"sqlite:///{tmp_path / 'bad.db'}").migrate()
    with sqlite3.connect(url.removeprefix("sqlite:///")) as raw:
        raw.execute("UPDATE alembic_version SET version_num='9999'")
    with pytest.raises(Unusable, match="newer version"):
        Database(url).migrate()


@pytest.mark.sqlite_only
def test_a_write_begins_immediately_and_waits_a_moment_only(url: str):
    one, two = Database(url), Database(url, waits_for=0.2)
    with one.transaction() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(OperationalError, match="locked"), two.transaction() as other:
            other.execute(text("SELECT 1"))
        with two.reading() as reader:
            assert reader.execute(text("SELECT 1")).scalar() == 1, "readers go on"


def test_what_is_raised_rolls_back(url: str):
    database = Database(url)
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        workspaces.ensure(session, NOW, {}, sending=False)
        raise ZeroDivisionError
    with database.reading() as session, pytest.raises(LookupError):
        workspaces.current(session)


@pytest.mark.sqlite_only
def test_foreign_keys_are_on_and_naive_instants_refused(url: str):
    database = Database(url)
    with pytest.raises(Exception, match="FOREIGN KEY"), database.transaction() as session:
        session.add(tables.Insight(workspace_id=77, by_id=1, text="x", until_on=NOW.date(), created_at=NOW))
        session.flush()
    with pytest.raises(Exception, match="(?i)timezone|naive|aware"), database.transaction() as session:
        session.add(tables.Workspace(secret="s", created_at=datetime(2026, 1, 1)))  # noqa: DTZ001
        session.flush()


def test_an_error_tells_no_values(url: str):
    with pytest.raises(Exception, match="(?i)foreign key") as error, Database(url).transaction() as session:
        session.add(
            tables.Insight(workspace_id=77, by_id=1, text="canary note", until_on=NOW.date(), created_at=NOW)
        )
        session.flush()
    assert "canary" not in str(error.value)


def test_a_request_counts_once_however_many_at_a_time(world: World):
    won = []

    def claim() -> None:
        with Database(world.tend.settings.database_url, 10).transaction() as session:
            won.append(processed.first_time(session, 1, "same", now=NOW))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert won.count(True) == 1


def test_two_workers_never_hold_one_row(world: World):
    with world.tend.database.transaction() as session:
        assert (
            outbox.enqueue(session, 1, "k", say="notice", payload={"text": "x"}, now=NOW, channel="C1")
            is not None
        )
        assert (
            outbox.enqueue(session, 1, "k", say="notice", payload={"text": "x"}, now=NOW, channel="C1")
            is None
        )
    held = []
    for name in ("one", "two"):
        with world.tend.database.transaction() as session:
            held.append(claims.claim(session, claims.Wanted(1, NOW, NOW, sending=True), name))
    assert held[0] is not None
    assert held[1] is None


def test_a_row_read_by_two_is_taken_by_one(world: World):
    """Both read it before either wrote: the compare in the update decides, whatever the database locks."""
    from sqlalchemy import select

    with world.tend.database.transaction() as session:
        outbox.enqueue(session, 1, "k", say="notice", payload={"text": "x"}, now=NOW, channel="C1")
        stale = session.execute(select(outbox.O).where(ours(outbox.O))).one()
    taken = []
    for name in ("one", "two"):
        with world.tend.database.transaction() as session:
            taken.append(claims.take(session, stale, NOW, claim_as=name))
    assert taken[0] is not None
    assert taken[1] is None


@pytest.mark.sqlite_only
def test_backup_and_restore_reconcile_before_anything_is_sent(world: World, tmp_path: Path):
    world.account("Acme", last="2026-10-10")
    world.tick()
    backup.backup(world.tend.database, tmp_path / "copy.db")
    world.deliver()
    assert len(world.slack.posted) == 1
    url = world.tend.settings.database_url
    world.tend.database.close()
    backup.restore(url, tmp_path / "copy.db")
    with world.tend.database.transaction() as session:
        assert backup.reconcile_all(session, 1, world.time.at, now=world.now) == 1
    world.deliver()
    world.deliver()
    assert len(world.slack.posted) == 1, "it went out after the backup: history says so"
    with pytest.raises(Unusable, match="exists already"):
        backup.backup(world.tend.database, tmp_path / "copy.db")
    with pytest.raises(Unusable, match="no backup"):
        (tmp_path / "bad").write_bytes(b"x" * 5000)
        backup.restore(url, tmp_path / "bad")


def test_erase_leaves_no_trace_and_keeps_the_touches(world: World):
    world.load(
        world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com"}),
        world.write("contacts", {"account": "Acme", "name": "Canary Contact", "email": "canary@c.com"}),
        world.write(
            "touches",
            {"account": "Acme", "at": "2026-11-01", "by_email": "dana@x.com", "contact": "canary@c.com"},
        ),
    )
    with world.tend.database.transaction() as session:
        ws = workspaces.current(session)
        assert erase(session, ws, "canary@c.com", now=NOW).startswith("Erased")
        assert erase(session, ws, "nobody@c.com", now=NOW).startswith("Nobody")
    with world.tend.database.reading() as session:
        everything = [
            str(row)
            for table in tables.METADATA.sorted_tables
            for row in session.execute(table.select().where(ours(table)))
        ]
    assert "canary" not in "\n".join(everything).lower()
    assert len(world.rows(tables.Touch)) == 1


def test_an_erased_contact_does_not_come_back_with_the_next_import(world: World):
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com"}))
    contacts = world.write(
        "contacts",
        {"account": "Acme", "name": "Canary Contact", "email": "Canary@c.com"},
        {"account": "Acme", "name": "Other", "email": "o@c.com"},
    )
    world.load(contacts)
    with world.tend.database.transaction() as session:
        erase(session, workspaces.current(session), "canary@c.com", now=NOW)
    report = world.load(contacts)
    assert [c.name for c in world.rows(tables.Contact)] == ["Other"]
    assert report.files[0].erased == 1


def test_passwords_are_not_shown():
    assert "secret" not in describe("postgres://tend:secret@db/tend")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("posted", [True, False])
def test_what_is_planned_anew_after_a_restore_is_looked_up_too(world: World, tmp_path: Path, posted: bool):
    """The backup is of the night; the morning's bundle went out; the database is lost, and the morning
    planned once more."""
    world.account("Acme", last="2026-10-10")
    backup.backup(world.tend.database, tmp_path / "copy.db")
    if posted:
        world.tick()
        world.deliver()
        world.command("/log acme called, happy")
        world.deliver()
    url = world.tend.settings.database_url
    world.tend.database.close()
    backup.restore(url, tmp_path / "copy.db")
    with world.tend.database.transaction() as session:
        backup.reconcile_all(session, 1, world.time.at, now=world.now)
    world.tick()
    for _ in range(3):
        world.deliver()
        world.time.pass_for(60)
    assert len([m for m in world.slack.posted if m["channel"] == "DDANA"]) == 1
    assert world.rows(tables.Outbox)[0].state == "sent"
    world.now += timedelta(days=7)
    looked_up = len(world.slack.made("conversations.history"))
    world.tick()
    world.deliver()
    assert len([m for m in world.slack.posted if m["channel"] == "DDANA"]) == 2
    assert len(world.slack.made("conversations.history")) == looked_up, "a later morning needs no look"


@pytest.mark.sqlite_only
def test_near_names_of_the_own_book_are_read_from_their_owner_on(world: World):
    """From the names of the workspace on, a million accounts took 8.5 s."""
    from storage.finding import _IN_BOOK

    assert _plan_of(world, _IN_BOOK.query, ws=1, own=2) == [
        "SEARCH account USING COVERING INDEX ix_account_look (workspace_id=? AND owner_id=?)",
        "SEARCH account_name USING INDEX ix_account_name_account_id (account_id=?)",
    ]


@pytest.mark.sqlite_only
def test_names_that_begin_as_typed_are_read_from_an_index_whether_whole_or_not(world: World):
    """The first ones of either kind, in the order of their index: never all, to be sorted."""
    from storage import finding, spelled

    typed = {"ws": 1, "key": "ind", "last": "ine"}
    for query, indexes in (
        (finding._FIRST, ["whole"]),
        (finding._LATER, ["later"]),
        (finding._CALLED, ["whole"]),
        (finding._STARTING, ["whole", "later"]),
        (spelled._BEGIN, ["whole", "later"]),
    ):
        plan = _plan_of(world, query.query, **typed, own=2, most=25)
        read = [step for step in plan if "account_name" in step]
        assert [f"ix_account_name_{kind}" in step for kind, step in zip(indexes, read, strict=True)] == [
            True for _ in indexes
        ], plan
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan or query is finding._STARTING


def _plan_of(world: World, query: Any, **values: Any) -> list[str]:
    """How SQLite would go about it."""
    asked = query.compile(world.tend.database.engine)
    bound = [values[name] if name in values else asked.params[name] for name in asked.positiontup]
    with world.tend.database.reading() as session:
        raw = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", tuple(bound))
        return [row[3] for row in raw]
