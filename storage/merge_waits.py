"""Merges that wait for somebody's tap: asked, then approved, refused, withdrawn, expired, overtaken. Each
step is audited; whoever asked hears what became of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from rules.facts.merging import WAITS
from rules.merging import MERGED
from rules.records import Person
from rules.waiting import Wait

from . import decisions, waiting
from .decisions import HANDED_ON, Decision
from .merged import MG, Merge
from .merging import note

MERGING = Decision("merge", (WAITS,), yes=MERGED, told="merge_became")


def ask(
    session: Session, ws: int, gone_id: int, stays_id: int, to: Person, *, by_id: int, on: date, now: datetime
) -> int:
    """It waits for somebody's tap; its id."""
    made = note(session, ws, gone_id, stays_id, became="", by_id=by_id, on=on, now=now)
    did = "asked to merge"
    decisions.note(session, ws, MERGING, made, stays_id, did, by_id, now=now, to=to.id, other=gone_id)
    wait_for(session, ws, made, to, by_id=by_id, now=now)
    return made


def wait_for(session: Session, ws: int, merge_id: int, to: Person, *, by_id: int, now: datetime) -> None:
    """It waits for this person now, with a message that carries its buttons."""
    about: dict[str, Any] = {"merge": merge_id}
    waiting.ask(session, ws, WAITS, merge_id, person=to, by_id=by_id, say="merge_asked", now=now, **about)


def hand_on(session: Session, ws: int, asked: Merge, to: Person, wait: Wait, now: datetime) -> None:
    """It waits for this person in place of another."""
    who: dict[str, Any] = {"person": to, "by_id": asked.by_id, "instead_of": wait}
    waiting.ask(session, ws, WAITS, asked.id, **who, say="merge_asked", now=now, merge=asked.id)
    said = {"to": to.id, "other": asked.gone_id}
    decisions.note(session, ws, MERGING, asked.id, asked.stays_id, HANDED_ON, None, now=now, **said)


def end(
    session: Session,
    ws: int,
    asked: Merge,
    became: str,
    *,
    by_id: int | None,
    now: datetime,
    tell: Collection[int] = (),
    of: int | None = None,
) -> None:
    """What became of it; every message that asked somebody about it shows that. Whoever is to be told is,
    but not whoever did it. `of`: who did not answer."""
    if became != MERGED:  # that is the act's own line
        session.execute(update(MG).where(MG.c.id == asked.id).values(became=became, ended_by_id=by_id))
        other = asked.gone_id
        decisions.note(session, ws, MERGING, asked.id, asked.stays_id, became, by_id, now=now, other=other)
    decisions.ended(session, ws, MERGING, asked.id, became, now=now)
    by = by_id or of or asked.by_id
    decisions.tell(session, ws, MERGING, asked.id, became, set(tell) - {by_id}, now=now, by=by)
