"""`/account acme` and `/log acme …` on PostgreSQL: the time that our process works for an answer, without the
server's own and the wait for it, against a bare Bolt ack of the same message.

10,000 accounts with BENCH_FULL=1, else 2,000: what an answer costs our process is the same.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from compose import Tend

from . import book, lookup

Row = tuple[str, float, float, float] | str
MOST = 10_000 if os.environ.get("BENCH_FULL") else 2_000


def measure(folder: Path, median_of: lookup.MedianOf) -> Iterator[Row]:
    """The same card again, another each time, and a typed line; or why there is none of it."""
    try:
        from tests.postgres import BIN, Server
    except ImportError as error:
        yield f"on PostgreSQL: not measured, {error.name} is not installed"
        return
    if not BIN.exists():
        yield f"on PostgreSQL: not measured, there is no server at {BIN}"
        return
    server = Server()
    try:
        with server.database("bench"):
            tend = book.a_tend_at(server.url("bench"))
            try:
                yield from _rows(tend)
            finally:
                tend.close()
    finally:
        server.stop()


def _rows(tend: Tend) -> Iterator[Row]:
    book.fill(tend, MOST, touches_each=12, whole=True)
    same = lookup.against_bare(tend.bolt(), lambda n: lookup.command("/account", "acme"), worked)
    yield "/account acme, the whole card, PostgreSQL", *same, 26
    each = lookup.against_bare(tend.bolt(), lookup.each_of(MOST), worked)
    yield "/account NAME, another each time, PostgreSQL", *each, 35
    logged = lookup.against_bare(tend.bolt(), lookup.line_of(book.names_of(2, MOST)), worked, 40)
    yield "/log, stored, PostgreSQL", *logged, 140


def worked(work: Callable[[], object], times: int) -> float:
    """Median seconds that this process works for one call."""
    seconds = []
    for _ in range(times):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return statistics.median(seconds)
