"""What is known of people, accounts, touches and revenue, as frozen values. Dates of touches are the owner's local dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

Tier = Literal["A", "B", "C"]
TIERS: tuple[Tier, ...] = ("A", "B", "C")
CHANNELS = ("call", "meeting", "video", "visit", "email", "message", "event", "gift")
DIRECTIONS = ("outbound", "inbound")
OUTCOMES = ("reached", "sent", "left_message", "no_show")
PURPOSES = (
    "solved_problem", "shared_insight", "delivered_result", "explored_need", "challenged",
    "introduced", "celebrated", "resolved_concern", "onboarding", "check_in",
)  # fmt: skip
SENTIMENTS = ("happy", "neutral", "worried")
CONTACT_ROLES = ("champion", "buyer", "sponsor", "technical", "user", "other")
LIVE = frozenset({"call", "meeting", "video", "visit"})
STATUSES = ("active", "paused", "churned")
SEGMENTS = ("money maker", "contributor", "filler")
MOVEMENTS = ("new", "expansion", "contraction", "renewal", "churn", "purchase")
ESTIMATED_MINUTES = {
    "call": 15, "video": 30, "meeting": 45, "visit": 90, "email": 5, "message": 5, "event": 45, "gift": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of ours. `zone` IANA, `country` ISO 3166; `slack_id` empty until linked."""

    id: int
    name: str
    email: str
    role: str = "rep"
    zone: str = "UTC"
    country: str = ""
    locale: str = "en-US"
    manager_id: int | None = None
    slack_id: str = ""
    active: bool = True
    is_admin: bool = False
    leads: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.email


@dataclass(frozen=True, slots=True)
class Contact:
    id: int
    name: str
    role: str = "other"
    title: str = ""
    email: str = ""
    prefers: str = ""
    birthday: str = ""
    left_on: date | None = None

    def here_on(self, on: date) -> bool:
        return self.left_on is None or self.left_on > on


@dataclass(frozen=True, slots=True)
class Touch:
    """One logged contact with one account. `on` is the owner's local date of `at`."""

    id: int
    at: datetime
    on: date
    by_id: int
    by_name: str
    channel: str
    direction: str = "outbound"
    outcome: str = "reached"
    purpose: str = ""
    minutes: int = 0
    estimated: bool = True
    sentiment: str = ""
    note: str = ""
    contact_ids: tuple[int, ...] = ()
    day_only: bool = False

    @property
    def meaningful(self) -> bool:
        return self.outcome == "reached"

    @property
    def value_adding(self) -> bool:
        """Meaningful, with a purpose other than check_in and a note of what the customer got."""
        return self.outcome == "reached" and bool(self.purpose) and self.purpose != "check_in" and bool(self.note)


@dataclass(frozen=True, slots=True)
class NextStep:
    id: int
    text: str
    on: date | None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """A revenue movement; `minor` in minor units of `currency`; positive, its `kind` gives the sign."""

    on: date
    kind: str
    minor: int
    currency: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who owns an account, and how it counts, from a date on."""

    from_on: date
    owner_id: int
    tier: Tier
    status: str = "active"
    cadence_days: int | None = None
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its standing of today. `annual` is in minor units of the workspace's currency, None when unknown."""

    id: int
    name: str
    tier: Tier
    owner_id: int
    added_on: date
    exists_on: date
    status: str = "active"
    cadence_days: int | None = None
    paused_until: date | None = None
    status_reason: str = ""
    tier_proposal: str = ""
    segment: str = ""
    industry: str = ""
    country: str = ""
    services: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    annual: int | None = None
    started_on: date | None = None
    renews_on: date | None = None
    parent_id: int | None = None
    parent_name: str = ""
    served_through_parent: bool = False
    snoozed_until: date | None = None
    not_needed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """All that rules need of one account. `touches` newest first; `owner` gives zone and country."""

    account: Account
    owner: Person
    touches: tuple[Touch, ...] = ()
    contacts: tuple[Contact, ...] = ()
    next_step: NextStep | None = None
    movements: tuple[Movement, ...] = ()
    standings: tuple[Standing, ...] = ()
    nudged: tuple[date, ...] = field(default=())
    """Local dates on which the account was shown in a sent bundle, newest first, since the last act."""

    def last_touch(self, on: date | None = None, meaningful: bool = True) -> Touch | None:
        """The newest touch up to and including `on` (all of them when None)."""
        for touch in self.touches:
            if (on is None or touch.on <= on) and (touch.outcome == "reached" or not meaningful):
                return touch
        return None

    def between(self, first: date, last: date) -> list[Touch]:
        """Touches whose local date lies in first..last, newest first."""
        return [t for t in self.touches if first <= t.on <= last]

    def standing(self, on: date) -> Standing | None:
        """The standing that held on a date; None before the account existed."""
        held = [s for s in self.standings if s.from_on <= on]
        return held[-1] if held else None


@cache
def days(count: int) -> timedelta:
    return timedelta(days=count)
