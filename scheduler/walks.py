"""What changed for everybody is gone through by id, some at a time, each time for a moment only. A restart
goes on from where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from rules.workspace import Workspace
from services import Services
from storage import absences, assess, workspaces

ACCOUNTS, PEOPLE = 200, 50  # at once; each of a person's accounts is marked to be looked at anew


class Walk(NamedTuple):
    """`mark`: the field of the workspace that holds the last id that is done, None when all are. `following`:
    the ids that come next, `do` what is done with them."""

    mark: str
    following: Callable[[Session, int, int], list[int]]
    do: Callable[[Session, Workspace, list[int], datetime], None]


def _recompute(session: Session, ws: Workspace, ids: list[int], now: datetime) -> None:
    assess.recompute(session, ws.id, ws.policy, ids=ids, now=now)


def _settle(session: Session, ws: Workspace, ids: list[int], now: datetime) -> None:
    absences.settle(session, ws.id, ids, now=now)


CALENDARS = Walk(
    "settle_after", lambda session, ws, after: absences.following(session, ws, after, PEOPLE), _settle
)
ALL_ACCOUNTS = Walk(
    "recompute_after", lambda session, ws, after: assess.following(session, ws, after, ACCOUNTS), _recompute
)


def settle_calendars(services: Services, workspace: int) -> int:
    """Go on with everybody's calendar, where the days were changed that their company closes; how many."""
    return _through(services, workspace, CALENDARS)


def recompute_all(services: Services, workspace: int) -> int:
    """Go on with computing every account under changed settings; how many."""
    return _through(services, workspace, ALL_ACCOUNTS)


def _through(services: Services, workspace: int, walk: Walk) -> int:
    done = 0
    while True:
        services.steady.sleep(0)
        now = services.clock()
        with services.transaction() as session:
            workspaces.lock(session, workspace)  # settings that change now wait, and begin anew
            ws = workspaces.get(session, workspace)
            after = getattr(ws, walk.mark)
            if after is None:
                return done
            ids = walk.following(session, ws.id, after)
            walk.do(session, ws, ids, now)
            workspaces.walked(session, ws, walk.mark, ids[-1] if ids else None)
        done += len(ids)
