"""Referrals: asked for, received, given; and which account came by one. Dates are those of whoever acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.referred import OPEN, RECEIVED, Referral
from rules.facts.referring import due_thanks

from . import tables
from .spoken import Spoken

RF, A = tables.table(tables.Referral), tables.table(tables.Account)
_became = A.alias("became")
QUERY = (
    select(*tables.told(RF, "created_at"), _became.c.name.label("became"))
    .outerjoin(_became, _became.c.id == RF.c.became_id)
    .where(RF.c.voided_at.is_(None))
    .order_by(RF.c.on, RF.c.id)
)
CAME = (
    select(RF.c.id, RF.c.became_id.label("account_id"), RF.c.on, RF.c.closed_on, RF.c.created_at)
    .where(RF.c.voided_at.is_(None), RF.c.kind == RECEIVED, RF.c.became_id != RF.c.account_id)
    .order_by(RF.c.on, RF.c.id)
)
FIELDS = ("kind", "on", "who", "to", "outcome", "closed_on", "became_id", "thanked_on")
"""What somebody may put right."""


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that referrals fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    there = (referral_of(r).as_known(today) for r in rows)
    return {"referrals": tuple(sorted(there, key=lambda r: (r.on, r.id)))}


def came(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of the account that came: the earliest day, when it was won where that is known, else when it
    was sent to us."""
    days = (r.closed_on or r.on or r.created_at.date() for r in rows)
    return {"came_by_referral": min(min(days), local_date(now, account.zone))}


def referral_of(r: Any) -> Referral:
    """One of which a file does not say when it was is known from when it was put on file."""
    held = {name: getattr(r, name) for name in FIELDS}
    return Referral(
        r.id, r.account_id, r.by_id, **{**held, "on": r.on or r.created_at.date()}, became=r.became or ""
    )


def _said(was: Referral, to: Referral) -> str:
    if to.thanked_on and not was.thanked_on:
        return "thanked"
    return "put right" if to.outcome in (was.outcome, OPEN) else to.outcome


def to_thank(session: Session, ws: int, owner_id: int, today: date) -> list[tuple[str, Referral]]:
    """What somebody's accounts that are customers still are to be thanked for, the oldest first, each with
    its account's name."""
    mine = (
        RF.c.workspace_id == ws,
        RF.c.kind == RECEIVED,
        RF.c.thanked_on.is_(None),
        A.c.workspace_id == ws,
        A.c.owner_id == owner_id,
        A.c.status != "churned",
    )
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == RF.c.account_id).where(*mine)
    there = [(r.account_name, referral_of(r).as_known(today)) for r in session.execute(query)]
    due = {r.id for r in due_thanks([r for _, r in there], today) if r.on < today}
    return sorted((pair for pair in there if pair[1].id in due), key=lambda pair: (pair[1].on, pair[1].id))


REFERRALS = Spoken("referral", RF, QUERY, referral_of, FIELDS, _said)
