"""How things stand, for /readyz, /metrics and `check`: the age of the last tick and of the oldest due
message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from rules.installation import DUE_STALE_AFTER, TICK_STALE_AFTER

from . import audit, claims, workspaces
from .database import Database, StorageError

PROBE = "tried whether writes go through"


@dataclass(frozen=True, slots=True)
class State:
    """`why` names what is wrong with the database; ages in seconds, None when there is nothing to age."""

    why: str = ""
    tick_age: float | None = None
    due_age: float | None = None
    messages: dict[str, int] | None = None
    held_why: str = ""

    def stale(self, of_worker: bool) -> list[str]:
        """What makes this process unready, in sentences."""
        reasons = [self.why] if self.why else []
        if of_worker and not self.why:
            if self.tick_age is None or self.tick_age > TICK_STALE_AFTER:
                reasons.append("the scheduler has not ticked for 2 minutes")
            if self.due_age is not None and self.due_age > DUE_STALE_AFTER:
                reasons.append("a message has been due for more than 15 minutes")
        return reasons


def look(
    databases: Sequence[Database], clock: Callable[[], datetime], instant: Callable[[], datetime]
) -> State:
    """Ask the database, by the first of a process's engines; one that does not answer, or takes no writes,
    is a state, not an error."""
    database = databases[0]
    try:
        if any(d.trouble for d in databases):
            _take_writes(databases, clock())
        if not database.is_current:
            return State("the database has another version's schema: run python bot.py migrate")
        with database.reading() as session:
            ws = workspaces.current(session)
            counts, oldest = claims.counts(session, ws.id, clock(), sending=ws.sending)
    except (SQLAlchemyError, LookupError) as error:
        return State(f"the database does not answer ({type(error).__name__})")
    if trouble := next((d.trouble for d in databases if d.trouble), ""):
        return State(f"the database takes no writes ({trouble})", messages=counts, held_why=ws.held_why)
    tick = (instant() - ws.ticked_at).total_seconds() if ws.ticked_at else None
    due = (clock() - oldest).total_seconds() if oldest else None
    return State("", tick, due, messages=counts, held_why=ws.held_why)


def _take_writes(databases: Sequence[Database], now: datetime) -> None:
    """After a write that failed: try one of some size, and take it back. If it goes through, the trouble
    is over."""
    with suppress(*StorageError):
        with databases[0].transaction() as session:
            ws = workspaces.current(session).id
            audit.keep(session, ws, now, by_id=None, did=PROBE, noun="database", row_id=0, filled="x" * 9_000)
        with databases[0].transaction() as session:
            session.execute(delete(audit.AU).where(audit.AU.c.workspace_id == ws, audit.AU.c.did == PROBE))
        for database in databases:
            database.trouble = ""
