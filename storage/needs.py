"""Needs: noted, put right, moved on, taken back, read; and those of many accounts together. Dates are those
of whoever acts; each act is audited, never its text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.lacking import Lack
from rules.facts.needed import CLOSED, Need

from . import tables
from .audit import Trail
from .database import new_id

N, A, P = tables.table(tables.Need), tables.table(tables.Account), tables.table(tables.Person)
audited = Trail("need")
QUERY = select(*tables.told(N, "created_at")).where(N.c.voided_at.is_(None)).order_by(N.c.heard_on, N.c.id)
DAYS = ("heard_on", "explored_on", "offered_on", "closed_on", "right_on")
FIELDS = ("text", "status", "budget", "currency", "offer", "discount", "why", *DAYS)
"""What somebody may put right."""


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that needs fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"needs": tuple(need_of(r).as_known(today) for r in rows)}


def of_account(session: Session, ws: int, account_id: int) -> list[Need]:
    """All of an account, what was heard first first."""
    mine = QUERY.where(N.c.workspace_id == ws, N.c.account_id == account_id)
    return [need_of(r) for r in session.execute(mine)]


def get(session: Session, ws: int, need_id: int) -> Need | None:
    """One of them; None when there is none, or somebody took it back."""
    row = session.execute(QUERY.where(N.c.workspace_id == ws, N.c.id == need_id)).first()
    return need_of(row) if row else None


def lacks(session: Session, ws: int, owners: Collection[int]) -> list[Lack]:
    """Open ones of these people's accounts that are customers still, each with its account."""
    query = QUERY.add_columns(
        A.c.name.label("account_name"), A.c.tier, A.c.annual, A.c.owner_id, P.c.name.label("owner")
    ).join(A, A.c.id == N.c.account_id)
    mine = (
        N.c.workspace_id == ws,
        N.c.status.not_in(CLOSED),
        A.c.workspace_id == ws,
        A.c.status != "churned",
        A.c.owner_id.in_(list(owners)),
    )
    rows = session.execute(query.join(P, P.c.id == A.c.owner_id).where(*mine))
    return [
        Lack(need_of(r), r.account_name, r.tier, owner=r.owner, owner_id=r.owner_id, annual=r.annual)
        for r in rows
    ]


def right_by(session: Session, ws: int, owner_id: int, until: date) -> list[tuple[str, Need]]:
    """Open ones of somebody's accounts that are right by a day and not offered yet, the soonest first, each
    with its account's name."""
    mine = (
        N.c.workspace_id == ws,
        N.c.status.in_(("heard", "explored")),
        N.c.right_on <= until,
        A.c.workspace_id == ws,
        A.c.owner_id == owner_id,
        A.c.status != "churned",
    )
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == N.c.account_id).where(*mine)
    query = query.order_by(None).order_by(N.c.right_on, N.c.id)
    return [(r.account_name, need_of(r)) for r in session.execute(query)]


def note(session: Session, ws: int, need: Need, *, by_id: int, now: datetime, external_id: str = "") -> int:
    """Keep a new one; its id. One that a line told is known again by its external id."""
    row = {name: getattr(need, name) for name in FIELDS} | {
        "account_id": need.account_id,
        "by_id": by_id,
        "external_id": external_id or f"tend-{uuid4().hex[:16]}",
        "created_at": now,
    }
    made = new_id(session.execute(N.insert().values(workspace_id=ws, **row)))
    audited(session, ws, made, need.account_id, did="noted", by_id=by_id, now=now, status=need.status)
    return made


def change(session: Session, ws: int, was: Need, to: Need, *, by_id: int, now: datetime) -> bool:
    """Put right, or moved on to another status; whether anything differs."""
    changed = {name: getattr(to, name) for name in FIELDS if getattr(to, name) != getattr(was, name)}
    if not changed:
        return False
    session.execute(update(N).where(N.c.id == was.id).values(changed))
    did = to.status if to.status != was.status else "put right"
    about = {"status": to.status, "before": was.status} if to.status != was.status else {}
    audited(session, ws, was.id, was.account_id, did=did, by_id=by_id, now=now, **about)
    return True


def take_back(session: Session, ws: int, need: Need, *, by_id: int, now: datetime) -> None:
    """It is not so; the row stays, so that its audit can be read."""
    session.execute(update(N).where(N.c.id == need.id).values(voided_at=now))
    audited(session, ws, need.id, need.account_id, did="voided", by_id=by_id, now=now)


def need_of(r: Any) -> Need:
    """One of which a file does not say when it was heard is known from when it was put on file."""
    held = {name: getattr(r, name) for name in FIELDS}
    return Need(r.id, r.account_id, r.by_id, **{**held, "heard_on": r.heard_on or r.created_at.date()})
