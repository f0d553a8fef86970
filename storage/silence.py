"""Since when somebody acted on nothing: not on their mornings, and did nothing else either."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from rules.calendar import local_date, start_of
from rules.records import Person
from rules.silence import WAITS

from .audit import AU
from .records import NU
from .waiting import W


def since(session: Session, ws: int, person: Person) -> date | None:
    """The first of their mornings since they last did anything; None where there was none."""
    last = session.execute(
        select(func.max(AU.c.at)).where(AU.c.workspace_id == ws, AU.c.by_id == person.id)
    ).scalar()
    query = select(func.min(NU.c.local_on)).where(
        NU.c.workspace_id == ws, NU.c.rep_id == person.id, NU.c.state == "sent"
    )
    if last is not None:
        query = query.where(NU.c.local_on > local_date(last, person.zone))
    return session.execute(query).scalar()


def asked(session: Session, ws: int, person: Person, since_on: date) -> bool:
    """Whether somebody was asked about it since then."""
    about = (W.c.workspace_id == ws, W.c.kind == WAITS, W.c.subject_id == person.id)
    query = select(W.c.id).where(*about, W.c.since_at >= start_of(since_on, person.zone)).limit(1)
    return session.execute(query).first() is not None
