"""Insights that managers post for reps to bring along."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from rules.reasons import Insight

from . import tables
from .database import new_id
from .prepared import Prepared
from .records import A

I = tables.table(tables.Insight)  # noqa: E741 - the table of this module

_STANDING = Prepared(select(I).where(I.c.workspace_id == bindparam("ws"), I.c.until_on >= bindparam("on")).order_by(I.c.id.desc()))


def post(session: Session, ws: int, by_id: int, text: str, tier: str, industry: str, until_on: date, now: datetime) -> int:
    row = {"by_id": by_id, "text": text, "tier": tier, "industry": industry, "until_on": until_on, "created_at": now}
    return new_id(session.execute(I.insert().values(workspace_id=ws, **row)))


def standing(session: Session, ws: int, on: date) -> tuple[Insight, ...]:
    """Insights that hold on a date, newest first."""
    return tuple(Insight(r.id, r.text, r.tier, r.industry) for r in _STANDING(session, ws=ws, on=on))


def industries(session: Session, ws: int) -> list[str]:
    """Industries on file, by name."""
    query = select(A.c.industry).where(A.c.workspace_id == ws, A.c.industry != "").distinct().order_by(A.c.industry)
    return list(session.execute(query).scalars())
