"""Overrides of health: set, replaced, taken back, read. Dates are those of whoever acts; each act is audited,
never its text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.overridden import Override

from . import tables
from .audit import Trail
from .database import new_id
from .people import P

OV = tables.table(tables.Override)
_audit = Trail("override")
QUERY = (
    select(*tables.told(OV), func.coalesce(func.nullif(P.c.name, ""), P.c.email).label("by"))
    .join(P, P.c.id == OV.c.by_id)
    .order_by(OV.c.id)
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that overrides fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"overrides": tuple(override_of(r).as_known(today) for r in rows)}


def get(session: Session, ws: int, override_id: int) -> Override | None:
    row = session.execute(QUERY.where(OV.c.workspace_id == ws, OV.c.id == override_id)).first()
    return override_of(row) if row else None


def set_band(
    session: Session,
    ws: int,
    *,
    account_id: int,
    by_id: int,
    band: str,
    reason: str,
    until_on: date,
    today: date,
    now: datetime,
) -> int:
    """From today on; one that holds ends with it. Its id."""
    holds = (OV.c.workspace_id == ws, OV.c.account_id == account_id, OV.c.ended_on.is_(None))
    session.execute(update(OV).where(*holds, OV.c.until_on >= today).values(ended_on=today))
    row = {"account_id": account_id, "by_id": by_id, "band": band, "reason": reason, "from_on": today}
    row |= {"until_on": until_on, "created_at": now}
    made = new_id(session.execute(OV.insert().values(workspace_id=ws, **row)))
    said = {"band": band, "until": str(until_on)}
    _audit(session, ws, made, account_id, did="overrode", by_id=by_id, now=now, **said)
    return made


def take_back(session: Session, ws: int, override: Override, on: date, by_id: int, now: datetime) -> None:
    """What is computed is told again from a day on; the row stays, so that a past day is what it was."""
    session.execute(update(OV).where(OV.c.id == override.id).values(ended_on=on))
    _audit(session, ws, override.id, override.account_id, did="took back", by_id=by_id, now=now, on=str(on))


def override_of(r: Any) -> Override:
    return Override(
        r.id,
        r.account_id,
        r.by_id,
        band=r.band,
        from_on=r.from_on,
        until_on=r.until_on,
        reason=r.reason,
        by=r.by,
        ended_on=r.ended_on,
    )
