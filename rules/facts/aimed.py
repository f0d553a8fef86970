"""A goal as a value: what a customer wants to reach with us, by when, how it is measured. Source: DOMAIN,
Words, goal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

OPEN, REACHED, DROPPED = "open", "reached", "dropped"
STATES = (OPEN, REACHED, DROPPED)


@dataclass(frozen=True, slots=True)
class Goal:
    """`measure` is how it is measured, `due_on` by when they want it (None: nobody said); `closed_on` the day
    on which it was reached or given up."""

    id: int
    account_id: int
    by_id: int
    text: str
    said_on: date
    measure: str = ""
    due_on: date | None = None
    state: str = OPEN
    closed_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    def open_on(self, on: date) -> bool:
        """Whether it was said, and neither reached nor given up, by the end of a day."""
        return self.said_on <= on and (self.is_open or (self.closed_on is not None and self.closed_on > on))

    def as_known(self, today: date) -> Goal:
        """With no day of an act behind `today`."""
        closed = min(self.closed_on, today) if self.closed_on else None
        said = min(self.said_on, today)
        if (said, closed) == (self.said_on, self.closed_on):
            return self
        return replace(self, said_on=said, closed_on=closed)
