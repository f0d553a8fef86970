"""Taking rows, whatever brought them: all is checked first, then written in short transactions; taken again,
they change nothing.

Rows are known again by external_id, else by name, else by their content and its ordinal. Source: GUARANTEES,
Input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from rules.calendar import local_date

from .. import imports, onward, workspaces
from ..chunks import in_chunks
from ..database import Database
from ..people import P
from ..privacy.forgetting import marks
from . import nouns, recording
from .alike import note_alike
from .by_name import name_people
from .checks import check_rows
from .differing import changed_rows, leave_out_erased, leave_out_old
from .finish import finish
from .known import Change, Known
from .lock import alone
from .match import known_alone
from .noun import Noun
from .report import FileReport, Report
from .rows import Rows
from .turns import in_turns, read_authors, read_owners, write_some

CHUNK = 4000
Progress = Callable[[str, int, int], None]


def take(
    database: Database,
    brought: Iterable[Rows],
    now: datetime,
    *,
    dry_run: bool = False,
    keep_good: bool = False,
    run: int | None = None,
    progress: Progress = lambda kind, done, of: None,
) -> Report:
    """Take rows of nouns, in any order. Nothing is written while any row is bad, unless `keep_good`; never
    on `dry_run`. What only reads takes no lock, and no transaction stands long: people are answered
    meanwhile. What is done is kept under `run`, so that it can be undone. Raises Unusable while another one
    runs."""
    with nullcontext() if dry_run else alone(database):
        return _take(database, brought, now, dry_run, keep_good, run, progress)


def _take(
    database: Database,
    brought: Iterable[Rows],
    now: datetime,
    dry_run: bool,
    keep_good: bool,
    run: int | None,
    progress: Progress,
) -> Report:
    report = Report()
    files = sorted(brought, key=lambda f: nouns.NOUNS.index(f.noun) if f.noun else -1)
    with database.reading() as session:
        known = known_of(session, now)
        known.run = run
        if run is not None:
            known.done, known.by = recording.done_before(session, run), imports.pressed_by(session, run)
            known.goes_on = imports.has_begun(session, run)
        known.resumes = workspaces.is_import_cut_off(session, known.ws)
        name_people(session, known, files)
        for f in files:
            leave_out_erased(known, f)
        bad = check_rows(session, known, files)
    for f, its in zip(files, bad, strict=True):
        report.problems += f.problems
        report.more += f.more
        report.files.append(FileReport.of(f, len(its)))
    if report.problems and (not keep_good or all(_is_unread(f) for f in files)):
        return report
    report.kept, written, wrote = True, list[tuple[Noun, list[Change]]](), False
    for f, its, report_of in zip(files, bad, report.files, strict=True):
        if f.noun is None:
            continue
        leave_out_old(known, f)
        if f.of.of_many and known_alone(f):
            also = any(other is not f and other.noun is f.noun for other in files)
            changed = in_turns(
                database, known, f, its, report_of, dry_run=dry_run, also=also, most=CHUNK, progress=progress
            )
            wrote = wrote or changed
            continue
        differing = changed_rows(database.reading, known, f, bad=its, report=report_of)
        written.append((f.of, [*differing.changes, *differing.same]))
        if dry_run and f.of.kind == "accounts":
            with database.reading() as session:
                note_alike(session, known, differing.changes, report_of)
        if not dry_run:
            if f.of.ready:
                f.of.ready(database, known, differing.changes, differing.same)
            _write(database, known, f.of, changes=differing.changes, progress=progress)
    if not dry_run:
        wrote = wrote or any(changes for _, changes in written)
        finish(database, known, written, wrote, progress=progress)
        report.written = True
    return report


def _is_unread(f: Rows) -> bool:
    """Whether nothing of a file could be read at all: with the good rows of others it is left out."""
    return f.noun is None or (not f.rows and bool(f.problems))


def here(session: Session) -> int:
    """The workspace that files are imported into."""
    return workspaces.current(session).id


def known_of(session: Session, now: datetime) -> Known:
    """What rows may refer to, as it stands."""
    ws = workspaces.current(session)
    known = Known(
        ws.id, ws.policy, now, today=local_date(now, "UTC"), secret=ws.secret, erased=marks(session, ws.id)
    )
    for noun in nouns.NOUNS:
        if noun.found_by:
            t = noun.table.c
            query = select(t[noun.found_by], t.id).where(t.workspace_id == ws.id)
            known.ids[noun.kind] = {name: row_id for name, row_id in session.execute(query)}
            if noun.kind == "accounts":
                _know_merged(session, known)
            known.folds[noun.kind] = noun.column[noun.named[-1]].cell.fold or str.lower
    for row in session.execute(select(P.c.id, P.c.zone).where(P.c.workspace_id == ws.id)):
        known.zones[row.id] = row.zone
    read_owners(session, known)
    return known


def _know_merged(session: Session, known: Known) -> None:
    """What names one that was merged, by its name of then or what else it was called, means the one that it
    is with."""
    known.went = onward.went(session, known.ws)
    called = onward.called(session, known.ws) if known.went else {}
    for gone, key in ((i, known.key(name)) for i, names in called.items() for name in names):
        if known.ids["accounts"].get(key, gone) == gone:
            known.former[key], known.ids["accounts"][key] = gone, known.went[gone]


def _write(database: Database, known: Known, noun: Noun, changes: list[Change], progress: Progress) -> None:
    if changes:
        read_authors(database, known, noun)
    write = partial(write_some, known=known, noun=noun)
    in_chunks(database, changes, write, progress=partial(progress, noun.kind), most=CHUNK)
