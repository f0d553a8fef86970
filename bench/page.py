"""docs/benchmarks.md: its table of figures and the machine that they were seen on, which `make bench` writes
between two marks; all else in the page is left alone."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .rows import Row

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
BEGINS = "<!-- written by `make bench`, from here -->"
ENDS = "<!-- to here -->"
HEAD = ("what", "ours", "p99", "beside it", "ratio", "mark")


def machine() -> str:
    """Processor, cores, memory, how busy they were, and the versions of what figures rest on."""
    cores, gigabytes = len(os.sched_getaffinity(0)), _memory() / 2**30
    return (
        f"{_processor()}, {cores} cores (average load {os.getloadavg()[2]:.1f}), {gigabytes:.0f} GB, "
        f"{platform.system()}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {postgres()}"
    )


def postgres() -> str:
    """Of the newest server that is installed, or that there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: float(p.parts[-3]))
    if not found:
        return "no PostgreSQL"
    said = subprocess.run([found[-1], "--version"], capture_output=True, text=True, check=True).stdout
    return f"PostgreSQL {said.split()[2]}"


def table(rows: Sequence[Row], on: date, where: str, lacking: Sequence[str] = ()) -> str:
    """Markdown: one line that says when and where, the rows, and why others are lacking."""
    lines = [HEAD, tuple("---" for _ in HEAD), *(row.cells() for row in rows)]
    shown = [f"Seen on {on:%Y-%m-%d}: {where}.", "", *(f"| {' | '.join(cells)} |" for cells in lines)]
    return "\n".join([*shown, *(text for why in lacking for text in ("", why))])


def written(page: str, between: str) -> str:
    """The page with what stands between its two marks replaced; ValueError where it has not both."""
    before, begins, rest = page.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise ValueError(f"the page lacks its marks, {BEGINS} and {ENDS}")
    return f"{before}{BEGINS}\n{between}\n{ENDS}{after}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.machine()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
