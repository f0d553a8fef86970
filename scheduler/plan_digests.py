"""Plans each manager's digest once a local week, on Monday morning; after a downtime only the newest one."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from rules.delivery.sending import monday
from rules.failure import trace_of
from rules.records import Person
from rules.workspace import Workspace
from services import Services
from storage import accounts, digests, outbox, people, workspaces
from storage.database import StorageError

log = logging.getLogger(__name__)
PUSH_BACK_FOR = timedelta(minutes=15)


def plan_digests(services: Services, workspace: int) -> int:
    """Plan for every manager whose Monday morning has come; how many."""
    now = services.clock()
    with services.reading() as session:
        ws = workspaces.get(session, workspace)
        due = people.digest_due(session, ws.id, now)
    planned = 0
    for person, was_at in due:
        services.steady.sleep(0)
        try:
            with services.transaction() as session:
                planned += plan_person(session, ws, person, was_at=was_at, now=now)
        except StorageError:
            raise  # nobody's own trouble: the beat comes again
        except Exception as error:
            log.error(
                "planning the digest for person %s failed, tried again in 15 minutes: %s",
                person.id,
                trace_of(error),
            )
            with services.transaction() as session:
                people.set_clock(session, ws.id, person.id, digest_at=now + PUSH_BACK_FOR)
    return planned


def plan_person(session: Session, ws: Workspace, person: Person, was_at: datetime, now: datetime) -> bool:
    """The digest of the week that ended on Sunday where the manager is; sets when to look again."""
    at = monday(now, was_at, person.zone, policy=ws.policy)
    people.set_clock(session, ws.id, person.id, digest_at=at.again_at if person.leads else None)
    if not person.leads or not at.open:
        return False
    if not accounts.owned_by(session, ws.id, people.under(session, ws.id, person.id)):
        return False
    outbox.drop_waiting(session, ws.id, person.id, say="digest", why="a newer week came")
    return digests.plan(session, ws.id, person.id, ends_on=at.ends_on, due_at=at.opens_at, now=now)
