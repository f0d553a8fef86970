"""What waits for a person until midday and is then said in one message: each thing is added to the bundle
that is still due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, update
from sqlmodel import Session

from rules.delivery.sending import midday
from rules.records import Person

from . import outbox
from .outbox import Message, O


def things_of(payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a bundle holds; a row of an older version is one thing."""
    return list(payload["things"]) if "things" in payload else [dict(payload)]


def add(session: Session, ws: int, say: str, person: Person, thing: Mapping[str, Any], now: datetime) -> None:
    """Put a thing into the person's next bundle: one a working day, `<say>:<person>:<local date>`, due at
    13:00 there, or when they chose.

    The row is locked while it is added to, so that whoever claims it takes it whole or leaves it; one that
    was claimed already is left alone, and the next working day's takes the thing.
    """
    at = midday(now, person.zone, person.own_days, person.own.bundle_time)
    while True:
        key = f"{say}:{person.id}:{at.on}"
        if outbox.enqueue(
            session,
            ws,
            key,
            say=say,
            payload={"things": [thing]},
            now=now,
            person_id=person.id,
            due_at=at.due_at,
        ):
            return
        row = session.execute(select(O).where(O.c.workspace_id == ws, O.c.key == key).with_for_update()).one()
        if row.state == "due":
            held = {"things": [*things_of(row.payload), thing]}
            session.execute(update(O).where(O.c.id == row.id).values(payload=held))
            return
        at = midday(at.due_at, person.zone, person.own_days, person.own.bundle_time)


def join(session: Session, row: Message, now: datetime) -> Message:
    """A claimed bundle with those of earlier days that did not go out: said together, not one after the
    other."""
    older = and_(
        O.c.workspace_id == row.ws,
        O.c.person_id == row.person_id,
        O.c.say == row.say,
        O.c.kind == "post",
        O.c.state == "due",
        O.c.due_at <= now,
        O.c.id != row.id,
    )
    bundle = session.execute(
        select(O).where(older).order_by(O.c.due_at, O.c.id).with_for_update(skip_locked=True)
    ).all()
    if not bundle:
        return row
    things = [
        thing for payload in [*(r.payload for r in bundle), row.payload] for thing in things_of(payload)
    ]
    session.execute(
        update(O)
        .where(O.c.id.in_([r.id for r in bundle]))
        .values(state="dropped", last_error="said with a later one")
    )
    session.execute(update(O).where(O.c.id == row.id).values(payload={"things": things}))
    return replace(row, payload={"things": things})
