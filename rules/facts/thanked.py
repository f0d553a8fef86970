"""Thanks and treats as values: what we did for a customer beside what they bought. Source: the issue's
words; DOMAIN, Nudges (loyal and not thanked in 12 months)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

THANKS = "thanks"
TREATS = ("upgrade", "event", "reward", "tier")
KINDS = (THANKS, *TREATS)


@dataclass(frozen=True, slots=True)
class Thanks:
    """A thank-you, or a treat: an upgrade, a place at an event, a reward for feedback, a loyalty tier. `text`
    says how, or what; `cost` in minor units of `currency` (empty: the workspace's), None where nobody
    said."""

    id: int
    account_id: int
    by_id: int
    kind: str
    on: date
    text: str = ""
    cost: int | None = None
    currency: str = ""

    @property
    def is_treat(self) -> bool:
        return self.kind != THANKS

    def as_known(self, today: date) -> Thanks:
        """With no day of an act behind `today`."""
        return replace(self, on=today) if self.on > today else self
