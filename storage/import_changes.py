"""Which rows of a file are bad, and which are new or differ from their last import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from .database import Transaction
from .erasing import Forgetter, account_in, mark
from .import_cells import as_date, as_decimal, as_instant
from .import_files import COLUMNS, Problem, Rows, check
from .import_known import IMPORTED, Change, Known, remembered
from .import_match import Before, by_what_it_has, key_in, keyed

SHOWN = 10
LINKED = frozenset({"manager_email", "parent"})  # what is set once every row is there


@dataclass(slots=True)
class FileReport:
    """What became of a file's rows; `cells` counts the changed ones by column, `changes` says the first of them."""

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


def settle(known: Known, f: Rows) -> None:
    """What may not come in: erased people, and notes older than notes are kept. Rows stay known by what the file says."""
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
    for number, problem in (*check(f), *_negative(f)):
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
    if f.kind == "accounts":
        _check_names(session, known, f, bad)
    return bad


def _check_names(session: Session, known: Known, f: Rows, bad: set[int]) -> None:
    """Two accounts can't have one name: neither two rows of a file, nor one that is renamed to what another is called."""
    query = select(IMPORTED.c.key, IMPORTED.c.row_id).where(IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == "accounts")
    ids = {key: row_id for key, row_id in session.execute(query)}
    key_of = key_in(known, "accounts")
    first: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(f.rows):
        if number in bad:
            continue
        name, key = known.key(row[0]), key_of(f.raw[number])
        line, its_key = first.setdefault(name, (f.lines[number], key))
        mine, there = ids.get(key), known.accounts.get(name)
        if key != its_key:
            what = f"line {line} has this name with another external_id: two accounts can't have one name."
        elif mine is not None and there is not None and mine != there:
            what = "another account has this name: two accounts can't have one name."
        else:
            continue
        bad.add(number)
        f.problems.append(Problem(f.file, f.lines[number], "name", row[0], what))


def _negative(f: Rows) -> Iterator[tuple[int, Problem]]:
    """A purchase below 0 is a refund; of every other movement the kind gives the sign."""
    if f.kind != "revenue":
        return
    kind, amount = COLUMNS["revenue"].index("kind"), COLUMNS["revenue"].index("amount")
    for number, row in enumerate(f.rows):
        if row[amount].startswith("-") and row[kind] != "purchase" and (as_decimal(row[amount]) or 0) < 0:
            what = f"is below 0: only a purchase can be (a refund); the amount of a {row[kind] or 'movement'} is positive."
            yield number, Problem(f.file, f.lines[number], "amount", row[amount], what)


def _check_future(known: Known, f: Rows, bad: set[int]) -> None:
    if f.kind != "touches":
        return
    latest = str(known.today)
    for number, row in enumerate(f.rows):
        value = row[2]
        if value[:10] >= latest and number not in bad:
            at = as_instant(value)
            later = at > known.now if at and at.tzinfo else (as_date(value) or known.today) > known.today
            if later:
                bad.add(number)
                f.problems.append(Problem(f.file, f.lines[number], "at", value, "is still to come: a touch has happened."))


def changed_rows(reading: Transaction, known: Known, f: Rows, bad: set[int], told: FileReport) -> tuple[list[Change], list[Change]]:
    """The rows that are new or differ from their last import; and, after one that was cut off, people and accounts that are as
    they were: their managers and parents may still be missing."""
    before = _before(reading, known.ws, f.kind)
    erased = _erased(known, f) - bad
    rows, repeated = keyed(known, f, bad | erased)
    told.erased, told.same = len(erased), repeated
    columns, whole = COLUMNS[f.kind], f.has.issuperset(COLUMNS[f.kind])
    found, same = list[Change](), list[Change]()
    for number, key in by_what_it_has(known, f, rows, before):
        row, stored = f.rows[number], before.get(key)
        if stored is None:
            told.new += 1
            found.append(Change(key, dict(zip(columns, row, strict=True)), noted=_noted(f, number)))
            continue
        old = remembered(f.kind, stored[1])
        if not whole:
            row = [cell if c in f.has else o for c, cell, o in zip(columns, row, old, strict=True)]
        change = Change(key, dict(zip(columns, row, strict=True)), stored[0], noted=_noted(f, number))
        if old == row:
            told.same += 1
            if known.resumes and f.kind in {"people", "accounts"}:
                change.changed = LINKED & f.has
                same.append(change)
            continue
        change.changed = frozenset(c for c, a, b in zip(columns, old, row, strict=True) if a != b)
        _tell(told, change, dict(zip(columns, old, strict=True)), f.lines[number])
        found.append(change)
    return found, same


def _noted(f: Rows, number: int) -> bool:
    return f.kind == "touches" and bool(f.raw[number][COLUMNS["touches"].index("note")])


def _before(reading: Transaction, ws: int, kind: str) -> Before:
    query = select(IMPORTED.c.key, IMPORTED.c.row_id, IMPORTED.c.cells).where(
        IMPORTED.c.workspace_id == ws, IMPORTED.c.kind == kind
    )
    with reading() as session:
        return {r.key: (r.row_id, r.cells) for r in session.execute(query.order_by(IMPORTED.c.id))}


def _erased(known: Known, f: Rows) -> set[int]:
    """Rows of people and contacts who were erased: they stay erased."""
    if not known.erased or "email" not in COLUMNS[f.kind]:
        return set()
    place = COLUMNS[f.kind].index("email")
    return {n for n, row in enumerate(f.rows) if row[place] and mark(known.secret, row[place]) in known.erased}


def _tell(told: FileReport, change: Change, old: dict[str, str], line: int) -> None:
    """Count a changed row's cells, and say what the first ones were and are."""
    told.changed += 1
    told.cells.update(change.changed)
    who = next(iter(change.cells.values()))
    for column in change.cells:
        if column in change.changed and len(told.changes) < SHOWN:
            was, will = (value[:60].replace("\n", " ") for value in (old[column], change.cells[column]))
            told.changes.append(f"{told.file}, line {line}, {who[:60]}: {column} “{was}” becomes “{will}”")
