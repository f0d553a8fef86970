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

from rules.facts.entries import Entry
from rules.facts.promised import Promise

from . import audit, tables
from .database import new_id

PR, A = tables.table(tables.Promise), tables.table(tables.Account)
QUERY = select(PR).where(PR.c.voided_at.is_(None)).order_by(PR.c.due_on, PR.c.id)


def put(rows: Sequence[Any], account: Any) -> dict[str, Any]:
    """The field of a Record that promises fill."""
    return {"promises": tuple(_promise(r) for r in rows)}


def of_account(session: Session, ws: int, account_id: int) -> list[Promise]:
    """All of an account, the first due first."""
    mine = QUERY.where(PR.c.workspace_id == ws, PR.c.account_id == account_id)
    return [_promise(r) for r in session.execute(mine)]


def get(session: Session, ws: int, promise_id: int) -> Promise | None:
    """One of them; None when there is none, or the touch that brought it was undone."""
    row = session.execute(QUERY.where(PR.c.workspace_id == ws, PR.c.id == promise_id)).first()
    return _promise(row) if row else None


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
    return [(r.account_name, _promise(r)) for r in rows]


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
    made = new_id(session.execute(PR.insert().values(workspace_id=ws, state="open", moved="", **row)))
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


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's promise fills, as it stands now. One whose text was deleted
    with its time fills none: a day alone is half a promise, which the form would ask about."""
    mine = QUERY.where(PR.c.workspace_id == ws, PR.c.batch == batch)
    row = session.execute(mine.order_by(None).order_by(PR.c.id)).first()
    return {"promise_text": row.text, "promise_on": row.due_on} if row and row.text else {}


def brought(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """What a logged line promises, once an account. After an edit the same promise stands, with what
    became of it: only what was changed in the form is; one whose text was deleted with its time stays."""
    mine = (PR.c.workspace_id == ws, PR.c.batch == batch)
    rows = session.execute(select(PR).where(*mine).order_by(PR.c.id)).all()
    if not entry.promise_text or entry.promise_on is None:
        if rows:
            session.execute(update(PR).where(*mine, PR.c.text == "").values(voided_at=None))
        return
    there = {r.account_id: r for r in rows}
    for account_id in entry.account_ids:
        if account_id not in there:
            make(
                session,
                ws,
                account_id=account_id,
                by_id=by_id,
                text=entry.promise_text,
                on=entry.on,
                due_on=entry.promise_on,
                now=now,
                batch=batch,
            )
            continue
        change: dict[str, Any] = {"promised_on": entry.on, "voided_at": None}
        change |= {"text": entry.promise_text} if entry.promise_text != rows[0].text else {}
        change |= {"due_on": entry.promise_on} if entry.promise_on != rows[0].due_on else {}
        session.execute(update(PR).where(PR.c.id == there[account_id].id).values(change))


def undone(session: Session, ws: int, batch: str, now: datetime) -> None:
    """A logged line was undone, and what it promised with it."""
    session.execute(
        update(PR)
        .where(PR.c.workspace_id == ws, PR.c.batch == batch, PR.c.voided_at.is_(None))
        .values(voided_at=now)
    )


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


def _promise(r: Any) -> Promise:
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
