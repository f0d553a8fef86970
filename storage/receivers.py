"""Books as rules/facts/receivers.py compares them: what everybody cares for, and how much they do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from rules.cadence import own_cadence
from rules.facts.receivers import Book, Kept, away_soon
from rules.policy import Policy
from rules.records import Person, days

from . import logged, tables

A = tables.table(tables.Account)
WEEKS = 4


def books(
    session: Session, ws: int, people: Sequence[Person], policy: Policy, today: date, zone: str
) -> list[Book]:
    """A book for each of these people; touches are those of the four weeks up to yesterday."""
    kept = defaultdict[int, list[Kept]](list)
    of = (A.c.owner_id, A.c.tier, A.c.industry, A.c.country, A.c.cadence_days)
    active = (A.c.workspace_id == ws, A.c.status == "active", A.c.served_through_parent.is_(False))
    for r in session.execute(select(*of, func.count().label("accounts")).where(*active).group_by(*of)):
        needs = 7 * r.accounts / own_cadence(r.tier, r.cadence_days, policy)
        kept[r.owner_id].append(Kept(r.tier, r.industry, r.country, count=r.accounts, needs=needs))
    first, last = today - days(7 * WEEKS), today - days(1)
    made = logged.made_by(session, ws, [p.id for p in people], first=first, last=last, zone=zone)
    return [Book(p, tuple(kept[p.id]), made.get(p.id, 0) / WEEKS, away_soon(p, today)) for p in people]
