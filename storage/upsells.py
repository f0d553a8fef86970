"""Upsell plans: begun, taken a step further, put right, taken back, read. Dates are those of whoever acts;
each act is audited, never its text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.upsell import CLOSED, OFFER, Upsell

from . import tables
from .audit import Trail
from .database import new_id
from .holding import hold

U, A = tables.table(tables.Upsell), tables.table(tables.Account)
OF, P = tables.table(tables.Offer), tables.table(tables.Person)
audited = Trail("upsell")
QUERY = (
    select(
        *tables.told(U, "created_at"),
        OF.c.name.label("offer"),
        P.c.name.label("sender"),
        P.c.active.label("with_us"),
    )
    .select_from(U.outerjoin(OF, OF.c.id == U.c.offer_id).outerjoin(P, P.c.id == U.c.sender_id))
    .where(U.c.voided_at.is_(None))
    .order_by(U.c.targeted_on, U.c.id)
)
DAYS = (
    "targeted_on",
    "explore_by",
    "explored_on",
    "offer_by",
    "offered_on",
    "send_by",
    "accepted_on",
    "sent_on",
    "answer_by",
    "closed_on",
)
FIELDS = (
    *(
        "step",
        "step_by_id",
        "text",
        "competitors",
        "need_id",
        "offer_id",
        "gain",
        "sends",
        "sender_id",
        "why",
    ),
    *DAYS,
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that plans fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"upsells": tuple(upsell_of(r).as_known(today) for r in rows)}


def of_account(session: Session, ws: int, account_id: int) -> list[Upsell]:
    """All of an account, what was begun first first."""
    mine = QUERY.where(U.c.workspace_id == ws, U.c.account_id == account_id)
    return [upsell_of(r) for r in session.execute(mine)]


def get(session: Session, ws: int, plan_id: int) -> Upsell | None:
    """One of them; None when there is none, or somebody took it back."""
    row = session.execute(QUERY.where(U.c.workspace_id == ws, U.c.id == plan_id)).first()
    return upsell_of(row) if row else None


def held(session: Session, ws: int, plan_id: int) -> Upsell | None:
    """One of them, for whoever is about to change it: of two at once the second sees what the first did."""
    plan = get(session, ws, plan_id)
    if plan is not None:
        hold(session, ws, plan.account_id)
    return get(session, ws, plan_id)


def open_of(session: Session, ws: int, account_id: int) -> Upsell | None:
    """The open one of an account; the account is held, so that nobody begins another meanwhile."""
    hold(session, ws, account_id)
    return next((u for u in of_account(session, ws, account_id) if u.is_open), None)


def open_under(session: Session, ws: int, owners: Collection[int]) -> list[tuple[str, Upsell]]:
    """The open ones of these people's accounts that are customers still, each with its account's name."""
    mine = (
        U.c.workspace_id == ws,
        U.c.step.not_in(CLOSED),
        A.c.workspace_id == ws,
        A.c.status != "churned",
        A.c.owner_id.in_(list(owners)),
    )
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == U.c.account_id).where(*mine)
    return [(r.account_name, upsell_of(r)) for r in session.execute(query)]


def offered(session: Session, ws: int) -> list[int]:
    """The offers of open plans, one for each plan."""
    mine = (U.c.workspace_id == ws, U.c.step == OFFER, U.c.offer_id.is_not(None), U.c.voided_at.is_(None))
    return list(session.execute(select(U.c.offer_id).where(*mine)).scalars())


def to_send(session: Session, ws: int, person_id: int) -> list[tuple[str, Upsell]]:
    """What somebody is to send and has not, the soonest first, each with its account's name."""
    mine = (
        U.c.workspace_id == ws,
        U.c.sender_id == person_id,
        U.c.step == OFFER,
        U.c.sent_on.is_(None),
        U.c.sends != "",
        A.c.workspace_id == ws,
        A.c.status != "churned",
    )
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == U.c.account_id).where(*mine)
    there = [(r.account_name, upsell_of(r)) for r in session.execute(query)]
    return sorted(there, key=lambda x: (x[1].send_by or date.max, x[1].id))


def begin(session: Session, ws: int, plan: Upsell, *, by_id: int, now: datetime) -> int:
    """Keep a new one; its id."""
    row = {name: getattr(plan, name) for name in FIELDS} | {
        "account_id": plan.account_id,
        "by_id": by_id,
        "external_id": f"tend-{uuid4().hex[:16]}",
        "created_at": now,
    }
    made = new_id(session.execute(U.insert().values(workspace_id=ws, **row)))
    audited(session, ws, made, plan.account_id, did="targeted", by_id=by_id, now=now)
    return made


def change(
    session: Session, ws: int, was: Upsell, to: Upsell, *, did: str, by_id: int, now: datetime
) -> bool:
    """Taken a step further or back, or put right; whether anything differs."""
    changed = {name: getattr(to, name) for name in FIELDS if getattr(to, name) != getattr(was, name)}
    if not changed:
        return False
    session.execute(update(U).where(U.c.id == was.id).values(changed))
    audited(session, ws, was.id, was.account_id, did=did, by_id=by_id, now=now, step=to.step, before=was.step)
    return True


def take_back(session: Session, ws: int, plan: Upsell, *, by_id: int, now: datetime) -> None:
    """It is none; the row stays, so that its audit can be read."""
    session.execute(update(U).where(U.c.id == plan.id).values(voided_at=now))
    audited(session, ws, plan.id, plan.account_id, did="voided", by_id=by_id, now=now)


def upsell_of(r: Any) -> Upsell:
    """One of which a file does not say when it was begun is known from its first day, else from when it was
    put on file."""
    held = {name: getattr(r, name) for name in FIELDS}
    acts = [d for d in (r.explored_on, r.offered_on, r.closed_on) if d]
    begun = r.targeted_on or min([*acts, r.created_at.date()])
    named = {"offer": r.offer or "", "sender": r.sender or "", "sender_left": r.with_us is False}
    return Upsell(r.id, r.account_id, r.by_id, **{**held, **named, "targeted_on": begun})
