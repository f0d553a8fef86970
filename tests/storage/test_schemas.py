"""Every released schema with data in it migrates to this one, on both databases, with counts and checksums kept."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Date, DateTime, MetaData

from storage.database import _alembic

from ..postgres import Server
from ..schemas.keep import HERE, at_revision, rows
from ..world import World

SET_ANEW = {"account": {"reassess_at"}}  # by 0003: what is stored is computed again once
KEPT = sorted(p.name.split(".")[0] for p in HERE.glob("*.json.gz"))


def test_every_released_schema_is_kept():
    """A migration is added only once the schema before it is kept with data."""
    revisions = [s.revision for s in ScriptDirectory.from_config(_alembic("sqlite://")).walk_revisions()]
    assert sorted(revisions)[:-1] == KEPT


@pytest.fixture
def empty(tmp_path: Path, postgres: Server | None):
    if postgres is None:
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    with postgres.database("an_old_schema"):
        yield postgres.url("an_old_schema")


def checksums(told: dict[str, Any]) -> dict[str, tuple[int, str]]:
    return {
        name: (len(t["rows"]), hashlib.sha256(json.dumps([t["columns"], t["rows"]], sort_keys=True).encode()).hexdigest())
        for name, t in told.items()
    }


def only(kept: dict[str, Any], columns: dict[str, list[str]]) -> dict[str, Any]:
    """The kept rows with these columns alone."""
    found = {}
    for name, t in kept.items():
        places = [t["columns"].index(c) for c in columns[name]]
        found[name] = {"columns": columns[name], "rows": [[row[p] for p in places] for row in t["rows"]]}
    return found


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
                told = [{c.name: _typed(c.type, v) for c, v in zip(columns, row, strict=True)} for row in kept[table.name]["rows"]]
                if table.name == "person":  # whoever manages stands in later rows
                    told.sort(key=lambda r: (r["manager_id"] is not None, r["manager_id"]))
                if told:
                    connection.execute(table.insert(), told)
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
