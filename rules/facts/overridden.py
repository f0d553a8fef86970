"""An override as a value: somebody who knows the account says how it is doing, why, and until when. Source:
DOMAIN, Health."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

BANDS = ("healthy", "watch", "at risk")
"""What a person may say; the rest is computed."""


@dataclass(frozen=True, slots=True)
class Override:
    """`band` is one of BANDS. It holds from `from_on` to the end of `until_on`, unless it was taken back or
    another one took its place (`ended_on`): from that day on it does not."""

    id: int
    account_id: int
    by_id: int
    band: str
    from_on: date
    until_on: date
    reason: str = ""
    by: str = ""
    ended_on: date | None = None

    def holds_on(self, on: date) -> bool:
        """Whether it stood at the end of a day."""
        return self.from_on <= on <= self.until_on and (self.ended_on is None or on < self.ended_on)

    def as_known(self, today: date) -> Override:
        """With no day of an act behind `today`: what is stored has happened, though it was tomorrow already
        where somebody did it."""
        ended = min(self.ended_on, today) if self.ended_on else None
        if self.from_on <= today and ended == self.ended_on:
            return self
        return replace(self, from_on=min(self.from_on, today), ended_on=ended)
