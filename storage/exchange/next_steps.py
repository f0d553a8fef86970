"""Next steps: what comes next with an account. Files tell the day on which one was done. One whose line was
undone is in no file, and no file brings it back or ticks it off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.calendar import local_date

from ..next_steps import STANDS
from ..people import P
from ..records import A, N
from .cells import DATE, EMAIL, ID, NOTE, shown
from .days import still_to_come
from .known import Change, Known
from .noun import Column, Noun
from .rows import Problem, Rows
from .writing import write_rows


def _done_before(known: Known, f: Rows) -> Iterable[tuple[int, Problem]]:
    return still_to_come(known, f, ("done_on",))


def _write(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    """What a file says of the day stands, whichever touch is undone afterwards."""
    undone = _undone(session, known.ws, [c.row_id for c in changes if c.row_id is not None])
    for change in changes:
        if change.row_id in undone:
            change.changed = frozenset()
    ids = write_rows(session, known, NEXT_STEPS, changes=changes)
    dated = [i for c, i in zip(changes, ids, strict=True) if c.row_id is not None and "done_on" in c.changed]
    for start in range(0, len(dated), 400):
        session.execute(update(N).where(N.c.id.in_(dated[start : start + 400])).values(done_by_batch=""))
    return ids


def _undone(session: Session, ws: int, ids: Sequence[int]) -> set[int]:
    """Which of these rows were undone with the line that brought them."""
    undone = set[int]()
    for start in range(0, len(ids), 400):
        mine = (N.c.workspace_id == ws, N.c.id.in_(ids[start : start + 400]))
        undone.update(session.execute(select(N.c.id).where(*mine, ~STANDS)).scalars())
    return undone


def _rows(session: Session, ws: int, ids: Sequence[int] | None) -> Iterator[tuple[int, list[str]]]:
    query = (
        select(N, A.c.name.label("account"), P.c.email, P.c.zone)
        .join(A, A.c.id == N.c.account_id)
        .join(P, P.c.id == N.c.by_id)
        .where(N.c.workspace_id == ws, STANDS)
    )
    if ids is not None:
        query = query.where(N.c.id.in_(ids))
    for r in session.execute(query.order_by(N.c.id)):
        done_on = local_date(r.done_at, r.zone) if r.done_at else None
        yield r.id, [r.account, r.email, r.text, shown(r.on), shown(done_on), r.external_id]


def _fresh(known: Known, values: dict[str, Any]) -> dict[str, Any]:
    return {"batch": "", "done_by_batch": ""}


NEXT_STEPS = Noun(
    "next_steps",
    N,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("text", NOTE, required=True),
        Column("on", DATE),
        Column("done_on", DATE, to="done_at", noon=True),
        Column("external_id", ID),
    ),
    one="next step",
    by="by_id",
    id_word="n",
    fresh=_fresh,
    look=_done_before,
    write=_write,
    rows=_rows,
)
