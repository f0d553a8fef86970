"""Which rows of a file are new or differ from their last import, and what may not come in of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from sqlalchemy import select

from ..database import Transaction
from ..privacy.forgetting import Forgetter, account_in, mark
from .cells import as_instant
from .files import COLUMNS, Rows
from .ids import rows_meant
from .known import IMPORTED, Change, Known, remembered
from .match import Before, by_what_it_has, keyed

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
        f.rows = [[*row[:note], "", *row[note + 1 :]] if row[note] and _day(row[at]) <= oldest else row for row in f.rows]


def _day(at: str) -> str:
    """The date of a touch: as given, or an instant's in UTC."""
    instant = as_instant(at) if len(at) > 10 else None
    return str(instant.astimezone(UTC).date()) if instant else at[:10]


def changed_rows(reading: Transaction, known: Known, f: Rows, bad: set[int], told: FileReport) -> tuple[list[Change], list[Change]]:
    """The rows that are new or differ from their last import; and, after one that was cut off, people and accounts that are as
    they were: their managers and parents may still be missing."""
    before = _before(reading, known.ws, f.kind)
    erased = _erased(known, f) - bad
    rows, repeated = keyed(known, f, bad | erased)
    told.erased, told.same = len(erased), repeated
    columns, whole = COLUMNS[f.kind], f.has.issuperset(COLUMNS[f.kind])
    found, same = list[Change](), list[Change]()
    ours = _ours(reading, known, f.kind, [key for _, key in rows if key not in before])
    numbered = by_what_it_has(known, f, rows, before)
    if f.kind == "contacts":
        known.claimed.update(before[key][0] for _, key in numbered if key in before)
        known.claimed.update(ours.values())
    for number, key in numbered:
        row, stored = f.rows[number], before.get(key)
        if stored is None and key in ours:
            told.same += 1
            found.append(Change(key, dict(zip(columns, row, strict=True)), stands=ours[key]))
            continue
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


def _ours(reading: Transaction, known: Known, kind: str, keys: Sequence[str]) -> dict[str, int]:
    """Rows that come back from an export of this workspace, by their keys."""
    with reading() as session:
        meant = rows_meant(session, known.ws, known.secret, kind, [k[2:] for k in keys if k.startswith("x:")])
    return {f"x:{external}": row_id for external, row_id in meant.items()}


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
