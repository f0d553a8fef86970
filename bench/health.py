"""Health: the rules of a card that nobody looked at lately against a bare Bolt ack, and a whole book computed
anew under a changed cadence against reading its rows with the driver alone. Both by processor time."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from compose import Tend
from rules import card
from rules.context import Context
from rules.lately import Lately
from rules.policy import Policy
from rules.records import Record
from scheduler.walks import ACCOUNTS, recompute_all
from storage import records, workspaces

from . import lookup
from .book import NOW, TODAY, a_tend, fill

COUNT = 100_000 if os.environ.get("BENCH_FULL") else 2_000
READ = (
    "account", "standing", "contact", "revenue", "next_step", "promise", "request", "milestone", "change",
    "concern", "need", "goal", "touch",
)  # fmt: skip
"""Tables of which the book has rows; their accounts' alone are read, as many at once as the walk takes."""


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    tend = a_tend(folder / "health.db")
    fill(tend, COUNT, touches_each=12, whole=True)
    with tend.database.reading() as session:
        policy = workspaces.current(session).policy
        there = records.read(session, 1, range(1, 301), now=NOW)
    asked = lookup._signed(lookup.command("/account", "acme"))
    bare = lookup._bare({"text": "Acme"}, "/account")
    acks = lambda: [bare.dispatch(asked.request()) for _ in there]  # noqa: E731
    rounds = [(_rules(there, policy), _seconds(acks) / len(there)) for _ in range(9)]
    ours, against = (min(r[n] for r in rounds) for n in (0, 1))
    yield "rules of a card, cold, against a bare ack", ours, against, 4.5
    gc.freeze()  # as the bot does before it listens
    _raw(tend)
    walks = [(_walk(tend, 20 + n), _raw(tend)) for n in range(1 if COUNT > 2_000 else 3)]
    ours, against = (min(w[n] for w in walks) for n in (0, 1))
    yield f"an account under a changed cadence, {COUNT:,}", ours, against, 10.5
    tend.close()


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _rules(there: Sequence[Record], policy: Policy) -> float:
    """Seconds of a card's health, trend, due date and reason, of records of which nothing was asked yet."""
    fresh, context = [replace(record) for record in there], Context(policy)
    card._assessed = Lately()
    return _seconds(lambda: [card.compose(record, TODAY, context) for record in fresh]) / len(there)


def _walk(tend: Tend, cadence: int) -> float:
    """Seconds of processor time an account."""
    with tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"cadence_b_days": cadence})
        workspaces.compute_anew(session, 1)
    return _seconds(lambda: recompute_all(tend.services, 1)) / COUNT


def _raw(tend: Tend) -> float:
    """The same of its rows alone, as many accounts at once."""
    begun, since = time.process_time(), (NOW - timedelta(days=300)).isoformat(" ")
    with tend.database.reading() as session:
        driver: Any = session.connection().connection.dbapi_connection
        for first in range(1, COUNT + 1, ACCOUNTS):
            ids = ", ".join(map(str, range(first, first + ACCOUNTS)))
            for table in READ:
                newer = f"and at >= '{since}'" if table == "touch" else ""
                column = "id" if table == "account" else "account_id"
                driver.execute(f"select * from {table} where {column} in ({ids}) {newer}").fetchall()
    return (time.process_time() - begun) / COUNT
