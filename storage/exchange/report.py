"""What an import did, and how that is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rules.acts import UNDO_DAYS

from .rows import Problem, Rows

SHOWN, MOST_PROBLEMS = 10, 50


@dataclass(slots=True)
class FileReport:
    """What became of a file's rows; `cells` counts the changed ones by column, `changes` says the first of
    them; `unread`: no row of it could be read; `alike`: on a dry run, a new account, one on file
    that it may be, and by what."""

    file: str
    kind: str = ""
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    erased: int = 0
    unknown: list[str] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    changes: list[str] = field(default_factory=list)
    guessed: list[tuple[str, str]] = field(default_factory=list)
    letters: str = ""
    unread: bool = False
    alike: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, f: Rows, bad: int) -> FileReport:
        """What is known of a file before its rows are compared."""
        kind = f.noun.kind if f.noun else ""
        made = cls(f.file, kind, len(f.rows), bad=bad, unknown=f.unknown, guessed=f.guessed)
        made.letters, made.unread = f.letters, not f.rows and bool(f.problems)
        return made


@dataclass(slots=True)
class Report:
    """What an import did, file by file, and the problems found, with how many `more` there are. `written`
    False: nothing was; `kept`: the good rows are, or on a dry run would be; `run`: by which it can be
    undone."""

    files: list[FileReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    written: bool = False
    kept: bool = False
    run: int | None = None


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
        if f.guessed:
            read = ", ".join(f"{heading} as {column}" for heading, column in f.guessed)
            lines.append(f"{f.file}: read as {f.kind}: {read}")
        if f.letters:
            lines.append(f"{f.file}: read as {f.letters}")
        if f.unknown:
            lines.append(f"{f.file}: unknown columns left out: {', '.join(f.unknown)}")
    lines += [str(p) for p in report.problems[:MOST_PROBLEMS]]
    if (more := len(report.problems) - MOST_PROBLEMS + report.more) > 0:
        lines.append(f"… and {more:,} more problems")
    if report.problems and not report.kept:
        lines.append(
            "Nothing was written. Put the rows right and run it again, or keep the good ones with "
            "--keep-good."
        )
    elif dry_run:
        lines += [c for f in report.files for c in f.changes][:SHOWN]
        lines += [
            f"{f.file}: {new} may be {there}, which is on file: same {by}."
            for f in report.files
            for new, there, by in f.alike[:SHOWN]
        ]
        count = sum(f.bad for f in report.files)
        rows = "row" if count == 1 else "rows"
        left_out = f" With --keep-good, {count:,} bad {rows} would be left out." if report.problems else ""
        lines.append(f"Dry run: nothing was written.{left_out}")
    elif report.run is not None:
        lines.append(f"To undo it within {UNDO_DAYS} days: python bot.py import --undo {report.run}")
    return lines
