"""Concerns as touches bring them: opened, put right by an edit, undone with their touch. Each change is
audited, never its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.facts.concerns import FACT
from rules.facts.entries import Entry
from rules.facts.raised import ABOUT, OPENED

from . import audit, nudges, routed
from .concerns import CO, open_
from .prepared import Prepared

A_DAY = timedelta(days=1)
_BROUGHT = Prepared(
    select(CO).where(CO.c.workspace_id == bindparam("ws"), CO.c.batch == bindparam("batch")).order_by(CO.c.id)
)


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's concern fills, as it stands now. One whose text was deleted
    with its time fills none."""
    rows = [row for row in _BROUGHT(session, ws=ws, batch=batch) if row.voided_at is None]
    return {"concern_text": rows[0].text, "concern_kind": rows[0].kind} if rows and rows[0].text else {}


def brought(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """What a logged line says they are unhappy about, once an account."""
    if entry.concern_text:
        for account_id in entry.account_ids:
            opened = _opened(session, ws, batch, entry, account_id, by_id=by_id, now=now)
            routed.tell(session, ws, opened, by_id=by_id, now=now)


def _opened(
    session: Session, ws: int, batch: str, entry: Entry, account_id: int, by_id: int, now: datetime
) -> int:
    return open_(
        session,
        ws,
        account_id=account_id,
        by_id=by_id,
        text=entry.concern_text,
        kind=entry.concern_kind,
        on=entry.on,
        now=now,
        batch=batch,
    )


def again(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """After an edit the same concerns stand, closed or not, and go along to another account; one whose text
    was deleted with its time stays."""
    rows = _BROUGHT(session, ws=ws, batch=batch)
    undone_now = [r for r in rows if r.voided_at == max(x.voided_at for x in rows)]
    if not entry.concern_text:
        for r in undone_now:
            if not r.text:
                _restore(session, ws, r, account_id=r.account_id, values={}, by_id=by_id, now=now)
        return
    there = _by_account(rows, undone_now, entry.account_ids)
    for account_id in entry.account_ids:
        if (stored := there.get(account_id)) is not None:
            values = _put_right(entry, undone_now[0], now)
            _restore(session, ws, stored, account_id=account_id, values=values, by_id=by_id, now=now)
            if values.get("kind", stored.kind) != stored.kind:
                did = ABOUT if stored.kind else OPENED
                routed.tell(session, ws, stored.id, by_id=by_id, now=now, did=did)
        else:
            opened = _opened(session, ws, batch, entry, account_id, by_id=by_id, now=now)
            routed.tell(session, ws, opened, by_id=by_id, now=now)


def _put_right(entry: Entry, shown: Any, now: datetime) -> dict[str, Any]:
    """What was changed in the form, which showed one concern of the line. Its first day follows the touch's
    within a day, later only to an earlier one: they may have said since when."""
    form = {"text": entry.concern_text, "kind": entry.concern_kind}
    changed = {name: value for name, value in form.items() if value != getattr(shown, name)}
    follows = now - shown.created_at < A_DAY or entry.on < shown.raised_on
    return changed | ({"raised_on": entry.on} if follows and shown.closed_on is None else {})


def _by_account(rows: Sequence[Any], undone_now: Sequence[Any], account_ids: Sequence[int]) -> dict[int, Any]:
    """The stored concern of each account of an edited line: its own, else that of one which left the line."""
    there = {r.account_id: r for r in rows if r.account_id in account_ids}
    left = [r for r in undone_now if r.account_id not in account_ids]
    return there | dict(zip((a for a in account_ids if a not in there), left, strict=False))


def _restore(
    session: Session, ws: int, r: Any, account_id: int, values: dict[str, Any], by_id: int, now: datetime
) -> None:
    """An edit undid the line and stores it anew: its concern stands again."""
    change = {"voided_at": None, "account_id": account_id, **values}
    session.execute(update(CO).where(CO.c.id == r.id).values(change))
    before = {"account_before": r.account_id} if account_id != r.account_id else {}
    if not before:
        nudges.tells_again(session, ws, account_id, told=(FACT, r.id), batch=r.batch, now=now)
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did="restored",
        noun="concern",
        row_id=r.id,
        account=account_id,
        **before,
    )


def undone(session: Session, ws: int, batch: str, by_id: int, now: datetime) -> None:
    """A logged line was undone, and what it opened with it; mornings that told of it say so."""
    mine = (CO.c.workspace_id == ws, CO.c.batch == batch, CO.c.voided_at.is_(None))
    rows = session.execute(select(CO.c.id, CO.c.account_id).where(*mine).order_by(CO.c.id)).all()
    session.execute(update(CO).where(*mine).values(voided_at=now))
    for r in rows:
        nudges.answered(
            session, ws, r.account_id, told=(FACT, r.id), outcome="concern undone", now=now, batch=batch
        )
        audit.keep(
            session, ws, now, by_id=by_id, did="voided", noun="concern", row_id=r.id, account=r.account_id
        )
