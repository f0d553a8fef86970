"""`make bench`: every figure as a ratio within one run, so that it holds on any machine. Exit status 1
when one misses its mark."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from . import at_once, delivering, importing, lookup, process, ticks

SHOWN = "{:<44} {:>12} {:>14} {:>9}  {}"


def median_of(work: Callable[[], object], times: int) -> float:
    """Median seconds of one call."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def main() -> None:
    print(SHOWN.format("what", "ours", "against", "ratio", "mark"))
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        for part in (lookup, at_once, ticks, importing, delivering, process):
            for name, ours, against, mark in part.measure(Path(folder), median_of):
                ratio = ours / against
                missed += ratio > mark
                unit = "MB" if "memory" in name else "ms"
                scale = 1 if unit == "MB" else 1000
                print(
                    SHOWN.format(
                        name,
                        f"{ours * scale:.2f} {unit}",
                        f"{against * scale:.2f} {unit}",
                        f"{ratio:.2f}",
                        f"at most {mark}" + (" MISSED" if ratio > mark else ""),
                    )
                )
                sys.stdout.flush()
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
