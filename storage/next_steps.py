"""Next steps as touches bring them: added, ticked off, undone with their touch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.facts.entries import Entry

from .records import N


def brought(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """A meaningful touch ticks off the steps whose day has come; what it says comes next stands, once an
    account."""
    if entry.meaningful:
        passed = (N.c.on <= entry.on) | N.c.on.is_(None)
        mine = (N.c.workspace_id == ws, N.c.account_id.in_(entry.account_ids), N.c.done_at.is_(None))
        session.execute(update(N).where(*mine, passed).values(done_at=now, done_by_batch=batch))
    if entry.next_text or entry.next_on:
        step = {"by_id": by_id, "text": entry.next_text or "next step", "on": entry.next_on, "batch": batch}
        for account_id in entry.account_ids:
            session.execute(N.insert().values(workspace_id=ws, account_id=account_id, **step))


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's step fills."""
    mine = select(N).where(N.c.workspace_id == ws, N.c.batch == batch)
    step = session.execute(mine.order_by(N.c.id)).first()
    return {"next_text": step.text, "next_on": step.on} if step else {}


def undone(session: Session, ws: int, batch: str, by_id: int, now: datetime) -> None:
    """A logged line was undone: its step goes, those that it ticked off are open again."""
    session.execute(N.delete().where(N.c.workspace_id == ws, N.c.batch == batch))
    ticked = (N.c.workspace_id == ws, N.c.done_by_batch == batch)
    session.execute(update(N).where(*ticked).values(done_at=None, done_by_batch=""))
