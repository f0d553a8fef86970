"""A request as a value: what they asked us, when, and when it was answered. Source: DOMAIN, Words,
request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ..calendar import DAY, Workdays, on_or_after_working_day, working_days_between

TOGETHER = timedelta(minutes=15)
"""A question and its answer that are logged within this of each other were logged together: what lies between
is how fast somebody types, not how fast they answered."""


@dataclass(frozen=True, slots=True)
class Request:
    """`asked_at` and `answered_at` are instants, None where only the day is known; `logged_at` and
    `answer_logged_at` when somebody said so, the same instants where no time was typed. `contact_id`: who
    asked. `answered_on` None: it is open. `answer_batch`: the logged line that answered it."""

    id: int
    account_id: int
    by_id: int
    text: str
    asked_on: date
    contact_id: int | None = None
    asked_at: datetime | None = None
    logged_at: datetime | None = None
    answered_on: date | None = None
    answered_at: datetime | None = None
    answer_logged_at: datetime | None = None
    answer_batch: str = ""

    def as_known(self, today: date) -> Request:
        """With no day behind `today`: what is stored has happened, though it was tomorrow already where
        somebody said it."""
        asked = min(self.asked_on, today)
        answered = min(self.answered_on, today) if self.answered_on else None
        if (asked, answered) == (self.asked_on, self.answered_on):
            return self
        return replace(self, asked_on=asked, answered_on=answered)

    def open_on(self, on: date) -> bool:
        """Whether it was asked, and not answered, by the end of a day."""
        return self.asked_on <= on and (self.answered_on is None or self.answered_on > on)

    def waited(self, on: date, workdays: Workdays) -> int:
        """Working days since the one on which it was asked, up to a day: asked on a Friday, one on Monday;
        asked on a Sunday, one on Tuesday, since nobody reads it before Monday."""
        return working_days_between(self.read_on(workdays) + DAY, on, workdays)

    def read_on(self, workdays: Workdays) -> date:
        """The first working day on which it can be read."""
        return on_or_after_working_day(self.asked_on, workdays)

    @property
    def measured(self) -> tuple[datetime, datetime] | None:
        """From when to when it waited; None where that is not known: a day alone tells no hours, nor do two
        rows that were logged together without the time of each."""
        asked, answered = self.asked_at, self.answered_at
        if asked is None or answered is None or answered < asked:
            return None
        both_typed = asked != self.logged_at and answered != self.answer_logged_at
        return None if not both_typed and self._logged_together else (asked, answered)

    @property
    def _logged_together(self) -> bool:
        if self.logged_at is None or self.answer_logged_at is None:
            return False
        return abs(self.answer_logged_at - self.logged_at) < TOGETHER
