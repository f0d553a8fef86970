"""Plans each manager's digest once a local week, on Monday morning; after a downtime only the newest one."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from rules.delivery.sending import monday, own_times
from rules.records import Person
from rules.workspace import Workspace
from services import Services
from storage import accounts, digests, outbox, people

from .summaries import plan_each


def plan_digests(services: Services, workspace: int) -> int:
    """Plan for every manager whose Monday morning has come; how many."""
    return plan_each(services, workspace, "digest_at", plan_person)


def plan_person(session: Session, ws: Workspace, person: Person, was_at: datetime, now: datetime) -> bool:
    """The digest of the week that ended on Sunday where the manager is; sets when to look again."""
    policy, away = own_times(ws.policy, person.own), person.calendar.days_away()
    at = monday(now, was_at, person.zone, policy, away=away)
    people.set_clock(session, ws.id, person.id, digest_at=at.again_at if person.leads else None)
    if not person.leads or not person.own.digest or not at.open:
        return False
    if not accounts.owned_by(session, ws.id, people.under(session, ws.id, person.id)):
        return False
    if outbox.exists(session, ws.id, digests.key_of(person.id, at.ends_on)):
        return False  # looked at again in its week: what waits is this one, none older
    outbox.drop_waiting(session, ws.id, person.id, say="digest", why="a newer week came")
    return digests.plan(session, ws.id, person.id, ends_on=at.ends_on, due_at=at.opens_at, now=now)
