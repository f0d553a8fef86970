"""What the summary of somebody's week says, and what went well where it is shared."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from messages import bell as say_bell
from messages import friday as say
from messages.blocks import Message
from messages.words import Viewer
from rules.records import Person
from rules.workspace import Workspace
from storage import bell, fridays
from storage.outbox import Message as Row


def says(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """None where there is nothing to say of the week."""
    week = fridays.summary(session, ws, person, row.payload, now)
    return None if week.nothing else say.friday(week, Viewer.of(person, now, ws.policy.currency))


def rung(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """What went well, for a channel; None where none of it stands any more."""
    on, viewer = row.payload["on"], Viewer.of(person, now, ws.policy.currency)
    wins = bell.of_reader(session, ws, person, date.fromisoformat(on), now)
    return say_bell.shared(wins, on, person, row.payload.get("note", ""), viewer) if wins else None
