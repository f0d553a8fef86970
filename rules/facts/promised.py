"""A promise as a value: what we said we would deliver, by when, and what became of it. Source: DOMAIN,
Words, promise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

STATES = ("open", "kept", "dropped")


@dataclass(frozen=True, slots=True)
class Promise:
    """`due_on` is the date that holds now; `first_due_on` the first one, where it was moved since; `moved`
    each day on which it was, with the date that held from then, oldest first. `promised_on` None: nobody
    knows. `done_on`: kept or dropped."""

    id: int
    account_id: int
    by_id: int
    text: str
    due_on: date
    promised_on: date | None = None
    first_due_on: date | None = None
    state: str = "open"
    done_on: date | None = None
    moved: tuple[tuple[date, date], ...] = ()

    @property
    def first_on(self) -> date:
        """The date by which it was first promised."""
        return self.first_due_on or self.due_on

    @property
    def renegotiated(self) -> bool:
        return self.first_on != self.due_on

    @property
    def closed_on(self) -> date | None:
        """Since when it is kept or dropped; its due date where nobody said. None while it is open."""
        return None if self.state == "open" else self.done_on or self.due_on

    def as_known(self, today: date) -> Promise:
        """With no day of an act behind `today`: what is stored has happened, though it was tomorrow already
        where somebody said it."""
        closed = today if self.closed_on and self.closed_on > today else self.done_on
        made = min(self.promised_on, today) if self.promised_on else None
        moved = tuple((min(day, today), due) for day, due in self.moved)
        if (closed, made, moved) == (self.done_on, self.promised_on, self.moved):
            return self
        return replace(self, done_on=closed, promised_on=made, moved=moved)

    def made_by(self, on: date) -> bool:
        """Whether it was promised by the end of a day."""
        return self.promised_on is None or self.promised_on <= on

    def open_on(self, on: date) -> bool:
        """Whether it was promised, and neither kept nor dropped, by the end of a day."""
        return self.made_by(on) and (self.closed_on is None or self.closed_on > on)

    def due_as_of(self, on: date) -> date:
        """The date that held on a day. One that was moved on a day nobody knows was so on its first date
        at the latest."""
        if not self.moved:
            return self.first_on if on < self.first_on else self.due_on
        held = [due for day, due in self.moved[:-1] if day <= on]
        return self.due_on if self.moved[-1][0] <= on else held[-1] if held else self.first_on

    def late_on(self, on: date) -> int:
        """Days past the date that held on a day; 0 when it was not overdue, or not open."""
        return max((on - self.due_as_of(on)).days, 0) if self.open_on(on) else 0
