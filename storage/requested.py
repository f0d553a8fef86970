"""Requests as touches bring and answer them: made, put right by an edit, undone with their touch. Each change
is audited, never its text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import Session

from rules.calendar import zone_of
from rules.facts.entries import Entry
from rules.facts.notes import first_words
from rules.facts.requests import ASKED_FIRST, FACT, FIELD

from . import nudges, processed
from .brought import Brought, by_account
from .contacts import T, of_account
from .people import P
from .prepared import Prepared
from .requests import QUERY, RQ, answer, make, reopen, request_of, when

_MINE = (RQ.c.workspace_id == bindparam("ws"), RQ.c.batch == bindparam("batch"))
BROUGHT = Brought(RQ, "request", FACT)
_OF_A_LINE = Prepared(
    select(RQ)
    .where(
        or_(and_(*_MINE), and_(_MINE[0], RQ.c.answer_batch == bindparam("batch"))), RQ.c.voided_at.is_(None)
    )
    .order_by(RQ.c.id)
)


def read(session: Session, ws: int, batch: str) -> dict[str, Any]:
    """The fields of an Entry that a logged line's request fills, or the requests that it answered."""
    rows = _OF_A_LINE(session, ws=ws, batch=batch)
    if asked := [r for r in rows if r.batch == batch]:
        first = asked[0]
        typed = _typed(session, first.by_id, first.asked_at, first.created_at)
        return {"wants_answer": True, "request_text": first.text, "request_clock": typed}
    if answered := [r for r in rows if r.answered_on is not None]:
        by_id = session.execute(select(T.c.by_id).where(T.c.workspace_id == ws, T.c.batch == batch)).scalar()
        typed = _typed(session, by_id or 0, answered[0].answered_at, answered[0].answer_logged_at)
        return {"answers": tuple(r.id for r in answered), "request_clock": typed}
    return {}


def _zone(session: Session, person_id: int) -> str:
    return str(session.execute(select(P.c.zone).where(P.c.id == person_id)).scalar() or "UTC")


def _typed(session: Session, by_id: int, at: datetime | None, logged_at: datetime | None) -> str:
    """The time of day that was typed; empty where none was."""
    if at is None or at == logged_at:
        return ""
    return f"{at.astimezone(zone_of(_zone(session, by_id))):%H:%M}"


def brought(session: Session, ws: int, batch: str, entry: Entry, by_id: int, now: datetime) -> None:
    """What a logged line asks, once an account, or answers. After an edit the same requests stand, with what
    became of them, and go along to another account."""
    asks, answers = entry.wants_answer and entry.direction == "inbound", entry.direction == "outbound"
    if not asks and not (answers and entry.answers):
        return
    zone = _zone(session, by_id)
    # when the line was first logged: an edit makes nothing faster or slower
    logged_at = processed.seen_at(session, ws, f"log:{batch}") or now
    if asks:
        _asked(session, ws, batch, entry=entry, by_id=by_id, zone=zone, logged_at=logged_at, now=now)
        return
    for r in _answered(session, ws, entry):
        # logged before a day ago, and edited now
        first = r.answer_logged_at if r.answer_batch == batch and r.answer_logged_at else logged_at
        moment = when(entry.on, entry.request_clock, zone, logged_at=first, now=now)
        answer(session, ws, request_of(r), moment, by_id=by_id, now=now, batch=batch)
        told = (FACT, r.id)
        nudges.answered(
            session, ws, r.account_id, told=told, outcome="request answered", now=now, batch=batch
        )


def _asked(
    session: Session,
    ws: int,
    batch: str,
    *,
    entry: Entry,
    by_id: int,
    zone: str,
    logged_at: datetime,
    now: datetime,
) -> None:
    there = by_account(BROUGHT.of_line(session, ws, batch), entry.account_ids)
    for account_id in entry.account_ids:
        contact_id = _who(session, ws, account_id, entry.contact_ids)
        if (stored := there.get(account_id)) is not None:
            asked = when(entry.on, entry.request_clock, zone, logged_at=stored.created_at, now=now)
            text = _text(entry) if stored.text or entry.request_text else ""
            values: dict[str, Any] = {"contact_id": contact_id, "text": text, "asked_at": asked.at}
            values["asked_on"] = min(asked.on, stored.answered_on or asked.on)
            BROUGHT.restore(session, ws, stored, account_id=account_id, values=values, by_id=by_id, now=now)
            continue
        asked = when(entry.on, entry.request_clock, zone, logged_at=logged_at, now=now)
        make(
            session,
            ws,
            account_id=account_id,
            contact_id=contact_id,
            by_id=by_id,
            text=_text(entry),
            asked=asked,
            now=now,
            batch=batch,
        )


def _text(entry: Entry) -> str:
    return entry.request_text or first_words(entry.note, FIELD)


def _who(session: Session, ws: int, account_id: int, contact_ids: Iterable[int]) -> int | None:
    """The first of those met who is the account's: the same line may be logged with others."""
    if not contact_ids:
        return None
    known = {c.id for c in of_account(session, ws, account_id)}
    return next((c for c in contact_ids if c in known), None)


def _answered(session: Session, ws: int, entry: Entry) -> list[Any]:
    """The open requests that a line answers: those it names, or of each account the one asked first; none
    that was asked after it."""
    mine = (RQ.c.workspace_id == ws, RQ.c.account_id.in_(entry.account_ids), RQ.c.answered_on.is_(None))
    rows = session.execute(QUERY.where(*mine, RQ.c.asked_on <= entry.on)).all()
    named = [r for r in rows if r.id in entry.answers]
    if ASKED_FIRST not in entry.answers:
        return named
    return [*{r.account_id: r for r in reversed(rows)}.values()]


def undone(session: Session, ws: int, batch: str, by_id: int, now: datetime) -> None:
    """A logged line was undone: what it asked goes with it, what it answered is open again; mornings that
    told of the first say so."""
    BROUGHT.undone(session, ws, batch, by_id, now)
    answered = (RQ.c.workspace_id == ws, RQ.c.answer_batch == batch, RQ.c.answered_on.is_not(None))
    for r in session.execute(select(RQ.c.id, RQ.c.account_id).where(*answered).order_by(RQ.c.id)).all():
        reopen(session, ws, r.id, r.account_id, by_id=by_id, now=now)


def back(
    session: Session, ws: int, batch: str, entry: Entry, by_id: int, at: datetime, now: datetime
) -> None:
    """What was undone with its line at an instant stands again, as it was."""
    BROUGHT.back(session, ws, batch, entry, by_id=by_id, at=at, now=now)
    if entry.answers:
        brought(session, ws, batch, entry, by_id=by_id, now=now)
