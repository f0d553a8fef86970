"""A referral as a value: asked for, received from a customer, or given to one. Source: DOMAIN, Words,
referral."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

ASKED, RECEIVED, GIVEN = "asked", "received", "given"
KINDS = (RECEIVED, GIVEN, ASKED)
OPEN, WON, LOST = "open", "won", "lost"
OUTCOMES = (OPEN, WON, LOST)


@dataclass(frozen=True, slots=True)
class Referral:
    """`who` is the company or person that is sent, `to` whom they are sent to: of a received one somebody of
    ours, of a given one somebody at the account. `closed_on` the day on which its outcome was known;
    `became_id` the account that a received one became. `thanked_on`: the day on which they were thanked."""

    id: int
    account_id: int
    by_id: int
    kind: str
    on: date
    who: str = ""
    to: str = ""
    outcome: str = OPEN
    closed_on: date | None = None
    became_id: int | None = None
    became: str = ""
    thanked_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome == OPEN

    def due_thanks(self, on: date) -> bool:
        """Whether they sent us somebody by a day, and nobody thanked them by then."""
        thanked = self.thanked_on is not None and self.thanked_on <= on
        return self.kind == RECEIVED and self.on <= on and not thanked

    def as_known(self, today: date) -> Referral:
        """With no day of an act behind `today`: what is stored has happened, though it was tomorrow already
        where somebody said it."""
        on = min(self.on, today)
        closed, thanked = (min(day, today) if day else None for day in (self.closed_on, self.thanked_on))
        if (on, closed, thanked) == (self.on, self.closed_on, self.thanked_on):
            return self
        return replace(self, on=on, closed_on=closed, thanked_on=thanked)
