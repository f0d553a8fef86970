"""What is kept of an import's rows while it is undone: which there are, what became of each, what they are
about and called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from .known import Known
from .noun import Noun
from .recording import IC

BACK, GONE, STAYS = "back", "gone", "stays"


def rows_of(session: Session, ids: Sequence[int]) -> dict[int, Any]:
    """What is kept of a run's rows, by the row itself."""
    return {r.row_id: r for r in session.execute(select(IC).where(IC.c.id.in_(ids)))}


def become(session: Session, rows: Sequence[Any], became: str) -> None:
    """What became of rows by the undoing."""
    if rows:
        session.execute(update(IC).where(IC.c.id.in_([r.id for r in rows])).values(became=became))


def note_touched(known: Known, noun: Noun, rows: Sequence[Sequence[str]]) -> None:
    """The accounts that rows are about are computed anew."""
    if noun.about:
        for cells in rows:
            account = known.find("accounts", cells[noun.place[noun.about]])
            if account is not None:
                known.touched.add(account)


def called(noun: Noun, cells: Sequence[str]) -> str:
    """What a row is called, for the one who reads what stays."""
    names = noun.named or tuple(c for c in (noun.about,) if c)
    return ", ".join(cells[noun.place[n]] for n in names) if cells else ""
