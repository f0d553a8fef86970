"""`make bench`: every figure as a ratio within one run, so that it holds on any machine, printed and written
into docs/benchmarks.md. `python -m bench ticks process` prints these parts alone and writes nothing. Exit
status 1 when one misses its mark."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from . import at_once, delivering, digest, finding, health, importing, lookup, postgres, process, ticks
from .page import HEAD, PAGE, machine, table, written
from .rows import Measure, Row, median_of, row_of

SHOWN = "{:<50} {:>12} {:>12} {:>42} {:>7}  {}"
# what is measured, in this order, and what stands beside its figures where they don't say so themselves
PARTS: dict[str, tuple[Measure, str]] = {
    "lookup": (lookup.measure, "a bare Bolt ack of it"),
    "postgres": (postgres.measure, "a bare Bolt ack of it"),
    "health": (health.measure, ""),
    "finding": (finding.measure, ""),
    "ticks": (ticks.measure, "over 1,000 accounts"),
    "digest": (digest.measure, ""),
    "importing": (importing.measure, ""),
    "at_once": (at_once.measure, ""),
    "delivering": (delivering.measure, ""),
    "process": (process.measure, ""),
}


def main(names: Sequence[str]) -> int:
    """The exit status."""
    if unknown := set(names) - set(PARTS):
        print(f"{', '.join(sorted(unknown))}: no part of the benchmarks, which are {', '.join(PARTS)}")
        return 2
    print(SHOWN.format(*HEAD))
    rows, lacking = list[Row](), list[str]()
    for row in measured(names or list(PARTS)):
        if isinstance(row, str):
            print(row, flush=True)
            lacking.append(row)
        else:
            print(SHOWN.format(*row.cells()), flush=True)
            rows.append(row)
    if not names:
        between = table(rows, datetime.now(UTC).date(), machine(), lacking)
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), between), encoding="utf-8")
    return int(any(row.missed for row in rows))


def measured(names: Sequence[str]) -> Iterator[Row | str]:
    """The rows of these parts, each as soon as it is known, and what says why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        for measure, beside in (PARTS[name] for name in names):
            for figures in measure(Path(folder), median_of):
                yield figures if isinstance(figures, str) else row_of(figures, beside)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
