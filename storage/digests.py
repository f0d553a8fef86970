"""Reads a manager's week for rules/digest.py, and remembers which digests were planned."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from rules.calendar import week_of
from rules.digest import compose
from rules.records import Person, days
from rules.week import Digest
from rules.workspace import Workspace

from . import accounts, nudges, outbox, people, records, tables, touches

D = tables.table(tables.Digest)


def figures(session: Session, ws: Workspace, manager: Person, ends_on: date, now: datetime, running: bool = False) -> Digest:
    """The digest of the week ending on `ends_on` for a manager's whole tree, as of that date."""
    tree = people.under(session, ws.id, manager.id)
    team = people.everyone(session, ws.id, tree)
    ids = accounts.owned_by(session, ws.id, tree)
    found = records.read(session, ws.id, ids, now, everything=True, standings=True)
    zone, who = manager.zone, sorted(tree)
    week = touches.logged_between(session, ws.id, who, ends_on - days(6), ends_on, zone)
    quarter = touches.logged_between(session, ws.id, who, ends_on - days(90), ends_on, zone)
    month = touches.made_by(session, ws.id, who, ends_on - days(27), ends_on, zone)
    acted = nudges.acted_on(session, ws.id, who, ends_on - days(6), ends_on)
    return compose(found, team, ends_on, ws.policy, week, quarter, month, acted, running)


def plan(session: Session, ws: int, person_id: int, ends_on: date, due_at: datetime, now: datetime) -> bool:
    """Plan one person's digest of a week; False when it was planned before."""
    week = week_of(ends_on)
    payload = {"ends_on": ends_on.isoformat()}
    row = outbox.enqueue(session, ws, f"digest:{person_id}:{week}", "digest", payload, now, person_id=person_id, due_at=due_at)
    if row is None:
        return False
    session.execute(D.insert().values(workspace_id=ws, person_id=person_id, week=week, ends_on=ends_on, outbox_id=row))
    return True
