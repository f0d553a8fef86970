"""Requests: made, changed, answered, withdrawn, read. Days are those of whoever acts; each change is audited,
never its text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import select, update
from sqlmodel import Session

from rules.calendar import at_local, local_date
from rules.facts.requested import Request
from rules.facts.requests import clock_of

from . import tables
from .audit import Trail
from .prepared import Adding

RQ, A = tables.table(tables.Request), tables.table(tables.Account)
_audit = Trail("request")
_ADD = Adding(RQ)
QUERY = (
    select(*tables.told(RQ, "created_at")).where(RQ.c.voided_at.is_(None)).order_by(RQ.c.asked_on, RQ.c.id)
)


class When(NamedTuple):
    """A day, its instant (None where only the day is known), and when somebody said so."""

    on: date
    at: datetime | None
    logged_at: datetime


def when(on: date, clock: str, zone: str, logged_at: datetime, now: datetime) -> When:
    """A day with the time that was typed, else with the instant at which it was logged, on the same day."""
    if typed := clock_of(clock):
        return When(on, min(at_local(on, typed, zone), now), logged_at)
    return When(on, logged_at if local_date(logged_at, zone) == on else None, logged_at)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that requests fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"requests": tuple(request_of(r).as_known(today) for r in rows)}


def of_account(session: Session, ws: int, account_id: int) -> list[Request]:
    """All of an account, the first asked first."""
    mine = QUERY.where(RQ.c.workspace_id == ws, RQ.c.account_id == account_id)
    return [request_of(r) for r in session.execute(mine)]


def open_for(session: Session, ws: int, owner_id: int) -> list[tuple[str, Request]]:
    """Open ones of somebody's accounts, each with its account's name, the first asked first."""
    mine = (
        RQ.c.workspace_id == ws,
        A.c.workspace_id == ws,
        A.c.owner_id == owner_id,
        A.c.status != "churned",
        RQ.c.answered_on.is_(None),
    )
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == RQ.c.account_id)
    return [(r.account_name, request_of(r)) for r in session.execute(query.where(*mine))]


def get(session: Session, ws: int, request_id: int) -> Request | None:
    """One of them; None when there is none, or the touch that brought it was undone."""
    row = session.execute(QUERY.where(RQ.c.workspace_id == ws, RQ.c.id == request_id)).first()
    return request_of(row) if row else None


def was_undone(session: Session, ws: int, request_id: int) -> bool:
    """Whether there was one, and it was withdrawn or the touch that brought it undone."""
    mine = (RQ.c.workspace_id == ws, RQ.c.id == request_id, RQ.c.voided_at.is_not(None))
    return session.execute(select(RQ.c.id).where(*mine)).first() is not None


def make(
    session: Session,
    ws: int,
    *,
    account_id: int,
    contact_id: int | None,
    by_id: int,
    text: str,
    asked: When,
    now: datetime,
    batch: str = "",
) -> int:
    """Keep a new one; its id."""
    row = {
        "account_id": account_id,
        "contact_id": contact_id,
        "by_id": by_id,
        "text": text,
        "asked_on": asked.on,
        "asked_at": asked.at,
        "created_at": asked.logged_at,
        "batch": batch,
        "answer_batch": "",
        "external_id": f"tend-{uuid4().hex[:16]}",
    }
    made = _ADD(session, workspace_id=ws, **row)
    _audit(session, ws, made, account_id, did="asked", by_id=by_id, now=now, asked_on=str(asked.on))
    return made


def change(
    session: Session,
    ws: int,
    request: Request,
    *,
    contact_id: int | None,
    text: str,
    asked: When,
    by_id: int,
    now: datetime,
) -> None:
    """What was asked, by whom and when is put right."""
    values = {"contact_id": contact_id, "text": text, "asked_on": asked.on, "asked_at": asked.at}
    session.execute(update(RQ).where(RQ.c.id == request.id).values(values))
    before = {"before": str(request.asked_on), "asked_on": str(asked.on)}
    _audit(session, ws, request.id, request.account_id, did="changed", by_id=by_id, now=now, **before)


def answer(
    session: Session, ws: int, request: Request, answered: When, by_id: int, now: datetime, batch: str = ""
) -> None:
    """It was answered, by a logged line or by hand."""
    values = {
        "answered_on": answered.on,
        "answered_at": answered.at,
        "answer_logged_at": answered.logged_at,
        "answer_batch": batch,
    }
    session.execute(update(RQ).where(RQ.c.id == request.id).values(values))
    _audit(
        session, ws, request.id, request.account_id, did="answered", by_id=by_id, now=now, on=str(answered.on)
    )


def reopen(session: Session, ws: int, request_id: int, account_id: int, by_id: int, now: datetime) -> None:
    """It is not answered after all. Which line had answered it, and when that was logged, is kept for an
    edit of that line, which answers it anew."""
    values = {"answered_on": None, "answered_at": None}
    session.execute(update(RQ).where(RQ.c.id == request_id).values(values))
    _audit(session, ws, request_id, account_id, did="reopened", by_id=by_id, now=now)


def withdraw(session: Session, ws: int, request: Request, by_id: int, now: datetime) -> None:
    """They want no answer any more: it counts nowhere, and no edit of its touch brings it back."""
    session.execute(update(RQ).where(RQ.c.id == request.id).values(voided_at=now, batch=""))
    _audit(session, ws, request.id, request.account_id, did="withdrawn", by_id=by_id, now=now)


def request_of(r: Any) -> Request:
    return Request(
        r.id,
        r.account_id,
        r.by_id,
        text=r.text,
        asked_on=r.asked_on,
        contact_id=r.contact_id,
        asked_at=r.asked_at,
        logged_at=r.created_at,
        answered_on=r.answered_on,
        answered_at=r.answered_at,
        answer_logged_at=r.answer_logged_at,
        answer_batch=r.answer_batch,
    )
