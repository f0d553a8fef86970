"""Changes and needs that the line of a logged touch told, noted by a tap in its receipt: taken back with the
touch, there again when it is only put right. Each act is audited, never its text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, literal, select, update
from sqlmodel import Session

from rules.facts import changes as changes_rules
from rules.facts import needs as needs_rules
from rules.facts.needed import HEARD

from . import changes, needs, nudges
from .audit import Trail
from .batches import Batch
from .changes import id_of


class Told:
    """What of one fact lines told: its table, its kind in reasons. `once` keeps taps apart; only what is
    still `fresh` goes with its line."""

    def __init__(
        self, table: Table, fact: str, audited: Trail, once: str, fresh: ColumnElement[bool] | None = None
    ) -> None:
        self._table, self._fact, self._audited, self.once = table, fact, audited, once
        self._fresh = literal(True) if fresh is None else fresh

    def of_batch(self, session: Session, ws: int, batch: Batch) -> list[Any]:
        """All that a line told of its accounts and somebody noted, taken back or not."""
        t = self._table
        mine = (
            t.c.workspace_id == ws,
            t.c.account_id.in_(batch.entry.account_ids),
            t.c.external_id == id_of(batch.batch),
        )
        told = select(t.c.id, t.c.account_id, t.c.voided_at, self._fresh.label("fresh")).where(*mine)
        return list(session.execute(told))

    def undone(self, session: Session, ws: int, batch: Batch, by_id: int, now: datetime) -> None:
        """A logged line was undone, and what it told with it; mornings that told of it say so."""
        for r in self.of_batch(session, ws, batch):
            if r.voided_at is not None or not r.fresh:
                continue
            self._set(session, r.id, voided_at=now)
            told, outcome = (self._fact, r.id), f"{self._fact} undone"
            nudges.answered(session, ws, r.account_id, told=told, outcome=outcome, now=now, batch=batch.batch)
            self._audited(session, ws, r.id, r.account_id, did="voided", by_id=by_id, now=now)

    def again(self, session: Session, ws: int, old: Batch, batch: Batch, by_id: int, now: datetime) -> bool:
        """An edit undid a line and stored it anew (`batch`): what it told stands again, at its account or,
        where the line left that, at the line's first; the touch that told it is no answer to it. Whether
        there was any."""
        rows = [r for r in self.of_batch(session, ws, old) if r.voided_at == now]
        ids = batch.entry.account_ids
        for r in rows:
            account = r.account_id if r.account_id in ids else ids[0]
            behind = {"behind": max(batch.touch_ids)} if "behind" in self._table.c else {}
            self._set(session, r.id, voided_at=None, account_id=account, **behind)
            if account == r.account_id:
                told = (self._fact, r.id)
                nudges.tells_again(session, ws, account, told=told, batch=batch.batch, now=now)
            self._audited(session, ws, r.id, account, did="restored", by_id=by_id, now=now)
        return bool(rows)

    def back(self, session: Session, ws: int, batch: Batch, by_id: int, at: datetime, now: datetime) -> None:
        """What was taken back with its line at an instant stands again."""
        for r in self.of_batch(session, ws, batch):
            if r.voided_at == at:
                self._set(session, r.id, voided_at=None)
                told = (self._fact, r.id)
                nudges.tells_again(session, ws, r.account_id, told=told, batch=batch.batch, now=now)
                self._audited(session, ws, r.id, r.account_id, did="restored", by_id=by_id, now=now)

    def _set(self, session: Session, row_id: int, **values: Any) -> None:
        session.execute(update(self._table).where(self._table.c.id == row_id).values(values))


CHANGES = Told(changes.CH, changes_rules.FACT, changes.audited, "told")
NEEDS = Told(needs.N, needs_rules.FACT, needs.audited, "told need", fresh=needs.N.c.status == HEARD)
TOLD = (CHANGES, NEEDS)


def undone(session: Session, ws: int, batch: Batch, by_id: int, now: datetime) -> None:
    """A logged line was undone, and all that it told with it."""
    for told in TOLD:
        told.undone(session, ws, batch, by_id, now)


def again(session: Session, ws: int, old: Batch, batch: Batch, by_id: int, now: datetime) -> bool:
    """An edit undid a line and stored it anew: what it told stands again. Whether there was any."""
    there = [told.again(session, ws, old, batch, by_id, now) for told in TOLD]
    return any(there)


def back(session: Session, ws: int, batch: Batch, by_id: int, at: datetime, now: datetime) -> None:
    """What was taken back with its line at an instant stands again."""
    for told in TOLD:
        told.back(session, ws, batch, by_id, at, now)
