"""Carries Slack's users over to people: links, zones, deactivation, and who is the first admin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select, update
from sqlmodel import Session

from rules.calendar import is_zone
from rules.linking import Known, User, assign, email_of, is_live

from . import outbox
from .people import P, new_person


@dataclass(frozen=True, slots=True)
class Change:
    """What a person becomes; `was` is the Slack id that they were read with."""

    person_id: int
    was: str
    values: dict[str, Any]


def has_admin(session: Session, ws: int) -> bool:
    admin = or_(P.c.is_admin, P.c.role == "admin")
    return session.execute(select(P.c.id).where(P.c.workspace_id == ws, admin).limit(1)).first() is not None


def add_admins(session: Session, ws: int, users: Sequence[User]) -> None:
    """While no admin is registered, Slack's workspace admins are: those not on file yet are put there."""
    there = set(session.execute(select(P.c.email).where(P.c.workspace_id == ws)).scalars())
    named = {
        email_of(u): str(u.get("real_name") or "")
        for u in users
        if u.get("is_admin") and is_live(u) and email_of(u)
    }
    for email, name in named.items():
        if email not in there:
            session.execute(P.insert().values({**new_person(ws, email), "name": name}))


def changes(session: Session, ws: int, users: Sequence[User]) -> list[Change]:
    """What differs between people and Slack's users; nothing is written."""
    rows = {r.id: r for r in session.execute(select(P).where(P.c.workspace_id == ws).order_by(P.c.id))}
    no_admin = not any(r.is_admin or r.role == "admin" for r in rows.values())
    linked = assign([Known(r.id, r.email, r.slack_id or "") for r in rows.values()], users)
    changed = []
    for person_id, user in linked.items():
        row = rows[person_id]
        now_is = _as_in_slack(user, row, no_admin)
        if any(getattr(row, name) != value for name, value in now_is.items()):
            changed.append(Change(person_id, row.slack_id or "", now_is))
    return changed


def carry_over(session: Session, ws: int, changed: Sequence[Change], now: datetime) -> None:
    """Write changes, but for people who were linked otherwise since; the planner looks at them anew."""
    mine = (
        P.c.workspace_id == ws,
        P.c.id == bindparam("person"),
        func.coalesce(P.c.slack_id, "") == bindparam("was"),
    )
    for change in changed:
        if not change.was and change.values["active"]:
            welcome(session, ws, change.person_id, now)
    if changed:
        rows = [{"person": c.person_id, "was": c.was, "planned": now, **c.values} for c in changed]
        values: dict[str, Any] = {name: bindparam(name) for name in changed[0].values}
        looks: dict[str, Any] = dict.fromkeys(("plan_at", "friday_at"), bindparam("planned"))
        session.connection().execute(update(P).where(*mine).values(**values, **looks), rows)


def welcome(session: Session, ws: int, person_id: int, now: datetime) -> None:
    """Whoever is linked for the first time is told how it begins, once for ever: with what goes to them next.
    Another Slack user of theirs is no other person."""
    key = f"welcome:{person_id}"
    outbox.enqueue(session, ws, key, say="welcome", payload={}, now=now, person_id=person_id)


def _as_in_slack(user: User, row: Row[Any], no_admin: bool) -> dict[str, Any]:
    """A new link has a direct message of its own."""
    zone = str(user.get("tz") or "")
    return {
        "slack_id": str(user["id"]),
        "dm_channel": row.dm_channel if row.slack_id in (None, user["id"]) else "",
        "active": is_live(user) and row.left_on is None,
        "zone": zone if is_zone(zone) else row.zone,
        "locale": str(user.get("locale") or row.locale),
        "name": row.name or str(user.get("real_name") or "") or row.email,
        "is_admin": row.is_admin or (no_admin and bool(user.get("is_admin"))),
    }
