"""A second workspace in the database of every world, with the people, names and external ids that the suite
uses (twin_rows.py): nothing of it may be seen, and none of its rows may change.

Its ids are 0 and below, so that a test's own rows are counted from 1 as in a database of their own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, select
from sqlmodel import SQLModel

from storage import tables
from storage.database import Database
from storage.privacy.declared import of_workspace

from .twin_rows import CANARY, TWIN, rows_by_table

OURS = 1
Rows = dict[str, list[tuple[Any, ...]]]


def its_tables() -> list[Table]:
    """Every table of ours, those that others refer to first; not those that a test makes for itself."""
    models = [m for m in vars(tables).values() if isinstance(m, type) and issubclass(m, SQLModel)]
    ours = {tables.table(m).name for m in models}
    return [t for t in tables.METADATA.sorted_tables if t.name in ours]


def move_in(database: Database) -> None:
    """Put the twin beside the workspace that is there."""
    with database.transaction() as session:
        rows = rows_by_table(session.execute(select(tables.table(tables.Workspace).c.secret)).scalar_one())
        for table in its_tables():
            mine = rows.get(table.name, [])
            assert mine, f"{table.name} has no row of the twin: add one to tests/twin_rows.py"
            for number, row in enumerate(mine, 1 - len(mine)):
                own = {"id": number} if "id" in table.c else {}
                whose = {"workspace_id": TWIN} if "workspace_id" in table.c else {}
                session.execute(table.insert().values({**own, **whose, **row}))


def as_it_stands(database: Database) -> Rows:
    """Its rows as the database holds them, by table; nothing where it doesn't live."""
    seen: Rows = {}
    with database.engine.connect() as connection:
        for table in its_tables():
            seen[table.name] = sorted(connection.exec_driver_sql(_rows_of(table, TWIN)).all(), key=repr)
    return seen if seen["workspace"] else {}


def _rows_of(table: Table, ws: int) -> str:
    mine = of_workspace(table, ws).compile(compile_kwargs={"literal_binds": True})
    order = ", ".join(c.name for c in table.primary_key)
    return f"SELECT {table.name}.* FROM {table.name} WHERE {mine} ORDER BY {order}"


OURS_IN = {t.name: _rows_of(t, OURS) for t in its_tables()}
"""The question for all rows of the workspace that tests act in, by table."""


def changed(before: Rows, after: Rows) -> str:
    """Which rows are not what they were; "" when all are."""
    seen = []
    for name, was in before.items():
        now = after.get(name, [])
        if was != now:
            seen.append(f"{name}: {[r for r in was if r not in now]} -> {[r for r in now if r not in was]}")
    return "\n".join(seen)


def ours(of: Any) -> Any:
    """Rows of the workspace that tests act in, of a table or a model: for a statement of a test's own."""
    return of_workspace(of if isinstance(of, Table) else tables.table(of), OURS)


def ours_only(query: Select[Any]) -> Select[Any]:
    """A test's own question, asked of these rows alone."""
    of = (t for t in query.get_final_froms() if isinstance(t, Table))
    return query.where(*(ours(table) for table in of))


def seen_in(folder: Path) -> list[str]:
    """Files that a test wrote in which something of the twin stands."""
    texts = (p for p in folder.rglob("*") if p.is_file() and p.suffix in {".csv", ".json"})
    return [str(p) for p in texts if CANARY in p.read_text(encoding="utf-8", errors="replace")]
