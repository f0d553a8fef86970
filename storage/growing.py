"""Whom to grow among many accounts: what is read of each, and how it earns where nobody said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.needed import CLOSED
from rules.facts.upsell import CLOSED as OVER
from rules.growing import SOLD_ENOUGH, Growth, growth_of, ranked
from rules.health import assess
from rules.records import Record
from rules.workspace import Workspace

from . import records, segments
from .assess import attempt, readable
from .needs import N
from .records import A
from .upsells import U

MOST = 300
"""Accounts that are looked at for one answer, which Slack waits for: those with an open need first, then what
brings most."""


class Found(NamedTuple):
    """Those to grow, in their rank; so many were `looked` at `of` so many that may be."""

    those: list[Growth]
    looked: int
    of: int


def find(session: Session, ws: Workspace, owners: Collection[int], now: datetime) -> Found:
    """Among these people's accounts, without those that have an open plan."""
    ids, whole = _candidates(session, ws.id, owners)
    segment_of = segments.of_accounts(session, ws.id, ids, local_date(now, "UTC"))
    found = list[Growth]()
    for start in range(0, len(ids), records.CHUNK):
        for record in readable(session, ws.id, ids[start : start + records.CHUNK], now=now):
            growth = attempt(None, record.account.id, now, _of, record, ws, segment_of)
            found += [growth] if growth else []
    return Found(ranked(found, ws.policy.currency), len(ids), whole)


def of_account(session: Session, ws: Workspace, account_id: int, now: datetime) -> Growth | None:
    """Why one account is to be grown; None when it is not."""
    for record in readable(session, ws.id, [account_id], now=now):
        today = local_date(now, record.owner.zone)
        return _of(record, ws, {account_id: segments.of_account(session, ws.id, account_id, today)})
    return None


def _of(record: Record, ws: Workspace, segment_of: Mapping[int, str]) -> Growth | None:
    on = record.today or record.account.added_on
    health = assess(record, on, ws.policy)
    return growth_of(record, health, segment_of.get(record.account.id, ""), on, ws.policy)


def _candidates(session: Session, ws: int, owners: Collection[int]) -> tuple[list[int], int]:
    """Accounts that may be ones to grow, and how many there are."""
    open_need = select(N.c.account_id).where(
        N.c.workspace_id == ws, N.c.status.not_in(CLOSED), N.c.voided_at.is_(None)
    )
    planned = select(U.c.account_id).where(
        U.c.workspace_id == ws, U.c.step.not_in(OVER), U.c.voided_at.is_(None)
    )
    mine = (
        A.c.workspace_id == ws,
        A.c.owner_id.in_(list(owners)),
        A.c.status != "churned",
        A.c.served_through_parent.is_(False),
        A.c.merged_into_id.is_(None),
        A.c.segment != SOLD_ENOUGH,
        A.c.id.not_in(planned),
    )
    whole = session.execute(select(func.count()).select_from(A).where(*mine)).scalar_one()
    first = (A.c.id.in_(open_need).desc(), func.coalesce(A.c.annual, 0).desc(), A.c.id)
    query = select(A.c.id).where(*mine).order_by(*first).limit(MOST)
    return list(session.execute(query).scalars()), int(whole)
