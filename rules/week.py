"""A manager's week as values: what the digest is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .coverage import Seen, Share
from .health import Health, Trend
from .phrase import Phrase
from .records import Person, Tier
from .revenue import Retention


@dataclass(frozen=True, slots=True)
class Logged:
    """Touches that the team's people logged on one account in a span: all, meaningful, value-adding; minutes spent."""

    account_id: int
    touches: int
    meaningful: int
    value_adding: int
    minutes: int
    estimated_minutes: int


@dataclass(frozen=True, slots=True)
class Effort:
    """Effort on a tier in the week, and in the 13 weeks to its end; `revenue` is what the tier brings a year."""

    tier: Tier
    touches: int
    minutes: int
    estimated_minutes: int
    value_adding: int
    meaningful: int
    quarter_touches: int
    quarter_minutes: int
    revenue: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """Touches a working day that a book needs by cadence, against those its owner made in the last 4 weeks."""

    person: Person
    accounts: int
    a_accounts: int
    needed: float
    made: float
    move: int


@dataclass(frozen=True, slots=True)
class NudgesActed:
    """What became of the accounts in bundles sent in the week: logged within 3 days, snoozed, not needed, ignored."""

    shown: int = 0
    logged: int = 0
    snoozed: int = 0
    not_needed: int = 0

    @property
    def ignored(self) -> int:
        return self.shown - self.logged - self.snoozed - self.not_needed


@dataclass(frozen=True, slots=True)
class Risk:
    seen: Seen
    health: Health
    trend: Trend
    why: Phrase


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything the weekly message says. `before` is the coverage a week earlier; revenue in minor units."""

    ends_on: date
    people: Mapping[int, Person]
    accounts: tuple[Seen, ...]
    all: Share
    before: Share
    value: Share
    tiers: Mapping[Tier, Share]
    tiers_before: Mapping[Tier, Share]
    paused: int
    untouched: tuple[Seen, ...]
    neglected: tuple[Seen, ...]
    retention: Retention
    largest_name: str
    risks: tuple[Risk, ...]
    effort: tuple[Effort, ...]
    capacity: tuple[Capacity, ...]
    nudges: NudgesActed
    changes: tuple[tuple[str, Phrase], ...]
    worries: tuple[Risk, ...]
    running: bool = False

    @property
    def quiet(self) -> bool:
        """A week with nothing untouched and nothing at risk is a short message."""
        return not self.untouched and not self.risks
