"""Concerns as touches bring them: opened, put right by an edit, undone with their touch. Each change is
audited, never its text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from rules.facts.concerns import FACT
from rules.facts.entries import Entry
from rules.facts.raised import ABOUT, OPENED

from . import routed
from .brought import Brought, by_account, undone_now
from .concerns import CO, open_

A_DAY = timedelta(days=1)
BROUGHT = Brought(CO, "concern", FACT)
undone, back = BROUGHT.undone, BROUGHT.back


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's concern fills, as it stands now. One whose text was deleted
    with its time fills none."""
    rows = BROUGHT.standing(session, ws, batch)
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
    if not entry.concern_text:
        BROUGHT.without_words(session, ws, batch, by_id=by_id, now=now)
        return
    rows = BROUGHT.of_line(session, ws, batch)
    taken_back = undone_now(rows)
    there = by_account(rows, entry.account_ids)
    for account_id in entry.account_ids:
        if (stored := there.get(account_id)) is not None:
            values = _put_right(entry, taken_back[0], now)
            BROUGHT.restore(session, ws, stored, account_id=account_id, values=values, by_id=by_id, now=now)
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
