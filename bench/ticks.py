"""What happens by itself: an idle tick over many accounts and people against one over 1,000, found by the
index, never by scanning; a morning's messages for accounts that are all due. BENCH_FULL=1: the full sizes, in
minutes."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import update

from compose import Tend
from scheduler.metronome import tick
from scheduler.plan_nudges import plan_nudges
from settings import Settings
from storage import tables

from .book import NOW, STEADY, a_tend, fill

FULL = bool(os.environ.get("BENCH_FULL"))
MANY = 1_000_000 if FULL else 100_000
DUE = 10_000 if FULL else 3_000
A_SECOND = 5_000  # due accounts planned in a second of processor time
MORNING = NOW - timedelta(hours=8)  # 09:00 in New York: bundles are due


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    tends = {}
    for count in (1_000, MANY):
        tends[count] = a_tend(folder / f"ticks{count}.db")
        fill(tends[count], count, not_due=True)
    ticks = {count: partial(tick, tend.services) for count, tend in tends.items()}
    for one in ticks.values():
        median_of(one, 30)
    rounds = [{count: median_of(one, 60) for count, one in ticks.items()} for _ in range(3)]
    ours, against = (min(r[count] for r in rounds) for count in (MANY, 1_000))
    yield f"idle tick, {MANY:,} accounts against 1,000", ours, against, 1.3
    for tend in tends.values():
        tend.close()
    _planned(folder / "warm.db", 150)  # what is loaded and compiled once
    spent = min(_planned(folder / f"due{n}.db", DUE) for n in range(2))
    yield f"planning {DUE:,} due accounts, processor", spent, DUE / A_SECOND, 1


def _planned(path: Path, count: int) -> float:
    """Seconds of processor time in which the mornings of a new book are planned, every account of it due."""
    filled = a_tend(path)
    fill(filled, count)
    with filled.database.transaction() as session:
        early = MORNING - timedelta(days=1)
        session.execute(update(tables.table(tables.Account)).values(look_at=early))
        session.execute(update(tables.table(tables.Person)).values(plan_at=MORNING - timedelta(minutes=5)))
    filled.close()
    settings = Settings(
        slack_bot_token="xoxb-bench",
        slack_signing_secret="bench",
        database_url=f"sqlite:///{path}",
        sending=True,
    )
    tend = Tend(settings, lambda: MORNING, STEADY)
    gc.collect()
    gc.freeze()  # as the bot does before it begins
    begun = time.process_time()
    assert plan_nudges(tend.services, 1) == max(count // 75, 1)
    spent = time.process_time() - begun
    gc.unfreeze()
    tend.close()
    return spent
