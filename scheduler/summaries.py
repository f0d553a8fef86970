"""Plans what somebody gets once a local week, whose look has come: digests and Friday's summaries. One person
who can't be planned for stops nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from rules.failure import trace_of
from rules.records import Person
from rules.workspace import Workspace
from services import Services
from storage import people, workspaces
from storage.database import StorageError

log = logging.getLogger(__name__)
PUSH_BACK_FOR = timedelta(minutes=15)
Plan = Callable[..., bool]
"""Given session, workspace, person, when the look was for (`was_at`), `now`; it sets when to look again."""


def plan_each(services: Services, workspace: int, clock: str, plan: Plan) -> int:
    """Plan for everybody whose `clock` (a column of theirs) has come; how many messages were written."""
    planned, seen = 0, set[int]()
    while True:
        now = services.clock()
        with services.reading() as session:
            ws = workspaces.get(session, workspace)
            each = people.summary_due(session, ws.id, clock, now)
        due = [(person, was_at) for person, was_at in each if person.id not in seen]
        if not due:
            return planned
        seen |= {person.id for person, _ in due}
        planned += _some(services, ws, clock, plan, due, now=now)


def _some(
    services: Services,
    ws: Workspace,
    clock: str,
    plan: Plan,
    due: Sequence[tuple[Person, datetime]],
    now: datetime,
) -> int:
    planned = 0
    for person, was_at in due:
        services.steady.sleep(0)
        try:
            with services.transaction() as session:
                planned += plan(session, ws, person, was_at=was_at, now=now)
        except StorageError:
            raise  # nobody's own trouble: the beat comes again
        except Exception as error:
            why = trace_of(error)
            log.error(
                "planning by %s for person %s failed, tried again in 15 minutes: %s", clock, person.id, why
            )
            again: dict[str, Any] = {clock: now + PUSH_BACK_FOR}
            with services.transaction() as session:
                people.set_clock(session, ws.id, person.id, **again)
    return planned
