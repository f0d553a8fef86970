"""A concern as a value: what a customer is unhappy about, since when, and when the loop was closed. Source:
DOMAIN, Words, concern."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

KINDS = ("delivery", "quality", "billing", "price", "service", "product", "other")

OPENED, ABOUT, REOPENED = "", "about", "reopened"
"""What those that a concern is routed to hear of: it was opened, is about something else, or open again."""


@dataclass(frozen=True, slots=True)
class Concern:
    """`kind` is one of KINDS, empty: nobody said. `done` is what was done about it, `closed_on` the day on
    which the customer was told: only then is the loop closed."""

    id: int
    account_id: int
    by_id: int
    text: str
    raised_on: date
    kind: str = ""
    closed_on: date | None = None
    done: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def took(self) -> int | None:
        """Days from its first to the one on which the loop was closed; None while it is open."""
        return None if self.closed_on is None else (self.closed_on - self.raised_on).days

    def as_known(self, today: date) -> Concern:
        """With no day behind `today`: what is stored has happened, though it was tomorrow already where
        somebody said it."""
        raised = min(self.raised_on, today)
        closed = min(self.closed_on, today) if self.closed_on else None
        if (raised, closed) == (self.raised_on, self.closed_on):
            return self
        return replace(self, raised_on=raised, closed_on=closed)

    def open_on(self, on: date) -> bool:
        """Whether it was raised, and not closed, by the end of a day."""
        return self.raised_on <= on and (self.closed_on is None or self.closed_on > on)
