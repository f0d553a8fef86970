"""Import of files: everything is checked first, then written in short transactions; run again, it changes nothing.

Rows are known again by external_id, else by name, else by their content and its ordinal. Source: GUARANTEES, Input.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.segments import propose_tiers

from . import people, workspaces
from .assess import recompute, recompute_revenue, with_revenue
from .database import Transaction
from .import_files import COLUMNS, Problem, Rows, as_date, as_instant, check, read_file
from .import_rows import IMPORTED, SEPARATOR, WRITERS, Change, Known, link_managers, link_parents
from .people import P
from .records import A, R, S, T

ORDER = tuple(COLUMNS)
CHUNK = 4000
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class FileReport:
    file: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    unknown: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What an import did, file by file, and every problem found. `written` False: nothing was."""

    files: list[FileReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: bool = False


def run(
    transaction: Transaction, paths: Iterable[Path], now: datetime, *, dry_run: bool = False, keep_good: bool = False,
    progress: Progress = lambda kind, done, of: None,
) -> Report:  # fmt: skip
    """Import files in any order. Nothing is written while any row is bad, unless `keep_good`; never on `dry_run`."""
    report = Report()
    files = sorted((read_file(p) for p in paths), key=lambda f: ORDER.index(f.kind) if f.kind in ORDER else -1)
    with transaction() as session:
        known = _known(session, now)
        bad = {id(f): _check(session, known, f, files) for f in files}
    for f in files:
        report.problems += f.problems
        report.files.append(FileReport(f.file, rows=len(f.rows), bad=len(bad[id(f)]), unknown=f.unknown))
    fatal = any(f.kind not in COLUMNS or not f.rows and f.problems for f in files)
    if report.problems and (fatal or not keep_good):
        return report
    written = []
    for f, told in zip(files, report.files, strict=True):
        changes = _changes(transaction, known, f, bad[id(f)], told)
        written.append((f.kind, changes))
        if not dry_run:
            _write(transaction, known, f.kind, changes, progress)
    if not dry_run:
        _finish(transaction, known, written, progress)
        report.written = True
    return report


def _known(session: Session, now: datetime) -> Known:
    ws = workspaces.current(session)
    known = Known(ws.id, ws.policy, now, local_date(now, "UTC"))
    for row in session.execute(select(P.c.id, P.c.email, P.c.zone).where(P.c.workspace_id == ws.id)):
        known.people[row.email], known.zones[row.id] = row.id, row.zone
    for row in session.execute(select(A.c.id, A.c.key, A.c.owner_id).where(A.c.workspace_id == ws.id)):
        known.accounts[row.key], known.owners[row.id] = row.id, row.owner_id
    return known


def _check(session: Session, known: Known, f: Rows, files: Sequence[Rows]) -> set[int]:
    """Numbers of the bad rows; their problems are added to the file's."""
    if f.kind not in COLUMNS:
        return set()
    bad = set()
    for number, problem in check(f):
        bad.add(number)
        f.problems.append(problem)
    emails = known.people.keys() | {r[0].lower() for x in files if x.kind == "people" for r in x.rows}
    names = known.accounts.keys() | {known.key(r[0]) for x in files if x.kind == "accounts" for r in x.rows}
    refers = {"people": {"manager_email": emails}, "accounts": {"owner_email": emails, "parent": names},
              "contacts": {"account": names}, "touches": {"account": names, "by_email": emails},
              "revenue": {"account": names}}[f.kind]  # fmt: skip
    for column, there in refers.items():
        place, is_name = COLUMNS[f.kind].index(column), column in {"account", "parent"}
        told: dict[str, bool] = {}
        for number, row in enumerate(f.rows):
            value = row[place]
            if value and value not in told:
                told[value] = (known.key(value) if is_name else value.lower()) in there
            if value and not told[value]:
                bad.add(number)
                what = (
                    "no account of this name is on file or in accounts.csv."
                    if is_name
                    else "nobody with this e-mail is on file or in people.csv."
                )
                f.problems.append(Problem(f.file, f.lines[number], column, value, what))
    _check_future(known, f, bad)
    return bad


def _check_future(known: Known, f: Rows, bad: set[int]) -> None:
    if f.kind != "touches":
        return
    latest = str(known.today)
    for number, row in enumerate(f.rows):
        value = row[2]
        if value[:10] > latest and number not in bad:
            at = as_instant(value)
            later = at > known.now if at and at.tzinfo else (as_date(value) or known.today) > known.today
            if later:
                bad.add(number)
                f.problems.append(Problem(f.file, f.lines[number], "at", value, "is still to come: a touch has happened."))


def _changes(transaction: Transaction, known: Known, f: Rows, bad: set[int], told: FileReport) -> list[Change]:
    """The rows that are new or differ from their last import."""
    with transaction() as session:
        query = select(IMPORTED.c.key, IMPORTED.c.row_id, IMPORTED.c.cells)
        before = {
            r.key: (r.row_id, r.cells)
            for r in session.execute(query.where(IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == f.kind))
        }
    columns, found, seen = COLUMNS[f.kind], [], Counter[str]()
    keys = _keys(known, f)
    for number, row in enumerate(f.rows):
        if number in bad:
            continue
        cells = SEPARATOR.join(row)
        key = keys(row, cells)
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key}#{seen[key]}"
            if f.kind in {"people", "accounts", "contacts"} or row[-1]:
                told.same += 1  # the same person or account twice in one file: the first row stands
                continue
        stored = before.get(key)
        if stored is None:
            told.new += 1
            found.append(Change(key, dict(zip(columns, row, strict=True))))
        elif stored[1] == cells:
            told.same += 1
        else:
            told.changed += 1
            old = stored[1].split(SEPARATOR)
            differ = frozenset(c for c, a, b in zip(columns, old, row, strict=True) if a != b)
            found.append(Change(key, dict(zip(columns, row, strict=True)), stored[0], differ))
    return found


def _keys(known: Known, f: Rows) -> Callable[[list[str], str], str]:
    external = COLUMNS[f.kind].index("external_id") if "external_id" in COLUMNS[f.kind] else None

    def key(row: list[str], cells: str) -> str:
        if external is not None and row[external]:
            return f"x:{row[external]}"
        if f.kind == "people":
            return row[0].lower()
        if f.kind == "accounts":
            return known.key(row[0])
        if f.kind == "contacts":
            return f"{known.key(row[0])}/{known.key(row[1])}"
        return hashlib.sha1(cells.encode(), usedforsecurity=False).hexdigest()

    return key


def _write(transaction: Transaction, known: Known, kind: str, changes: list[Change], progress: Progress) -> None:
    for start in range(0, len(changes), CHUNK):
        chunk = changes[start : start + CHUNK]
        with transaction() as session:
            if kind == "touches" and not known.owners.keys() >= set(known.accounts.values()):
                rows = session.execute(select(A.c.id, A.c.owner_id).where(A.c.workspace_id == known.ws))
                known.owners.update({r.id: r.owner_id for r in rows})
            ids = WRITERS[kind](session, known, chunk)
            _remember(session, known, kind, chunk, ids)
        progress(kind, start + len(chunk), len(changes))


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


def _finish(transaction: Transaction, known: Known, written: Sequence[tuple[str, list[Change]]], progress: Progress) -> None:
    """Managers, parents, the day each account exists from, revenue, due dates: usable without any further step."""
    with transaction() as session:
        for kind, changes in written:
            if kind == "people":
                link_managers(session, known, changes)
            if kind == "accounts":
                link_parents(session, known, changes)
    ids = sorted(known.touched)
    for start in range(0, len(ids), 200):
        chunk = ids[start : start + 200]
        with transaction() as session:
            _exist(session, chunk)
            recompute_revenue(session, known.ws, known.policy, chunk, known.now)
            recompute(session, known.ws, known.policy, chunk, known.now)
        progress("due dates", start + len(chunk), len(ids))
    with transaction() as session:
        if ids:
            _propose(session, known)
        if any(changes for _, changes in written):
            people.plan_anew(session, known.ws, known.now)
            people.digest_anew(session, known.ws, known.now)


def _exist(session: Session, ids: Sequence[int]) -> None:
    """An account exists from the earliest of started_on, first touch, first purchase, added; so does its first standing."""
    touched = dict(
        session.execute(select(T.c.account_id, func.min(T.c.at)).where(T.c.account_id.in_(ids)).group_by(T.c.account_id)).all()
    )
    bought = dict(
        session.execute(select(R.c.account_id, func.min(R.c.on)).where(R.c.account_id.in_(ids)).group_by(R.c.account_id)).all()
    )
    first = dict(
        session.execute(select(S.c.account_id, func.min(S.c.id)).where(S.c.account_id.in_(ids)).group_by(S.c.account_id)).all()
    )
    for row in session.execute(select(A.c.id, A.c.exists_on, A.c.started_on).where(A.c.id.in_(ids))).all():
        days = [row.exists_on, row.started_on, bought.get(row.id), touched[row.id].date() if row.id in touched else None]
        earliest = min(d for d in days if d is not None)
        if earliest != row.exists_on:
            session.execute(update(A).where(A.c.id == row.id).values(exists_on=earliest))
            session.execute(update(S).where(S.c.id == first[row.id], S.c.from_on > earliest).values(from_on=earliest))


def _propose(session: Session, known: Known) -> None:
    """Proposals for accounts whose tier nobody gave, from each owner's book by revenue."""
    given = select(IMPORTED.c.row_id, IMPORTED.c.cells).where(IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == "accounts")
    place = COLUMNS["accounts"].index("tier")
    open_ = {r.row_id for r in session.execute(given) if not r.cells.split(SEPARATOR)[place]}
    if not open_ or not with_revenue(session, known.ws):
        return
    books: dict[int, dict[int, int]] = {}
    for row in session.execute(select(A.c.id, A.c.owner_id, A.c.annual, A.c.tier, A.c.status).where(A.c.workspace_id == known.ws)):
        if row.status != "churned":
            books.setdefault(row.owner_id, {})[row.id] = row.annual or 0
    proposed = {a: tier for book in books.values() for a, tier in propose_tiers(book).items() if a in open_}
    for account, tier in proposed.items():
        session.execute(update(A).where(A.c.id == account, A.c.tier == "C").values(tier_proposal="" if tier == "C" else tier))


def told(report: Report, dry_run: bool) -> list[str]:
    """The report as lines for a person: what was read, what changed, what is wrong and what happened to the rest."""
    lines = []
    for f in report.files:
        bad = f", {f.bad:,} bad" if f.bad else ""
        lines.append(f"{f.file}: {f.rows:,} rows; {f.new:,} new, {f.changed:,} changed, {f.same:,} as before{bad}")
        if f.unknown:
            lines.append(f"{f.file}: unknown columns left out: {', '.join(f.unknown)}")
    lines += [str(p) for p in report.problems[:50]]
    if len(report.problems) > 50:
        lines.append(f"… and {len(report.problems) - 50:,} more problems")
    if report.problems and not report.written:
        lines.append("Nothing was written. Put the rows right and run it again, or keep the good ones with --keep-good.")
    elif dry_run:
        lines.append("Dry run: nothing was written.")
    return lines
