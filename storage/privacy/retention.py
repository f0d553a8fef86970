"""Notes are kept as long as the workspace says: older ones are deleted, here and in what is remembered of
files.

Which texts are notes, and from when they are kept, their tables say (`Kept` in storage/tables/written.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import JSON, Column, Date, Table, or_, select, update
from sqlmodel import Session

from .. import workspaces
from ..database import Transaction
from ..exchange import nouns
from ..exchange.memory import SEPARATOR, remembered
from ..tables.written import Kept, Whose
from .declared import of_workspace, tables_with

AT_A_TIME = 500
Notes = list[tuple[Kept, Column[Any]]]


def forget_notes(transaction: Transaction, workspace: int, now: datetime) -> int:
    """Delete some of a workspace's notes that are past their time; in how many rows. Call it until 0."""
    with transaction() as session:
        ws = workspaces.get(session, workspace)
        if not ws.policy.notes_kept_days:
            return 0
        before = now - timedelta(days=ws.policy.notes_kept_days)
        done = 0
        for table, notes in _notes():
            done += _forget(session, ws.id, table, notes=notes, before=before, most=AT_A_TIME - done)
        return done


def _notes() -> list[tuple[Table, Notes]]:
    """Columns of notes, by table and by what they are kept from."""
    notes = list[tuple[Table, Notes]]()
    for table, columns in tables_with(Whose.SAID):
        kept = sorted(((w.kept, c) for c, w in columns.values() if w.kept), key=lambda k: repr(k[0]))
        notes += [(table, list(alike)) for _, alike in groupby(kept, key=lambda k: k[0])]
    return notes


def _forget(session: Session, ws: int, table: Table, notes: Notes, before: datetime, most: int) -> int:
    kept, columns = notes[0][0], [c for _, c in notes]
    since = table.c[kept.since]
    past = since < (before.date() if isinstance(since.type, Date) else before)
    among = table.c[kept.where].in_(kept.among) if kept.where else None
    held = or_(*(part != "" for c in columns for part in _parts(c, kept)))
    wanted = [w for w in (of_workspace(table, ws), past, among, held) if w is not None]
    rows = session.execute(select(table.c.id, *columns).where(*wanted).limit(most)).mappings().all()
    ids = [row[table.c.id] for row in rows]
    if kept.keys:
        for row in rows:
            left = {c.name: {**row[c], **dict.fromkeys(kept.keys, "")} for c in columns}
            session.execute(update(table).where(table.c.id == row[table.c.id]).values(left))
    else:
        session.execute(update(table).where(table.c.id.in_(ids)).values({c.name: "" for c in columns}))
    _forget_in_files(session, ws, table, columns=columns, ids=ids)
    return len(rows)


def _parts(column: Column[Any], kept: Kept) -> list[Any]:
    """What of a column is a note: all of a text, some values of JSON."""
    return [column[key].as_string() for key in kept.keys] if isinstance(column.type, JSON) else [column]


def _forget_in_files(
    session: Session, ws: int, table: Table, columns: list[Column[Any]], ids: list[int]
) -> None:
    """The same cells of the rows of files that these rows were."""
    names = {c.name for c in columns}
    for noun in nouns.NOUNS if ids else ():
        places = {n for n, c in enumerate(noun.columns) if c.into in names}
        if noun.table is not table or not places:
            continue
        for memory, remembering in tables_with(Whose.FILE):
            m = memory.c
            for name, (column, _) in remembering.items():
                theirs = (of_workspace(memory, ws), m.kind == noun.kind, m.row_id.in_(ids), column != "")
                for row in session.execute(select(m.id, column.label("cells")).where(*theirs)).all():
                    cells = (
                        "" if n in places else cell for n, cell in enumerate(remembered(noun, row.cells))
                    )
                    session.execute(
                        update(memory).where(m.id == row.id).values({name: SEPARATOR.join(cells)})
                    )
