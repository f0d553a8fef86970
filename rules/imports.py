"""Files that an admin brings: where they stand, who may, what can't be had from where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .acts import TAKEN_BACK, TOO_LATE, UNDO_DAYS
from .phrase import Phrase, say
from .records import Person, days

SENT, ASKS, SHOWN, WANTED, DONE = "sent", "asks", "shown", "wanted", "done"
DROPPED, REFUSED, UNWANTED, UNDONE = "dropped", "refused", "unwanted", "undone"
MOST_FILES, MOST_BYTES = 10, 20_000_000
KEPT_FOR = days(UNDO_DAYS)
"""A file that nobody imports waits as long as one that was imported can be undone."""
GONE = say("That import is no longer on file.", kind="gone")


@dataclass(frozen=True, slots=True)
class Run:
    """Files brought at once: `by` imported them (None: the command line). `report` is what is said of them,
    as JSON."""

    id: int
    by_id: int | None
    by: str
    state: str
    created_at: datetime
    channel: str = ""
    outbox_id: int | None = None
    keep_good: bool = False
    report: dict[str, Any] = field(default_factory=dict)
    done: int = 0
    of: int = 0
    went_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    names: tuple[str, ...] = ()


def may_import(person: Person) -> Phrase | None:
    return None if person.is_admin else say("Only admins import files.")


def go_error(run: Run | None) -> Phrase | None:
    """Why these files are not imported now; None when they may be."""
    if run is None:
        return GONE
    if run.state in {WANTED, DONE, UNWANTED, UNDONE}:
        return say("{who} imported these files already.", who=run.ended_by or run.by, kind="gone")
    if run.state == SHOWN:
        return None
    return say("These files are not ready to be imported.", kind="gone")


def undo_error(run: Run | None, now: datetime) -> Phrase | None:
    """Why an import is not undone (any more); None when it may be."""
    if run is None:
        return GONE
    if run.state in {UNWANTED, UNDONE}:
        return TAKEN_BACK
    if run.state != DONE or run.went_at is None:
        return say("Nothing of it was imported.", kind="gone")
    return TOO_LATE if now - run.went_at > KEPT_FOR else None
