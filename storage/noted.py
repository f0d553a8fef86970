"""Changes that the line of a logged touch told, noted by a tap in its receipt: taken back with the touch,
there again when it is only put right. Each act is audited, never its text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.facts.changes import FACT

from . import nudges
from .batches import Batch
from .changes import CH, audited, id_of


def of_batch(session: Session, ws: int, batch: Batch) -> list[Any]:
    """All that a line told of its accounts and somebody noted, taken back or not."""
    mine = (
        CH.c.workspace_id == ws,
        CH.c.account_id.in_(batch.entry.account_ids),
        CH.c.external_id == id_of(batch.batch),
    )
    return list(session.execute(select(CH.c.id, CH.c.account_id, CH.c.voided_at).where(*mine)))


def undone(session: Session, ws: int, batch: Batch, by_id: int, now: datetime) -> None:
    """A logged line was undone, and what it told with it; mornings that told of it say so."""
    for r in of_batch(session, ws, batch):
        if r.voided_at is not None:
            continue
        session.execute(update(CH).where(CH.c.id == r.id).values(voided_at=now))
        nudges.answered(
            session, ws, r.account_id, told=(FACT, r.id), outcome="change undone", now=now, batch=batch.batch
        )
        audited(session, ws, r.id, r.account_id, did="voided", by_id=by_id, now=now)


def again(session: Session, ws: int, old: Batch, batch: Batch, by_id: int, now: datetime) -> bool:
    """An edit undid a line and stored it anew (`batch`): what it told stands again, at its account or, where
    the line left that, at the line's first; the touch that told it is no answer to it. Whether there was
    any."""
    rows = [r for r in of_batch(session, ws, old) if r.voided_at == now]
    ids = batch.entry.account_ids
    for r in rows:
        account = r.account_id if r.account_id in ids else ids[0]
        stands = {"voided_at": None, "account_id": account, "behind": max(batch.touch_ids)}
        session.execute(update(CH).where(CH.c.id == r.id).values(stands))
        if account == r.account_id:
            nudges.tells_again(session, ws, account, told=(FACT, r.id), batch=batch.batch, now=now)
        audited(session, ws, r.id, account, did="restored", by_id=by_id, now=now)
    return bool(rows)


def back(session: Session, ws: int, batch: Batch, by_id: int, at: datetime, now: datetime) -> None:
    """What was taken back with its line at an instant stands again."""
    for r in of_batch(session, ws, batch):
        if r.voided_at == at:
            session.execute(update(CH).where(CH.c.id == r.id).values(voided_at=None))
            nudges.tells_again(session, ws, r.account_id, told=(FACT, r.id), batch=batch.batch, now=now)
            audited(session, ws, r.id, r.account_id, did="restored", by_id=by_id, now=now)
