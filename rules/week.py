"""A manager's week as values: what the digest is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar, overload

from .became import History, NudgesActed
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
from .facts.unmet import Unmet
from .facts.upsells import Selling
from .facts.voice import Voice
from .fitting import Fitting
from .growing import Growth
from .health import Health
from .learned import Learned
from .phrase import Money, Phrase
from .records import Person, Tier
from .revenue import Retention
from .trend import Trend

RISKS = 20  # accounts at risk or falling that are told whole: the others are counted
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
    """Effort on a tier, or a segment, in the week, and in the 13 weeks to its end; `revenue` is what its
    counted accounts bring a year, of which there are `accounts`. `of` is empty for accounts in no segment
    (rules/segments.py)."""

    of: str
    touches: int
    minutes: int
    estimated_minutes: int
    value_adding: int
    meaningful: int
    quarter_touches: int
    quarter_minutes: int
    revenue: int
    accounts: int = 0


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
class Done:
    """What a team did: logged in the week and in the 13 weeks to its end, `month` meaningful touches per
    person in the 28 days to it, and what became of nudges: in the week, and where that is asked for in the
    last 180 days; `learned` is what the workspace learned from them."""

    week: Sequence[Logged] = ()
    quarter: Sequence[Logged] = ()
    month: Mapping[int, int] = field(default_factory=dict)
    nudges: NudgesActed = NudgesActed()
    history: History | None = None
    learned: Learned | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """An account to worry about; `factor` names what costs it most points, `why` says it."""

    seen: Seen
    health: Health
    trend: Trend
    why: Phrase
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Grow:
    """An account to grow, and why."""

    seen: Seen
    growth: Growth


@dataclass(frozen=True, slots=True)
class Need:
    """An account with something that only its manager settles: a relationship whose turn to be decided on
    came, an introduction that waits or whose first touch is missed, or both. `risk` where it is at risk or
    falling, too."""

    seen: Seen
    strain: Strain | None = None
    passing: Passing | None = None
    risk: Risk | None = None


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Firsts(Sequence[T]):
    """The first of a list in its order, and how many there are in all, which is its length: what stands
    behind the first is counted alone."""

    first: tuple[T, ...] = ()
    total: int = 0

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        return self.first[at]


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
    risks: Firsts[Risk]
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
    voice: Voice = Voice()
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
    by_segment: tuple[Effort, ...] = ()
    """The effort by segments, money makers first; those in none last."""
    segments: Mapping[int, str] = field(default_factory=dict)
    """The segment of each account that is in one, as it stands today: nobody keeps which it was in."""
    grow: tuple[Grow, ...] = ()
    """Five to grow."""
    unmet: Unmet = Unmet()
    left: int = 0
    """Accounts that churned while they were the team's."""
    history: History | None = None
    """What became of the nudges of the last 180 days, for the part that tells them whole."""
    learned: Learned | None = None
    fits: Fitting | None = None
    """The whole team is short, and what would fit."""

    @property
    def quiet(self) -> bool:
        """A week with nothing untouched and nothing at risk is a short message."""
        return not self.untouched and not self.risks
