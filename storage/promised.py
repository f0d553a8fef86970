"""Promises as touches bring them: made, put right by an edit, undone with their touch. Each change is
audited, never its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.entries import Entry
from rules.facts.promises import FACT

from . import audit, nudges
from .people import P
from .prepared import Prepared
from .promises import PR, make, move, promise_of

_BROUGHT = Prepared(
    select(PR).where(PR.c.workspace_id == bindparam("ws"), PR.c.batch == bindparam("batch")).order_by(PR.c.id)
)


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's promise fills, as it stands now. One whose text was deleted
    with its time fills none: a day alone is half a promise, which the form would ask about."""
    rows = [row for row in _BROUGHT(session, ws=ws, batch=batch) if row.voided_at is None]
    return {"promise_text": rows[0].text, "promise_on": rows[0].due_on} if rows and rows[0].text else {}


def brought(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """What a logged line promises, once an account."""
    for account_id in entry.account_ids:
        _made(session, ws, batch, entry, account_id, by_id=by_id, now=now)


def _made(
    session: Session, ws: int, batch: str, entry: Entry, account_id: int, by_id: int, now: datetime
) -> None:
    if not entry.promise_text or entry.promise_on is None:
        return
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


def again(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """After an edit the same promises stand, with what became of them, and go along to another account: only
    what was changed in the form is; one whose text was deleted with its time stays."""
    rows = _BROUGHT(session, ws=ws, batch=batch)
    undone_now = [r for r in rows if r.voided_at == max(x.voided_at for x in rows)]
    if not entry.promise_text or entry.promise_on is None:
        for r in undone_now:
            if not r.text:
                _restore(session, ws, r, account_id=r.account_id, values={}, by_id=by_id, now=now)
        return
    there = _by_account(rows, undone_now, entry.account_ids)
    for account_id in entry.account_ids:
        if (stored := there.get(account_id)) is not None:
            values: dict[str, Any] = {"promised_on": entry.on}
            if entry.promise_text != undone_now[0].text:
                values["text"] = entry.promise_text
            _restore(session, ws, stored, account_id=account_id, values=values, by_id=by_id, now=now)
            # another account of the line may have agreed on a date of its own, which the form did not show
            if stored.due_on == undone_now[0].due_on != entry.promise_on:
                _put_right(
                    session, ws, stored, account_id=account_id, due_on=entry.promise_on, by_id=by_id, now=now
                )
            continue
        _made(session, ws, batch, entry, account_id, by_id=by_id, now=now)


def _by_account(rows: Sequence[Any], undone_now: Sequence[Any], account_ids: Sequence[int]) -> dict[int, Any]:
    """The stored promise of each account of an edited line: its own, else that of one which left the line."""
    there = {r.account_id: r for r in rows if r.account_id in account_ids}
    left = [r for r in undone_now if r.account_id not in account_ids]
    return there | dict(zip((a for a in account_ids if a not in there), left, strict=False))


def _restore(
    session: Session, ws: int, r: Any, account_id: int, values: dict[str, Any], by_id: int, now: datetime
) -> None:
    """An edit undid the line and stores it anew: its promise stands again."""
    change = {"voided_at": None, "account_id": account_id, **values}
    session.execute(update(PR).where(PR.c.id == r.id).values(change))
    before = {"account_before": r.account_id} if account_id != r.account_id else {}
    if not before:
        nudges.tells_again(session, ws, account_id, told=(FACT, r.id), batch=r.batch, now=now)
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did="restored",
        noun="promise",
        row_id=r.id,
        account=account_id,
        **before,
    )


def _put_right(
    session: Session, ws: int, r: Any, account_id: int, due_on: date, by_id: int, now: datetime
) -> None:
    """Another date by an edit: put right on the day it was stored, else promised anew, so that the first
    date stays."""
    zone = session.execute(select(P.c.zone).where(P.c.id == by_id)).scalar_one()
    today = local_date(now, zone)
    if r.moved or r.first_due_on or local_date(r.created_at, zone) < today:
        move(session, ws, promise_of(r), due_on=due_on, on=today, by_id=by_id, now=now)
        return
    session.execute(update(PR).where(PR.c.id == r.id).values(due_on=due_on))
    before = {"before": str(r.due_on), "due_on": str(due_on)}
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did="put right",
        noun="promise",
        row_id=r.id,
        account=account_id,
        **before,
    )


def undone(session: Session, ws: int, batch: str, by_id: int, now: datetime) -> None:
    """A logged line was undone, and what it promised with it; mornings that told of it say so."""
    mine = (PR.c.workspace_id == ws, PR.c.batch == batch, PR.c.voided_at.is_(None))
    rows = session.execute(select(PR.c.id, PR.c.account_id).where(*mine).order_by(PR.c.id)).all()
    session.execute(update(PR).where(*mine).values(voided_at=now))
    for r in rows:
        nudges.answered(
            session, ws, r.account_id, told=(FACT, r.id), outcome="promise undone", now=now, batch=batch
        )
        audit.keep(
            session, ws, now, by_id=by_id, did="voided", noun="promise", row_id=r.id, account=r.account_id
        )
