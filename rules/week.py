"""A manager's week as values: what the digest is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .book import Behind
from .coverage import Seen, Share
from .facts.answered import Requests
from .facts.changes import Rival
from .facts.kept import Kept
from .facts.loosened import Loosening
from .facts.onboarding import Onboarding
from .facts.passing import Passing
from .facts.people import Unreplaced
from .facts.resolved import Resolved
from .facts.strain import Strain
from .facts.threads import Thin
from .facts.upsells import Selling
from .health import Health
from .phrase import Money, Phrase
from .records import Person, Tier
from .revenue import Retention
from .trend import Trend

NAMED = 5  # accounts that a manager is asked to settle, by name: the others stand behind a button


def first_day(ends_on: date, running: bool) -> date:
    """A week has seven days; the running one began on its Monday."""
    return ends_on - timedelta(ends_on.weekday() if running else 6)


@dataclass(frozen=True, slots=True)
class Logged:
    """Touches that the team's people logged on one account in a span: all, meaningful, value-adding;
    minutes spent. `on`: those of one day, where the account's owner or tier changed within the span."""

    account_id: int
    touches: int
    meaningful: int
    value_adding: int
    minutes: int
    estimated_minutes: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """Effort on a tier in the week, and in the 13 weeks to its end; `revenue` is what its counted accounts
    bring a year."""

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
    """Touches a working day that a book needs by cadence, against those its owner made in the last 4
    weeks."""

    person: Person
    accounts: int
    a_accounts: int
    needed: float
    made: float
    move: int


@dataclass(frozen=True, slots=True)
class NudgesActed:
    """What became of the accounts in bundles sent in the week: acted on within 3 days (`logged`, or what
    they told of answered), snoozed, not needed;
    `open` ones still have some of their 3 days, the others were ignored."""

    shown: int = 0
    logged: int = 0
    snoozed: int = 0
    not_needed: int = 0
    open: int = 0

    @property
    def ignored(self) -> int:
        return self.shown - self.logged - self.snoozed - self.not_needed - self.open


@dataclass(frozen=True, slots=True)
class Done:
    """What a team did: logged in the week and in the 13 weeks to its end, `month` meaningful touches per
    person in the 28 days to it, and what became of nudges."""

    week: Sequence[Logged] = ()
    quarter: Sequence[Logged] = ()
    month: Mapping[int, int] = field(default_factory=dict)
    nudges: NudgesActed = NudgesActed()


@dataclass(frozen=True, slots=True)
class Risk:
    """An account to worry about; `factor` names what costs it most points, `why` says it."""

    seen: Seen
    health: Health
    trend: Trend
    why: Phrase
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """An account with something that only its manager settles: a relationship whose turn to be decided on
    came, an introduction that waits or whose first touch is missed, or both. `risk` where it is at risk or
    falling, too."""

    seen: Seen
    strain: Strain | None = None
    passing: Passing | None = None
    risk: Risk | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything the weekly message says. `before` is the coverage a week earlier; revenue in minor units;
    `unrated` what counted accounts bring in currencies without a rate; `reached` of the counted accounts
    were reached in the week; `gained` came back into rhythm in it."""

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
    retention: tuple[Retention, ...]
    risks: tuple[Risk, ...]
    effort: tuple[Effort, ...]
    capacity: tuple[Capacity, ...]
    nudges: NudgesActed
    changes: tuple[tuple[str, Phrase], ...]
    worries: tuple[Risk, ...]
    running: bool = False
    unrated: tuple[Money, ...] = ()
    reached: int = 0
    gained: tuple[Seen, ...] = ()
    moved: Mapping[int, Person] = field(default_factory=dict)
    """Accounts that went to somebody else after `ends_on`, and with whom they are now."""
    promises: tuple[Kept, ...] = ()
    requests: Requests = Requests()
    onboarding: Onboarding = Onboarding()
    thin: tuple[Thin, ...] = ()
    champions: tuple[Unreplaced, ...] = ()
    """Champions who left, with nobody in their place yet."""
    needs: tuple[Need, ...] = ()
    """What only a manager settles, an account once, the worst first; the first NAMED of them are named."""
    behind: tuple[Behind, ...] = ()
    """Who needs help, worst first."""
    rivals: tuple[Rival, ...] = ()
    """Competitors seen at the team's accounts."""
    concerns: Resolved = Resolved()
    selling: Selling = Selling()
    passing: tuple[Passing, ...] = ()
    """Accounts with a next expert who has not accepted, or not reached them in time."""
    loosened: tuple[tuple[str, Loosening], ...] = ()
    """What was loosened at once in the week, with its account; what brings most first."""
    overridden: tuple[tuple[Seen, Health], ...] = ()
    """Accounts that a person says do better than computed, by what they bring."""
    team_only: bool = False
    """There are people whose figures are not shown by name (rules/team_only.py): these stand in `pace`
    (touches a working day that the whole team needs, and makes) and in `a_out`, their A accounts out of
    rhythm."""
    pace: tuple[float, float] | None = None
    a_out: tuple[Seen, ...] = ()
    left: int = 0
    """Accounts that churned while they were the team's."""

    @property
    def quiet(self) -> bool:
        """A week with nothing untouched and nothing at risk is a short message."""
        return not self.untouched and not self.risks
