"""Who changed what, and when. Note text is not repeated here."""

from __future__ import annotations

from collections.abc import Mapping
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
) -> int:
    """Kept in the transaction of the act; its id. `account` among `change`: whose history shows it, where
    the row is none itself."""
    about = {"account_id": row_id if noun == "account" else change.get("account")}
    row = {"at": at, "by_id": by_id, "did": did, "noun": noun, "row_id": row_id, "change": change}
    return int(_ADD(session, workspace_id=ws, **row, **about))


class Trail:
    """The lines of one noun, of rows that belong to an account: its history shows them."""

    def __init__(self, noun: str) -> None:
        self.noun = noun

    def __call__(
        self,
        session: Session,
        ws: int,
        row_id: int,
        account_id: int,
        did: str,
        *,
        by_id: int | None,
        now: datetime,
        **said: Any,
    ) -> int:
        row = {"noun": self.noun, "row_id": row_id, "account": account_id, **said}
        return keep(session, ws, now, by_id=by_id, did=did, **row)


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
        changed = ", ".join(f"{k} {v}" for k, v in _flat(row.change) if v not in (None, "", {}, []))
        what = row.account or f"{row.noun} {row.row_id}"
        entries.append(
            f"{row.at:%Y-%m-%d %H:%M}Z  {row.by or 'Tend'}: {row.did} {what}"
            + (f" ({changed})" if changed else "")
        )
    return entries


def _flat(change: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What changed, each with before and after, in place of both apart; without what only an undo wants."""
    before, after = change.get("before"), change.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return list(change.items())
    each = [(name, f"{before.get(name)} -> {value}") for name, value in after.items()]
    rest = [(k, v) for k, v in change.items() if k not in {"before", "after", "stood", "stands"}]
    return [*each, *rest]
