"""Every released schema with data in it migrates to this one, on both databases, with counts and checksums
kept."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Date, DateTime, MetaData, text

from storage import schema
from storage.database import Database
from storage.schema import alembic_of

from ..postgres import Server
from ..schemas.keep import HERE, at_revision, rows
from ..schemas.newest import by_migrations
from ..world import World

# by 0003 and 0024: what is stored is computed again once
SET_ANEW = {"account": {"reassess_at"}, "workspace": {"recompute_after"}}
KEPT = sorted(p.name.split(".")[0] for p in HERE.glob("*.json.gz"))


def test_every_released_schema_is_kept():
    """A migration is added only once the schema before it is kept with data."""
    revisions = [s.revision for s in ScriptDirectory.from_config(alembic_of("sqlite://")).walk_revisions()]
    assert sorted(revisions)[:-1] == KEPT


def test_the_order_of_migrations_is_that_of_their_names():
    walked = ScriptDirectory.from_config(alembic_of("sqlite://")).walk_revisions()
    assert tuple(reversed([s.revision for s in walked])) == schema.revisions()


def said_alike(statement: str) -> tuple[list[str], list[str]]:
    """A statement's lines, its constraints apart: where a table was copied, a migration writes those in
    whichever order, and its indexes."""
    lines = [line.strip().rstrip(",") for line in statement.splitlines()]
    constraints = [line for line in lines if line.startswith("CONSTRAINT")]
    return [line for line in lines if line not in constraints], sorted(constraints)


def stored(url: str) -> tuple[list[Any], dict[str, int]]:
    """All that SQLite says of a schema, and how many rows each table has."""
    database = Database(url)
    with database.engine.connect() as connection:
        said = connection.execute(
            text("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
        ).all()
        names = [r.name for r in said if r.type == "table"]
        counts = {n: connection.execute(text(f'SELECT count(*) FROM "{n}"')).scalar_one() for n in names}
        assert database.is_current
    database.close()
    return [(*r[:3], said_alike(r.sql or "")) for r in said], counts


def test_a_first_start_makes_what_the_migrations_make(tmp_path: Path):
    """Table by table, though it runs none of them: `python -m tests.schemas.newest` writes it down."""
    at_revision(f"sqlite:///{tmp_path / 'walked.db'}", "head").close()
    kept = schema.newest()
    assert kept, "python -m tests.schemas.newest"
    walked = schema.parted(by_migrations(tmp_path))
    assert sorted(map(said_alike, kept)) == sorted(map(said_alike, walked))
    first = Database(f"sqlite:///{tmp_path / 'first.db'}")
    first.migrate()
    first.close()
    there = stored(f"sqlite:///{tmp_path / 'walked.db'}")
    assert stored(first.url) == there
    assert {name for name, count in there[1].items() if count} == {"alembic_version"}


def test_a_schema_that_was_kept_before_the_last_migration_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Nor one that is missing: the migrations make it then."""
    for kept in ("-- 0001\nCREATE TABLE old (id INTEGER);\n", None):
        monkeypatch.setattr(schema, "NEWEST", tmp_path / f"{bool(kept)}.sql")
        if kept:
            schema.NEWEST.write_text(kept)
        database = Database(f"sqlite:///{tmp_path / f'{bool(kept)}.db'}")
        database.migrate()
        database.close()
        assert "old" not in stored(database.url)[1]


def test_what_is_there_already_is_migrated_not_made_anew(tmp_path: Path):
    """A database of an older version, whatever it holds; and one that is no database of ours."""
    database = Database(f"sqlite:///{tmp_path / 'other.db'}")
    with database._writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (id INTEGER)")
    database.migrate()
    database.close()
    assert stored(database.url)[1]["theirs"] == 0


def test_no_start_needs_what_migrates(tmp_path: Path):
    """Neither the first one on SQLite nor one that finds its schema, and not a look at how it stands."""
    code = (
        "import sys; from storage.database import Database; "
        f"d = Database('sqlite:///{tmp_path / 'first.db'}'); d.migrate(); d.migrate(); assert d.is_current; "
        "print([m for m in ('alembic', 'mako', 'pygments') if m in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=HERE.parents[1], capture_output=True, text=True, check=False
    )
    assert ended.stdout.strip() == "[]", ended.stderr


@pytest.fixture
def empty(tmp_path: Path, postgres: Server | None):
    if postgres is None:
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    with postgres.database("an_old_schema"):
        yield postgres.url("an_old_schema")


def checksums(given: dict[str, Any]) -> dict[str, tuple[int, str]]:
    return {
        name: (
            len(t["rows"]),
            hashlib.sha256(json.dumps([t["columns"], t["rows"]], sort_keys=True).encode()).hexdigest(),
        )
        for name, t in given.items()
    }


def only(kept: dict[str, Any], columns: dict[str, list[str]]) -> dict[str, Any]:
    """The kept rows with these columns alone."""
    seen = {}
    for name, t in kept.items():
        places = [t["columns"].index(c) for c in columns[name]]
        seen[name] = {"columns": columns[name], "rows": [[row[p] for p in places] for row in t["rows"]]}
    return seen


@pytest.mark.parametrize("revision", KEPT)
def test_an_older_database_with_data_comes_along(revision: str, empty: str, tmp_path: Path):
    kept = json.loads(gzip.decompress((HERE / f"{revision}.json.gz").read_bytes()))
    database = at_revision(empty, revision)
    metadata = MetaData()
    metadata.reflect(database.engine)
    with database._writer.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name in kept:
                columns = [table.c[n] for n in kept[table.name]["columns"]]
                seen = [
                    {c.name: _typed(c.type, v) for c, v in zip(columns, row, strict=True)}
                    for row in kept[table.name]["rows"]
                ]
                if table.name == "person":  # whoever manages stands in later rows
                    seen.sort(key=lambda r: (r["manager_id"] is not None, r["manager_id"]))
                if seen:
                    connection.execute(table.insert(), seen)
    assert not database.is_current
    database.migrate()
    assert database.is_current
    columns = {name: [c for c in t["columns"] if c not in SET_ANEW.get(name, ())] for name, t in kept.items()}
    assert checksums(rows(database.engine, columns)) == checksums(only(kept, columns))
    database.close()
    world = World(empty, tmp_path, known=[])
    assert "Acme Industrial" in str(world.command("/account acme"))
    world.close()


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        at = datetime.fromisoformat(value)
        return at if kind.timezone else at.replace(tzinfo=None)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else value


OLDER = """
INSERT INTO workspace (id, name, bot_user_id, secret, sending, policy, held_why, created_at)
    VALUES (1, '', '', 's', false, '{"currency": "JPY"}', '', '2026-01-01');
INSERT INTO person (id, workspace_id, email, name, role, is_admin, zone, country, locale, dm_channel, active)
    VALUES (1, 1, 'd@x.com', 'D', 'rep', false, 'UTC', '', 'en-US', '', true);
"""
ACCOUNT = """
INSERT INTO account (id, workspace_id, name, key, owner_id, tier, tier_proposal, status, status_reason,
    segment, industry, country, domain, external_id, services, aliases, currency, margin,
    served_through_parent, at_risk, added_on, exists_on, annual_given)
    VALUES (:id, 1, :name, :name, 1, 'C', '', :status, '', '', '', '', '', '', '', '', :currency, '', false,
    false, '2026-06-01', '2024-01-01', :given)
"""
STANDING = (
    "INSERT INTO standing (workspace_id, account_id, from_on, owner_id, tier, status, reason) VALUES (1, "
    ":id, '2024-01-01', 1, 'C', :status, '')"
)
TOUCH = """
INSERT INTO touch (workspace_id, account_id, by_id, at, day_only, channel, direction, outcome, purpose,
    minutes, estimated, sentiment, note, external_id, batch, created_at)
    VALUES (1, 1, 1, '2026-05-01', false, 'call', 'outbound', 'reached', '', 5, true, '', :note, '', '',
    '2026-05-01')
"""
REVENUE = """
INSERT INTO revenue (id, workspace_id, account_id, "on", kind, amount, currency, service, external_id)
    VALUES (:id, 1, :account, :on, :kind, :amount, :currency, '', '')
"""
ROW = (
    "INSERT INTO import_row (workspace_id, kind, key, row_id, cells) VALUES (1, 'revenue', :key, :id, :cells)"
)


def test_what_was_stored_wrong_is_put_right(empty: str):
    """Amounts without a currency, refunds as income, accounts churned or paused from their first day;
    notes are marked."""
    database = at_revision(empty, "0002")
    with database._writer.begin() as connection:

        def run(statement: str, **values: Any) -> None:
            connection.execute(text(statement), values)

        for statement in OLDER.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        given = [
            ("bare", "churned", "", 8_400_000),
            ("named", "paused", "USD", 5000),
            ("none", "active", "", None),
        ]
        for n, (name, status, currency, amount) in enumerate(given, 1):
            run(ACCOUNT, id=n, name=name, status=status, currency=currency, given=amount)
            run(STANDING, id=n, status=status)
        for note in ("", "the numbers"):
            run(TOUCH, note=note)
        sold = [
            (3, "2026-03-01", "purchase", 800, "800"),
            (3, "2026-04-01", "purchase", 500, "-500"),
            (1, "2026-05-01", "churn", 900, "-900"),
            (3, "2026-04-02", "purchase", 70, "-0.7"),
        ]
        for n, (account, on, kind, amount, cell) in enumerate(sold, 1):
            run(
                REVENUE,
                id=n,
                account=account,
                on=on,
                kind=kind,
                amount=amount,
                currency="" if n == 4 else "JPY",
            )
            run(ROW, key=str(n), id=n, cells="\x1f".join(("some-name", on, kind, cell, "", "", "")))
    database.migrate()
    with database.reading() as session:

        def told(query: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in session.execute(text(query))]

        assert told("SELECT annual_given, currency FROM account ORDER BY id") == [
            (84_000, "JPY"),
            (5000, "USD"),
            (None, ""),
        ]
        assert told("SELECT amount, currency FROM revenue ORDER BY id") == [
            (800, "JPY"),
            (-500, "JPY"),
            (900, "JPY"),
            (-1, "JPY"),
        ]
        assert [bool(row[0]) for row in told("SELECT noted FROM touch ORDER BY id")] == [False, True]
        stood = [
            (n, str(on), status)
            for n, on, status in told(
                "SELECT account_id, from_on, status FROM standing ORDER BY account_id, from_on"
            )
        ]
    assert stood == [
        (1, "2024-01-01", "active"),
        (1, "2026-05-01", "churned"),
        (2, "2024-01-01", "active"),
        (2, "2026-06-01", "paused"),
        (3, "2024-01-01", "active"),
    ]
    database.close()


def test_names_folded_without_their_vowels_are_folded_anew(empty: str):
    database = at_revision(empty, "0002")
    names = {1: ("मीना", "म न"), 2: ("plain", "plain")}
    with database._writer.begin() as connection:
        for statement in OLDER.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        for n, (name, key) in names.items():
            values = {"id": n, "name": name, "status": "active", "currency": "", "given": None}
            connection.execute(text(ACCOUNT), values)
            connection.execute(text("UPDATE account SET key = :key WHERE id = :id"), {"key": key, "id": n})
            seen = (
                "INSERT INTO account_name (workspace_id, account_id, key, whole) VALUES (1, :id, :key, true)"
            )
            connection.execute(text(seen), {"id": n, "key": key})
            row = (
                "INSERT INTO import_row (workspace_id, kind, key, row_id, cells) VALUES (1, 'accounts', "
                ":key, :id, :cells)"
            )
            connection.execute(text(row), {"id": n, "key": key, "cells": f"{name}\x1fd@x.com"})
    database.migrate()
    with database.reading() as session:
        for query in (
            "SELECT key FROM account",
            "SELECT key FROM account_name WHERE whole",
            "SELECT key FROM import_row",
        ):
            assert {key for (key,) in session.execute(text(query))} == {"मीना", "plain"}
    database.close()
