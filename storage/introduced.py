"""Introductions as they are read: of an account, into a record, what waits, what is void, whose first touch
may be missed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.handoffs import ASKS, WAITS
from rules.facts.introduced import CHURNED, ELSEWHERE, LEFT, TAKEN, Handoff
from rules.waiting import OPEN

from . import tables
from .people import P
from .waiting import W

HO, A = tables.table(tables.Handoff), tables.table(tables.Account)
_GIVER, _RECEIVER, _BY = P.alias("giver"), P.alias("receiver"), P.alias("by")


def _called(person: Any) -> Any:
    return func.coalesce(func.nullif(person.c.name, ""), person.c.email)


_VOID = case(
    (A.c.status == "churned", CHURNED),
    (A.c.owner_id != HO.c.giver_id, ELSEWHERE),
    (_RECEIVER.c.active, ""),
    else_=LEFT,
)
QUERY = (
    select(*tables.told(HO), _called(_GIVER).label("giver"), _called(_RECEIVER).label("receiver"))
    .add_columns(
        case((_GIVER.c.active, _called(_GIVER)), else_=_called(_BY)).label("answers"), _VOID.label("void")
    )
    .join(A, A.c.id == HO.c.account_id)
    .join(_GIVER, _GIVER.c.id == HO.c.giver_id)
    .join(_RECEIVER, _RECEIVER.c.id == HO.c.receiver_id)
    .join(_BY, _BY.c.id == HO.c.by_id)
    .order_by(HO.c.id)
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that handoffs fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"handoffs": tuple(handoff_of(r).as_known(today) for r in rows)}


def get(session: Session, ws: int, handoff_id: int) -> Handoff | None:
    row = session.execute(QUERY.where(HO.c.workspace_id == ws, HO.c.id == handoff_id)).first()
    return handoff_of(row) if row else None


def of_account(session: Session, ws: int, account_id: int) -> list[Handoff]:
    """All of an account, the oldest first."""
    mine = QUERY.where(HO.c.workspace_id == ws, HO.c.account_id == account_id)
    return [handoff_of(r) for r in session.execute(mine)]


def under_way(session: Session, ws: int, account_id: int) -> Handoff | None:
    return next((h for h in of_account(session, ws, account_id) if h.waits), None)


def voided(session: Session, ws: int) -> list[Handoff]:
    """Those that wait for somebody though there is nothing to introduce anybody for any more."""
    open_ones = (W.c.workspace_id == ws, W.c.state == OPEN, W.c.kind.in_((WAITS, ASKS)))
    waited = QUERY.where(HO.c.workspace_id == ws, HO.c.became == "").join(W, W.c.subject_id == HO.c.id)
    there = session.execute(waited.where(*open_ones, _VOID != ""))
    return [handoff_of(r) for r in there]


def under_way_of(
    session: Session, ws: int, person_id: int, people: Collection[int]
) -> list[tuple[str, Handoff]]:
    """Introductions under way that a person made, or of accounts that one of `people` gives, each with its
    account; who waits longest first. Not those that wait for the person's own tap."""
    taps = select(W.c.subject_id).where(
        W.c.workspace_id == ws, W.c.for_id == person_id, W.c.state == OPEN, W.c.kind.in_((WAITS, ASKS))
    )
    going = (HO.c.workspace_id == ws, HO.c.became == "", HO.c.followed_at.is_(None), HO.c.greet_by.is_(None))
    theirs = or_(HO.c.by_id == person_id, HO.c.giver_id.in_(list(people)))
    rows = session.execute(
        QUERY.add_columns(A.c.name.label("account")).where(*going, theirs, HO.c.id.not_in(taps))
    )
    those = [(r.account, handoff_of(r)) for r in rows if not r.void]
    return sorted(those, key=lambda x: (x[1].since_on, x[1].id))


def to_follow(session: Session, ws: int, now: datetime) -> list[Handoff]:
    """Those whose days for a first touch may be over, and that nobody has looked after yet."""
    taken = (HO.c.became.in_(TAKEN), HO.c.followed_at.is_(None), HO.c.greet_by <= now.date())
    return [handoff_of(r) for r in session.execute(QUERY.where(HO.c.workspace_id == ws, *taken))]


def handoff_of(r: Any) -> Handoff:
    return Handoff(
        r.id,
        r.account_id,
        r.by_id,
        r.giver_id,
        r.receiver_id,
        r.since_on,
        giver=r.giver,
        receiver=r.receiver,
        landmines=r.landmines,
        question=r.question,
        answer=r.answer,
        became=r.became,
        ended_on=r.ended_on,
        greet_by=r.greet_by,
        answers=r.answers,
        void=r.void,
    )
