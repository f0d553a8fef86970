"""`make scale`: measures on a PostgreSQL server of its own what docs/scale.md reckons with, and prints it.
Writes nothing; stops by itself. `python -m bench.scale keys morning` measures these parts alone."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from ..book import a_tend_at
from ..page import machine
from . import book, changes, claims, costs, morning, partitions, pooled, pooling, replicas, sizes, starts
from .figures import ACCOUNTS, REPS, WORKSPACES, Figure
from .server import BIN, Rig

MOST = int(os.environ.get("SCALE_SECONDS", "330"))
PARTS = ("keys", "costs", "morning", "pooling", "sizes", "claims", "partitions", "replicas", "changes")
NAME = "book"


class Over(BaseException):
    """The time is over; what was not measured by now is not. No answer to a person may swallow it."""


def main(names: Sequence[str]) -> int:
    """The exit status."""
    if unknown := set(names) - set(PARTS):
        print(f"{', '.join(sorted(unknown))}: no part of this, which has {', '.join(PARTS)}")
        return 2
    if not BIN.exists():
        print("There is no PostgreSQL server below /usr/lib/postgresql; Debian has one as postgresql.")
        return 1
    print(f"{machine()}\n{WORKSPACES:,} workspaces, {ACCOUNTS:,} accounts, {REPS:,} reps\n", flush=True)
    signal.signal(signal.SIGALRM, _over)
    signal.setitimer(signal.ITIMER_REAL, MOST, 5)
    begun, part = time.perf_counter(), ""
    try:
        rig = Rig()
        try:
            for part, figure in _all(rig, names or PARTS):
                print(f"{part:<11}{figure.what}\n{'':<13}{figure.seen}", flush=True)
                if figure.whole:
                    print(f"{'':<13}=> {figure.whole}", flush=True)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            rig.stop()
    except Over:
        print(f"stopped after {MOST} s in {part or 'the beginning'}: SCALE_SECONDS says when")
        return 1
    print(f"\n{time.perf_counter() - begun:.0f} s, {time.process_time():.0f} s of processor time here")
    return 0


def _all(rig: Rig, names: Sequence[str]) -> Iterator[tuple[str, Figure]]:
    """Each part's figures in the order of PARTS; the book grows on the way."""
    if "keys" in names:
        yield from _of("keys", [*partitions.unfit(), *starts.measure()])
    if set(names) == {"keys"}:
        return
    tend, clock = book.first(rig, NAME)
    book.settle(rig, NAME)
    if {"costs", "morning"} & set(names):
        measured, figures = costs.measure(rig, NAME, tend, clock)
        yield from _of("costs", figures)
        yield from _of("morning", morning.measure(measured))
    tend.close()
    if "pooling" in names:
        tend = a_tend_at(rig.url(NAME))
        yield from _of("pooling", pooling.measure(rig, NAME, tend))
        tend.close()
        yield from _of("pooling", pooled.measure(rig, NAME))
    if "sizes" in names:
        yield from _of("sizes", sizes.measure(rig, NAME))
    else:
        book.copy(rig, NAME, 2, sizes.WORKSPACES[0])
        book.settle(rig, NAME)
    accounts = rig.one(NAME, "SELECT count(*) FROM account")
    large: dict[str, Callable[[], Iterator[Figure]]] = {
        "claims": lambda: claims.measure(rig, NAME),
        "partitions": lambda: partitions.measure(rig, NAME),
        "replicas": lambda: replicas.measure(rig, NAME),
        "changes": lambda: changes.measure(rig, NAME, accounts),
    }
    for part, measure in large.items():
        if part in names:
            yield from _of(part, measure())


def _of(part: str, figures: Iterator[Figure] | Sequence[Figure]) -> Iterator[tuple[str, Figure]]:
    for figure in figures:
        yield part, figure


def _over(signum: int, frame: FrameType | None) -> None:
    raise Over


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
