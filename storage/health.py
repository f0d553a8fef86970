"""How things stand, for /readyz, /metrics and `check`: the age of the last tick and of the oldest due message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from . import outbox, workspaces
from .database import Database, Transaction

TICK_STALE_AFTER, DUE_STALE_AFTER = 120.0, 900.0  # seconds


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
        found = [self.why] if self.why else []
        if of_worker and not self.why:
            if self.tick_age is None or self.tick_age > TICK_STALE_AFTER:
                found.append("the scheduler has not ticked for 2 minutes")
            if self.due_age is not None and self.due_age > DUE_STALE_AFTER:
                found.append("a message has been due for more than 15 minutes")
        return found


def look(database: Database, reading: Transaction, clock: Callable[[], datetime], instant: Callable[[], datetime]) -> State:
    """Ask the database; an unreachable one is a state, not an error."""
    try:
        if not database.is_current:
            return State("the database has another version's schema: run python bot.py migrate")
        with reading() as session:
            ws = workspaces.current(session)
            counts, oldest = outbox.counts(session, clock(), ws.sending)
    except (SQLAlchemyError, LookupError) as error:
        return State(f"the database does not answer ({type(error).__name__})")
    tick = (instant() - ws.ticked_at).total_seconds() if ws.ticked_at else None
    due = (clock() - oldest).total_seconds() if oldest else None
    return State("", tick, due, counts, ws.held_why)
