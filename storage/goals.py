"""Goals: noted, put right, reached, given up, read. Dates are those of whoever acts; each act is audited,
never its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.aimed import Goal

from . import tables
from .audit import Trail
from .database import new_id

G = tables.table(tables.Goal)
audited = Trail("goal")
QUERY = select(*tables.told(G, "created_at")).where(G.c.voided_at.is_(None)).order_by(G.c.said_on, G.c.id)
FIELDS = ("text", "measure", "said_on", "due_on", "state", "closed_on")
"""What somebody may put right."""


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that goals fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"goals": tuple(goal_of(r).as_known(today) for r in rows)}


def of_account(session: Session, ws: int, account_id: int) -> list[Goal]:
    """All of an account, what was said first first."""
    mine = QUERY.where(G.c.workspace_id == ws, G.c.account_id == account_id)
    return [goal_of(r) for r in session.execute(mine)]


def get(session: Session, ws: int, goal_id: int) -> Goal | None:
    """One of them; None when there is none, or somebody took it back."""
    row = session.execute(QUERY.where(G.c.workspace_id == ws, G.c.id == goal_id)).first()
    return goal_of(row) if row else None


def note(session: Session, ws: int, goal: Goal, *, by_id: int, now: datetime) -> int:
    """Keep a new one; its id."""
    row = {name: getattr(goal, name) for name in FIELDS} | {
        "account_id": goal.account_id,
        "by_id": by_id,
        "external_id": f"tend-{uuid4().hex[:16]}",
        "created_at": now,
    }
    made = new_id(session.execute(G.insert().values(workspace_id=ws, **row)))
    audited(session, ws, made, goal.account_id, did="noted", by_id=by_id, now=now)
    return made


def change(session: Session, ws: int, was: Goal, to: Goal, *, by_id: int, now: datetime) -> bool:
    """Put right, reached, given up or open again; whether anything differs."""
    changed = {name: getattr(to, name) for name in FIELDS if getattr(to, name) != getattr(was, name)}
    if not changed:
        return False
    session.execute(update(G).where(G.c.id == was.id).values(changed))
    did = to.state if to.state != was.state else "put right"
    audited(session, ws, was.id, was.account_id, did=did, by_id=by_id, now=now)
    return True


def goal_of(r: Any) -> Goal:
    """One of which a file does not say when it was said is known from when it was put on file."""
    held = {name: getattr(r, name) for name in FIELDS}
    return Goal(r.id, r.account_id, r.by_id, **{**held, "said_on": r.said_on or r.created_at.date()})
