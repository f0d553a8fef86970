"""What a pool that hands out a connection by transaction (pgbouncer) would break: asked of our own
connections, after they answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event

from compose import Tend
from storage.exchange.lock import alone

from . import acts
from .figures import Figure
from .server import Rig

ROOT = Path(__file__).parents[2]
ROOMS = ("storage", "handlers", "scheduler")
_SET = "SELECT name, setting FROM pg_settings WHERE source = 'session' ORDER BY name"
_LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
# what a statement of ours must not rest on where the next transaction may have another connection
_OTHERS = {
    "LISTEN or NOTIFY": r"\b(LISTEN|NOTIFY)\b",
    "temporary tables": r"CREATE TEMP",
    "cursors WITH HOLD": r"WITH HOLD",
}


def measure(rig: Rig, name: str, tend: Tend) -> Iterator[Figure]:
    """Of a Tend on the database `name`."""
    work = acts.card(tend)
    for n in range(12):
        work(n)
    with tend.database.engine.connect() as connection:
        settings = connection.exec_driver_sql(_SET).fetchall()
        prepared = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar_one()
    told = ", ".join(f"{name} {value}" for name, value in settings)
    yield Figure(
        "said by SET when a connection is made", told, "lost in a pool: in the role or the address instead"
    )
    yield Figure(
        "statements that the driver prepared on one connection after 12 cards",
        str(prepared),
        "pgbouncer from 1.22 on follows them (max_prepared_statements)",
    )
    yield _unprepared(rig, name, tend)
    with alone(tend.database):
        held = rig.one(name, _LOCKS)
    yield Figure(
        "locks of a session while an import runs", str(held), "an import connects past the pool, by workspace"
    )
    texts = [p.read_text(encoding="utf-8") for room in ROOMS for p in (ROOT / room).rglob("*.py")]
    found = [what for what, like in _OTHERS.items() if any(re.search(like, text) for text in texts)]
    yield Figure(", ".join(_OTHERS), ", ".join(found) or "none", "nothing to change")


def _unprepared(rig: Rig, name: str, tend: Tend) -> Figure:
    """What it costs where a pool can't follow prepared statements, and the driver must make none."""

    def connect(raw: Any, _: object) -> None:
        raw.prepare_threshold = None

    engine = tend.database.engine
    kept = acts.cost(rig, name, acts.card(tend), 150).database
    engine.dispose()
    event.listen(engine, "connect", connect)
    without = acts.cost(rig, name, acts.card(tend), 150).database
    event.remove(engine, "connect", connect)
    engine.dispose()
    return Figure(
        "a card in the database; had the driver to prepare nothing",
        f"{kept * 1000:.1f} ms / {without * 1000:.1f} ms",
        f"{without / kept:.1f} times as much",
    )
