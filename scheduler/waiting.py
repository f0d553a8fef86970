"""What waits for somebody's tap: said once more when it has waited a while, ended when its time is over.

KINDS says what follows when nobody answers; what each kind shows is storage/awaited.py's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from rules.changeovers import MANY, TO_WHOM
from rules.facts.handoffs import ASKS, WAITS
from rules.facts.loosened import WAITS as APPROVAL
from rules.facts.merging import WAITS as MERGE
from rules.facts.sends import ACCEPTED, ASKED
from rules.failure import trace_of
from rules.mine import NOT_MINE
from rules.records import Person
from rules.silence import WAITS as SILENT
from rules.waiting import EXPIRED, OPEN, Wait, hours
from rules.workspace import Workspace
from services import Services
from storage import outbox, people, waiting, workspaces
from storage.database import StorageError

from . import approvals, beginning, handoffs, marketing, merging, offered_accounts, silence, to_whom

log = logging.getLogger(__name__)


class Kind(NamedTuple):
    """`expired`: what follows when its time is over; `decides`: who does in place of somebody who is away,
    where another may."""

    expired: Callable[[Session, Workspace, Wait, datetime], None]
    decides: Callable[[Session, Workspace, Wait, datetime], Person | None] | None = None


KINDS: Mapping[str, Kind] = {
    WAITS: Kind(handoffs.unanswered),
    ASKS: Kind(handoffs.unanswered),
    SILENT: Kind(silence.unanswered),
    APPROVAL: Kind(approvals.unanswered, approvals.decides),
    NOT_MINE: Kind(beginning.unanswered, beginning.decides),
    MERGE: Kind(merging.unanswered, merging.decides),
    TO_WHOM: Kind(to_whom.undecided_for_long),
    MANY: Kind(offered_accounts.unanswered),
    ASKED: Kind(marketing.unanswered),
    ACCEPTED: Kind(marketing.unanswered),
}


_PASSED_ON = frozenset(name for name, kind in KINDS.items() if kind.decides)


def attend(services: Services, workspace: int) -> int:
    """Remind of what has waited a while, end what has waited too long; how many."""
    now = services.clock()
    with services.reading() as session:
        ws = workspaces.get(session, workspace)
        of_away = waiting.of_the_away(session, ws.id, _PASSED_ON, now.date())
        waits = waiting.due(session, ws.id, now)
        waits += [w for w in of_away if w not in waits and _passes_on(session, ws, w, now)]
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


def _passes_on(session: Session, ws: Workspace, wait: Wait, now: datetime) -> bool:
    decides = KINDS[wait.kind].decides if wait.kind in KINDS else None
    return decides is not None and decides(session, ws, wait, now) is not None


def _attend(session: Session, ws: Workspace, wait_id: int, now: datetime) -> bool:
    wait = waiting.get(session, ws.id, wait_id)
    if wait is None or wait.state != OPEN:
        return False
    person = people.get(session, ws.id, wait.for_id)
    if now >= wait.until_at or not person.active or _passes_on(session, ws, wait, now):
        if waiting.close(session, ws.id, wait, EXPIRED, now=now) and wait.kind in KINDS:
            KINDS[wait.kind].expired(session, ws, wait, now)
    elif (later := hours(waiting.asked_at(session, wait) or now, person)[0]) > now:
        waiting.remind_later(session, ws.id, wait, later)
    elif wait.reminded_at is None:
        waiting.reminded(session, ws.id, wait, now=now)
        said = {"wait": wait.id}
        key = f"waits:{wait.id}"
        outbox.enqueue(session, ws.id, key, say="waits", payload=said, now=now, person_id=person.id)
    return True
