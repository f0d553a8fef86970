"""What an import did, and how that is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .rows import Problem

SHOWN, MOST_PROBLEMS = 10, 50


@dataclass(slots=True)
class FileReport:
    """What became of a file's rows; `cells` counts the changed ones by column, `changes` says the first of
    them."""

    file: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    erased: int = 0
    unknown: list[str] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    changes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What an import did, file by file, and every problem found. `written` False: nothing was; `kept`: the
    good rows are, or on a dry run would be."""

    files: list[FileReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: bool = False
    kept: bool = False


def told(report: Report, dry_run: bool) -> list[str]:
    """The report as lines for a person: what was read, what changed, what is wrong and what happened to
    the rest."""
    lines = []
    for f in report.files:
        bad = (f", {f.bad:,} bad" if f.bad else "") + (
            f", {f.erased:,} erased before and left out" if f.erased else ""
        )
        cells = f" ({', '.join(f'{c} {n:,}' for c, n in sorted(f.cells.items()))})" if f.cells else ""
        lines.append(
            f"{f.file}: {f.rows:,} rows; {f.new:,} new, {f.changed:,} changed{cells}, {f.same:,} as "
            f"before{bad}"
        )
        if f.unknown:
            lines.append(f"{f.file}: unknown columns left out: {', '.join(f.unknown)}")
    lines += [str(p) for p in report.problems[:MOST_PROBLEMS]]
    if len(report.problems) > MOST_PROBLEMS:
        lines.append(f"… and {len(report.problems) - MOST_PROBLEMS:,} more problems")
    if report.problems and not report.kept:
        lines.append(
            "Nothing was written. Put the rows right and run it again, or keep the good ones with "
            "--keep-good."
        )
    elif dry_run:
        lines += [c for f in report.files for c in f.changes][:SHOWN]
        count = sum(f.bad for f in report.files)
        rows = "row" if count == 1 else "rows"
        left_out = f" With --keep-good, {count:,} bad {rows} would be left out." if report.problems else ""
        lines.append(f"Dry run: nothing was written.{left_out}")
    return lines
