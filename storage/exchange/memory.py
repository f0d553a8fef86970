"""What is remembered of each row that was taken: its key, the row it became, its cells as they were
brought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from .. import tables
from ..database import Transaction
from ..prepared import Prepared
from .known import Change, Known, insert
from .noun import Noun

IMPORTED = tables.table(tables.ImportRow)
SEPARATOR = "\x1f"
Before = dict[str, tuple[int, str]]  # key -> (row id, cells as they were remembered)


def remembered(noun: Noun, cells: str) -> list[str]:
    """The cells that were remembered of a row, one for each column. A separator that once stood in a cell
    (it is taken out of files since) counts to the text that may have several lines; a column that the noun
    has since then is empty."""
    values, width = cells.split(SEPARATOR), len(noun.columns)
    if len(values) == width:
        return values
    if len(values) > width and noun.lines:
        note, end = noun.place[noun.lines], len(values) - width + noun.place[noun.lines] + 1
        return [*values[:note], " ".join(values[note:end]), *values[end:]]
    return [*values, *[""] * width][:width]


def _mine(ws: int, noun: Noun) -> tuple[Any, ...]:
    return (IMPORTED.c.workspace_id == ws, IMPORTED.c.kind == noun.kind)


_THERE = Prepared(
    select(IMPORTED.c.key, IMPORTED.c.row_id, IMPORTED.c.cells).where(
        IMPORTED.c.workspace_id == bindparam("ws"),
        IMPORTED.c.kind == bindparam("kind"),
        IMPORTED.c.key.in_(bindparam("keys", expanding=True)),
    )
)


def before(reading: Transaction, ws: int, noun: Noun) -> Before:
    """All that is remembered of a noun's rows, oldest first."""
    query = select(IMPORTED.c.key, IMPORTED.c.row_id, IMPORTED.c.cells).where(*_mine(ws, noun))
    with reading() as session:
        return {r.key: (r.row_id, r.cells) for r in session.execute(query.order_by(IMPORTED.c.id))}


def before_of(reading: Transaction, ws: int, noun: Noun, keys: Sequence[str]) -> Before:
    """What is remembered of the rows with these keys."""
    there = Before()
    with reading() as session:
        for start in range(0, len(keys), 400):
            some = _THERE(session, ws=ws, kind=noun.kind, keys=keys[start : start + 400])
            there |= {key: (row_id, cells) for key, row_id, cells in some}
    return there


def remembers(session: Session, ws: int, noun: Noun) -> bool:
    """Whether anything is remembered of a noun's rows."""
    return session.execute(select(IMPORTED.c.id).where(*_mine(ws, noun)).limit(1)).first() is not None


def remember(
    session: Session, known: Known, noun: Noun, changes: Sequence[Change], ids: Sequence[int]
) -> None:
    """Keep what the rows said, with the ids of the rows that they became."""
    new: list[dict[str, Any]] = []
    old: list[dict[str, Any]] = []
    for change, row_id in zip(changes, ids, strict=True):
        cells = SEPARATOR.join(change.cells.values())
        if change.row_id is None:
            new.append(
                {
                    "workspace_id": known.ws,
                    "kind": noun.kind,
                    "key": change.key,
                    "row_id": row_id,
                    "cells": cells,
                }
            )
        else:
            old.append({"k": change.key, "cells": cells})
    insert(session, IMPORTED, new)
    if old:
        mine = (*_mine(known.ws, noun), IMPORTED.c.key == bindparam("k"))
        session.connection().execute(update(IMPORTED).where(*mine).values(cells=bindparam("cells")), old)


def became(session: Session, ws: int, noun: Noun, keys: Sequence[str]) -> dict[str, int]:
    """The rows that rows taken before became, by key."""
    ids: dict[str, int] = {}
    for start in range(0, len(keys), 400):
        query = select(IMPORTED.c.key, IMPORTED.c.row_id).where(
            *_mine(ws, noun), IMPORTED.c.key.in_(keys[start : start + 400])
        )
        ids |= {r.key: r.row_id for r in session.execute(query)}
    return ids


def told_before(session: Session, ws: int, noun: Noun, keys: Sequence[str]) -> dict[str, list[str]]:
    """What rows taken before said, by key: a cell that says the same again changes nothing."""
    told: dict[str, list[str]] = {}
    for start in range(0, len(keys), 400):
        query = select(IMPORTED.c.key, IMPORTED.c.cells).where(
            *_mine(ws, noun), IMPORTED.c.key.in_(keys[start : start + 400])
        )
        told |= {r.key: remembered(noun, r.cells) for r in session.execute(query)}
    return told
