"""Promises as touches bring them: made, put right by an edit, undone with their touch. Each change is
audited, never its text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.entries import Entry
from rules.facts.promises import FACT

from .brought import Brought, by_account, undone_now
from .people import P
from .promises import PR, make, move, promise_of

BROUGHT = Brought(PR, "promise", FACT)
undone, back = BROUGHT.undone, BROUGHT.back


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's promise fills, as it stands now. One whose text was deleted
    with its time fills none: a day alone is half a promise, which the form would ask about."""
    rows = BROUGHT.standing(session, ws, batch)
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
    if not entry.promise_text or entry.promise_on is None:
        BROUGHT.without_words(session, ws, batch, by_id=by_id, now=now)
        return
    rows = BROUGHT.of_line(session, ws, batch)
    taken_back = undone_now(rows)
    there = by_account(rows, entry.account_ids)
    for account_id in entry.account_ids:
        if (stored := there.get(account_id)) is not None:
            values: dict[str, Any] = {"promised_on": entry.on}
            if entry.promise_text != taken_back[0].text:
                values["text"] = entry.promise_text
            BROUGHT.restore(session, ws, stored, account_id=account_id, values=values, by_id=by_id, now=now)
            # another account of the line may have agreed on a date of its own, which the form did not show
            if stored.due_on == taken_back[0].due_on != entry.promise_on:
                _put_right(
                    session, ws, stored, account_id=account_id, due_on=entry.promise_on, by_id=by_id, now=now
                )
            continue
        _made(session, ws, batch, entry, account_id, by_id=by_id, now=now)


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
    BROUGHT.audit(session, ws, r.id, account_id, did="put right", by_id=by_id, now=now, **before)
