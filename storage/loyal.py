"""Loyal customers of people, as rules/loyal.py has them of one record: asked of many accounts at once,
without reading their touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Date, func, or_, select
from sqlmodel import Session

from rules.facts.referred import RECEIVED
from rules.facts.thanked import THANKS
from rules.loyal import Loyal, is_loyal, years_since

from .people import P
from .reading import A, R
from .referrals import RF
from .thanks import TH


def owned_by(session: Session, ws: int, people: Iterable[int], on: date) -> list[Loyal]:
    """Those that these people own and that are active today (`on`, their reader's date)."""
    mine = (A.c.workspace_id == ws, A.c.owner_id.in_(list(people)), A.c.merged_into_id.is_(None))
    active = or_(A.c.status == "active", (A.c.status == "paused") & (A.c.paused_until <= on))
    columns = (A.c.id, A.c.name, A.c.started_on, A.c.exists_on, A.c.owner_id, P.c.name.label("owner"))
    rows = session.execute(select(*columns).join(P, P.c.id == A.c.owner_id).where(*mine, active))
    bought = _by_account(
        session, mine, R, func.count(R.c.on.distinct()), R.c.kind == "purchase", R.c.amount > 0, R.c.on <= on
    )
    day = func.coalesce(TH.c.on, func.date(TH.c.created_at), type_=Date)
    thanked = _by_account(session, mine, TH, func.max(day), TH.c.kind == THANKS, TH.c.voided_at.is_(None))
    treated = _by_account(session, mine, TH, func.max(day), TH.c.kind != THANKS, TH.c.voided_at.is_(None))
    sent = _by_account(
        session, mine, RF, func.max(RF.c.thanked_on), RF.c.kind == RECEIVED, RF.c.voided_at.is_(None)
    )
    there = []
    for r in rows:
        since, days = r.started_on or r.exists_on, bought.get(r.id, 0)
        years = years_since(since, on)
        if is_loyal(days, years):
            last = max((d for d in (thanked.get(r.id), sent.get(r.id)) if d), default=None)
            who = {"owner": r.owner, "owner_id": r.owner_id, "treated_on": treated.get(r.id)}
            there.append(Loyal(r.id, r.name, days, years, since, thanked_on=last, **who))
    return there


def _by_account(
    session: Session, mine: Iterable[Any], table: Any, figure: Any, *where: Any
) -> Mapping[int, Any]:
    """A figure of rows of a table, by their account."""
    query = select(table.c.account_id, figure).join(A, A.c.id == table.c.account_id).where(*mine, *where)
    return {account: value for account, value in session.execute(query.group_by(table.c.account_id))}
