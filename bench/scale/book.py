"""A book of many workspaces in PostgreSQL: one is filled as the benchmarks do it, and copied by SQL."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, update

from compose import Tend
from services import Steady
from storage import tables, workspaces
from storage.assess import recompute

from ..book import NOW, a_tend_at, fill
from .server import Rig

EACH = 1_000  # accounts of a workspace here
STEP = 10_000_000  # ids of one workspace lie so far from those of the next
BEGINS = NOW + timedelta(days=5, hours=15, minutes=50)  # Tuesday, 08:50 in New York: mornings are due


class Clock:
    """A business clock to set, and a real one that stands with it."""

    def __init__(self) -> None:
        self.now = NOW
        self.steady = Steady(lambda: self.now, lambda: self.now.timestamp(), self._sleep)

    def __call__(self) -> datetime:
        return self.now

    def _sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def first(rig: Rig, name: str) -> tuple[Tend, Clock]:
    """A Tend on a new database with one workspace, every account of it as its record says."""
    clock = Clock()
    tend = a_tend_at(rig.make(name), clock, clock.steady)
    fill(tend, EACH, touches_each=12, whole=True)
    with tend.database.transaction() as session:
        policy = workspaces.current(session).policy
        for start in range(1, EACH + 1, 200):
            recompute(session, 1, policy, ids=list(range(start, start + 200)), now=NOW)
        session.execute(update(tables.table(tables.Person)).values(plan_at=BEGINS))
    return tend, clock


def copy(rig: Rig, name: str, begins: int, ends: int) -> None:
    """The first workspace again as the workspaces `begins` to `ends`."""
    statements = []
    for table in tables.METADATA.sorted_tables:
        columns = ", ".join(f'"{c.name}"' for c in table.columns)
        values = ", ".join(_value(c) for c in table.columns)
        of = "id" if table.name == "workspace" else "workspace_id"
        statements.append(
            f'INSERT INTO "{table.name}" ({columns}) SELECT {values} FROM "{table.name}" '
            f"CROSS JOIN generate_series({begins}, {ends}) AS k WHERE {of} = 1"
        )
    # its references hold by how they are made
    rig.ask(name, ";".join(["SET session_replication_role = replica", *statements]))


def settle(rig: Rig, name: str) -> None:
    """What autovacuum would have done by now, and numbers for rows that come."""
    rig.ask(name, "VACUUM ANALYZE")
    for table in tables.METADATA.sorted_tables:
        if "id" in table.columns:
            rig.ask(
                name,
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), "
                f'(SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"), false)',
            )


def _value(column: Column[object]) -> str:
    """A column of the copy numbered k."""
    name = f'"{column.name}"'
    to = next((f.column.table.name for f in column.foreign_keys), "")
    if column.name == "workspace_id" or (column.table.name == "workspace" and column.name == "id"):
        return "k"
    if column.name == "id" or column.name == "outbox_id" or to:
        return f"{name} + (k - 1) * {STEP}"
    if column.table.name == "workspace" and column.name == "team_id":
        return "'T' || k"
    return name
