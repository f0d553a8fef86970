"""How an installation stands, read for Home and `check`: with what /readyz asks (storage/health.py)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from rules.installation import Installation
from rules.workspace import Workspace

from . import accounts, claims, outbox, people, workspaces
from .people import P
from .records import A, R

LOST_FOR = timedelta(days=7)


def read(session: Session, ws: Workspace, now: datetime, instant: datetime) -> Installation:
    """As of a business instant `now` and a real `instant`."""
    _, oldest = claims.counts(session, ws.id, now, sending=ws.sending)
    return Installation(
        (instant - ws.ticked_at).total_seconds() if ws.ticked_at else None,
        (now - oldest).total_seconds() if oldest else None,
        sending=ws.sending,
        held_why=ws.held_why,
        linked=_linked(session, ws.id),
        unlinked=len(people.unlinked(session, ws.id)),
        imported_at=ws.imported_at,
        cut_off=workspaces.is_import_cut_off(session, ws.id),
        lost=len(outbox.lost(session, ws.id, now - LOST_FOR)),
        failed=len(accounts.not_computed(session, ws.id)),
        no_rate=_no_rate(session, ws),
        ownerless=_count(session, ws.id, A.c.owner_id.in_(select(P.c.id).where(P.c.active.is_(False)))),
        untiered=_count(session, ws.id, A.c.tier_proposal != ""),
    )


def _linked(session: Session, ws: int) -> int:
    mine = (P.c.workspace_id == ws, P.c.active, P.c.slack_id.is_not(None))
    return int(session.execute(select(func.count()).select_from(P).where(*mine)).scalar_one())


def _count(session: Session, ws: int, which: object) -> int:
    """Accounts that are not churned."""
    mine = (A.c.workspace_id == ws, A.c.status != "churned", which)
    return int(session.execute(select(func.count()).select_from(A).where(*mine)).scalar_one())  # type: ignore[arg-type]


def _no_rate(session: Session, ws: Workspace) -> tuple[str, ...]:
    """Currencies of amounts, of accounts and movements, that the settings have no rate for."""
    known = {"", ws.policy.currency, *ws.policy.rates}
    given = select(A.c.currency).where(A.c.workspace_id == ws.id, A.c.annual_given.is_not(None)).distinct()
    moved = select(R.c.currency).where(R.c.workspace_id == ws.id).distinct()
    there = {*session.execute(given).scalars(), *session.execute(moved).scalars()}
    return tuple(sorted(there - known))
