"""People of ours as they come, change and go. Each act is audited by its caller, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.ours import Place
from rules.records import Person

from . import led
from .database import new_id
from .linking import welcome
from .people import P, everyone, new_person
from .privacy.forgetting import mark, marks
from .records import A


def by_email(session: Session, ws: int, email: str) -> Person | None:
    found = session.execute(select(P.c.id).where(P.c.workspace_id == ws, P.c.email == email)).scalar()
    return next(iter(everyone(session, ws, [found])), None) if found is not None else None


def was_erased(session: Session, ws: int, secret: str, email: str) -> bool:
    return mark(secret, email) in marks(session, ws)


def add(
    session: Session, ws: int, known: Mapping[str, str], place: Place, now: datetime
) -> tuple[int, dict[str, Any]]:
    """Somebody new, or back: linked to their Slack user at once, and looked at by the planner. Their id, and
    how they stood before (nothing: they are new). `known`: slack_id, email, name, zone, locale."""
    there = by_email(session, ws, known["email"])
    values: dict[str, Any] = {
        "slack_id": known["slack_id"],
        "zone": known["zone"],
        "locale": known["locale"],
        "active": True,
        "left_on": None,
        "plan_at": now,
        "digest_at": now,
        "friday_at": now,
        **_place(place),
    }
    if there is None:
        row = {**new_person(ws, known["email"]), "name": known["name"], **values}
        made = new_id(session.execute(P.insert().values(**row)))
        welcome(session, ws, made, now)
        return made, {}
    if there.slack_id != known["slack_id"]:
        values["dm_channel"] = ""  # another user of Slack has another direct message
    session.execute(update(P).where(P.c.id == there.id).values(**values))
    if not there.slack_id:
        welcome(session, ws, there.id, now)
    return there.id, {"role": there.role, "manager_id": there.manager_id}


def _place(place: Place) -> dict[str, Any]:
    return {"role": place.role, "manager_id": place.manager_id, "is_admin": place.role == "admin"}


def put(session: Session, ws: int, person_id: int, place: Place, now: datetime) -> None:
    """Role and manager; whether they lead from now on is looked at by the planner."""
    values = {**_place(place), "plan_at": now, "digest_at": now, "friday_at": now}
    mine = (P.c.workspace_id == ws, P.c.id == person_id)
    was = session.execute(select(P.c.manager_id).where(*mine)).scalar_one()
    session.execute(update(P).where(*mine).values(**values))
    if was != place.manager_id:
        led.anew(session, ws, [person_id], now=now)


def owned(session: Session, ws: int, person_id: int) -> list[int]:
    """The accounts that somebody has to hand over: all that are not churned."""
    mine = (A.c.workspace_id == ws, A.c.owner_id == person_id, A.c.status != "churned")
    return list(session.execute(select(A.c.id).where(*mine).order_by(A.c.tier, A.c.id)).scalars())


def reports(session: Session, ws: int, person_id: int) -> list[int]:
    """Who stands right under somebody."""
    mine = (P.c.workspace_id == ws, P.c.manager_id == person_id)
    return list(session.execute(select(P.c.id).where(*mine).order_by(P.c.id)).scalars())


def move_under(
    session: Session, ws: int, ids: Collection[int], manager_id: int | None, now: datetime
) -> None:
    """These people stand under another, who has what went to whoever led them before."""
    if ids:
        mine = (P.c.workspace_id == ws, P.c.id.in_(list(ids)))
        session.execute(update(P).where(*mine).values(manager_id=manager_id))
        led.anew(session, ws, ids, now=now)


def leave(session: Session, ws: int, person_id: int, on: date) -> None:
    """They are not with us any more, whatever Slack says of them."""
    mine = (P.c.workspace_id == ws, P.c.id == person_id)
    session.execute(update(P).where(*mine).values(left_on=on, active=False))


def come_back(session: Session, ws: int, person_id: int, now: datetime) -> None:
    mine = (P.c.workspace_id == ws, P.c.id == person_id)
    back = {"left_on": None, "active": True, "plan_at": now, "digest_at": now, "friday_at": now}
    session.execute(update(P).where(*mine).values(**back))


def still_under(session: Session, ws: int, ids: Sequence[int], manager_id: int | None) -> list[int]:
    """Those of these people who stand under somebody still."""
    mine = (P.c.workspace_id == ws, P.c.id.in_(list(ids)), P.c.manager_id == manager_id)
    return list(session.execute(select(P.c.id).where(*mine)).scalars())
