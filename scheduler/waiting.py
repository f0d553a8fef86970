"""What waits for somebody's tap: said once more when it has waited a while, ended when its time is over.

KINDS says what each kind of it shows, and what follows when nobody answers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from messages.waiting import Waiting
from rules.facts.handoffs import ASKS, WAITS
from rules.failure import trace_of
from rules.records import Person
from rules.waiting import EXPIRED, OPEN, Wait
from rules.workspace import Workspace
from services import Services
from storage import bundles, people, waiting, workspaces
from storage.database import StorageError

from . import handoffs

log = logging.getLogger(__name__)


class Kind(NamedTuple):
    """`read`: what its painter shows (messages/waiting.py), None when there is nothing any more; `expired`:
    what follows when its time is over."""

    read: Callable[[Session, int, Wait], Any]
    expired: Callable[[Session, Workspace, Wait, datetime], None]


KINDS: Mapping[str, Kind] = {
    WAITS: Kind(handoffs.of_wait, handoffs.unanswered),
    ASKS: Kind(handoffs.of_wait, handoffs.unanswered),
}


def of_person(session: Session, ws: Workspace, person: Person) -> list[Waiting]:
    """What waits for a person's tap."""
    held = (_shown(session, ws, person, w) for w in waiting.of_person(session, ws.id, person.id))
    return [x for x in held if x is not None]


def one(session: Session, ws: Workspace, person: Person, wait_id: int) -> Waiting | None:
    """One of them; None once it waits no more."""
    wait = waiting.get(session, ws.id, wait_id)
    return _shown(session, ws, person, wait) if wait and wait.state == OPEN else None


def _shown(session: Session, ws: Workspace, person: Person, wait: Wait) -> Waiting | None:
    subject = KINDS[wait.kind].read(session, ws.id, wait) if wait.kind in KINDS else None
    return None if subject is None else Waiting(wait.kind, subject, wait.last_on(person.zone))


def attend(services: Services, workspace: int) -> int:
    """Remind of what has waited a while, end what has waited too long; how many."""
    now = services.clock()
    with services.reading() as session:
        ws = workspaces.get(session, workspace)
        waits = waiting.due(session, ws.id, now)
    done = 0
    for wait in waits:
        services.steady.sleep(0)
        try:
            with services.transaction() as session:
                done += _attend(session, ws, wait.id, now=now)
        except StorageError:
            raise  # nobody's own trouble: the beat comes again
        except Exception as error:
            log.error("what waits as %s is passed over: %s", wait.id, trace_of(error))
    return done


def _attend(session: Session, ws: Workspace, wait_id: int, now: datetime) -> bool:
    wait = waiting.get(session, ws.id, wait_id)
    if wait is None or wait.state != OPEN:
        return False
    person = people.get(session, ws.id, wait.for_id)
    if now >= wait.until_at or not person.active:
        if waiting.close(session, ws.id, wait, EXPIRED, now=now) and wait.kind in KINDS:
            KINDS[wait.kind].expired(session, ws, wait, now)
    elif wait.reminded_at is None:
        waiting.reminded(session, ws.id, wait, now=now)
        bundles.add(session, ws.id, "told", person, {"wait": wait.id}, now=now)
    return True
