"""The team of an account: who is on it and as what, and the goal they share. Each act is audited, never what
was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules.facts.member import Member

from . import audit, tables
from .database import new_id
from .people import P

TM, A = tables.table(tables.AccountTeam), tables.table(tables.Account)
_OWNER = P.alias("owner")
_CALLED = func.coalesce(func.nullif(P.c.name, ""), P.c.email).label("name")
QUERY = (
    select(TM.c.id, TM.c.account_id, TM.c.person_id, TM.c.role, _CALLED)
    .join(P, P.c.id == TM.c.person_id)
    .where(TM.c.left_at.is_(None), P.c.active)
    .order_by(TM.c.role, P.c.name, TM.c.id)
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that a team fills: whoever owns the account is no member of it."""
    return {"team": tuple(member_of(r) for r in rows if r.person_id != account.owner_id)}


def member_of(r: Any) -> Member:
    return Member(r.id, r.person_id, r.name, role=r.role)


class Joined(NamedTuple):
    """Somebody on a team, with the account's name, its goal and its owner."""

    member: Member
    account_id: int
    account: str
    goal: str
    owner: str


_JOINED = (
    QUERY.join(A, A.c.id == TM.c.account_id)
    .join(_OWNER, _OWNER.c.id == A.c.owner_id)
    .add_columns(
        A.c.name.label("account_name"),
        A.c.team_goal,
        func.coalesce(func.nullif(_OWNER.c.name, ""), _OWNER.c.email).label("owner_name"),
    )
    .where(TM.c.person_id != A.c.owner_id)
)


def of_person(session: Session, ws: int, person_id: int) -> list[Joined]:
    """The teams that somebody is on, by the account's name; without those of churned accounts and of what
    they own."""
    mine = (TM.c.workspace_id == ws, TM.c.person_id == person_id, A.c.status != "churned")
    return [_joined(r) for r in session.execute(_JOINED.where(*mine).order_by(None).order_by(A.c.name))]


def by_id(session: Session, ws: int, member_id: int) -> Joined | None:
    """Somebody who is on a team; None once they are not."""
    row = session.execute(_JOINED.where(TM.c.workspace_id == ws, TM.c.id == member_id)).first()
    return _joined(row) if row else None


def _joined(r: Any) -> Joined:
    return Joined(member_of(r), r.account_id, r.account_name, goal=r.team_goal, owner=r.owner_name)


def join(
    session: Session, ws: int, account_id: int, person_id: int, role: str, *, by_id: int, now: datetime
) -> int:
    """Put somebody on the team, once, as what; who is on it already has that role since. Their id there."""
    mine = (TM.c.workspace_id == ws, TM.c.account_id == account_id, TM.c.person_id == person_id)
    there = session.execute(select(TM.c.id).where(*mine)).scalar()
    values = {"role": role, "left_at": None}
    if there is None:
        row = {"workspace_id": ws, "account_id": account_id, "person_id": person_id, **values}
        member_id = new_id(session.execute(TM.insert().values(row)))
    else:
        member_id = int(there)
        session.execute(update(TM).where(TM.c.id == there).values(values))
    _keep(session, ws, "joined", account_id, by_id=by_id, now=now, member=member_id, role=role)
    return member_id


def leave(session: Session, ws: int, joined: Joined, *, by_id: int, now: datetime) -> None:
    """They are on the team no more."""
    session.execute(update(TM).where(TM.c.id == joined.member.id).values(left_at=now))
    _keep(session, ws, "left", joined.account_id, by_id=by_id, now=now, member=joined.member.id)


def set_goal(session: Session, ws: int, account_id: int, goal: str, *, by_id: int, now: datetime) -> None:
    """What everybody on the team works for; empty takes it away."""
    session.execute(update(A).where(A.c.workspace_id == ws, A.c.id == account_id).values(team_goal=goal))
    _keep(session, ws, "goal", account_id, by_id=by_id, now=now)


def _keep(
    session: Session, ws: int, did: str, account_id: int, *, by_id: int, now: datetime, **change: Any
) -> None:
    row = {"noun": "team", "row_id": change.pop("member", account_id), "account": account_id, **change}
    audit.keep(session, ws, now, by_id=by_id, did=did, **row)
