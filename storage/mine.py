"""Accounts that a file gave to their owner, who has not said yet whether they are theirs; and those that they
say are not, which wait for whoever manages them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules import waiting as waits
from rules.mine import NOT_MINE, STAYS, Disowned, Unclaimed
from rules.records import Person
from rules.waiting import Wait

from . import decisions, waiting
from .decisions import Decision
from .people import P
from .records import A
from .waiting import W

DISOWNED = Decision("not_mine", (NOT_MINE,), yes=STAYS, told="not_mine_became")
_OWNER = func.coalesce(func.nullif(P.c.name, ""), P.c.email).label("owner")


def unclaimed(session: Session, ws: int, owner_id: int) -> list[Unclaimed]:
    """A first, then by revenue."""
    mine = (A.c.workspace_id == ws, A.c.owner_id == owner_id, A.c.asks_owner, A.c.status != "churned")
    order = (A.c.tier, func.coalesce(A.c.annual, 0).desc(), A.c.name, A.c.id)
    query = select(A.c.id, A.c.name, A.c.tier, A.c.annual).where(*mine).order_by(*order)
    return [Unclaimed(r.id, r.name, r.tier, r.annual) for r in session.execute(query)]


def settle(session: Session, ws: int, owner_id: int, ids: Collection[int], now: datetime) -> list[int]:
    """Their owner said whose they are; those of them that were asked about. What waited about one waits no
    more."""
    mine = (A.c.workspace_id == ws, A.c.owner_id == owner_id, A.c.id.in_(list(ids)))
    asked = list(session.execute(select(A.c.id).where(*mine, A.c.asks_owner)).scalars())
    session.execute(update(A).where(*mine).values(asks_owner=False))
    for account_id in ids:
        close(session, ws, account_id, waits.WITHDRAWN, now)
    return asked


def disown(
    session: Session,
    ws: int,
    account_id: int,
    to: Person,
    by_id: int,
    now: datetime,
    instead_of: Wait | None = None,
) -> None:
    """Whoever manages its owner settles whose it is, with a message that carries the buttons."""
    who: dict[str, Any] = {"person": to, "by_id": by_id, "instead_of": instead_of}
    about: dict[str, Any] = {"account": account_id, "by": by_id}
    waiting.ask(session, ws, NOT_MINE, account_id, **who, say="not_mine", now=now, **about)


def close(session: Session, ws: int, account_id: int, state: str, now: datetime) -> list[Wait]:
    """What waited about an account waits no more."""
    return waiting.close_all(session, ws, (NOT_MINE,), account_id, state, now=now)


def stale(session: Session, ws: int, account_id: int) -> list[Wait]:
    """What waits about an account that went to another meanwhile, or churned."""
    there = [(w, of_wait(session, ws, w)) for w in waiting.of_subject(session, ws, (NOT_MINE,), account_id)]
    return [w for w, disowned in there if disowned is None or not disowned.stands]


def given_back(session: Session, ws: int, ids: Collection[int], now: datetime) -> None:
    """These are again whose they were before a file: nobody is asked."""
    session.execute(update(A).where(A.c.workspace_id == ws, A.c.id.in_(ids)).values(asks_owner=False))
    gone(session, ws, ids, now)


def gone(session: Session, ws: int, ids: Collection[int], now: datetime) -> None:
    """These accounts go, or go back: what waited about them waits no more."""
    about = (W.c.workspace_id == ws, W.c.kind == NOT_MINE, W.c.subject_id.in_(ids))
    query = select(W.c.subject_id).where(*about, W.c.state == waits.OPEN)
    for account_id in session.execute(query).scalars().all():
        close(session, ws, account_id, waits.WITHDRAWN, now)


def of_wait(session: Session, ws: int, wait: Wait) -> Disowned | None:
    """What waits, with how it stands now."""
    by = session.execute(select(_OWNER).where(P.c.workspace_id == ws, P.c.id == wait.by_id)).scalar()
    row = session.execute(
        select(A.c.id, A.c.name, A.c.tier, A.c.owner_id, A.c.status, _OWNER)
        .join(P, P.c.id == A.c.owner_id)
        .where(A.c.workspace_id == ws, A.c.id == wait.subject_id)
    ).first()
    if row is None:
        return None
    stands = row.owner_id == wait.by_id and row.status != "churned"
    return Disowned(row.id, row.name, row.tier, str(by or "somebody"), row.owner, stands)


def tell(session: Session, ws: int, wait: Wait, what: str, whom: Collection[int], now: datetime) -> None:
    """What became of it, for those who did not do it."""
    about = {"account": wait.subject_id, "by": wait.for_id, "owner": wait.by_id}
    decisions.tell(session, ws, DISOWNED, wait.id, what, whom, now=now, **about)
