"""Plans the summary of everybody's week on its last working day; there is none of an earlier one."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from rules.delivery.sending import friday
from rules.records import Person
from rules.workspace import Workspace
from services import Services
from storage import fridays, outbox, people

from .summaries import plan_each


def plan_fridays(services: Services, workspace: int) -> int:
    """Plan for everybody whose Friday afternoon has come; how many."""
    return plan_each(services, workspace, "friday_at", plan_person)


def plan_person(session: Session, ws: Workspace, person: Person, was_at: datetime, now: datetime) -> bool:
    """The summary of a person's running week; sets when to look again."""
    at = friday(now, person, ws.policy)
    people.set_clock(session, ws.id, person.id, friday_at=at.again_at)
    if not at.open or not person.own.friday:
        return False
    if outbox.exists(session, ws.id, fridays.key_of(person.id, at.on)):
        return False  # looked at again in its week: what waits is this one, none older
    outbox.drop_waiting(session, ws.id, person.id, say="friday", why="a newer week came")
    return fridays.plan(session, ws.id, person, at.on, due_at=at.opens_at, now=now)
