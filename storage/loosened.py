"""Loosenings as they are read: of an account, into a record, what waits; and when an account rested
before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.loosened import WAITS, Loosening, Stands
from rules.loosening import WITHIN, Rest
from rules.records import days
from rules.waiting import OPEN

from . import tables
from .people import P
from .waiting import W

LO, S, SN = (tables.table(t) for t in (tables.Loosening, tables.Standing, tables.Snooze))
_BY, _ENDED, _FOR = P.alias("by"), P.alias("ended"), P.alias("waits_for")


def _called(person: Any) -> Any:
    return func.coalesce(func.nullif(person.c.name, ""), person.c.email, "")


QUERY = (
    select(*tables.told(LO), _called(_BY).label("by"), _called(_ENDED).label("ended_by"))
    .add_columns(_called(_FOR).label("waits_for"))
    .outerjoin(_BY, _BY.c.id == LO.c.by_id)
    .outerjoin(_ENDED, _ENDED.c.id == LO.c.ended_by_id)
    .outerjoin(
        W,
        (W.c.workspace_id == LO.c.workspace_id)
        & (W.c.kind == WAITS)
        & (W.c.subject_id == LO.c.id)
        & (W.c.state == OPEN),
    )
    .outerjoin(_FOR, _FOR.c.id == W.c.for_id)
    .order_by(LO.c.id)
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that loosenings fill."""
    return {"loosenings": tuple(loosening_of(r) for r in rows)}


def get(session: Session, ws: int, loosening_id: int) -> Loosening | None:
    row = session.execute(QUERY.where(LO.c.workspace_id == ws, LO.c.id == loosening_id)).first()
    return loosening_of(row) if row else None


def of_account(session: Session, ws: int, account_id: int) -> list[Loosening]:
    """All of an account, the oldest first."""
    mine = (LO.c.workspace_id == ws, LO.c.account_id == account_id)
    return [loosening_of(r) for r in session.execute(QUERY.where(*mine))]


def under_way(session: Session, ws: int, account_id: int) -> list[Loosening]:
    """What waits of an account."""
    mine = (LO.c.workspace_id == ws, LO.c.account_id == account_id, LO.c.became == "")
    return [loosening_of(r) for r in session.execute(QUERY.where(*mine))]


def asked_by(session: Session, ws: int, person_id: int) -> list[Loosening]:
    """What somebody asked for and waits for."""
    mine = (LO.c.workspace_id == ws, LO.c.by_id == person_id, LO.c.became == "")
    return [loosening_of(r) for r in session.execute(QUERY.where(*mine))]


def rests(session: Session, ws: int, account_id: int, today: date, zone: str) -> list[Rest]:
    """When an account was paused or put off in the last 90 days, or is to be. A snooze that a touch ended
    counts for none of it."""
    first = today - days(WITHIN)
    put_off = (SN.c.workspace_id == ws, SN.c.account_id == account_id, SN.c.kind == "snooze")
    query = select(SN.c.created_at, SN.c.until_on).where(*put_off, SN.c.ended_by_batch == "")
    snoozed = [(local_date(r.created_at, zone), r.until_on) for r in session.execute(query)]
    stood = session.execute(
        select(S.c.from_on, S.c.status, S.c.until)
        .where(S.c.workspace_id == ws, S.c.account_id == account_id)
        .order_by(S.c.from_on, S.c.id)
    ).all()
    ends = [*(r.from_on for r in stood[1:]), date.max]
    paused = [
        (r.from_on, min(end, r.until or today))
        for r, end in zip(stood, ends, strict=True)
        if r.status == "paused"
    ]
    return [(a, b) for a, b in (*snoozed, *paused) if b > first]


def loosening_of(r: Any) -> Loosening:
    return Loosening(
        r.id,
        r.account_id,
        r.owner_id,
        r.by_id,
        Stands.unpack(r.before),
        Stands.unpack(r.after),
        r.asked_on,
        why=r.why,
        by=r.by,
        became=r.became,
        ended_on=r.ended_on,
        ended_by=r.ended_by,
        waits_for=r.waits_for,
    )
