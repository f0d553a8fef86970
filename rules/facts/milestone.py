"""A milestone as a value: a step of onboarding, who sees to it, by when, and what became of it. Source:
DOMAIN, Words, milestone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of a stage. `owner_id` None: whoever owns the account. `due_on` is the date that holds now, None
    when nobody said one; `moved` each day on which it was moved, with the date that held until then, oldest
    first. `started_on`: the stage's start; None: nobody knows. `done_on`: done, or `dropped`. `first_value`:
    by it the customer has something of what they bought."""

    id: int
    account_id: int
    stage: str
    step: str
    due_on: date | None = None
    owner_id: int | None = None
    owner_name: str = ""
    started_on: date | None = None
    done_on: date | None = None
    dropped: bool = False
    first_value: bool = False
    moved: tuple[tuple[date, date], ...] = ()

    @property
    def is_open(self) -> bool:
        return self.done_on is None

    @property
    def was_done(self) -> bool:
        return self.done_on is not None and not self.dropped

    def as_known(self, today: date) -> Milestone:
        """With no day of an act behind `today`: what is stored has happened, though it was tomorrow already
        where somebody said it. A stage may well start on a day to come."""
        done = today if self.done_on and self.done_on > today else self.done_on
        moved = tuple((min(day, today), due) for day, due in self.moved)
        if (done, moved) == (self.done_on, self.moved):
            return self
        return replace(self, done_on=done, moved=moved)

    def begun_by(self, on: date) -> bool:
        """Whether its stage had started by the end of a day."""
        return self.started_on is None or self.started_on <= on

    def open_on(self, on: date) -> bool:
        """Whether it was neither done nor dropped by the end of a day."""
        return self.done_on is None or self.done_on > on

    def due_as_of(self, on: date) -> date | None:
        """The date that held at the end of a day."""
        return next((due for day, due in self.moved if day > on), self.due_on)

    def late_on(self, on: date) -> int:
        """Days past the date that held on a day; 0 when it was not late, or not open."""
        due = self.due_as_of(on)
        return max((on - due).days, 0) if due and self.begun_by(on) and self.open_on(on) else 0
