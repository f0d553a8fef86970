"""A manager's digest over a whole tree, in processor time, against the same aggregates in raw SQL over the
same file: who was reached last and when something was given, by tier; minutes and touches of a week and of a
quarter; what was bought and what recurs.

By default 1,520 accounts that hold all that a card speaks of; with BENCH_FULL=1 also 15,000 of these, and
100,000 with touches alone, which take ten minutes to make.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import update

from compose import Tend
from storage import digests, people, tables, workspaces

from .book import NOW, a_tend, fill

SUNDAY = date(2026, 11, 15)
TOUCHES = 22  # of each account, a fortnight apart
FULL = ((15_000, True, 40), (100_000, False, 40))
ROOM = 250  # MB by which the process may grow for the largest


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    for count, whole, mark in ((1_520, True, 40), *(FULL if os.environ.get("BENCH_FULL") else ())):
        path = folder / f"digest{count}.db"
        tend = a_tend(path)
        fill(tend, count, touches_each=TOUCHES, whole=whole)
        _one_tree(tend)
        gc.freeze()  # as the bot does before it listens, and the next line
        gc.set_threshold(20_000, 20, 50)
        grew, ours = _grown(tend), min(_seconds(partial(_digest, tend)) for _ in range(2))
        against = min(_seconds(partial(_raw, path)) for _ in range(3))
        yield f"digest, {count:,} accounts", ours, against, mark
        yield f"memory of that digest, MB of {ROOM}", grew, ROOM, 1
        tend.close()
        gc.unfreeze()
        gc.set_threshold(700, 10, 10)


def _one_tree(tend: Tend) -> None:
    """All of them report to the first."""
    P = tables.table(tables.Person)
    with tend.database.transaction() as session:
        session.execute(update(P).where(P.c.id > 1).values(manager_id=1))


def _digest(tend: Tend) -> object:
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        return digests.figures(session, ws, people.get(session, ws.id, 1), ends_on=SUNDAY, now=NOW)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _grown(tend: Tend) -> float:
    """MB by which the process grew at its highest over the first digest, which also loads what it needs."""
    Path("/proc/self/clear_refs").write_text("5")  # what is held at most is counted from now on
    before = _held_at_most()
    _digest(tend)
    return (_held_at_most() - before) / 1024


def _held_at_most() -> int:
    """Kilobytes."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in status if row.startswith("VmHWM"))


def _raw(path: Path) -> None:
    last = (
        "(SELECT max(at) FROM touch t WHERE t.account_id = a.id AND t.at < ? AND t.voided_at IS NULL AND {})"
    )
    reached, gave = "t.outcome = 'reached'", "t.outcome = 'reached' AND t.purpose != '' AND t.noted"
    ends, ended = (str(SUNDAY - timedelta(days=n)) for n in (-1, 6))
    of_touches = (
        "SELECT a.tier, count(*), sum(t.minutes), sum(t.outcome = 'reached') FROM touch t"
        " JOIN account a ON a.id = t.account_id"
        " WHERE t.at >= ? AND t.at < ? AND t.voided_at IS NULL GROUP BY 1"
    )
    with sqlite3.connect(path) as connection:
        connection.execute(
            "SELECT tier, count(*), sum(annual), min(l), min(v), min(m), min(w)"
            " FROM (SELECT a.tier, a.annual,"
            f" {last.format(reached)} l, {last.format(gave)} v,"
            f" {last.format(reached)} m, {last.format(gave)} w"
            " FROM account a WHERE a.workspace_id = 1) GROUP BY 1",
            (ends, ends, ended, ended),
        ).fetchall()
        for days in (7, 91):
            connection.execute(of_touches, (str(SUNDAY - timedelta(days=days - 1)), ends)).fetchall()
        connection.execute(
            'SELECT currency, kind, "on" > ?, sum(amount) FROM revenue WHERE "on" < ? GROUP BY 1, 2, 3',
            (str(SUNDAY - timedelta(days=365)), ends),
        ).fetchall()
