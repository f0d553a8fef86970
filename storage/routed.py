"""Whom a concern is routed to: whoever looks after its kind (a setting), and the account's owner. They hear
of it at midday, with what else waits for them; the owner of its end, too."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from rules.facts.raised import OPENED, Concern

from . import accounts, bundles, people, workspaces
from .concerns import CO, get

TOLD = "told"


def looks_after(session: Session, ws: int, kind: str) -> int | None:
    """Who is set for a kind; None when nobody is, or they left."""
    person_id = workspaces.get(session, ws).policy.concern_to.get(kind) if kind else None
    if person_id is None:
        return None
    there = people.everyone(session, ws, [person_id])
    return person_id if there and there[0].active else None


def kinds_of(session: Session, ws: int, person_id: int) -> list[str]:
    """The kinds that somebody looks after."""
    routes = workspaces.get(session, ws).policy.concern_to
    return [kind for kind, to in routes.items() if to == person_id]


def tell(session: Session, ws: int, concern_id: int, by_id: int, now: datetime, did: str = OPENED) -> None:
    """A concern was opened, opened again, or is about something else now (`did`, of rules/facts/raised.py):
    those that it is routed to hear of it. The owner hears of one that came with a touch by the touch
    itself."""
    concern = get(session, ws, concern_id)
    if concern is None:
        return
    came = bool(session.execute(CO.select().where(CO.c.id == concern_id)).one().batch)
    owner = None if came and did == OPENED else accounts.owner_of(session, ws, concern.account_id)
    thing = {"by": by_id, "account": concern.account_id, "concern": concern_id}
    hears = {owner, looks_after(session, ws, concern.kind)} - {None, by_id}
    for person in people.everyone(session, ws, sorted(n for n in hears if n is not None)):
        bundles.add(session, ws, TOLD, person=person, thing=thing | ({"did": did} if did else {}), now=now)


def tell_closed(session: Session, ws: int, concern: Concern, by_id: int, now: datetime) -> None:
    """The loop was closed: the account's owner hears of it, where it was another who closed it."""
    owner = accounts.owner_of(session, ws, concern.account_id)
    for person in people.everyone(session, ws, [owner] if owner != by_id else []):
        thing = {"by": by_id, "account": concern.account_id, "closed": concern.id}
        bundles.add(session, ws, TOLD, person=person, thing=thing, now=now)
