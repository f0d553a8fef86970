"""Insights that managers post for reps to bring along."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from rules.context import Insight, Posted
from rules.records import days

from . import tables
from .database import new_id
from .people import P
from .prepared import Prepared
from .records import A

I = tables.table(tables.Insight)  # noqa: E741 - the table of this module

_STANDING = Prepared(
    select(I)
    .where(I.c.workspace_id == bindparam("ws"), I.c.until_on >= bindparam("on"))
    .order_by(I.c.id.desc())
)


def post(
    session: Session, ws: int, by_id: int, text: str, tier: str, industry: str, until_on: date, now: datetime
) -> int:
    row = {
        "by_id": by_id,
        "text": text,
        "tier": tier,
        "industry": industry,
        "until_on": until_on,
        "created_at": now,
    }
    return new_id(session.execute(I.insert().values(workspace_id=ws, **row)))


def standing(session: Session, ws: int, on: date) -> tuple[Insight, ...]:
    """Insights that hold on a date, newest first."""
    return tuple(Insight(r.id, r.text, r.tier, industry=r.industry) for r in _STANDING(session, ws=ws, on=on))


def posted(session: Session, ws: int, on: date, by_id: int | None = None) -> list[Posted]:
    """Insights that hold on a date, newest first; with `by_id` those of one person."""
    query = (
        select(I, P.c.name.label("by"), P.c.email)
        .join(P, P.c.id == I.c.by_id)
        .where(I.c.workspace_id == ws, I.c.until_on >= on)
    )
    rows = session.execute(
        (query if by_id is None else query.where(I.c.by_id == by_id)).order_by(I.c.id.desc())
    )
    return [
        Posted(
            Insight(r.id, r.text, r.tier, industry=r.industry), r.by_id, r.by or r.email, until_on=r.until_on
        )
        for r in rows
    ]


def get(session: Session, ws: int, insight_id: int, on: date) -> Posted | None:
    """One that holds on a date."""
    return next((p for p in posted(session, ws, on) if p.insight.id == insight_id), None)


def change(session: Session, ws: int, insight_id: int, text: str, tier: str, industry: str) -> None:
    values = {"text": text, "tier": tier, "industry": industry}
    session.execute(update(I).where(I.c.workspace_id == ws, I.c.id == insight_id).values(values))


def withdraw(session: Session, ws: int, insight_id: int, on: date) -> None:
    """It holds no longer from a date on; the row stays, so that what messages said can be told."""
    session.execute(
        update(I).where(I.c.workspace_id == ws, I.c.id == insight_id).values(until_on=on - days(1))
    )


def industries(session: Session, ws: int) -> list[str]:
    """Industries on file, by name."""
    query = (
        select(A.c.industry)
        .where(A.c.workspace_id == ws, A.c.industry != "")
        .distinct()
        .order_by(A.c.industry)
    )
    return list(session.execute(query).scalars())
