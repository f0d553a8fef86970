"""Accounts that are meant when many are changed at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session

from rules.bulk import MOST, Found, Wanted
from rules.calendar import local_date

from .people import P
from .records import A

_OWNER = func.coalesce(func.nullif(P.c.name, ""), P.c.email).label("owner_name")


def found(
    session: Session, ws: int, wanted: Wanted, owners: Collection[int] | None, now: datetime
) -> tuple[list[Found], int]:
    """Those that are wanted, longest silent first, at most MOST; and how many in all. `owners`: whose
    accounts (None: everybody's). What is churned is none."""
    mine = [A.c.workspace_id == ws, A.c.status != "churned"]
    if owners is not None:
        mine.append(A.c.owner_id.in_(list(owners)))
    if wanted.tier:
        mine.append(A.c.tier == wanted.tier)
    if wanted.owner_id is not None:
        mine.append(A.c.owner_id == wanted.owner_id)
    if wanted.industry:
        mine.append(func.lower(A.c.industry) == wanted.industry.lower())
    if wanted.silent_for:
        before = now - timedelta(days=wanted.silent_for)
        never = A.c.last_meaningful_at.is_(None) & (A.c.exists_on < before.date())
        mine.append(or_(A.c.last_meaningful_at < before, never))
    total = session.execute(select(func.count()).select_from(A).where(*mine)).scalar_one()
    rows = session.execute(
        select(A.c.id, A.c.name, A.c.tier, A.c.owner_id, A.c.last_meaningful_at, P.c.zone, _OWNER)
        .join(P, P.c.id == A.c.owner_id)
        .where(*mine)
        .order_by(A.c.last_meaningful_at.is_not(None), A.c.last_meaningful_at, A.c.id)
        .limit(MOST)
    )
    return [_found(r, local_date(now, r.zone)) for r in rows], int(total)


def _found(r: Any, today: date) -> Found:
    silent = (today - local_date(r.last_meaningful_at, r.zone)).days if r.last_meaningful_at else None
    return Found(r.id, r.name, r.tier, r.owner_id, r.owner_name, silent)
