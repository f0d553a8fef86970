"""An unmet need as a value: what a customer lacks, what it may cost, from when it is right, how far it came.
Source: DOMAIN, Words, need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

HEARD, EXPLORED, OFFERED, WON, LOST = "heard", "explored", "offered", "won", "lost"
STATUSES = (HEARD, EXPLORED, OFFERED, WON, LOST)
CLOSED = frozenset({WON, LOST})
MOVED = ("yes", "no")
"""Whether a discount moves them; empty: nobody said."""


@dataclass(frozen=True, slots=True)
class Need:
    """`budget` is in minor units of `currency` (empty: the workspace's), None where nobody said. `offer` is
    what of ours would fit, `right_on` the day from which it is right. Each status has its day, None where
    nobody knows it; `why` it was lost, or won."""

    id: int
    account_id: int
    by_id: int
    text: str
    heard_on: date
    status: str = HEARD
    budget: int | None = None
    currency: str = ""
    offer: str = ""
    right_on: date | None = None
    discount: str = ""
    explored_on: date | None = None
    offered_on: date | None = None
    closed_on: date | None = None
    why: str = ""

    @property
    def is_open(self) -> bool:
        return self.status not in CLOSED

    @property
    def since(self) -> date | None:
        """Since when it stands as it does."""
        if self.status in CLOSED:
            return self.closed_on
        days = {EXPLORED: self.explored_on, OFFERED: self.offered_on}
        return days.get(self.status, self.heard_on)

    def open_on(self, on: date) -> bool:
        """Whether it was heard, and neither won nor lost, by the end of a day."""
        return self.heard_on <= on and (self.is_open or (self.closed_on is not None and self.closed_on > on))

    def status_on(self, on: date) -> str:
        """How far it was by the end of a day, as far as the days say; empty before it was heard."""
        if self.heard_on > on:
            return ""
        if not self.open_on(on):
            return self.status
        if _by(self.offered_on, on) or (self.status == OFFERED and self.offered_on is None):
            return OFFERED
        if _by(self.explored_on, on) or (self.status == EXPLORED and self.explored_on is None):
            return EXPLORED
        return HEARD

    def as_known(self, today: date) -> Need:
        """With no day of an act behind `today`: what is stored has happened, though it was tomorrow already
        where somebody said it."""
        if all(on is None or on <= today for on in (self.heard_on, *self._days)):
            return self
        explored, offered, closed = (min(on, today) if on else None for on in self._days)
        heard = min(self.heard_on, today)
        return replace(self, heard_on=heard, explored_on=explored, offered_on=offered, closed_on=closed)

    @property
    def _days(self) -> tuple[date | None, date | None, date | None]:
        return self.explored_on, self.offered_on, self.closed_on

    def moved(self, status: str, on: date, why: str = "") -> Need:
        """As it stands with another status from a day on: what comes behind that is taken back."""
        order, closes = STATUSES.index(status), status in CLOSED
        explored = self.explored_on if order > STATUSES.index(EXPLORED) else None
        offered = self.offered_on if order > STATUSES.index(OFFERED) else None
        return replace(
            self,
            status=status,
            heard_on=on if status == self.status == HEARD else self.heard_on,
            explored_on=on if status == EXPLORED else explored,
            offered_on=on if status == OFFERED else offered,
            closed_on=on if closes else None,
            why=why if closes else "",
        )

    def reopened(self) -> Need:
        """As it stood before it was won or lost, or was offered, as far as its days say."""
        offered = self.status in CLOSED and self.offered_on is not None
        status = OFFERED if offered else EXPLORED if self.explored_on else HEARD
        kept = self.offered_on if offered else None
        return replace(self, status=status, offered_on=kept, closed_on=None, why="")


def _by(day: date | None, on: date) -> bool:
    return day is not None and day <= on
