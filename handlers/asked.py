"""What a person asked: who, in which workspace, at which instant. The gate makes it; listeners take it by
its name, `asked`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from messages.words import Viewer
from rules.records import Person
from rules.workspace import Workspace
from services import Services


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a registered person. `now` is the business instant of its one look at the clock;
    `viewer` reads the answer.

    An event without a registered caller has none: its listener is given `services` and `ws` alone.
    """

    services: Services
    ws: Workspace
    person: Person
    now: datetime
    viewer: Viewer

    @classmethod
    def of(cls, services: Services, ws: Workspace, person: Person) -> Asked:
        """As of now: the clock is looked at here, and nowhere else in a request."""
        now = services.clock()
        return cls(services, ws, person, now, Viewer.of(person, now, ws.policy.currency))

    @property
    def today(self) -> date:
        """The person's local date."""
        return self.viewer.today
