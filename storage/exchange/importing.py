"""Import of files: everything is checked first, then written in short transactions; run again, it changes nothing.

Rows are known again by external_id, else by name, else by their content and its ordinal. Source: GUARANTEES, Input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.calendar import local_date

from .. import workspaces
from ..chunks import in_chunks
from ..database import Database
from ..people import P
from ..privacy.forgetting import marks
from ..records import A
from .accounts import hand_names_over, write_accounts
from .changes import SHOWN, FileReport, changed_rows, settle
from .checks import check_rows
from .contacts import write_contacts
from .files import COLUMNS, Problem, read_file
from .finish import finish
from .known import IMPORTED, SEPARATOR, Change, Known
from .lock import alone
from .people import write_people
from .revenue import write_revenue
from .touches import write_touches

ORDER = tuple(COLUMNS)
WRITERS = {
    "people": write_people, "accounts": write_accounts, "contacts": write_contacts, "touches": write_touches,
    "revenue": write_revenue,
}  # fmt: skip
CHUNK = 4000
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Report:
    """What an import did, file by file, and every problem found. `written` False: nothing was; `kept`: the good rows are, or
    on a dry run would be."""

    files: list[FileReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: bool = False
    kept: bool = False


def run(
    database: Database, paths: Iterable[Path], now: datetime, *, dry_run: bool = False, keep_good: bool = False,
    progress: Progress = lambda kind, done, of: None,
) -> Report:  # fmt: skip
    """Import files in any order. Nothing is written while any row is bad, unless `keep_good`; never on `dry_run`. What only
    reads takes no lock, and no transaction stands long: people are answered meanwhile. Raises Unusable while another one runs."""
    with nullcontext() if dry_run else alone(database):
        return _run(database, paths, now, dry_run, keep_good, progress)


def _run(database: Database, paths: Iterable[Path], now: datetime, dry_run: bool, keep_good: bool, progress: Progress) -> Report:
    report = Report()
    files = sorted((read_file(p) for p in paths), key=lambda f: ORDER.index(f.kind) if f.kind in ORDER else -1)
    with database.reading() as session:
        known = _known(session, now)
        known.resumes = workspaces.is_import_cut_off(session, known.ws)
        for f in files:
            settle(known, f)
        bad = check_rows(session, known, files)
    for f, its in zip(files, bad, strict=True):
        report.problems += f.problems
        report.files.append(FileReport(f.file, rows=len(f.rows), bad=len(its), unknown=f.unknown))
    fatal = any(f.kind not in COLUMNS or not f.rows and f.problems for f in files)
    if report.problems and (fatal or not keep_good):
        return report
    report.kept, written = True, []
    for f, its, told in zip(files, bad, report.files, strict=True):
        changes, same = changed_rows(database.reading, known, f, its, told)
        written.append((f.kind, [*changes, *same]))
        if not dry_run:
            if f.kind == "accounts":
                hand_names_over(database, known, changes, same)
            _write(database, known, f.kind, changes, progress)
    if not dry_run:
        finish(database, known, written, progress)
        report.written = True
    return report


def _known(session: Session, now: datetime) -> Known:
    ws = workspaces.current(session)
    known = Known(ws.id, ws.policy, now, local_date(now, "UTC"), ws.secret, marks(session, ws.id))
    for row in session.execute(select(P.c.id, P.c.email, P.c.zone).where(P.c.workspace_id == ws.id)):
        known.people[row.email], known.zones[row.id] = row.id, row.zone
    for row in session.execute(select(A.c.id, A.c.key, A.c.owner_id).where(A.c.workspace_id == ws.id)):
        known.accounts[row.key], known.owners[row.id] = row.id, row.owner_id
    return known


def _write(database: Database, known: Known, kind: str, changes: list[Change], progress: Progress) -> None:
    if kind == "touches" and changes:  # one without an author is the owner's
        with database.reading() as session:
            rows = session.execute(select(A.c.id, A.c.owner_id).where(A.c.workspace_id == known.ws))
            known.owners.update({r.id: r.owner_id for r in rows})

    def write(session: Session, chunk: Sequence[Change]) -> None:
        workspaces.note_import(session, known.ws, known.now)
        ids = WRITERS[kind](session, known, chunk)
        _remember(session, known, kind, chunk, ids)

    in_chunks(database, changes, write, partial(progress, kind), CHUNK)


def _remember(session: Session, known: Known, kind: str, chunk: Sequence[Change], ids: Sequence[int]) -> None:
    new: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    for change, row_id in zip(chunk, ids, strict=True):
        cells = SEPARATOR.join(change.cells.values())
        if change.row_id is None:
            new.append({"workspace_id": known.ws, "kind": kind, "key": change.key, "row_id": row_id, "cells": cells})
        else:
            old.append({"k": change.key, "cells": cells})
    if new:
        session.connection().execute(IMPORTED.insert(), new)
    if old:
        mine = (IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == kind, IMPORTED.c.key == bindparam("k"))
        session.connection().execute(update(IMPORTED).where(*mine).values(cells=bindparam("cells")), old)


def told(report: Report, dry_run: bool) -> list[str]:
    """The report as lines for a person: what was read, what changed, what is wrong and what happened to the rest."""
    lines = []
    for f in report.files:
        bad = (f", {f.bad:,} bad" if f.bad else "") + (f", {f.erased:,} erased before and left out" if f.erased else "")
        cells = f" ({', '.join(f'{c} {n:,}' for c, n in sorted(f.cells.items()))})" if f.cells else ""
        lines.append(f"{f.file}: {f.rows:,} rows; {f.new:,} new, {f.changed:,} changed{cells}, {f.same:,} as before{bad}")
        if f.unknown:
            lines.append(f"{f.file}: unknown columns left out: {', '.join(f.unknown)}")
    lines += [str(p) for p in report.problems[:50]]
    if len(report.problems) > 50:
        lines.append(f"… and {len(report.problems) - 50:,} more problems")
    if report.problems and not report.kept:
        lines.append("Nothing was written. Put the rows right and run it again, or keep the good ones with --keep-good.")
    elif dry_run:
        lines += [c for f in report.files for c in f.changes][:SHOWN]
        count = sum(f.bad for f in report.files)
        rows = "row" if count == 1 else "rows"
        left_out = f" With --keep-good, {count:,} bad {rows} would be left out." if report.problems else ""
        lines.append(f"Dry run: nothing was written.{left_out}")
    return lines
