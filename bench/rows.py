"""A row of the table of benchmarks: what was measured, ours and what ran beside it, and the mark that their
ratio has to keep. A part may give four plain figures, a Row where there is more to say, or a sentence that
says why something was not measured."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

Plain = tuple[str, float, float, float]
MedianOf = Callable[[Callable[[], object], int], float]
Measure = Callable[[Path, MedianOf], Iterator[Any]]  # of Plain, Row or str
# by a word of its name, what a plain row is told in, and how many of it one is
UNITS = {"memory": "MB", "missed": "%"}
OF = {"ms": 1_000, "%": 100}


class Seconds(float):
    """The median of many calls, which also knows the 99th of a hundred (of fewer, the slowest)."""

    p99: float

    @classmethod
    def of(cls, samples: Sequence[float]) -> Seconds:
        seconds = cls(statistics.median(samples))
        seconds.p99 = sorted(samples)[math.ceil(0.99 * len(samples)) - 1]
        return seconds


class Row(NamedTuple):
    """Ours and what stands beside it: seconds for "ms", a share for "%", else as the unit says."""

    name: str
    ours: float
    against: float
    mark: float  # the largest ratio that is well
    unit: str = "ms"
    p99: float | None = None  # of ours
    beside: str = ""  # what ran beside it, or the limit that it stands against

    @property
    def ratio(self) -> float:
        return self.ours / self.against

    @property
    def missed(self) -> bool:
        return self.ratio > self.mark

    def cells(self) -> tuple[str, ...]:
        """As they are printed and written: what, ours, p99, what stands beside it, ratio, mark."""
        p99 = "" if self.p99 is None else self._shown(self.p99)
        beside = f"{self._shown(self.against)} {self.beside}".strip()
        mark = f"at most {self.mark:g}" + (" MISSED" if self.missed else "")
        return self.name, self._shown(self.ours), p99, beside, f"{self.ratio:.2f}", mark

    def _shown(self, value: float) -> str:
        if self.unit == "ms" and value >= 1:
            return f"{value:,.2f} s"
        return f"{value * OF.get(self.unit, 1):,.2f} {self.unit}"


def row_of(figures: Plain | Row, beside: str) -> Row:
    """A Row as it came, or made of (name, ours, against, mark); `beside` where it doesn't say itself."""
    if not isinstance(figures, Row):
        name, ours, against, mark = figures
        unit = next((unit for word, unit in UNITS.items() if word in name), "ms")
        figures = Row(name, ours, against, mark, unit, getattr(ours, "p99", None))
    return figures if figures.beside else figures._replace(beside=beside)


def median_of(work: Callable[[], object], times: int) -> Seconds:
    """Of one call, in seconds of processor time of this process: what others do on the machine is not in it,
    nor is waiting."""
    samples = []
    for _ in range(times):
        begun = time.process_time()
        work()
        samples.append(time.process_time() - begun)
    return Seconds.of(samples)
