"""Promises: made, moved, closed, read. Dates are those of whoever acts; each change is audited, never its
text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.promised import Promise

from . import audit, tables
from .prepared import Adding

PR, A = tables.table(tables.Promise), tables.table(tables.Account)
_ADD = Adding(PR)
QUERY = select(*tables.told(PR)).where(PR.c.voided_at.is_(None)).order_by(PR.c.due_on, PR.c.id)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that promises fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"promises": tuple(promise_of(r).as_known(today) for r in rows)}


def of_account(session: Session, ws: int, account_id: int) -> list[Promise]:
    """All of an account, the first due first."""
    mine = QUERY.where(PR.c.workspace_id == ws, PR.c.account_id == account_id)
    return [promise_of(r) for r in session.execute(mine)]


def get(session: Session, ws: int, promise_id: int) -> Promise | None:
    """One of them; None when there is none, or the touch that brought it was undone."""
    row = session.execute(QUERY.where(PR.c.workspace_id == ws, PR.c.id == promise_id)).first()
    return promise_of(row) if row else None


def was_undone(session: Session, ws: int, promise_id: int) -> bool:
    """Whether there was one, and the touch that brought it was undone."""
    mine = (PR.c.workspace_id == ws, PR.c.id == promise_id, PR.c.voided_at.is_not(None))
    return session.execute(select(PR.c.id).where(*mine)).first() is not None


def due_by(session: Session, ws: int, owner_id: int, until: date) -> list[tuple[str, Promise]]:
    """Open ones of somebody's accounts that fall due up to a date, overdue ones too, each with its
    account's name."""
    mine = (
        PR.c.workspace_id == ws,
        A.c.workspace_id == ws,
        A.c.owner_id == owner_id,
        A.c.status != "churned",
    )
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == PR.c.account_id)
    rows = session.execute(query.where(*mine, PR.c.state == "open", PR.c.due_on <= until))
    return [(r.account_name, promise_of(r)) for r in rows]


def make(
    session: Session,
    ws: int,
    *,
    account_id: int,
    by_id: int,
    text: str,
    on: date,
    due_on: date,
    now: datetime,
    batch: str = "",
) -> int:
    """Keep a new one; its id."""
    row = {
        "account_id": account_id,
        "by_id": by_id,
        "text": text,
        "promised_on": on,
        "due_on": due_on,
        "batch": batch,
        "external_id": f"tend-{uuid4().hex[:16]}",
        "created_at": now,
    }
    made = _ADD(session, workspace_id=ws, state="open", moved="", **row)
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did="promised",
        noun="promise",
        row_id=made,
        account=account_id,
        due_on=str(due_on),
    )
    return made


def close(
    session: Session, ws: int, promise: Promise, state: str, on: date, by_id: int, now: datetime
) -> None:
    """It was kept or dropped on a date."""
    session.execute(update(PR).where(PR.c.id == promise.id).values(state=state, done_on=on))
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did=state,
        noun="promise",
        row_id=promise.id,
        account=promise.account_id,
        on=str(on),
    )


def move(
    session: Session, ws: int, promise: Promise, due_on: date, on: date, by_id: int, now: datetime
) -> None:
    """On a date it was promised for another one; the first stays beside it."""
    moved = ";".join(f"{day}>{due}" for day, due in (*(m for m in promise.moved if m[0] != on), (on, due_on)))
    change = {"due_on": due_on, "first_due_on": promise.first_on, "moved": moved}
    session.execute(update(PR).where(PR.c.id == promise.id).values(change))
    before = {"before": str(promise.due_on), "due_on": str(due_on)}
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did="moved",
        noun="promise",
        row_id=promise.id,
        account=promise.account_id,
        **before,
    )


def promise_of(r: Any) -> Promise:
    pairs = (pair.split(">") for pair in r.moved.split(";") if pair)
    moved = tuple((date.fromisoformat(day), date.fromisoformat(due)) for day, due in pairs)
    return Promise(
        r.id,
        r.account_id,
        r.by_id,
        text=r.text,
        due_on=r.due_on,
        promised_on=r.promised_on,
        first_due_on=r.first_due_on,
        state=r.state,
        done_on=r.done_on,
        moved=moved,
    )
