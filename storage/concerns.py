"""Concerns: opened, put right, closed, read. Dates are those of whoever acts; each change is audited, never
its text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import or_, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.raised import Concern

from . import tables
from .audit import AU, Trail
from .database import new_id

CO, A = tables.table(tables.Concern), tables.table(tables.Account)
_audit = Trail("concern")
QUERY = select(*tables.told(CO)).where(CO.c.voided_at.is_(None)).order_by(CO.c.raised_on, CO.c.id)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that concerns fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"concerns": tuple(concern_of(r).as_known(today) for r in rows)}


def of_account(session: Session, ws: int, account_id: int) -> list[Concern]:
    """All of an account, the longest first."""
    mine = QUERY.where(CO.c.workspace_id == ws, CO.c.account_id == account_id)
    return [concern_of(r) for r in session.execute(mine)]


def of_batch(session: Session, ws: int, batch: str) -> list[Concern]:
    """What a logged line brought, one an account."""
    mine = QUERY.where(CO.c.workspace_id == ws, CO.c.batch == batch)
    return [concern_of(r) for r in session.execute(mine.order_by(None).order_by(CO.c.id))]


def get(session: Session, ws: int, concern_id: int) -> Concern | None:
    """One of them; None when there is none, or the touch that brought it was undone."""
    row = session.execute(QUERY.where(CO.c.workspace_id == ws, CO.c.id == concern_id)).first()
    return concern_of(row) if row else None


def was_undone(session: Session, ws: int, concern_id: int) -> bool:
    """Whether there was one, and the touch that brought it was undone."""
    mine = (CO.c.workspace_id == ws, CO.c.id == concern_id, CO.c.voided_at.is_not(None))
    return session.execute(select(CO.c.id).where(*mine)).first() is not None


def kind_chosen_by(session: Session, ws: int, concern_id: int) -> int | None:
    """Who said last what it is about, as the audit trail has it."""
    mine = (AU.c.workspace_id == ws, AU.c.noun == "concern", AU.c.row_id == concern_id)
    rows = session.execute(select(AU.c.by_id, AU.c.change).where(*mine).order_by(AU.c.id.desc()))
    return next((r.by_id for r in rows if "kind" in r.change), None)


def waiting(
    session: Session, ws: int, owner_id: int, kinds: Collection[str] = ()
) -> list[tuple[str, Concern]]:
    """Open ones of somebody's accounts and of the `kinds` that they look after, the longest first, each with
    its account's name."""
    mine = (
        CO.c.workspace_id == ws,
        CO.c.closed_on.is_(None),
        A.c.workspace_id == ws,
        A.c.status != "churned",
        or_(A.c.owner_id == owner_id, CO.c.kind.in_(list(kinds))),
    )
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == CO.c.account_id)
    return [(r.account_name, concern_of(r)) for r in session.execute(query.where(*mine))]


def open_(
    session: Session,
    ws: int,
    *,
    account_id: int,
    by_id: int,
    text: str,
    kind: str,
    on: date,
    now: datetime,
    batch: str = "",
    external_id: str = "",
) -> int:
    """Keep a new one, raised on a date; its id. One that a line stated alone is known again by its
    external id (storage/stated.py)."""
    row = {
        "account_id": account_id,
        "by_id": by_id,
        "text": text,
        "kind": kind,
        "raised_on": on,
        "done": "",
        "batch": batch,
        "external_id": external_id or f"tend-{uuid4().hex[:16]}",
        "created_at": now,
    }
    opened = new_id(session.execute(CO.insert().values(workspace_id=ws, **row)))
    _audit(session, ws, opened, account_id, did="opened", by_id=by_id, now=now, kind=kind)
    return opened


def change(
    session: Session, ws: int, concern: Concern, changed: dict[str, Any], by_id: int, now: datetime
) -> None:
    """Another text, kind or first day."""
    session.execute(update(CO).where(CO.c.id == concern.id).values(changed))
    said = {"kind": changed["kind"]} if "kind" in changed else {}
    _audit(session, ws, concern.id, concern.account_id, did="changed", by_id=by_id, now=now, **said)


def close(
    session: Session, ws: int, concern: Concern, done: str, told_on: date, by_id: int, now: datetime
) -> None:
    """The customer was told on a date what was done: the loop is closed."""
    closed = {"closed_on": told_on, "done": done, "closed_by_id": by_id}
    session.execute(update(CO).where(CO.c.id == concern.id).values(closed))
    _audit(session, ws, concern.id, concern.account_id, did="closed", by_id=by_id, now=now, on=str(told_on))


def reopen(session: Session, ws: int, concern: Concern, by_id: int, now: datetime) -> None:
    """It was closed by mistake, or they say that it is not settled."""
    opened: dict[str, Any] = {"closed_on": None, "done": "", "closed_by_id": None}
    session.execute(update(CO).where(CO.c.id == concern.id).values(opened))
    before = {"before": str(concern.closed_on)}
    _audit(session, ws, concern.id, concern.account_id, did="reopened", by_id=by_id, now=now, **before)


def concern_of(r: Any) -> Concern:
    return Concern(
        r.id,
        r.account_id,
        r.by_id,
        text=r.text,
        raised_on=r.raised_on,
        kind=r.kind,
        closed_on=r.closed_on,
        done=r.done,
    )
