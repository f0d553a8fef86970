"""An idle tick at 100,000 accounts against one at 1,000: found by the index, never by scanning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from scheduler.metronome import tick

from .book import a_tend, fill


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    tends = {}
    for count in (1_000, 100_000):
        tends[count] = a_tend(folder / f"ticks{count}.db")
        fill(tends[count], count, not_due=True)
    ticks = {count: partial(tick, tend.services) for count, tend in tends.items()}
    for one in ticks.values():
        median_of(one, 30)
    rounds = [{count: median_of(one, 60) for count, one in ticks.items()} for _ in range(3)]
    ours, against = (min(r[count] for r in rounds) for count in (100_000, 1_000))
    yield "idle tick, 100,000 accounts against 1,000", ours, against, 1.5
    for tend in tends.values():
        tend.close()
