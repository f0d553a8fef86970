"""Accounts that are served through another, read for the one through which they are; and whose figures follow
from another's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from rules.facts.served import Served
from rules.phrase import Money

from . import tables

CH = tables.table(tables.Account).alias("child")
_CELLS = (CH.c.id, CH.c.name, CH.c.annual, CH.c.annual_given, CH.c.currency)
QUERY = (
    select(*_CELLS, CH.c.parent_id.label("account_id"))
    .where(CH.c.served_through_parent, CH.c.status != "churned", CH.c.merged_into_id.is_(None))
    .order_by(CH.c.name, CH.c.id)
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that they fill. One that is above the account, too, is a slip of a file: it is
    left out, or each would bring what the other does."""
    return {"served": tuple(_served(r) for r in rows if r.id not in (account.id, account.parent_id))}


def _served(r: Any) -> Served:
    given = Money(r.annual_given, r.currency) if r.annual is None and r.annual_given is not None else None
    return Served(r.id, r.name, r.annual, given)


def parents(session: Session, ws: int, ids: Iterable[int]) -> list[int]:
    """The accounts to which these belong."""
    query = select(CH.c.parent_id).where(CH.c.workspace_id == ws, CH.c.id.in_(list(ids)))
    return sorted(set(session.execute(query.where(CH.c.parent_id.is_not(None))).scalars()))


def through(session: Session, ws: int) -> dict[int, int]:
    """Of each account that is served through another and no lost customer, through which."""
    mine = (CH.c.workspace_id == ws, CH.c.served_through_parent, CH.c.status != "churned")
    query = select(CH.c.id, CH.c.parent_id).where(*mine, CH.c.parent_id.is_not(None))
    return {r.id: r.parent_id for r in session.execute(query)}
