"""Whom a message is for, and when it is said: what whoever paints a part of one is given."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from messages.words import Viewer
from rules.calendar import local_date
from rules.records import Person
from rules.workspace import Workspace


class Reader(NamedTuple):
    """A message's reader."""

    session: Session
    ws: Workspace
    person: Person
    now: datetime
    sent_at: datetime | None = None
    """When the message went out that is painted again; None while it is not sent."""

    @property
    def today(self) -> date:
        """Where they are."""
        return local_date(self.now, self.person.zone)

    @property
    def viewer(self) -> Viewer:
        return Viewer.of(self.person, self.now, self.ws.policy.currency)
