"""Books as tiers are proposed from them, and what was kept as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.records import Person
from rules.tiers import KEPT_FOR, Held, Proposed, proposals

from . import acts, people, segments, standings
from .people import P
from .records import A

NOUN, KEPT = "tier", "kept"
_OWNER = func.coalesce(func.nullif(P.c.name, ""), P.c.email).label("owner")


def proposed(session: Session, ws: int, owners: Collection[int] | None, now: datetime) -> list[Proposed]:
    """For the books of these people (None: everybody's); what was kept lately is left out, and what is served
    through another: that has no cadence, and counts with it."""
    books: dict[int, list[Held]] = {}
    mine: list[Any] = [A.c.workspace_id == ws, A.c.status != "churned", ~A.c.served_through_parent]
    if owners is not None:
        mine.append(A.c.owner_id.in_(list(owners)))
    columns = (A.c.id, A.c.name, A.c.owner_id, A.c.tier, A.c.tier_proposal, A.c.annual, A.c.segment, _OWNER)
    rows = list(session.execute(select(*columns).join(P, P.c.id == A.c.owner_id).where(*mine)))
    earns = segments.of_accounts(session, ws, [r.id for r in rows], now.date())
    for r in rows:
        held = Held(
            r.id,
            r.name,
            r.owner_id,
            r.owner,
            r.tier,
            r.tier_proposal,
            r.annual,
            segment=earns.get(r.id, ""),
            chosen=bool(r.segment),
        )
        books.setdefault(r.owner_id, []).append(held)
    those = proposals(books.values(), kept(session, ws, now))
    settled = decided(session, ws, [p.held.id for p in those], now)
    return [p for p in those if p.held.id not in settled]


def decided(session: Session, ws: int, ids: Sequence[int], now: datetime) -> set[int]:
    """Those of these accounts whose tier a person set lately: their judgement wins, nothing is proposed."""
    return standings.retiered(session, ws, ids, (now - timedelta(days=KEPT_FOR)).date())


def how_many(session: Session, ws: int, person: Person, now: datetime) -> int:
    """Of how many accounts a tier is proposed that are a person's to decide on: of their people, or, for an
    admin who leads nobody, everybody's."""
    if not (person.leads or person.is_admin):
        return 0
    own = people.under(session, ws, person.id) if person.leads else None
    return len(proposed(session, ws, own, now=now))


def kept(session: Session, ws: int, now: datetime) -> set[tuple[int, str]]:
    """What was proposed lately and not wanted: accounts with that tier."""
    lately = acts.recent(session, ws, NOUN, KEPT, now - timedelta(days=KEPT_FOR))
    return {(a.row_id, str(a.change.get("proposed"))) for a in lately if not a.undone}


def forget(session: Session, ws: int, account_id: int) -> None:
    """It is not proposed on its card any more."""
    _propose(session, ws, account_id, "")


def propose_again(session: Session, ws: int, account_id: int, tier: str) -> None:
    _propose(session, ws, account_id, tier)


def _propose(session: Session, ws: int, account_id: int, tier: str) -> None:
    mine = (A.c.workspace_id == ws, A.c.id == account_id)
    session.execute(update(A).where(*mine).values(tier_proposal=tier))
