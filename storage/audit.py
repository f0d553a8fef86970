"""Who changed what, and when. Note text is not repeated here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from . import tables
from .prepared import Adding

AU, P, A = tables.table(tables.Audit), tables.table(tables.Person), tables.table(tables.Account)
_ADD = Adding(AU)


def keep(
    session: Session,
    ws: int,
    at: datetime,
    by_id: int | None,
    did: str,
    noun: str,
    row_id: int,
    **change: Any,
) -> None:
    _ADD(session, workspace_id=ws, at=at, by_id=by_id, did=did, noun=noun, row_id=row_id, change=change)


def lines(session: Session, ws: int, since: datetime) -> list[str]:
    """Who changed what since an instant, oldest first, a line each."""
    account = A.c.id == AU.c.row_id
    query = (
        select(
            AU.c.at,
            AU.c.did,
            AU.c.noun,
            AU.c.row_id,
            AU.c.change,
            P.c.name.label("by"),
            A.c.name.label("account"),
        )
        .outerjoin(P, P.c.id == AU.c.by_id)
        .outerjoin(A, account & (AU.c.noun == "account"))
        .where(AU.c.workspace_id == ws, AU.c.at >= since)
    )
    entries = []
    for row in session.execute(query.order_by(AU.c.at, AU.c.id)):
        changed = ", ".join(f"{k} {v}" for k, v in row.change.items() if v not in (None, "", {}))
        what = row.account or f"{row.noun} {row.row_id}"
        entries.append(
            f"{row.at:%Y-%m-%d %H:%M}Z  {row.by or 'Tend'}: {row.did} {what}"
            + (f" ({changed})" if changed else "")
        )
    return entries
