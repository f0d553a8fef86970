"""Offers: what we sell now; added, changed, retired, brought back, kept. Each act is audited."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.facts.needed import WON as NEED_WON
from rules.facts.offer import Offer
from rules.facts.upsell import WON
from rules.names import normalise

from . import audit, tables
from .database import new_id

OF, U, N = tables.table(tables.Offer), tables.table(tables.Upsell), tables.table(tables.Need)
FIELDS = ("name", "gain", "sends", "since_on", "retired_on", "kept_on")


def all_of(session: Session, ws: int) -> list[Offer]:
    """All of a workspace, also those that are sold no more."""
    rows = session.execute(select(OF).where(OF.c.workspace_id == ws).order_by(OF.c.id))
    return [_offer(r) for r in rows]


def get(session: Session, ws: int, offer_id: int) -> Offer | None:
    row = session.execute(select(OF).where(OF.c.workspace_id == ws, OF.c.id == offer_id)).first()
    return _offer(row) if row else None


def sold_on(session: Session, ws: int) -> dict[int, date]:
    """When each was last sold: a plan that was won with it, or a need that it met by its name."""
    won = (U.c.workspace_id == ws, U.c.step == WON, U.c.offer_id.is_not(None), U.c.voided_at.is_(None))
    plans = select(U.c.offer_id, func.max(U.c.closed_on)).where(*won).group_by(U.c.offer_id)
    sold = {offer: day for offer, day in session.execute(plans) if day}
    keys = {r.key: r.id for r in session.execute(select(OF.c.id, OF.c.key).where(OF.c.workspace_id == ws))}
    met = (N.c.workspace_id == ws, N.c.status == NEED_WON, N.c.offer != "", N.c.voided_at.is_(None))
    for text, day in session.execute(
        select(N.c.offer, func.max(N.c.closed_on)).where(*met).group_by(N.c.offer)
    ):
        offer = keys.get(normalise(text))
        if offer is not None and day:
            sold[offer] = max(day, sold.get(offer, day))
    return sold


def lock(session: Session, ws: int) -> None:
    """Whoever else changes what we sell waits: so many may be active, whoever adds one."""
    session.execute(select(OF.c.id).where(OF.c.workspace_id == ws).with_for_update()).all()


def add(session: Session, ws: int, offer: Offer, *, by_id: int, now: datetime) -> int:
    """Keep a new one; its id."""
    row = {name: getattr(offer, name) for name in FIELDS} | {
        "key": normalise(offer.name),
        "by_id": by_id,
        "external_id": "",
        "created_at": now,
    }
    made = new_id(session.execute(OF.insert().values(workspace_id=ws, **row)))
    audit.keep(session, ws, now, by_id=by_id, did="added", noun="offer", row_id=made)
    return made


def change(session: Session, ws: int, was: Offer, to: Offer, *, did: str, by_id: int, now: datetime) -> None:
    """Put right, retired, brought back, or kept."""
    changed: dict[str, Any] = {n: getattr(to, n) for n in FIELDS if getattr(to, n) != getattr(was, n)}
    if "name" in changed:
        changed["key"] = normalise(to.name)
    if not changed:
        return
    session.execute(update(OF).where(OF.c.workspace_id == ws, OF.c.id == was.id).values(changed))
    audit.keep(session, ws, now, by_id=by_id, did=did, noun="offer", row_id=was.id)


def _offer(r: Any) -> Offer:
    """One of which nobody said since when it is sold is known from when it was put on file."""
    return Offer(
        r.id,
        r.name,
        gain=r.gain,
        sends=r.sends,
        since_on=r.since_on or r.created_at.date(),
        retired_on=r.retired_on,
        kept_on=r.kept_on,
    )
