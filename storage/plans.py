"""What comes next or was promised, kept without a touch: stored and undone as what a touch brings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from rules.facts.entries import Entry
from rules.policy import Policy

from . import audit, captured, tables
from .assess import recompute
from .records import N

PR = tables.table(tables.Promise)


def batch_name(line: str) -> str:
    """The batch of what a line plans; what it logs has the line's own."""
    return f"p{line}"


def line_of(batch: str) -> str:
    """The key of the line that planned a batch."""
    return batch.removeprefix("p")


def keep(
    session: Session, ws: int, policy: Policy, entry: Entry, by_id: int, batch: str, now: datetime
) -> None:
    """Store what an entry brings, and what is due with it. No touch: nothing happened yet."""
    for line in captured.CAPTURED:
        line.again(session, ws, batch, entry, by_id, now)
    _keep_track(session, ws, entry, by_id=by_id, did="planned", now=now)
    recompute(session, ws, policy, ids=entry.account_ids, now=now)


def of_batch(session: Session, ws: int, batch: str) -> tuple[Entry, int] | None:
    """What stands of it, as an entry, and who planned it; None when it was undone."""
    planned = (N.c.workspace_id == ws, N.c.batch == batch)
    steps = session.execute(select(N.c.account_id, N.c.by_id).where(*planned).order_by(N.c.id)).all()
    promised = (PR.c.workspace_id == ws, PR.c.batch == batch, PR.c.voided_at.is_(None))
    made = session.execute(select(PR.c.account_id, PR.c.by_id).where(*promised).order_by(PR.c.id)).all()
    stands = [*steps, *made]
    if not stands:
        return None
    ids = tuple(dict.fromkeys(r.account_id for r in stands))
    brought = captured.read(session, ws, batch)
    return Entry(ids, date.min, **brought), stands[0].by_id


def undo(
    session: Session, ws: int, policy: Policy, entry: Entry, by_id: int, batch: str, now: datetime
) -> None:
    for line in captured.CAPTURED:
        line.undone(session, ws, batch, by_id, now)
    _keep_track(session, ws, entry, by_id=by_id, did="plan undone", now=now)
    recompute(session, ws, policy, ids=entry.account_ids, now=now)


def _keep_track(session: Session, ws: int, entry: Entry, by_id: int, did: str, now: datetime) -> None:
    for account_id in entry.account_ids:
        audit.keep(session, ws, now, by_id=by_id, did=did, noun="account", row_id=account_id)
