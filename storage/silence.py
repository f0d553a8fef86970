"""Since when somebody acted on nothing: not on their mornings, and did nothing else either."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from rules.calendar import local_date, start_of
from rules.records import Person
from rules.silence import WAITS

from .audit import AU
from .prepared import Prepared
from .records import NU
from .waiting import W

_LAST_ACT = Prepared(
    select(func.max(AU.c.at).label("at")).where(
        AU.c.workspace_id == bindparam("ws"), AU.c.by_id == bindparam("person")
    )
)
_FIRST_AFTER = Prepared(
    select(func.min(NU.c.local_on).label("on")).where(
        NU.c.workspace_id == bindparam("ws"),
        NU.c.rep_id == bindparam("person"),
        NU.c.state == "sent",
        NU.c.local_on > bindparam("after"),
    )
)


def since(session: Session, ws: int, person: Person) -> date | None:
    """The first of their mornings since they last did anything; None where there was none."""
    last = _LAST_ACT(session, ws=ws, person=person.id)[0].at
    after = date.min if last is None else local_date(last, person.zone)
    day: date | None = _FIRST_AFTER(session, ws=ws, person=person.id, after=after)[0].on
    return day


def asked(session: Session, ws: int, person: Person, since_on: date) -> bool:
    """Whether somebody was asked about it since then."""
    about = (W.c.workspace_id == ws, W.c.kind == WAITS, W.c.subject_id == person.id)
    query = select(W.c.id).where(*about, W.c.since_at >= start_of(since_on, person.zone)).limit(1)
    return session.execute(query).first() is not None
