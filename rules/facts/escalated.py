"""An escalation as a value: an A without contact for so long that it goes to the manager of its owner.
Source: DOMAIN, Nudges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

LEFT, OVER = "left", "over"
"""What becomes of one: a manager leaves it until a day; it stands no more (somebody reached them, another
owns it, it rests)."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """Late since `late_on`, under the owner of that time, it goes to `to` on `on` (from `due_at`), went there
    on `went_on`. `until_on` and `why`: until when and why `ended_by` leaves it."""

    id: int
    account_id: int
    owner_id: int
    late_on: date
    on: date
    due_at: datetime
    to_id: int | None = None
    to: str = ""
    went_on: date | None = None
    became: str = ""
    until_on: date | None = None
    why: str = ""
    ended_on: date | None = None
    ended_at: datetime | None = None
    ended_by: str = ""

    @property
    def is_open(self) -> bool:
        return not self.became

    @property
    def is_with_manager(self) -> bool:
        """It waits for the manager to do something about it."""
        return self.is_open and self.went_on is not None

    def is_left(self, on: date) -> bool:
        """Whether it is left as it is on a date."""
        return self.became == LEFT and self.until_on is not None and on < self.until_on
