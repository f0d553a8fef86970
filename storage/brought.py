"""What a logged line brought with it, whatever it is: known again by the line's batch after an edit, taken
back when the line is undone, there again when it is only put right. BROUGHT is declared where a fact's own
words stand: its table, its noun in the audit, its kind in reasons. Each change is audited, never its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from . import nudges
from .audit import Trail
from .prepared import Prepared


class Brought:
    """Rows of `table`, which has `batch`, `voided_at` and `account_id`."""

    def __init__(self, table: Any, noun: str, kind: str) -> None:
        self.table, self.noun, self.kind = table, noun, kind
        self.audit = Trail(noun)

    @cached_property
    def _of_batch(self) -> Prepared:
        c = self.table.c
        mine = (c.workspace_id == bindparam("ws"), c.batch == bindparam("batch"))
        return Prepared(select(self.table).where(*mine).order_by(c.id))

    def of_line(self, session: Session, ws: int, batch: str) -> list[Any]:
        """All that a line brought, taken back or not."""
        return self._of_batch(session, ws=ws, batch=batch)

    def standing(self, session: Session, ws: int, batch: str) -> list[Any]:
        """What a line brought that nobody took back."""
        return [r for r in self.of_line(session, ws, batch) if r.voided_at is None]

    def restore(
        self,
        session: Session,
        ws: int,
        row: Any,
        *,
        account_id: int,
        values: dict[str, Any],
        by_id: int,
        now: datetime,
    ) -> None:
        """An edit undid the line and stores it anew: what it brought stands again, with `values`."""
        change = {"voided_at": None, "account_id": account_id, **values}
        session.execute(update(self.table).where(self.table.c.id == row.id).values(change))
        before = {"account_before": row.account_id} if account_id != row.account_id else {}
        if not before:
            told = (self.kind, row.id)
            nudges.tells_again(session, ws, account_id, told=told, batch=row.batch, now=now)
        self.audit(session, ws, row.id, account_id, did="restored", by_id=by_id, now=now, **before)

    def without_words(self, session: Session, ws: int, batch: str, by_id: int, now: datetime) -> None:
        """An edit says nothing of it any more: what the line had brought goes, but one whose text was deleted
        with its time stays."""
        for r in undone_now(self.of_line(session, ws, batch)):
            if not r.text:
                self.restore(session, ws, r, account_id=r.account_id, values={}, by_id=by_id, now=now)

    def undone(self, session: Session, ws: int, batch: str, by_id: int, now: datetime) -> None:
        """A logged line was undone, and what it brought with it; mornings that told of it say so."""
        c = self.table.c
        mine = (c.workspace_id == ws, c.batch == batch, c.voided_at.is_(None))
        rows = session.execute(select(c.id, c.account_id).where(*mine).order_by(c.id)).all()
        session.execute(update(self.table).where(*mine).values(voided_at=now))
        for r in rows:
            told, outcome = (self.kind, r.id), f"{self.noun} undone"
            nudges.answered(session, ws, r.account_id, told=told, outcome=outcome, now=now, batch=batch)
            self.audit(session, ws, r.id, r.account_id, did="voided", by_id=by_id, now=now)

    def back(
        self, session: Session, ws: int, batch: str, entry: Any, by_id: int, at: datetime, now: datetime
    ) -> None:
        """What was undone with its line at an instant stands again, as it was."""
        for r in self.of_line(session, ws, batch):
            if r.voided_at == at:
                self.restore(session, ws, r, account_id=r.account_id, values={}, by_id=by_id, now=now)


def undone_now(rows: Sequence[Any]) -> list[Any]:
    """Of all that a line brought, what was taken back last: by the edit that stores it anew."""
    return [r for r in rows if r.voided_at == max(x.voided_at for x in rows)]


def by_account(rows: Sequence[Any], account_ids: Sequence[int]) -> dict[int, Any]:
    """What is stored of each account of an edited line: its own, else that of one which left the line."""
    there = {r.account_id: r for r in rows if r.account_id in account_ids}
    left = [r for r in undone_now(rows) if r.account_id not in account_ids]
    return there | dict(zip((a for a in account_ids if a not in there), left, strict=False))
