"""What an import does to rows, kept in the transaction that does it, so that all of it can be undone
(undoing.py): cells as they were stored before and after, and what was remembered of the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session

from .. import standings, tables
from ..moves import mark_of
from . import nouns
from .exporting import rows_of
from .in_history import note_changed
from .known import Change, Known, insert
from .memory import IMPORTED, SEPARATOR
from .noun import Noun

IC = tables.table(tables.ImportChange)
Cells = dict[int, list[str]]
A_QUERY = 400


@dataclass(slots=True)
class Before:
    """How a chunk's rows stood before it was written; what was remembered of them, by key; accounts'
    standings."""

    cells: Cells
    memory: dict[str, str]
    stood: dict[int, list[dict[str, Any]]] = field(default_factory=dict)


def stored(session: Session, ws: int, noun: Noun, ids: Sequence[int]) -> Cells:
    """Rows as an export has them, by id."""
    cells = Cells()
    for start in range(0, len(ids), A_QUERY):
        cells |= rows_of(session, ws, noun, ids[start : start + A_QUERY])
    return cells


def marks(session: Session, ws: int, noun: Noun, ids: Sequence[int]) -> dict[int, str]:
    """What rows are known by to be as they were made, by id: what an export says of them; of those of which
    there are many (`of_many`) their columns as they are stored, which is a tenth of the work."""
    if not noun.of_many:
        return {row_id: mark_of(cells) for row_id, cells in stored(session, ws, noun, ids).items()}
    columns = [c for c in noun.table.columns if c.name != "id"]
    query, there = select(noun.table.c.id, *columns), dict[int, str]()
    for start in range(0, len(ids), A_QUERY):
        some = query.where(noun.table.c.id.in_(ids[start : start + A_QUERY]))
        for row in session.connection().execute(some):
            there[row[0]] = mark_of(row[1:])
    return there


def look(session: Session, known: Known, noun: Noun, changes: Sequence[Change]) -> Before:
    """Before a chunk is written. Whom contacts of a file mean is found while they are written: `keep`."""
    ids = [i for c in changes if (i := _there(known, noun, c)) is not None]
    keys = [c.key for c in changes if c.row_id is not None]  # what is new was not remembered
    memory = dict[str, str]()
    for start in range(0, len(keys), A_QUERY):
        query = select(IMPORTED.c.key, IMPORTED.c.cells).where(
            IMPORTED.c.workspace_id == known.ws,
            IMPORTED.c.kind == noun.kind,
            IMPORTED.c.key.in_(keys[start : start + A_QUERY]),
        )
        memory |= {r.key: r.cells for r in session.execute(query)}
    there = Before(stored(session, known.ws, noun, ids), memory)
    if noun.kind == "accounts":
        there.stood = {i: standings.of_account(session, known.ws, i) for i in ids}

    def keep(row_id: int) -> None:
        there.cells |= stored(session, known.ws, noun, [row_id])

    known.keep, known.added = keep, []
    return there


def _there(known: Known, noun: Noun, change: Change) -> int | None:
    """The row on file that a change is of, as far as is known before it is written."""
    if change.stands is not None:
        return None
    if change.row_id is None and noun.found_by:
        return known.find(noun.kind, change.cells[noun.named[-1]])
    return _now(known, noun, change.row_id) if change.row_id is not None else None


def _now(known: Known, noun: Noun, row_id: int) -> int | None:
    """The row that is changed where a file names one: of an account that was merged the one that it is with,
    unless that has a row of its own there."""
    if noun.kind != "accounts" or row_id not in known.went:
        return row_id
    stays = known.went[row_id]
    return None if stays in known.claimed.get(noun.kind, ()) else stays


def done_before(session: Session, run: int) -> dict[str, dict[int, bool]]:
    """What a run did before it was cut off: whether it made a row, by kind and row."""
    there: dict[str, dict[int, bool]] = {}
    many = [n.kind for n in nouns.NOUNS if n.of_many]  # those are asked for where they are compared
    mine = (IC.c.run_id == run, IC.c.kind.not_in(many))
    for r in session.execute(select(IC.c.kind, IC.c.row_id, IC.c.is_new).where(*mine)):
        there.setdefault(r.kind, {})[r.row_id] = r.is_new
    return there


def record(
    session: Session, known: Known, noun: Noun, changes: Sequence[Change], ids: Sequence[int], was: Before
) -> None:
    """After a chunk was written. A row that is as it was is no change of this run."""
    assert known.run is not None
    done = dict[int, Change]()
    for change, i in zip(changes, ids, strict=True):
        row_id = _now(known, noun, i)
        if row_id is not None and change.stands is None:
            done[row_id] = change
    made = [i for i, c in done.items() if c.row_id is None and i not in was.cells]
    fresh, contacts = set(made), nouns.of("contacts")
    blank = _row(known, noun, 0, "", memory="") | {"is_new": True}
    new = [
        blank | {"row_id": i, "key": done[i].key, "mark": mark}
        for i, mark in _marks_of_made(session, known, noun, made).items()
    ]
    new += [
        blank | {"kind": contacts.kind, "row_id": i, "key": "", "mark": m}
        for i, m in marks(session, known.ws, contacts, known.added).items()
    ]
    insert(session, IC, new)
    _change(session, known, noun, {i: c for i, c in done.items() if i not in fresh}, was)


def _marks_of_made(session: Session, known: Known, noun: Noun, ids: Sequence[int]) -> dict[int, str]:
    """What new rows are known by, of many from the values that were just written: as `marks` reads them."""
    if not noun.of_many or any(i not in known.made for i in ids):
        return marks(session, known.ws, noun, ids)
    columns = [c for c in noun.table.columns if c.name != "id"]
    blank = {c.name: getattr(c.default, "arg", None) for c in columns}
    names = list(blank)
    return {i: mark_of([*map((blank | known.made[i]).__getitem__, names)]) for i in ids}


def _change(session: Session, known: Known, noun: Noun, done: Mapping[int, Change], was: Before) -> None:
    """Rows that were there before. What the run did to a row already, before it was cut off or with a row of
    another file, stays how it stood before: only how it stands since is another."""
    now, rows = stored(session, known.ws, noun, list(done)), dict[int, dict[str, Any]]()
    for row_id, change in done.items():
        cells, before = now.get(row_id), was.cells.get(row_id)
        if cells is None or (cells == before and not _comes_later(noun, change)):
            continue
        row = _row(known, noun, row_id, change.key, was.memory.get(change.key, ""))
        row |= {"before": SEPARATOR.join(before or cells), "after": SEPARATOR.join(cells)}
        if row_id in was.stood:
            row["stood"] = _stood(session, known.ws, row_id, was.stood[row_id])
        rows[row_id] = row
        if noun.kind == "accounts" and before and cells != before:
            note_changed(session, known, noun, row_id, before, cells)
    there = there_already(session, known, noun, list(rows))
    mark = marks(session, known.ws, noun, [i for i, is_new in there.items() if is_new])
    for row_id, is_new in there.items():
        values = {"mark": mark[row_id]} if is_new else {"after": rows[row_id]["after"]}
        mine = (IC.c.run_id == known.run, IC.c.kind == noun.kind, IC.c.row_id == row_id)
        session.execute(update(IC).where(*mine).values(**values))
    insert(session, IC, [row for row_id, row in rows.items() if row_id not in there])


def _comes_later(noun: Noun, change: Change) -> bool:
    """Whether something of the row is only set once every row is there: `linked`."""
    new = change.row_id is None
    return any(c.name in change.changed or (new and change.cells[c.name]) for c in noun.later)


def _row(known: Known, noun: Noun, row_id: int, key: str, memory: str) -> dict[str, Any]:
    blank = {"is_new": False, "mark": "", "before": "", "after": "", "stood": {}, "became": ""}
    named = {"kind": noun.kind, "row_id": row_id, "key": key, "memory": memory}
    return {"workspace_id": known.ws, "run_id": known.run, **blank, **named}


def there_already(session: Session, known: Known, noun: Noun, ids: Sequence[int]) -> dict[int, bool]:
    """Rows that the run did something to before; whether it made them."""
    there = dict[int, bool]()
    for start in range(0, len(ids), A_QUERY):
        some = IC.c.row_id.in_(ids[start : start + A_QUERY])
        query = select(IC.c.row_id, IC.c.is_new).where(IC.c.run_id == known.run, IC.c.kind == noun.kind, some)
        there |= {r.row_id: r.is_new for r in session.execute(query)}
    return there


def _stood(session: Session, ws: int, row_id: int, before: list[dict[str, Any]]) -> dict[str, Any]:
    """Standings that were replaced, and those that replaced them."""
    stands = standings.of_account(session, ws, row_id)
    stood = {
        "stood": [s for s in before if s not in stands],
        "stands": [s for s in stands if s not in before],
    }
    return stood if stood["stands"] or stood["stood"] else {}


def linked(session: Session, known: Known, noun: Noun, changes: Sequence[Change]) -> None:
    """After what refers to its own kind was set: that belongs to what the run left."""
    keys = [c.key for c in changes]
    for start in range(0, len(keys), A_QUERY):
        mine = (IC.c.run_id == known.run, IC.c.kind == noun.kind)
        query = select(IC).where(*mine, IC.c.key.in_(keys[start : start + A_QUERY]))
        rows = {r.row_id: r for r in session.execute(query)}
        made = marks(session, known.ws, noun, [i for i, r in rows.items() if r.is_new])
        for row_id, cells in stored(session, known.ws, noun, list(rows)).items():
            row = rows[row_id]
            if row.is_new:
                values = {"mark": made[row_id]}
            else:
                after = row.after.split(SEPARATOR)
                for column in noun.later:
                    after[noun.place[column.name]] = cells[noun.place[column.name]]
                if after == row.before.split(SEPARATOR):  # as it was, after all
                    session.execute(delete(IC).where(IC.c.id == row.id))
                    continue
                if noun.kind == "accounts" and after != row.after.split(SEPARATOR):
                    note_changed(session, known, noun, row_id, row.after.split(SEPARATOR), after)
                values = {"after": SEPARATOR.join(after)}
            session.execute(update(IC).where(IC.c.id == row.id).values(**values))
