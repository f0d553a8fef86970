"""Which rows of a file are bad, and which are new or differ from their last import."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from .database import Transaction
from .erasing import Forgetter, account_in, mark
from .import_cells import as_date, as_instant
from .import_files import COLUMNS, Problem, Rows, check
from .import_known import IMPORTED, SEPARATOR, Change, Known


@dataclass(slots=True)
class FileReport:
    file: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: int = 0
    erased: int = 0
    unknown: list[str] = field(default_factory=list)


def settle(known: Known, f: Rows) -> None:
    """What may not come in: erased people, and notes older than notes are kept. Rows stay known by what the file says."""
    f.raw = f.rows
    if known.erased and f.kind in COLUMNS:
        forgetter = Forgetter(known.secret, known.erased)
        f.rows = [forgetter.row(f.kind, row, account_in(f.kind, row, known.accounts.get)) for row in f.rows]
    if f.kind == "touches" and known.policy.notes_kept_days:
        at, note, oldest = (
            COLUMNS["touches"].index("at"),
            COLUMNS["touches"].index("note"),
            str(known.today - timedelta(days=known.policy.notes_kept_days)),
        )
        f.rows = [[*row[:note], "", *row[note + 1 :]] if row[at][:10] <= oldest else row for row in f.rows]


def check_rows(session: Session, known: Known, f: Rows, files: Sequence[Rows]) -> set[int]:
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


def changed_rows(
    transaction: Transaction, known: Known, f: Rows, bad: set[int], told: FileReport
) -> tuple[list[Change], list[Change]]:  # fmt: skip
    """The rows that are new or differ from their last import; and, after one that was cut off, people and accounts that are as
    they were: their managers and parents may still be missing."""
    with transaction() as session:
        query = select(IMPORTED.c.key, IMPORTED.c.row_id, IMPORTED.c.cells)
        before = {
            r.key: (r.row_id, r.cells)
            for r in session.execute(query.where(IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == f.kind))
        }
    email = columns_of.index("email") if "email" in (columns_of := COLUMNS[f.kind]) else None
    columns, found, same, seen = COLUMNS[f.kind], list[Change](), list[Change](), Counter[str]()
    keys = _keys(known, f)
    for number, (row, raw) in enumerate(zip(f.rows, f.raw, strict=True)):
        if number in bad:
            continue
        if email is not None and known.erased and row[email] and mark(known.secret, row[email]) in known.erased:
            told.erased += 1  # erased people stay erased
            continue
        cells = SEPARATOR.join(row)
        key = keys(raw, SEPARATOR.join(raw))
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
            if known.resumes and f.kind in {"people", "accounts"}:
                same.append(Change(key, dict(zip(columns, row, strict=True))))
        else:
            told.changed += 1
            old = stored[1].split(SEPARATOR)
            differ = frozenset(c for c, a, b in zip(columns, old, row, strict=True) if a != b)
            found.append(Change(key, dict(zip(columns, row, strict=True)), stored[0], differ))
    return found, same


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
